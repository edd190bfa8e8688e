"""The front page: who was run, how they did, what was found, and where the claims are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case
from conformance.report.causes import CauseView
from conformance.report.claims import ClaimRow, Section
from conformance.report.cost_figures import seen
from conformance.report.cost_file import Cost
from conformance.report.document import Standing
from conformance.report.legend import NOTATION, VERDICTS_OF
from conformance.report.mathematics import Decided
from conformance.report.mathml import formula
from conformance.report.merge import Column
from conformance.report.render import render
from conformance.report.since import Since

__all__ = ["overview"]

_RANKS = {"x": 1, "y": 1, "v": 1, "c": 1, "X": 2}
_LEADING = 30
"""Causes that the front page shows."""


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
    sections: Sequence[Section],
    causes: Sequence[CauseView] = (),
    changed: bool = False,
    costs: Sequence[Cost] = (),
    documents: Mapping[str, Standing] | None = None,
    since: Sequence[Since] = (),
) -> str:
    """`changed`: the runs were made from other cases than these. It links to the page of `costs`, and to
    those of `documents`, and of `since`."""
    shown = tuple(column for column in columns if not column.absent)
    rows = [claim for section in sections for case in section.cases for claim in case.claims]
    standings = [_standing(column, rows, shown) for column in columns]
    own = [view for view in causes if not view.cause.baseline]
    leading = [view for view in own if view.cause.verdict != "unsupported" and view.mark.word != "undecided"]
    verdicts = [d.verdict for d in decided.values() if d.relation]
    return render(
        "index.html",
        root="",
        page="index",
        columns=shown,
        leading=leading[:_LEADING],
        leading_all=len(leading),
        refused=[view for view in own if view.cause.verdict == "unsupported"],
        changed=changed,
        sections=sections,
        standings=standings,
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
        since=since,
        cost=seen(costs),
        surprises=sum(not d.as_expected for d in decided.values()),
    )


def _listed(names: Sequence[str]) -> str:
    *first, last = dict.fromkeys(names) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _standing(column: Column, rows: Sequence[ClaimRow], shown: Sequence[Column]) -> _Standing:
    if column.absent:
        return _Standing(column, 0, 0)
    number = next(i for i, other in enumerate(shown) if other is column)
    cells = [row.cells[number] for row in rows]
    return _Standing(column, sum(c is not None for c in cells), sum(c is not None and c.agrees for c in cells))
