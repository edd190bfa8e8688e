"""How a comparison of two runs is told: in lines for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.run.changes import change_record, count_of, gathered
from conformance.run.compare import KINDS
from conformance.run.text import line

if TYPE_CHECKING:
    from conformance.run.compare import Comparison
    from conformance.run.reader import RunReader

__all__ = ["between", "comparison_lines", "comparison_record", "counts_line", "run_record"]

_MOST = 20
"""Claims of a kind; a run of another suite may differ in thousands."""


def between(old: Path, new: Path) -> tuple[RunReader, RunReader, Comparison]:
    """Two run files, gone through once, and what changed from one to the other."""
    from conformance.run.compare import compare
    from conformance.run.reader import RunReader

    with RunReader(old) as before, RunReader(new) as after:
        return before, after, compare(before.header, before, after.header, after)


def comparison_lines(found: Comparison, everything: bool) -> Iterator[str]:
    """The claims that changed, kind by kind, each with an example, and the counts of results."""
    groups = gathered(found.changes)
    for kind in KINDS:
        of_kind = [group for group in groups if group.kind == kind]
        if not of_kind:
            continue
        yield f"{kind}: {count_of(len(of_kind), 'claim')}, {count_of(found.counts[kind], 'result')}"
        shown = of_kind if everything else of_kind[:_MOST]
        for group in shown:
            yield f"    {line(group.claim)}: {group.verdicts}, {count_of(len(group.changes), 'result')}"
            yield f"        {line(group.told)}"
        if len(shown) < len(of_kind):
            yield f"    … {count_of(len(of_kind) - len(shown), 'more claim')}; --all lists them"
        yield ""
    yield counts_line(found)


def counts_line(found: Comparison) -> str:
    return ", ".join(f"{number:,} {kind}" for kind, number in found.counts.items()) + f", {found.same:,} the same"


def comparison_record(before: RunReader, after: RunReader, found: Comparison, notes: Sequence[str]) -> dict[str, Any]:
    return {
        "old": run_record(before),
        "new": run_record(after),
        "notes": list(notes),
        "counts": found.counts,
        "same": found.same,
        "changes": [change_record(change) for change in found.changes],
    }


def run_record(run: RunReader) -> Mapping[str, Any]:
    """Whose run it is and how it ended."""
    header = run.header
    names = ("run", "started", "backend", "version", "python", "platform", "device", "suite", "cases", "profile")
    ended = {"state": run.state, "reason": run.reason, "results": run.number}
    return {"file": str(run.path), **{name: header[name] for name in names}, **ended}
