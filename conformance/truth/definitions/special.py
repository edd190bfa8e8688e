"""Special functions of mathematics, by what they mean."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.truth.arrays import whole
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]


def _one(function: Callable[[Expr], Expr]) -> Definition:
    return lambda x, params: function(x[0])


def _two(function: Callable[[Expr, Expr], Expr]) -> Definition:
    return lambda x, params: function(x[0], x[1])


def _pi(x: Expr) -> Expr:
    return Expr(x.builder, x.builder.literal("pi"))


def _where(condition: Expr, a: Expr, b: Expr) -> Expr:
    return condition.op("where", a, b)


def _i1e(x: Expr) -> Expr:
    scaled = x.op("abs").raw("scaled_i1", x.shape)
    return _where(x.op("less", 0), -scaled, scaled)


def _polygamma(x: Sequence[Expr], params: Mapping[str, Param]) -> Expr:
    """ψ⁽ⁿ⁾(x) = (-1)ⁿ⁺¹ n! ζ(n + 1, x)."""
    n = whole(params["n"])
    if n == 0:
        return x[0].op("digamma")
    factor = math.factorial(n) if n % 2 else -math.factorial(n)
    return factor * x[0].number(n + 1).op("zeta", x[0])


def _multigammaln(x: Sequence[Expr], params: Mapping[str, Param]) -> Expr:
    """p(p - 1)/4·log π + Σⱼ log Γ(x - j/2), j from 0 to p - 1."""
    p = whole(params["p"])
    terms = [(x[0] - Fraction(j, 2)).op("lgamma") if j else x[0].op("lgamma") for j in range(p)]
    total = sum(terms[1:], terms[0])
    return total + Fraction(p * (p - 1), 4) * _pi(x[0]).op("log") if p > 1 else total


def _ceil(x: Expr) -> Expr:
    return -(-x).op("floor")


def _trunc(x: Expr) -> Expr:
    return _where(x.op("less", 0), _ceil(x), x.op("floor"))


def _copysign(x: Expr, y: Expr) -> Expr:
    """Of y = 0 only the sign bit could tell, which a number does not have: 1/y has no value there."""
    sign = _where(y.op("greater", 0), y.number(1), _where(y.op("less", 0), y.number(-1), 1 / y))
    return sign * x.op("abs")


def _heaviside(x: Expr, y: Expr) -> Expr:
    return _where(x.op("less", 0), x.number(0), _where(x.op("greater", 0), x.number(1), y))


def _logaddexp2(x: Expr, y: Expr) -> Expr:
    two = x.number(2).op("log")
    return (x * two).op("logaddexp", y * two) / two


DEFINITIONS: Mapping[str, Definition] = {
    "i0e": _one(lambda x: x.op("abs").raw("scaled_i0", x.shape)),
    "i1e": _one(_i1e),
    "polygamma": _polygamma,
    "multigammaln": _multigammaln,
    "entr": _one(lambda x: -x.op("xlogy", x)),
    "ceil": _one(_ceil),
    "trunc": _one(_trunc),
    "frac": _one(lambda x: x - _trunc(x)),
    "reciprocal": _one(lambda x: 1 / x),
    "deg2rad": _one(lambda x: x * (_pi(x) / 180)),
    "rad2deg": _one(lambda x: x * (180 / _pi(x))),
    "remainder": _two(lambda x, y: x - y * (x / y).op("floor")),
    "fmod": _two(lambda x, y: x - y * _trunc(x / y)),
    "floor_divide": _two(lambda x, y: (x / y).op("floor")),
    "copysign": _two(_copysign),
    "heaviside": _two(_heaviside),
    "logaddexp2": _two(_logaddexp2),
}
