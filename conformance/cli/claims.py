"""How an audited claim is told: in lines for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.truth.audit import ClaimAudit

__all__ = ["counterexample", "described", "name", "record"]

_MOST_ENTRIES = 8


def described(claim: ClaimAudit) -> str:
    """The claim, what was found, and a counterexample where it is refuted."""
    head = f"{claim.verdict}{'' if claim.as_expected else ', not as expected'}: {name(claim)}"
    lines = [head, f"    {claim.claim.position}", f"    {claim.claim.text}"]
    if claim.claim.erratum:
        lines.append(f"    erratum: {claim.claim.erratum}")
    if not claim.as_expected and claim.verdict != "refuted":
        lines.append(f"    expected: {claim.claim.expect}")
        lines += [f"    at {point}: {verdict}" for point, verdict in claim.per_point if verdict == claim.verdict][:3]
    return "\n".join([*lines, *(f"    {line}" for line in counterexample(claim))])


def counterexample(claim: ClaimAudit, digits: int | None = None) -> list[str]:
    """The point that refutes the claim and both sides there, a line each; nothing where it is not refuted.

    With `digits` the numbers found are cut to so many.
    """
    if claim.point is None:
        return []
    inputs = "; ".join(f"{name} = {_listed(values)}" for name, values in (claim.inputs or {}).items())
    found = {"left": claim.lhs, "right": claim.rhs, "difference": (str(claim.difference),)}
    sides = [f"{what:<11} {_listed([_cut(text, digits) for text in texts])}" for what, texts in found.items() if texts]
    return [f"at {claim.point}: {inputs}", *sides]


def _cut(text: str, digits: int | None) -> str:
    """The number that the text begins with; a power of t may follow."""
    from conformance.report.numbers import shortened

    number, space, rest = text.partition(" ")
    return (number if digits is None else shortened(number, digits)) + space + rest


def name(claim: ClaimAudit) -> str:
    """`case/claim[n=2]`."""
    sizes = ",".join(f"{name}={size}" for name, size in claim.instance.sizes.items())
    return f"{claim.case.id}/{claim.claim.id}" + (f"[{sizes}]" if sizes else "")


def _listed(values: Sequence[str]) -> str:
    if len(values) == 1:
        return values[0]
    more = f", … {len(values) - _MOST_ENTRIES} more" if len(values) > _MOST_ENTRIES else ""
    return f"[{', '.join(values[:_MOST_ENTRIES])}{more}]"


def record(claim: ClaimAudit) -> dict[str, Any]:
    """All that the audit says of it."""
    return {
        "case": claim.case.id,
        "claim": claim.claim.id,
        "sizes": dict(claim.instance.sizes),
        "text": claim.claim.text,
        "position": str(claim.claim.position),
        "verdict": claim.verdict,
        "expect": claim.claim.expect,
        "as_expected": claim.as_expected,
        "erratum": claim.claim.erratum,
        "point": claim.point,
        "inputs": claim.inputs,
        "left": claim.lhs,
        "right": claim.rhs,
        "difference": claim.difference,
        "points": dict(claim.per_point),
    }
