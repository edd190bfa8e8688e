"""A comparison of two runs as Markdown: what got worse first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.export.markdown import LARGEST, Page, code, table
from conformance.run.changes import MEANINGS, Group, count_of, gathered
from conformance.run.compare import KINDS, Comparison

__all__ = ["comparison_page", "run_name"]


def run_name(header: Mapping[str, Any]) -> str:
    """`torch 2.13.0`."""
    return f"{header['backend']} {header['version'] or ''}".strip()


def comparison_page(
    old: Mapping[str, Any], new: Mapping[str, Any], found: Comparison, notes: Sequence[str], largest: int = LARGEST
) -> str:
    """The page, at most `largest` bytes; what is left out of it is counted in it."""
    page = Page(largest)
    page.add(f"## {code(run_name(old))} → {code(run_name(new))}\n\n")
    for text in notes:
        page.add(f"> {code(text)}\n\n")
    counts = found.counts
    rows = [(f"**{kind}**", str(counts[kind]), MEANINGS[kind]) for kind in KINDS]
    page.add(table(("", "results:", ""), [*rows, ("the same", str(found.same), "")]) + "\n")
    groups = gathered(found.changes)
    for kind in KINDS:
        _section(page, kind, [group for group in groups if group.kind == kind])
    return str(page)


def _section(page: Page, kind: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    told = f"{count_of(len(groups), 'claim')}, {count_of(sum(len(g.changes) for g in groups), 'result')}"
    rows = [(code(g.claim), g.verdicts, str(len(g.changes)), code(g.told)) for g in groups]
    left = len(groups)
    if page.add(f"### {kind.capitalize()}: {told}\n\n" + table(("claim", "verdict", "results:", "for example"))):
        left = page.rows(rows)
    if left:
        results = sum(len(group.changes) for group in groups[len(groups) - left :])
        page.note(f"\n{kind}: {count_of(left, 'more claim')} with {count_of(results, 'result')} left out here.\n")
    page.note("\n")
