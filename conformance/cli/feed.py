"""Run files, in the order in which they were started, to a feed of what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from conformance.export.atom import Entry, atom
from conformance.run.compare import Comparison, compare
from conformance.run.reader import RunReader

__all__ = ["feed"]


def feed(files: Sequence[Path], title: str, link: str | None) -> bytes:
    """The feed. Each run is compared with the one before it of its backend that has results."""
    entries = []
    latest: dict[str, Path] = {}
    for path in _ordered(files):
        with RunReader(path) as run:
            before = latest.get(run.header["backend"])
            found, earlier = (None, None) if before is None else _compared(before, run)
            for _ in run:  # what is left of it, so that how it ended is known
                pass
        if run.state == "absent":
            reason = f"{run.header['backend']} could not start: {run.reason}"
            entries.append(Entry(run.header, reason, absent=True))
            continue
        note = "the run was interrupted; what it did not get to counts as removed" if run.state != "complete" else ""
        entries.append(Entry(run.header, note, earlier=earlier, found=found))
        latest[run.header["backend"]] = path
    return atom(entries, title, link)


def _compared(before: Path, run: RunReader) -> tuple[Comparison, dict[str, object]]:
    with RunReader(before) as old:
        return compare(old.header, old, run.header, run), old.header


def _ordered(files: Sequence[Path]) -> list[Path]:
    found = []
    for path in files:
        with RunReader(path) as run:
            found.append((run.header["started"], run.header["run"], path))
    if len({run for _, run, _ in found}) < len(found):
        raise click.UsageError("a run is given twice")
    return [path for *_, path in sorted(found)]
