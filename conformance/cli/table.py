"""What closes a run: the table of counts, and what is not as expected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conformance.run.verdicts import GROUP_OF, GROUPS

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
    agreeing = [found for found in summary.unexpected if GROUP_OF[found[1]] in ("agree", "convention")]
    others = [found for found in summary.unexpected if found not in agreeing]
    lines = _first(f"{summary.backend}: {len(others)} not as expected", others, summary)
    lines += _first(f"{summary.backend}: {len(agreeing)} agree and were expected not to", agreeing, summary)
    return "\n" + "\n".join(lines) + "\n"


def _first(title: str, found: Sequence[tuple[str, str]], summary: Summary) -> list[str]:
    lines = [f"    {verdict:<13} {result}" for result, verdict in found[:_MOST]]
    more = [f"    … {len(found) - _MOST} more in {summary.path}"] if len(found) > _MOST else []
    return [title, *lines, *more] if found else []
