"""`conformance report --since`: each backend's run beside the one before it, as pages of the report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    A usage error where there is none, or none that is later; where two of the earlier ones are of one backend;
    and where one of the two is a shard.
    """
    if not earlier:
        return []
    headers = {path: _header(path) for path in (*runs, *earlier)}
    latest = {headers[path]["backend"]: path for path in sorted(runs, key=lambda path: headers[path]["started"])}
    found: dict[str, Compared] = {}
    for old in earlier:
        backend = headers[old]["backend"]
        if backend not in latest:
            raise click.UsageError(f"--since {old}: a run of {backend}, of which the report has none")
        if backend in found:
            raise click.UsageError(f"--since {old}: a second run of {backend}; conformance compare takes several")
        new = latest[backend]
        if headers[old]["started"] >= headers[new]["started"]:
            raise click.UsageError(f"--since {old}: not earlier than {new}, beside which it is put")
        for part in (old, new):
            if headers[part]["options"]["shard"] != [1, 1]:
                raise click.UsageError(f"--since {old}: {part} is a shard of a run; only whole runs are compared")
        found[backend] = _compared(old, new)
    return list(found.values())


def _header(path: Path) -> Mapping[str, Any]:
    from conformance.run.reader import RunReader

    with RunReader(path) as run:
        return run.header


def _compared(old: Path, new: Path) -> Compared:
    from conformance.cli.compare import notes
    from conformance.cli.comparison import between
    from conformance.report.since import Since

    before, after, found = between(old, new)
    backend, told = str(after.header["backend"]), notes(before, after)
    return Compared(before, after, found, Since(_name(before), _name(after), backend, found.counts, found.same, told))


def _name(run: RunReader) -> str:
    header = run.header
    return f"{header['backend']} {header['version'] or ''}".strip() + f", {header['started']}"


def write_compared(each: Sequence[Compared], site: Path) -> None:
    """The pages, in the folder of the report that is there. ReportError where they cannot be written."""
    from conformance.cli.compare_pages import write_comparison

    for one in each:
        write_comparison(one.before, one.after, one.found, one.told.notes, site / one.told.folder)
