"""The front page: who was run, how they did, and the matrix of claims by backend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case
from conformance.report.addresses import case_page, claim_anchor, erratum_anchor
from conformance.report.cost_figures import seen
from conformance.report.cost_file import Cost
from conformance.report.document import Standing
from conformance.report.legend import NOTATION, VERDICTS_OF
from conformance.report.mathematics import Decided
from conformance.report.mathml import formula
from conformance.report.merge import Column
from conformance.report.render import render
from conformance.report.tally import Tally, tally

__all__ = ["overview"]

MAX_TEXT = 90
_RANKS = {"x": 1, "y": 1, "v": 1, "c": 1, "X": 2}


@dataclass(frozen=True, slots=True)
class _ClaimRow:
    id: str
    text: str
    address: str
    erratum: str | None
    cells: tuple[Tally | None, ...]


@dataclass(frozen=True, slots=True)
class _CaseRow:
    case: Case
    address: str
    claims: tuple[_ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    document: str | None
    section: str | None
    cases: list[_CaseRow]


@dataclass(frozen=True, slots=True)
class _Standing:
    """How one backend did. A claim counts as agreeing when all its checks agree."""

    column: Column
    claims: int
    agreeing: int


def overview(
    columns: Sequence[Column],
    cases: Sequence[Case],
    decided: Mapping[tuple[str, str], Decided],
    titles: Mapping[str, str],
    changed: bool = False,
    costs: Sequence[Cost] = (),
    documents: Mapping[str, Standing] | None = None,
) -> str:
    """`changed`: the runs were made from other cases than these. It links to the page of `costs`, and to
    those of `documents`."""
    shown = tuple(column for column in columns if not column.absent)
    sections = _sections(shown, cases, decided)
    rows = [claim for section in sections for case in section.cases for claim in case.claims]
    standings = [_standing(column, rows, shown) for column in columns]
    verdicts = [d.verdict for d in decided.values() if d.relation]
    return render(
        "index.html",
        root="",
        page="index",
        columns=shown,
        titles=titles,
        changed=changed,
        sections=sections,
        standings=standings,
        absent=[column for column in columns if column.absent],
        interrupted=[column for column in shown if column.state == "interrupted"],
        names=_listed([column.backend for column in shown if not column.baseline]),
        named=len({column.backend for column in shown if not column.baseline}),
        baselines=_listed([column.backend for column in shown if column.baseline]),
        cases=len(cases),
        claims=len(rows),
        checks=sum(column.total.total for column in shown if column.total),
        audited=len(verdicts),
        expressions=len(decided) - len(verdicts),
        audit_counts={verdict: verdicts.count(verdict) for verdict in ("confirmed", "refuted", "undefined", "unsure")},
        verdicts_of=VERDICTS_OF,
        notation=[(formula(text, _RANKS), meaning) for text, meaning in NOTATION],
        has_cost=bool(costs),
        documents=documents or {},
        cost=seen(costs),
        surprises=sum(not d.as_expected for d in decided.values()),
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = dict.fromkeys(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _standing(column: Column, rows: Sequence[_ClaimRow], shown: Sequence[Column]) -> _Standing:
    if column.absent:
        return _Standing(column, 0, 0)
    number = next(i for i, other in enumerate(shown) if other is column)
    cells = [row.cells[number] for row in rows]
    return _Standing(column, sum(c is not None for c in cells), sum(c is not None and c.agrees for c in cells))


def _sections(
    columns: Sequence[Column], cases: Sequence[Case], decided: Mapping[tuple[str, str], Decided]
) -> list[_Section]:
    """Cases by document and section, in the order in which these first occur."""
    sections: dict[tuple[str | None, str | None], _Section] = {}
    for case in cases:
        section = sections.setdefault((case.document, case.section), _Section(case.document, case.section, []))
        claims = tuple(_claim_row(case, claim, columns, decided) for claim in case.claims)
        section.cases.append(_CaseRow(case, case_page(case.id), claims))
    return list(sections.values())


def _claim_row(
    case: Case, claim: str, columns: Sequence[Column], decided: Mapping[tuple[str, str], Decided]
) -> _ClaimRow:
    found = decided.get((case.id, claim))
    refuted = found is not None and found.verdict == "refuted"
    text = " ".join(case.claims[claim].split())
    return _ClaimRow(
        id=claim,
        text=text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…",
        address=f"{case_page(case.id)}#{claim_anchor(claim)}",
        erratum=f"errata.html#{erratum_anchor(case.id, claim)}" if refuted else None,
        cells=tuple(tally(column.of(case.id, claim)) for column in columns),
    )
