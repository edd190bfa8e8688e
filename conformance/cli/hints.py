"""Hints of the audit to a case's author, as text and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from conformance.truth.audit import ClaimAudit
    from conformance.truth.cache import Cache
    from conformance.truth.hints import Hint

__all__ = ["Wanted", "hint_lines", "hint_record", "hints_about"]

Wanted = Literal["uncovered", "all", "none"]


def hints_about(claims: Sequence[ClaimAudit], cache: Cache) -> list[Hint]:
    """The hints about whole cases, in their order."""
    from conformance.truth.hints import case_hints

    return [hint for _, audits in groupby(claims, lambda c: id(c.case)) for hint in case_hints(list(audits), cache)]


def hint_lines(hints: Sequence[Hint], wanted: Wanted) -> Iterator[str]:
    """Each hint that is wanted, and then how many there are."""
    if wanted == "none":
        return
    for hint in hints:
        if wanted == "all" or hint.covered_by is None:
            yield f"{hint.position}: hint: {hint.case}/{hint.claim}: {_said(hint)}"
    covered = sum(hint.covered_by is not None for hint in hints)
    if len(hints) > covered:
        yield f"hints: {len(hints) - covered}"
    if covered:
        more = "" if wanted == "all" else " (--hints all lists them)"
        yield f"points at which a permuted result would go unseen, but not at another point: {covered}{more}"


def _said(hint: Hint) -> str:
    count = math.prod(hint.shape)
    if hint.axes is None:
        what, remedy = f"the {count} entries of the {hint.side} side are equal", "where they differ"
        unseen = "a permuted result would go unseen"
    else:
        i, j = hint.axes
        matrix = len(hint.shape) == 2
        symmetric = "is symmetric" if matrix else f"is the same with its axes {i} and {j} exchanged"
        what, remedy = f"the {hint.side} side {symmetric}", "where it is not"
        unseen = "a transposed result would go unseen"
    points = ", ".join(hint.points)
    if hint.covered_by is None:
        return f"at every point ({points}) {what}: {unseen}; add a point {remedy}"
    return f"at {points} {what}: {unseen}, but not at {hint.covered_by}"


def hint_record(hint: Hint) -> dict[str, Any]:
    return {
        "side": hint.side,
        "pattern": "equal entries" if hint.axes is None else "symmetric",
        "axes": hint.axes,
        "shape": hint.shape,
        "points": hint.points,
        "covered_by": hint.covered_by,
    }
