"""Functions that jump: the largest integer below, the nearest integer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import arb, fmpq

from conformance.language.graph import Param
from conformance.truth.infinity import infinite
from conformance.truth.scalar_functions import Branches, choose
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball, fraction
from conformance.truth.series import Series

__all__ = ["STEPS"]

_WIDEST = arb(1) / 4


def _floor(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    at = _start(x)
    if isinstance(at, Poison):
        return at
    nearest = fmpq(round(fraction(at)))
    s = branches.sign(x - nearest)
    return choose(None if s is None else s >= 0, nearest, nearest - 1)


def _round(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    """To the even one of two that are equally near."""
    at = _start(x)
    if isinstance(at, Poison):
        return at
    below = fraction(at).__floor__()
    s = branches.sign(x - fmpq(2 * below + 1, 2))
    return choose(None if s is None else s > 0 or (s == 0 and below % 2 == 1), fmpq(below + 1), fmpq(below))


def _start(x: Scalar) -> Scalar:
    """Where x is: its value, or that of its series at 0. UndecidedError for a ball that may hold several integers."""
    if isinstance(x, Series):
        if x.stripped().valuation < 0:
            return Poison("a step function of what grows without bound")
        x = x[0]
    if isinstance(x, Poison):
        return x
    if infinite(x):
        return Poison("a step function at infinity")
    if isinstance(x, arb) and not (x.is_finite() and x.rad() < _WIDEST):
        raise UndecidedError
    return x if isinstance(x, fmpq) else ball(x)


STEPS: Mapping[str, Callable[[Scalar, Mapping[str, Param], Branches], Scalar]] = {"floor": _floor, "round": _round}
