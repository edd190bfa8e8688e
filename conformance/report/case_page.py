"""The page of one case: what it says, what is true, and what every backend answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from conformance.casefile.model import Case, Claim, Input
from conformance.report import findings, points
from conformance.report.addresses import claim_anchor, erratum_anchor
from conformance.report.curve import Curve
from conformance.report.curves import curves
from conformance.report.document import Standing
from conformance.report.errata import claim_of
from conformance.report.graph_figure import graphs
from conformance.report.mathematics import Decided, Notation, sizes_label
from conformance.report.merge import Column
from conformance.report.render import render
from conformance.report.sources import Truths
from conformance.report.tally import Tally, badness

__all__ = ["CasePage"]

_LARGEST = 490_000
"""Bytes of a page."""
_ROOM = (1.0, 0.5, 0.2)
"""Parts of what a page can hold at most, where more of it is something else than rows."""
_LINES_A_PAGE = 350
"""Worst answers of a dtype, mode and execution that a page can hold beside the rest."""
_ROWS_A_PAGE = 800
"""Rows of results that it can hold, those included."""


@dataclass(frozen=True, slots=True)
class _InputRow:
    name: Markup
    type: str
    interval: str
    where: str


@dataclass(frozen=True, slots=True)
class _ClaimView:
    id: str
    anchor: str
    erratum_anchor: str
    text: str
    formula: Markup
    expect: str
    erratum: str | None
    relation: bool
    decided: Decided | None
    summary: tuple[tuple[Column, Tally | None], ...]
    grid: findings.Grid | None
    lines: Sequence[findings.Line]
    more_lines: int
    """How many others there are, of which none is worse."""
    disagreeing: Sequence[findings.Finding]
    omitted: Sequence[findings.Omitted]
    truths: list[points.TrueValue]
    curves: list[Curve]


class _Once:
    """Lets an address stand on a page once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, anchor: str) -> str | None:
        if anchor in self._taken:
            return None
        self._taken.add(anchor)
        return anchor


@dataclass(frozen=True, slots=True)
class CasePage:
    case: Case
    columns: Sequence[Column]
    decided: Mapping[tuple[str, str], Decided]
    titles: Mapping[str, str]
    truths: Truths | None
    document: Standing | None = None
    """The document that the case is of, where it has a page."""

    def render(self, before: Case | None, after: Case | None) -> str:
        """The page, with as many results as it has room for."""
        page = ""
        for room in _ROOM:
            page = self._page(before, after, room)
            if len(page.encode()) <= _LARGEST:
                break
        return page

    def _page(self, before: Case | None, after: Case | None, room: float) -> str:
        notation = Notation(self.case)
        shown = [column for column in self.columns if not column.absent]
        lines = {claim: findings.lines(shown, self.case.id, claim) for claim in self.case.claims}
        chosen = self._chosen(lines, int(room * _LINES_A_PAGE))
        limit = int(room * self._limit(lines))
        return render(
            "case.html",
            root="../",
            page="case",
            case=self.case,
            document=self.document,
            titles=self.titles,
            once=_Once(),
            before=before,
            after=after,
            inputs=self._inputs(notation),
            sizes=[sizes_label(i.sizes) for i in self.case.instances if i.sizes],
            definitions=[(n, notation.equation(n, text)) for n, text in self.case.let.items()],
            claims=[
                self._claim(claim, notation, shown, lines[claim], chosen[claim], limit) for claim in self.case.claims
            ],
            graphs=graphs(self.case),
            groups_of_points=points.point_groups(self.case),
            every_truth=self.truths is not None,
        )

    def _limit(self, lines: Mapping[str, Sequence[findings.Line]]) -> int:
        """How many answers that do not agree each claim may list: its part of what the worst answers leave room for."""
        troubled = sum(any(not line.tally.agrees for line in of_claim) for of_claim in lines.values())
        listed = min(_LINES_A_PAGE, sum(map(len, lines.values())))
        return max(300, _ROWS_A_PAGE - listed) // max(2, troubled)

    def _chosen(self, lines: Mapping[str, Sequence[findings.Line]], most: int) -> Mapping[str, Sequence[findings.Line]]:
        """The lines that the page has room for: of each claim the worst, in their order."""
        if sum(map(len, lines.values())) <= most:
            return lines
        part = most // len(lines)
        found = {}
        for claim, own in lines.items():
            ranked = sorted(range(len(own)), key=lambda number: badness(own[number].worst), reverse=True)
            found[claim] = [own[number] for number in sorted(ranked[:part])]
        return found

    def _inputs(self, notation: Notation) -> list[_InputRow]:
        first: dict[str, Input] = {i.name: i for i in self.case.instances[0].inputs} if self.case.instances else {}
        rows = []
        for name, kind in self.case.inputs.items():
            domain = first.get(name)
            interval = f"[{domain.interval[0]}, {domain.interval[1]}]" if domain else ""
            rows.append(_InputRow(notation.name(name), kind, interval, ", ".join(domain.where) if domain else ""))
        return rows

    def _claim(
        self,
        claim_id: str,
        notation: Notation,
        shown: Sequence[Column],
        lines: Sequence[findings.Line],
        chosen: Sequence[findings.Line],
        limit: int,
    ) -> _ClaimView:
        case = self.case
        claim: Claim | None = claim_of(case, claim_id)
        listed, omitted = findings.findings(shown, case.id, claim_id, limit)
        results = [result for column in shown for result in column.of(case.id, claim_id)]
        return _ClaimView(
            id=claim_id,
            anchor=claim_anchor(claim_id),
            erratum_anchor=erratum_anchor(case.id, claim_id),
            text=case.claims[claim_id],
            formula=notation.formula(case.claims[claim_id]),
            expect=claim.expect if claim else "confirmed",
            erratum=claim.erratum if claim else None,
            relation=bool(claim and claim.rhs is not None),
            decided=self.decided.get((case.id, claim_id)),
            summary=tuple((column, column.tally(case.id, claim_id)) for column in shown),
            grid=findings.grid(claim_id, lines),
            lines=chosen,
            more_lines=len(lines) - len(chosen),
            disagreeing=listed,
            omitted=omitted,
            truths=points.true_values(case, claim_id, self.truths) if self.truths else points.recorded_values(results),
            curves=curves(case, claim_id),
        )
