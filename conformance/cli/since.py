"""`conformance report --since`: each backend's run beside the one before it, as pages of the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.report.since import Since
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader

__all__ = ["Compared", "compared", "write_compared"]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs of a backend and what changed from one to the other."""

    before: RunReader
    after: RunReader
    found: Comparison
    told: Since


def compared(earlier: Sequence[Path], runs: Sequence[Path]) -> list[Compared]:
    """Each of the earlier runs with the latest of the runs of its backend.

    A usage error where there is none, or where two of the earlier ones are of one backend.
    """
    from conformance.run.reader import RunReader

    latest: dict[str, tuple[str, Path]] = {}
    for path in runs:
        with RunReader(path) as run:
            backend = run.header["backend"]
            latest[backend] = max(latest.get(backend, ("", path)), (run.header["started"], path))
    found: dict[str, Compared] = {}
    for path in earlier:
        with RunReader(path) as run:
            backend = run.header["backend"]
        if backend not in latest:
            raise click.UsageError(f"--since {path}: a run of {backend}, of which the report has none")
        if backend in found:
            raise click.UsageError(f"--since {path}: a second run of {backend}; conformance compare takes several")
        found[backend] = _compared(path, latest[backend][1])
    return list(found.values())


def _compared(old: Path, new: Path) -> Compared:
    from conformance.report.since import Since
    from conformance.run.compare import compare
    from conformance.run.reader import RunReader

    with RunReader(old) as before, RunReader(new) as after:
        found = compare(before.header, before, after.header, after)
    told = Since(_name(before), _name(after), str(after.header["backend"]), found.counts, found.same)
    return Compared(before, after, found, told)


def _name(run: RunReader) -> str:
    header = run.header
    return f"{header['backend']} {header['version'] or ''}".strip() + f", {header['started']}"


def write_compared(each: Sequence[Compared], site: Path) -> None:
    """The pages, in the folder of the report that is there. ReportError where they cannot be written."""
    from conformance.cli.compare import notes
    from conformance.cli.compare_pages import write_comparison

    for one in each:
        write_comparison(one.before, one.after, one.found, notes(one.before, one.after), site / one.told.folder)
