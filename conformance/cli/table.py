"""What closes a run: the table of counts, and what is not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conformance.run.verdicts import GROUPS

if TYPE_CHECKING:
    from conformance.run.campaign import Summary

__all__ = ["summary_table", "surprises"]

_MOST = 10


def summary_table(summaries: Sequence[Summary]) -> str:
    """One row a backend: how many results in each group, how many in all, and the run file."""
    rows = [["backend", *GROUPS, "results", "run file"]]
    for s in summaries:
        counts = ["–"] * len(GROUPS) if s.environment_error else [str(s.groups.get(group, 0)) for group in GROUPS]
        total = "could not start" if s.environment_error else str(s.results)
        rows.append([s.backend, *counts, total, str(s.path)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:-1], widths[1:-1]), row[-1]]) for row in rows
    )


def surprises(summary: Summary) -> str:
    """The first results that are not as expected; empty if there are none."""
    if not summary.unexpected:
        return ""
    lines = [f"{summary.backend}: {len(summary.unexpected)} not as expected"]
    lines += [f"    {verdict:<13} {result}" for result, verdict in summary.unexpected[:_MOST]]
    if len(summary.unexpected) > _MOST:
        lines.append(f"    … {len(summary.unexpected) - _MOST} more in {summary.path}")
    return "\n" + "\n".join(lines) + "\n"
