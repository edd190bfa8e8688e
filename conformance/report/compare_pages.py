"""The pages of a comparison of two runs: what got worse first, each claim with its verdicts and an example."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.report.addresses import case_page, change_anchor, claim_anchor, numbered, slug
from conformance.report.errors import ReportError
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.render import render
from conformance.run.changes import MEANINGS, Group, gathered
from conformance.run.compare import KINDS, Comparison
from conformance.run.verdicts import GROUP_OF

__all__ = ["ClaimAddress", "Ended", "claim_address", "comparison_pages"]

_FIRST = 25
"""Claims of a kind that the front page shows."""
_A_PAGE = 400
"""Claims that a page can hold and stay within half a megabyte."""
_FACTS = ("version", "python", "platform", "device", "profile", "suite", "started", "run")

ClaimAddress = Callable[[str], str | None]
"""The address of the page of `case/claim[n=2]`, from the folder of the comparison; None where there is none."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run: whose it is, how it ended, and how many results it has."""

    header: Mapping[str, Any]
    state: str
    results: int

    @property
    def name(self) -> str:
        return f"{self.header['backend']} {self.header['version'] or ''}".strip()


@dataclass(frozen=True, slots=True)
class _Row:
    group: Group
    anchor: str
    address: str | None
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of change."""

    word: str
    meaning: str
    anchor: str
    results: int
    rows: tuple[_Row, ...]


def claim_address(has_page: Callable[[str], bool], root: str) -> ClaimAddress:
    """Addresses in the report at `root`, of the pages that it has."""

    def address(claim: str) -> str | None:
        case, _, name = claim.partition("/")
        try:
            path = case_page(case)
        except ReportError:
            return None
        return f"{root}{path}#{claim_anchor(name.partition('[')[0])}" if has_page(path) else None

    return address


def comparison_pages(
    old: Ended, new: Ended, found: Comparison, notes: Sequence[str], address: ClaimAddress, root: str | None, data: str
) -> Iterator[tuple[str, str]]:
    """`index.html`, and a page for each kind of change that has more claims than the front page shows.

    `root`: where the report is that this is a part of; `data`: the name of the file that has all of it.
    """
    counts = found.counts
    groups = gathered(found.changes)
    kinds = [
        _Kind(kind, MEANINGS[kind], slug(kind), counts[kind], tuple(_row(g, address) for g in groups if g.kind == kind))
        for kind in KINDS
    ]
    shared: dict[str, Any] = {
        "root": root or "",
        "inside": root is not None,
        "page": "compare",
        "old": old,
        "new": new,
        "data": data,
    }
    facts = [(name, str(old.header.get(name)), str(new.header.get(name))) for name in _FACTS]
    yield (
        "index.html",
        render("compare.html", kinds=kinds, same=found.same, notes=notes, facts=facts, first=_FIRST, **shared),
    )
    for kind in kinds:
        if len(kind.rows) <= _FIRST:
            continue
        starts = range(0, len(kind.rows), _A_PAGE)
        paths = [numbered(f"{kind.anchor}.html", number) for number in range(1, len(starts) + 1)]
        for number, start in enumerate(starts, 1):
            rows = kind.rows[start : start + _A_PAGE]
            yield (
                paths[number - 1],
                render("compare_kind.html", kind=kind, rows=rows, number=number, parts=paths, **shared),
            )


def _row(group: Group, address: ClaimAddress) -> _Row:
    change = group.example
    marks = [None if seen is None else GROUP_MARKS[GROUP_OF[seen.verdict]] for seen in (change.before, change.after)]
    return _Row(group, change_anchor(group.claim), address(group.claim), *marks)
