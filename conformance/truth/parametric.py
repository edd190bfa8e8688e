"""Smooth functions of two arguments that are differentiated in the second alone.

For the first (the exponent of the zeta function, the shape of the incomplete gamma
functions) no enclosure of the derivative is known here: where it is asked for, the
truth is `unsure`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flint import acb, arb, arb_series

from conformance.truth.elementary_parts import Coefficients, integrate, listed, precisely, variable
from conformance.truth.infinity import infinite
from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, ball, is_zero
from conformance.truth.series import Series, compose

__all__ = ["PARAMETRIC", "parametric"]


def _zeta_slope(s: arb, x: arb, n: int) -> Coefficients:
    """ζ' = -s ζ(s + 1, x), and so the k-th coefficient is C(-s, k + 1) (k + 1) ζ(s + k + 1, x)."""
    result, factor = [], -s
    for k in range(n + 1):
        result.append(factor * _zeta(s + k + 1, x))
        factor = factor * (-s - k - 1) / (k + 1)
    return result


def _zeta(s: arb, x: arb) -> arb:
    """Arb's own real function stops at x = 0, the complex one goes on."""
    return acb(s).zeta(acb(x)).real


def _gamma_density(a: arb, x: arb, n: int) -> arb_series:
    """xᵃ⁻¹e⁻ˣ/Γ(a). With respect to a the logarithm of it has the derivative log x - ψ(a), small where a is near x:
    by the mean value theorem what is uncertain in a counts that many times."""
    v = variable(x, n)
    centre = a.mid()
    exact = ((centre - 1) * v.log() - v - centre.lgamma()).exp()
    if a.is_exact():
        return exact
    around = ((a - 1) * v.log() - v - a.lgamma()).exp()
    return exact + arb(0, a.rad()) * around * (v.log() - a.digamma())


def _over_ends(function: Callable[[arb], arb], a: arb) -> arb:
    """A monotonic function of a ball."""
    if a.is_exact():
        return function(a)
    low, high = precisely(lambda: [function(a.lower()), function(a.upper())])
    return low.union(high)


@dataclass(frozen=True)
class _Function:
    value: Callable[[arb, arb], arb]
    slope: Callable[[arb, arb, int], Coefficients]
    """The coefficients of its derivative in the second argument."""


_LOWER = _Function(
    lambda a, x: _over_ends(lambda p: x.gamma_lower(p, regularized=1), a),
    lambda a, x, n: listed(_gamma_density(a, x, n), n),
)
_UPPER = _Function(
    lambda a, x: _over_ends(lambda p: x.gamma_upper(p, regularized=1), a),
    lambda a, x, n: listed(-_gamma_density(a, x, n), n),
)
PARAMETRIC = {"zeta": _Function(_zeta, _zeta_slope), "gammainc": _LOWER, "gammaincc": _UPPER}
_AT_ZERO: Mapping[str, int] = {"gammainc": 0, "gammaincc": 1}
_AT_INFINITY: Mapping[str, int] = {"zeta": 0, "gammainc": 1, "gammaincc": 0}
"""Limits, to which every derivative is 0."""


def parametric(name: str, a: Scalar, x: Scalar, order: int = 0) -> Scalar:
    """The order-th derivative in x, as a function, at a and x. UndecidedError where a moves, or if the balls
    straddle an end of the domain."""
    for value in (a, x):
        if isinstance(value, Poison):
            return value
    a = _constant(a)
    x = arb(0) if x is VOID else x
    if not isinstance(x, Series):
        return _coefficients(name, a, ball(x), order)[order] * math.factorial(order)
    if x.valuation < 0:
        x = x.stripped()
        if x.valuation < 0:
            return Poison(f"{name} at infinity")
    if x.known < 1:
        raise UndecidedError
    outer = _coefficients(name, a, ball(x[0]), x.known - 1 + order)
    return compose([c * math.perm(j + order, order) for j, c in enumerate(outer[order:])], x)


def _constant(a: Scalar) -> arb:
    if isinstance(a, Series):
        if not all(is_zero(a[k]) for k in range(min(a.valuation, 1), a.known) if k):
            raise UndecidedError
        a = a[0]
    return ball(a)


def _coefficients(name: str, a: arb, x: arb, n: int) -> list[Scalar]:
    if infinite(x) > 0 and a > 1:
        return [arb(_AT_INFINITY[name]), *[arb(0)] * n]
    edge = _edge(name, a, x)
    if edge is not None:
        return edge + [Poison(f"{name} has no derivative here")] * (n + 1 - len(edge))
    function, middle = PARAMETRIC[name], x.mid()

    def compute() -> list[arb]:
        return [function.value(a, middle), *(function.slope(a, middle, n - 1) if n else [])]

    value, *slope = precisely(compute) if a.is_exact() else compute()  # no precision makes up for an uncertain a
    result = integrate(value, slope)
    if x.rad() != 0:
        # The mean value theorem, as in `elementary`: the slope's k-th coefficient is the derivative of the k-th.
        reach, around = arb(0, x.rad()), function.slope(a, x, n)
        result = [c + reach * change for c, change in zip(result, around, strict=True)]
    if not all(c.is_finite() for c in result):
        raise UndecidedError
    return list(result)


def _edge(name: str, a: arb, x: arb) -> list[Scalar] | None:
    """Value and poison at or beyond the end of the domain or a pole; None inside."""
    if name == "zeta":
        if a == 1 or (x <= 0 and x.is_integer()):
            return [Poison("zeta at a pole")]
        if x < 0 and not (a.is_exact() and a.is_integer()):
            return [Poison("zeta is complex here")]
    else:
        if a <= 0:
            return [Poison(f"{name} outside its domain")]
        if x == 0:
            return [arb(_AT_ZERO[name])]
        if x < 0:
            return [Poison(f"{name} outside its domain")]
    return None
