"""Refuted claims: what the text says, why it is false, and a point that shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from conformance.casefile.model import Case, Claim
from conformance.report.addresses import case_page, claim_anchor, erratum_anchor
from conformance.report.mathematics import Decided, Notation
from conformance.report.render import render

__all__ = ["errata"]


@dataclass(frozen=True, slots=True)
class _Entry:
    case: Case
    claim: str
    formula: Markup
    definitions: tuple[Markup, ...]
    erratum: str | None
    expect: str
    decided: Decided
    anchor: str
    address: str


def errata(cases: Sequence[Case], decided: Mapping[tuple[str, str], Decided], titles: Mapping[str, str]) -> str:
    found = [
        (case, claim, decided[case.id, claim]) for case in cases for claim in case.claims if (case.id, claim) in decided
    ]
    return render(
        "errata.html",
        root="",
        page="errata",
        titles=titles,
        refuted=[_entry(*f) for f in found if f[2].verdict == "refuted"],
        surprises=[_entry(*f) for f in found if f[2].listed and f[2].verdict != "refuted"],
        audited=sum(f[2].relation for f in found),
    )


def claim_of(case: Case, claim: str) -> Claim | None:
    """The claim at the first sizes at which it occurs."""
    return next((c for i in case.instances for c in i.claims if c.id == claim), None)


def _entry(case: Case, claim: str, found: Decided) -> _Entry:
    notation = Notation(case)
    first = claim_of(case, claim)
    return _Entry(
        case=case,
        claim=claim,
        formula=notation.formula(case.claims[claim]),
        definitions=tuple(notation.equation(n, text) for n, text in case.let.items()),
        erratum=first.erratum if first else None,
        expect=first.expect if first else "confirmed",
        decided=found,
        anchor=erratum_anchor(case.id, claim),
        address=f"{case_page(case.id)}#{claim_anchor(claim)}",
    )
