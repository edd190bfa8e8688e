"""Whether a relation between two known values holds, entry by entry."""

from __future__ import annotations

import sys
from typing import Literal

import numpy as np
from flint import fmpq

from conformance.truth.arrays import Array
from conformance.truth.scalars import Scalar, UndecidedError, ball

__all__ = ["Holds", "holds", "vanishes"]

Holds = Literal["confirmed", "refuted"]

# Two balls that meet are taken for equal when they leave no more room than this, relative to the scale.
EQUAL = fmpq(1, 2**200)


def vanishes(difference: Scalar, scale: float) -> bool:
    """Zero: exactly, or to 200 bits of the scale. False if provably not zero; UndecidedError in between.

    A scale past the largest float counts as that float: an infinite one would make all things equal.
    """
    scale = min(scale, sys.float_info.max)
    if not isinstance(difference, fmpq):
        difference = ball(difference)
        if difference.contains(0):
            if difference == 0 or difference.abs_upper() < ball(fmpq(1, 2**1000)) + ball(scale) * EQUAL:
                return True
            raise UndecidedError
        return False
    return bool(difference == 0)


def _entry(relation: str, difference: Scalar, scale: float) -> bool:
    """Whether lhs (relation) rhs, given lhs - rhs."""
    if relation in {"==", "!="}:
        return vanishes(difference, scale) == (relation == "==")
    if relation in {"<=", ">="}:
        try:
            if vanishes(difference, scale):
                return True
        except UndecidedError:
            pass
    if difference > 0:
        return relation in {">", ">="}
    if difference < 0:
        return relation in {"<", "<="}
    if isinstance(difference, fmpq) or ball(difference) == 0:
        return relation in {"<=", ">="}
    raise UndecidedError


def holds(relation: str, lhs: Array, rhs: Array, scale: float) -> tuple[Holds, int]:
    """The verdict, and the row-major entry that decides it: one that fails, else 0.

    A relation fails where it provably fails in one entry, even if another entry is
    undecided; it holds when it holds in every entry.
    """
    undecided = False
    left, right = np.broadcast_arrays(lhs, rhs)
    for index, (a, b) in enumerate(zip(left.ravel(), right.ravel(), strict=True)):
        try:
            if not _entry(relation, a - b, scale):
                return "refuted", index
        except UndecidedError:
            undecided = True
    if undecided:
        raise UndecidedError
    return "confirmed", 0
