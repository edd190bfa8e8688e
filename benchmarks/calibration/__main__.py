"""Observe every operator on every backend, and print how the permitted errors fare.

    python -m benchmarks.calibration --output FOLDER

writes `BACKEND.jsonl` for each backend, what it returned; `measured.jsonl`, how far off that is;
and the table, `table.md` and `table.json`. With --again the recorded observations are
measured anew: what a change of the model does, on the same set. Exit code 1 if an answer is
beyond what is permitted without a known cause.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click

from benchmarks.calibration.functions import cases
from benchmarks.calibration.known import causes
from benchmarks.calibration.measure import by_case, measures
from benchmarks.calibration.record import record
from benchmarks.calibration.render import render
from benchmarks.machine import about, interpreter
from conformance.cli.options import interpreters, python_option
from conformance.run.errors import UnavailableError
from conformance.run.slot import Settings
from conformance.run.surroundings import Surroundings

BACKENDS = ("jax", "tensorflow", "torch", "mxnet")
"""Slowest first, so that two processes end together."""
_SHARES = {"jax": 4, "tensorflow": 2}
"""In how many parts, by case, a slow one is recorded, for the same reason."""

Line = dict[str, Any]


@click.command(help=__doc__)
@click.option(
    "--backend", "backends", multiple=True, type=click.Choice(BACKENDS), help="May be repeated. Default: all."
)
@python_option
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="FOLDER")
@click.option("--again", is_flag=True, help="Measure the observations that are there.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Processes at a time.")
@click.option("--select", metavar="WORD", default="", help="Only cases whose id has this in it.")
def main(
    backends: tuple[str, ...], pythons: tuple[str, ...], output: Path, again: bool, jobs: int, select: str
) -> None:
    output.mkdir(parents=True, exist_ok=True)
    chosen = [name for name in BACKENDS if name in (backends or BACKENDS)]
    machine = about()
    os.environ["OMP_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(jobs) as pool:
        if not again:
            given = interpreters(pythons)
            work = [
                (name, pool.submit(_record, name, interpreter(name, given), select, (share, shares)))
                for name in chosen
                for shares in [_SHARES.get(name, 1)]
                for share in range(shares)
            ]
            for name in chosen:
                click.echo(_keep(output / f"{name}.jsonl", [job.result() for owner, job in work if owner == name]))
        recorded = [line for name in chosen for line in _read(output / f"{name}.jsonl")]
        started = time.monotonic()
        parts = {case: lines for case, lines in by_case(recorded).items() if select in case}
        lines = [line for part in pool.map(_measure, parts.items()) for line in part]
        click.echo(f"measured in {time.monotonic() - started:.0f} s\n")
    _write(output / "measured.jsonl", lines)
    headers = [line for line in recorded if line["kind"] == "header"]
    text, data = render(headers, lines, causes(), machine)
    (output / "table.md").write_text(text, encoding="utf-8")
    (output / "table.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    click.echo(text)
    sys.exit(1 if data["unexplained"] else 0)


Recorded = tuple[list[Line], float] | str
"""A header and the observations, and the seconds that they took; or why the backend did not start."""


def _record(name: str, python: str, select: str, share: tuple[int, int]) -> Recorded:
    """Observe one backend at one share of the cases: which, of how many."""
    started = time.monotonic()
    wanted = [case for case in cases() if select in case.id][share[0] :: share[1]]
    try:
        lines = list(record(wanted, Settings(name, surroundings=Surroundings(python))))
    except UnavailableError as error:
        return str(error)
    return lines, time.monotonic() - started


def _keep(path: Path, parts: Sequence[Recorded]) -> str:
    """Write the shares of one backend as one file; a line that says how it went."""
    whole = [part for part in parts if not isinstance(part, str)]
    if len(whole) < len(parts):
        return f"{path.stem}: absent: {next(part for part in parts if isinstance(part, str))}"
    header, *_ = whole[0][0]
    count = _write(path, [header, *(line for lines, _ in whole for line in lines[1:])]) - 1
    return f"{path.stem}: {count:,} recorded in {sum(seconds for _, seconds in whole):.0f} s"


def _measure(part: tuple[str, list[Line]]) -> list[Line]:
    case, lines = part
    return list(measures(next(c for c in cases() if c.id == case), lines))


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line) + "\n")
            count += 1
    return count


def _read(path: Path) -> list[Line]:
    if not path.exists():
        return []
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
