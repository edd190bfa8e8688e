"""Cases and run files made large: real ones, under other ids and at other points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.casefile.load import load
from conformance.run.contents import contents
from conformance.run.lines import dump
from conformance.run.runfile import read
from conformance.run.verdicts import count

__all__ = ["multiplied_cases", "multiplied_run"]

EXECUTIONS = ("eager", "compiled", "batched")
_FIRST = re.compile(r"^cases:\n(?: *#.*\n|\n)*( *)- id: ", re.MULTILINE)
"""Where the first entry begins, and how far to the right; claims are further to the right."""
_ANCHOR = re.compile(r"^( *)\w+: &(\w+)\n((?:\1 +.*\n|\n)+)", re.MULTILINE)
"""A block with a name, and what is in it: the lines further to the right."""


def multiplied_cases(source: Path, every: int, copies: int, folder: Path) -> None:
    """Every so manieth entry of the case files below `source`, `copies` times.

    In `folder/copy-1` case a.b is copy-1.a.b, and so on.
    """
    position = 0
    for path in sorted(source.rglob("*.yaml")):
        head, *entries = _entries(_without_aliases(path.read_text(encoding="utf-8")))
        chosen = entries[-position % every :: every]
        position += len(entries)
        for number in range(1, copies + 1 if chosen else 1):
            target = folder / f"copy-{number}" / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            renamed = [entry.replace("- id: ", f"- id: copy-{number}.", 1) for entry in chosen]
            target.write_text(head + "".join(renamed), encoding="utf-8")


def _without_aliases(text: str) -> str:
    """The file with the block that an anchor names written out where an alias stands: an entry may be left out."""
    for anchor in _ANCHOR.finditer(text):
        text = re.sub(rf": \*{anchor[2]}\n", lambda _, block=anchor[3]: f":\n{block}", text)
    left = re.search(r"^ *\w+: (\*\w+)$", text, re.MULTILINE)
    if left:
        raise ValueError(f"the alias {left[1]} stands for no block of lines further to the right")
    return text


def _entries(text: str) -> list[str]:
    """What stands before the cases, and each entry."""
    first = _FIRST.search(text)
    if first is None:
        raise ValueError("`cases:` must be followed by the first entry's id")
    return re.split(rf"^(?={first[1]}- id: )", text, flags=re.MULTILINE)


def multiplied_run(path: Path, cases: Path, copies: int, results: int, output: Path) -> int:
    """A run of the cases in `cases`, about `results` results long, from those in a real run file; how many it has.

    Each result of a case stands under the ids of its copies, in every execution, and at as many further
    points as it takes.
    """
    run, loaded = read(path), load((cases,))
    known = {case.id for case in loaded.cases}
    own = [result for result in run.results if f"copy-1.{result['case']}" in known]
    points = max(1, round(results / max(1, len(own) * copies * len(EXECUTIONS))))
    with output.open("wb") as file:
        head = dict(run.header) | {"cases": loaded.content_hash, "profile": "full", "run": f"multiplied-{path.stem}"}
        file.write(dump(head | {"contents": contents(loaded.cases)}))
        written = []
        for result in _copies(own, copies, points):
            file.write(dump(result))
            written.append({"verdict": result["verdict"], "group": result["group"]})
        verdicts, groups = count(written)
        footer = {"results": len(written), "verdicts": verdicts, "groups": groups, "environment_error": None}
        file.write(dump({"kind": "footer"} | footer))
    return len(written)


def _copies(results: Sequence[Mapping[str, Any]], copies: int, points: int) -> Iterator[dict[str, Any]]:
    for number in range(1, copies + 1):
        for result in results:
            where, _, how = result["id"].rpartition(":")
            claim, _, point = where.partition("@")
            for further in range(points):
                at = f"further-{further}.{point}" if further else point
                for execution in EXECUTIONS:
                    name = f"copy-{number}.{claim}@{at}:{how.rpartition('.')[0]}.{execution}"
                    changed = {"id": name, "case": f"copy-{number}.{result['case']}", "point": at}
                    yield dict(result) | changed | {"execution": execution}
