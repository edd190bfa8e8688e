"""The plots of a claim with a remainder term: what it says is to be seen in them."""

from __future__ import annotations

from conformance.casefile.model import Case
from conformance.report.curve import Curve
from conformance.report.curve_along import along
from conformance.report.curve_around import around

__all__ = ["curves"]


def curves(case: Case, claim_id: str) -> list[Curve]:
    """Both sides along the small variable, and, where a quadratic approximation in two numbers is meant, contour
    lines; nothing for arrays, for a claim without a remainder, and for the catalog of operators."""
    if "primitive" in case.tags or not case.instances:
        return []
    instance = case.instances[0]
    claim = next((c for c in instance.claims if c.id == claim_id), None)
    if claim is None or claim.asymptotic is None or claim.rhs is None or instance.graph[claim.lhs].shape:
        return []
    return [curve for curve in (along(instance, claim), around(instance, claim)) if curve is not None]
