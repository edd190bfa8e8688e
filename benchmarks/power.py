"""The suite's power beside that of the frameworks' own gradient checkers: `python power.py STUDY.json`.

STUDY.json is what `conformance power --output STUDY.json` wrote. Every fault that it says
was caught, and that a graph can express, is planted again in the function of a claim that
caught it, at the same points; the framework's own checkers are run on it at their default settings.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from machine import about, child, described, interpreter, table

from conformance.casefile.load import load
from conformance.casefile.model import Claim, Instance
from conformance.casefile.shipped import shipped_cases
from conformance.faults.catalog import FAULTS
from conformance.faults.kinds import KINDS
from conformance.faults.model import Fault
from conformance.faults.plant import plant
from conformance.language.graph import DERIVATIVES, Graph, ancestors
from conformance.run.protocol import encode_array
from conformance.truth.api import input_values

CHECKERS = {
    "torch": "gradcheck",
    "jax": "check_grads",
    "tensorflow": "compute_gradient",
}


def claims() -> dict[str, tuple[Instance, Claim]]:
    """Every claim instance of the shipped cases by the name that a study gives it."""
    found = {}
    for case in load((shipped_cases(),)).cases:
        for instance in case.instances:
            for claim in instance.claims:
                sizes = ",".join(f"{name}={size}" for name, size in instance.sizes.items())
                found[f"{case.id}/{claim.id}" + (f"[{sizes}]" if sizes else "")] = (instance, claim)
    return found


def functions(instance: Instance, claim: Claim) -> Iterator[tuple[Graph, int]]:
    """The graphs of the claim with a derivative in inputs alone, and the innermost such derivatives."""
    for side in claim.sides:
        graph, (root,) = instance.graph.restricted((side,))
        inputs = set(graph.inputs.values())
        for index in sorted(ancestors(graph, root)):
            node = graph[index]
            if node.op not in DERIVATIVES or node.held or not inputs.issuperset(node.targets):
                continue
            if not any(graph[i].op in DERIVATIVES | {"at"} for i in ancestors(graph, node.body)):
                yield graph, index


def trial(fault: Fault, instance: Instance, claim: Claim) -> dict[str, Any] | None:
    """The fault in the first function of the claim that has a place for it."""
    assert fault.change is not None
    for graph, index in functions(instance, claim):
        planted = plant(graph, (index,), fault.operator, fault.change)
        if planted.places:
            points = [input_values(instance, claim, point, "float64") for point in claim.points]
            return {
                "id": fault.id,
                "kind": fault.kind.name,
                "mode": fault.kind.mode,
                "sound": told(graph, index),
                "faulty": told(planted.graph, planted.roots[0]),
                "points": [{name: encode_array(values) for name, values in point.items()} for point in points],
            }
    return None


def told(graph: Graph, index: int) -> dict[str, Any]:
    names = {node: name for name, node in graph.inputs.items()}
    node = graph[index]
    return {"graph": graph.to_json(), "body": node.body, "targets": [names[target] for target in node.targets]}


def trials(study: Mapping[str, Any]) -> list[dict[str, Any]]:
    by_id, known = {fault.id: fault for fault in FAULTS}, claims()
    found = []
    for entry in study["faults"]:
        fault = by_id[entry["id"]]
        if fault.change is None or fault.kind.tampering:
            continue
        for claim in entry["caught"]:
            made = trial(fault, *known[claim]) if claim in known else None
            if made:
                found.append(made)
                break
    return found


def examine(name: str, python: str, wanted: list[dict[str, Any]]) -> dict[str, str]:
    command, environment, surroundings = child(python, "power_checkers.py", name)
    try:
        run = subprocess.run(command, input=json.dumps(wanted), env=environment, stdout=subprocess.PIPE, text=True)
    finally:
        surroundings.close()
    answers: dict[str, str] = json.loads(run.stdout) if run.returncode == 0 else {}
    return answers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("study", type=Path)
    parser.add_argument("--backend", action="append", choices=list(CHECKERS), help="default: all of them")
    parser.add_argument("--python", action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th fault, where all take hours")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    study = json.loads(given.study.read_text(encoding="utf-8"))
    wanted = trials(study)[:: given.every]
    pythons = dict(text.split("=", 1) for text in given.python)
    answers = {name: examine(name, interpreter(name, pythons), wanted) for name in given.backend or CHECKERS}
    machine = about()
    planted = {one["id"] for one in wanted}
    faults = [entry for entry in study["faults"] if entry["id"] in planted]
    rows = [["kind", "faults", "conformance", *(CHECKERS[name] for name in answers)]]
    for kind in [*KINDS, "all"]:
        ids = [entry["id"] for entry in faults if kind in {entry["kind"], "all"}]
        if ids:
            caught = sum(entry["outcome"] == "caught" for entry in faults if entry["id"] in set(ids))
            rows.append([kind, str(len(ids)), str(caught), *(tally(answers[name], ids) for name in answers)])
    print(described(machine))
    print()
    print(table(rows))
    for name, found in answers.items():
        failed = Counter(answer for answer in found.values() if answer not in {"caught", "missed"})
        print(f"\n{name}: {sum(failed.values())} of {len(found)} functions that its checker cannot take")
        for why, count in failed.most_common(5):
            print(f"    {count:4} {why[:110]}")
    if given.json:
        given.json.write_text(json.dumps({"about": machine, "answers": answers}, indent=1), encoding="utf-8")
    sys.stdout.flush()


def tally(answers: Mapping[str, str], ids: list[str]) -> str:
    """How many it caught, of how many it could be asked."""
    asked = [answers[one] for one in ids if answers.get(one) in {"caught", "missed"}]
    return f"{asked.count('caught')} of {len(asked)}"


if __name__ == "__main__":
    main()
