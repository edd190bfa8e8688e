"""Derivatives of the elementwise functions as textbooks give them.

`DERIVATIVES[name](x, y)` is g'(x) with y = g(x). The rules share nothing with the
Taylor coefficients in `elementary`; the two are compared wherever both apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from conformance.truth.activation_rules import ACTIVATION_RULES
from conformance.truth.sugar import Expr

__all__ = ["DERIVATIVES"]


def _constant(x: Expr, name: str) -> Expr:
    return Expr(x.builder, x.builder.literal(name))


def _log_of(x: Expr, base: int) -> Expr:
    return x.number(base).op("log")


def _root_pi(x: Expr) -> Expr:
    return _constant(x, "pi").op("sqrt")


def _normal_density(x: Expr) -> Expr:
    return (-Fraction(1, 2) * (x * x)).op("exp") / (_constant(x, "pi") * 2).op("sqrt")


def _sinc_derivative(x: Expr, y: Expr) -> Expr:
    return ((_constant(x, "pi") * x).op("cos") - y) / x


def _gelu_derivative(x: Expr, y: Expr) -> Expr:
    return Fraction(1, 2) * (1 + (x / x.number(2).op("sqrt")).op("erf")) + x * _normal_density(x)


def _mish_derivative(x: Expr, y: Expr) -> Expr:
    t = x.op("softplus").op("tanh")
    return t + x * (1 - t * t) * x.op("sigmoid")


def _silu_derivative(x: Expr, y: Expr) -> Expr:
    s = x.op("sigmoid")
    return s + x * s * (1 - s)


DERIVATIVES: Mapping[str, Callable[[Expr, Expr], Expr]] = {
    **ACTIVATION_RULES,
    "exp": lambda x, y: y,
    "exp2": lambda x, y: y * _log_of(x, 2),
    "expm1": lambda x, y: y + 1,
    "log": lambda x, y: 1 / x,
    "log1p": lambda x, y: 1 / (1 + x),
    "log2": lambda x, y: 1 / (x * _log_of(x, 2)),
    "log10": lambda x, y: 1 / (x * _log_of(x, 10)),
    "sqrt": lambda x, y: 1 / (2 * y),
    "rsqrt": lambda x, y: -y / (2 * x),
    "cbrt": lambda x, y: 1 / (3 * (y * y)),
    "square": lambda x, y: 2 * x,
    "sin": lambda x, y: x.op("cos"),
    "cos": lambda x, y: -x.op("sin"),
    "tan": lambda x, y: 1 + y * y,
    "asin": lambda x, y: 1 / (1 - x * x).op("sqrt"),
    "acos": lambda x, y: -1 / (1 - x * x).op("sqrt"),
    "atan": lambda x, y: 1 / (1 + x * x),
    "sinh": lambda x, y: x.op("cosh"),
    "cosh": lambda x, y: x.op("sinh"),
    "tanh": lambda x, y: 1 - y * y,
    "asinh": lambda x, y: 1 / (1 + x * x).op("sqrt"),
    "acosh": lambda x, y: 1 / ((x - 1).op("sqrt") * (x + 1).op("sqrt")),
    "atanh": lambda x, y: 1 / (1 - x * x),
    "erf": lambda x, y: 2 / _root_pi(x) * (-(x * x)).op("exp"),
    "erfc": lambda x, y: -2 / _root_pi(x) * (-(x * x)).op("exp"),
    "erfinv": lambda x, y: _root_pi(x) / 2 * (y * y).op("exp"),
    "lgamma": lambda x, y: x.op("digamma"),
    "digamma": lambda x, y: x.number(2).op("zeta", x),
    "sinc": _sinc_derivative,
    "sigmoid": lambda x, y: y * (1 - y),
    "logit": lambda x, y: 1 / (x * (1 - x)),
    "softplus": lambda x, y: x.op("sigmoid"),
    "log_sigmoid": lambda x, y: (-x).op("sigmoid"),
    "silu": _silu_derivative,
    "gelu": _gelu_derivative,
    "mish": _mish_derivative,
    "i0": lambda x, y: x.op("i1"),
    "i1": lambda x, y: x.op("i0") - y / x,
    "j0": lambda x, y: -x.op("j1"),
    "j1": lambda x, y: x.op("j0") - y / x,
    "scaled_i0": lambda x, y: x.raw("scaled_i1", x.shape) - y,
    "scaled_i1": lambda x, y: x.raw("scaled_i0", x.shape) - y / x - y,
    "gamma": lambda x, y: y * x.op("digamma"),
    "ndtr": lambda x, y: _normal_density(x),
    "log_ndtr": lambda x, y: _normal_density(x) / x.op("ndtr"),
    "erfcx": lambda x, y: 2 * x * y - 2 / _root_pi(x),
    "dawsn": lambda x, y: 1 - 2 * x * y,
    "expi": lambda x, y: x.op("exp") / x,
    "spence": lambda x, y: x.op("log") / (1 - x),
    "ndtri": lambda x, y: (_constant(x, "pi") * 2).op("sqrt") * (Fraction(1, 2) * (y * y)).op("exp"),
}
