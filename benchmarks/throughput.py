"""Checks per second of each backend, beside what the frameworks' own gradient checkers take.

One check is the gradient of one function at one point in float64, reverse mode, eager.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from checkers import CHECKERS
from functions import Function, checks, functions, units
from machine import about, child, described, interpreter, table

from conformance.cli.options import interpreters, python_option
from conformance.run.errors import UnavailableError
from conformance.run.execute import execute
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor
from conformance.run.surroundings import Surroundings
from conformance.run.truths import CachedTruth
from conformance.truth.cache import Cache

_LIMIT = 120.0
"""Seconds that a native checker may take in all before it is given up."""


@click.command(help=__doc__)
@click.argument("backends", nargs=-1, type=click.Choice(list(CHECKERS)))
@python_option
@click.option("--repeats", type=click.IntRange(3), default=9, show_default=True, help="Passes to take medians of.")
@click.option(
    "--budget",
    type=click.FloatRange(0),
    default=8.0,
    show_default=True,
    metavar="SECONDS",
    help="No further pass after this time; there are three at least.",
)
@click.option("--json", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here too.")
def main(backends: tuple[str, ...], pythons: tuple[str, ...], repeats: int, budget: float, output: Path | None) -> None:
    given = interpreters(pythons)
    machine = about()
    click.echo(described(machine))
    chosen = functions()
    click.echo(f"{len(chosen)} functions, {checks(chosen)} checks\n")
    measured = {}
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        for name in backends or CHECKERS:
            measured[name] = _measure(name, interpreter(name, given), chosen, Path(folder), budget, repeats)
    click.echo(table(_rows(measured)))
    click.echo("\n" + "\n".join(_notes(measured, len(chosen))))
    if output:
        names = [function.name for function in chosen]
        output.write_text(json.dumps({"machine": machine, "functions": names, "backends": measured}, indent=1) + "\n")


def _measure(
    name: str, python: str, chosen: Sequence[Function], folder: Path, budget: float, repeats: int
) -> dict[str, Any]:
    """One backend's figures; `absent` alone if it does not start."""
    native = _native(name, python, chosen, budget, repeats)
    if "absent" in native:
        return native
    # Both sides get the same functions, so one that the checker cannot take is left out of both.
    same = [function for function in chosen if function.name in native["per check"]] or list(chosen)
    try:
        return {"native": native, "suite": _suite(name, python, same, folder, budget, repeats)}
    except UnavailableError as error:
        return {"absent": str(error)}


def _native(name: str, python: str, chosen: Sequence[Function], budget: float, repeats: int) -> dict[str, Any]:
    command, environment, surroundings = child(python, "checkers.py", name, str(budget), str(repeats))
    told = json.dumps([function.message() for function in chosen])
    try:
        done = subprocess.run(
            command, input=told, env=environment, capture_output=True, text=True, timeout=_LIMIT, check=False
        )
        return dict(json.loads(done.stdout)) if done.returncode == 0 else {"absent": _last(done.stderr)}
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"absent": str(error)}
    finally:
        surroundings.close()


def _suite(
    name: str, python: str, chosen: Sequence[Function], folder: Path, budget: float, repeats: int
) -> dict[str, Any]:
    with Supervisor(Settings(name, surroundings=Surroundings(python))) as supervisor:
        ready = supervisor.start()
        mode = "finite-difference" if name == "numpy" else "reverse"

        def one(truth: CachedTruth) -> tuple[float, list[dict[str, Any]]]:
            """A pass: the seconds that it took, and its results."""
            work, results = list(units(chosen, name, mode)), []
            started = time.perf_counter()
            execute(work, supervisor, truth, "cpu", results.append)
            return time.perf_counter() - started, results

        warm, cold = CachedTruth(Cache(folder)), CachedTruth(Cache(None))
        _, results = one(warm)  # fills the cache and warms the worker
        return {
            "about": dict(ready.about),
            "mode": mode,
            "checks": checks(chosen),
            "agree": sum(result["group"] == "agree" for result in results),
            "warm": _median(one, warm, budget, repeats),
            "cold": _median(one, cold, budget, repeats),
        }


def _median(one: Any, truth: CachedTruth, budget: float, repeats: int) -> dict[str, float]:
    """`seconds` of a pass, and those among them that the framework's calls took."""
    passes: list[tuple[float, float]] = []
    end = time.perf_counter() + budget
    while len(passes) < repeats and (len(passes) < 3 or time.perf_counter() < end):
        seconds, results = one(truth)
        passes.append((seconds, sum(result["seconds"] or 0.0 for result in results)))
    return {
        "seconds": statistics.median(seconds for seconds, _ in passes),
        "calls": statistics.median(calls for _, calls in passes),
        "passes": len(passes),
    }


def _rows(measured: dict[str, dict[str, Any]]) -> list[list[str]]:
    rows = [
        ["backend", "version", "warm checks/s", "cold checks/s", "native checks/s", "warm ms", "calls ms", "native ms",
         "warm/native time", "agree", "native accepts"]
    ]  # fmt: skip
    for name, found in measured.items():
        if "absent" in found:
            rows.append([name, "absent", *["-"] * 9])
            continue
        suite, native = found["suite"], found["native"]
        count = suite["checks"]
        warm, cold, calls = (
            s / count for s in (suite["warm"]["seconds"], suite["cold"]["seconds"], suite["warm"]["calls"])
        )
        own = native["seconds"] / native["checks"] if native["checks"] else None
        rows.append(
            [
                name,
                suite["about"]["version"],
                f"{1 / warm:.0f}",
                f"{1 / cold:.0f}",
                f"{1 / own:.0f}" if own else "-",
                f"{1e3 * warm:.2f}",
                f"{1e3 * calls:.2f}",
                f"{1e3 * own:.2f}" if own else "-",
                f"{warm / own:.2f}" if own else "-",
                f"{suite['agree']}/{count}",
                f"{native['accepted']}/{native['checks']}" if own else "-",
            ]
        )
    return rows


def _notes(measured: dict[str, dict[str, Any]], wanted: int) -> list[str]:
    notes = []
    for name, found in measured.items():
        if "absent" in found:
            notes.append(f"{name}: absent: {found['absent']}")
            continue
        packages = ", ".join(f"{package} {version}" for package, version in found["suite"]["about"]["packages"].items())
        notes.append(
            f"{name}: {packages}, Python {found['suite']['about']['python']}; beside {found['native']['checker']}"
        )
        for function, why in found["native"]["failed"].items():
            notes.append(f"    cannot take {function}: {why}")
    return notes


def _last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "ended without a word"


if __name__ == "__main__":
    sys.exit(main())
