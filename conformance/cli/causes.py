"""`conformance causes`: what did not agree, by its cause."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.loading import known_causes, load_cases
from conformance.cli.options import cases_option

if TYPE_CHECKING:
    from conformance.insight.causes import Cause

__all__ = ["causes"]


@click.command(short_help="What did not agree, by its cause.")
@click.argument("runs", metavar="[RUN]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@cases_option
@click.option("--expected", "expected_folder", metavar="DIR", default=Path("reports/expected"), show_default=True,
              type=click.Path(file_okay=False, path_type=Path),
              help="Known results, BACKEND.json each, with causes.")  # fmt: skip
@click.option("--conventions", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write what was chosen where more than one answer is legal to FILE, as JSON.")  # fmt: skip
def causes(runs: tuple[Path, ...], paths: tuple[Path, ...], expected_folder: Path, conventions: Path | None) -> int:
    """Gather the results of run files that do not agree by their cause, the most severe first.

    RUN is a run file; the default is every one in reports/runs. An operator that fails by itself explains what
    contains it. Each line has the worst verdict, the operators, how many results of each backend, and the cause or,
    where nobody has told it, the simplest result.
    """
    from conformance.insight import causes as grouping
    from conformance.insight.conventions import conventions as gathered
    from conformance.insight.conventions_file import dump
    from conformance.insight.subject import Subjects
    from conformance.run.errors import WriteError
    from conformance.run.runfile import read

    files = runs or tuple(sorted(Path("reports/runs").glob("*.jsonl")))
    if not files:
        raise click.UsageError("no run files: reports/runs has none; make one with: conformance run --backend NAME")
    read_runs = [read(path) for path in files]
    loaded = load_cases(paths)
    subjects = Subjects(loaded.cases)
    for cause in grouping.causes(read_runs, subjects, known_causes(expected_folder)):
        click.echo(_line(cause))
    if conventions is not None:
        try:
            conventions.write_text(dump(gathered(read_runs, subjects), read_runs), encoding="utf-8")
        except OSError as error:
            raise WriteError(f"cannot write {conventions}: {error.strerror}") from error
    return 2 if loaded.problems else 0


def _line(cause: Cause) -> str:
    having = ", ".join(f"{part.backend} {part.count}" for part in cause.parts)
    operators = ", ".join(cause.operators) or "several operators"
    why = cause.known.cause if cause.known else cause.said or cause.example["id"]
    return f"{cause.verdict:<14} {operators}, from order {cause.order} ({having}): {why}"
