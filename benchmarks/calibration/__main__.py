"""Observe every operator on every backend, and print how the permitted errors fare.

    python -m benchmarks.calibration --output FOLDER

writes `BACKEND.jsonl` for each backend, then the table as `table.md` and `table.json`.
With --table the table alone is made, from the observations in the folder.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import click

from benchmarks.calibration.functions import cases
from benchmarks.calibration.known import causes
from benchmarks.calibration.observe import observe
from benchmarks.calibration.render import render
from benchmarks.machine import about, interpreter
from conformance.cli.options import interpreters, python_option
from conformance.run.errors import UnavailableError
from conformance.run.slot import Settings
from conformance.run.surroundings import Surroundings
from conformance.run.truths import CachedTruth
from conformance.truth.cache import Cache

BACKENDS = ("jax", "tensorflow", "torch", "mxnet")
"""Slowest first, so that two processes end together."""


@click.command(help=__doc__)
@click.option(
    "--backend", "backends", multiple=True, type=click.Choice(BACKENDS), help="May be repeated. Default: all."
)
@python_option
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), required=True, metavar="FOLDER")
@click.option("--table", "table_alone", is_flag=True, help="Make the table from observations that are there.")
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Backends at a time.")
@click.option("--select", metavar="WORD", default="", help="Only cases whose id has this in it.")
def main(
    backends: tuple[str, ...], pythons: tuple[str, ...], output: Path, table_alone: bool, jobs: int, select: str
) -> None:
    output.mkdir(parents=True, exist_ok=True)
    chosen = [name for name in BACKENDS if name in (backends or BACKENDS)]
    machine = about()
    if not table_alone:
        given = interpreters(pythons)
        with ProcessPoolExecutor(jobs) as pool:
            work = [pool.submit(_record, name, interpreter(name, given), output, select) for name in chosen]
            told = [job.result() for job in work]
        click.echo("\n".join(told))
    lines = [line for name in chosen for line in _read(output / f"{name}.jsonl")]
    text, data = render(lines, causes(), machine)
    (output / "table.md").write_text(text, encoding="utf-8")
    (output / "table.json").write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    click.echo(text)
    sys.exit(1 if data["unexplained"] else 0)


def _record(name: str, python: str, folder: Path, select: str) -> str:
    """Observe one backend into its file; a line that says how it went."""
    os.environ["OMP_NUM_THREADS"] = "1"
    started, count = time.monotonic(), 0
    wanted = [case for case in cases() if select in case.id]
    truth = CachedTruth(Cache(folder / "truth"))
    path = folder / f"{name}.jsonl"
    try:
        with path.open("w", encoding="utf-8") as file:
            for line in observe(wanted, Settings(name, surroundings=Surroundings(python)), truth):
                file.write(json.dumps(line) + "\n")
                count += line["kind"] == "observation" and line["ratio"] is not None
    except UnavailableError as error:
        path.unlink()
        return f"{name}: absent: {error}"
    return f"{name}: {count:,} observations in {time.monotonic() - started:.0f} s"


def _read(path: Path) -> Sequence[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()
