"""Constant expressions: the values of points, the ends of intervals, the numbers of `each`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from conformance.language.errors import ExpressionError
from conformance.language.parse import Scope, parse_expression
from conformance.language.shapes import show

__all__ = ["Constant", "constant", "decimal"]

MAX_LENGTH = 1_000

_SYMBOLS: dict[str, Callable[..., float]] = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / y,
    "power": math.pow,
    "negative": lambda x: -x,
}
_PLAIN = (
    "acos acosh asin asinh atan atan2 atanh cos cosh erf erfc exp expm1 hypot log log10 log1p log2 "
    "sin sinh sqrt tan tanh"
).split()
_FUNCTIONS: dict[str, Callable[..., float]] = {
    **{name: getattr(math, name) for name in _PLAIN},
    "pow": math.pow,
    "abs": abs,
    "square": lambda x: x * x,
    "cbrt": lambda x: math.copysign(abs(x) ** (1 / 3), x),
    "exp2": lambda x: math.pow(2, x),
    "maximum": max,
    "minimum": min,
}
_MEANINGS = {**_SYMBOLS, **_FUNCTIONS}


@dataclass(frozen=True, slots=True)
class Constant:
    """`text` is exact; `value` is the number itself where it is rational, and near it where not; inf has neither."""

    text: str
    approximation: float
    value: Fraction | None


@lru_cache(maxsize=4096)
def constant(text: str) -> Constant:
    """A constant expression. ExpressionError if it has names, is no number, or is not a scalar."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"{len(text):,} characters; a constant has at most {MAX_LENGTH:,}", 0, 1)
    if text in {".inf", "-.inf", "+.inf"}:  # as YAML writes it
        text = text.replace(".", "").removeprefix("+")
    scope = Scope()
    node = scope.builder.nodes[parse_expression(text, scope)]
    if node.shape:
        raise ExpressionError(f"a number is needed here; this is {show(node.shape)}")
    if node.op == "literal":
        exact = str(node.params["value"])
        if exact in {"inf", "-inf"}:
            return Constant(exact, float(exact), None)
        if exact not in {"pi", "e"}:
            return Constant(exact, _float(Fraction(exact)), Fraction(exact))
    values: list[float] = []
    for index, inner in enumerate(scope.builder.nodes):
        values.append(_evaluate(scope, index, values))
        if inner.shape or not math.isfinite(values[-1]):
            raise ExpressionError(f"{text[:60]} is not a finite number")
    return Constant(" ".join(text.split()), values[-1], Fraction(values[-1]))


def _evaluate(scope: Scope, index: int, values: list[float]) -> float:
    node = scope.builder.nodes[index]
    if node.op == "literal":
        name = str(node.params["value"])
        return {"pi": math.pi, "e": math.e, "inf": math.inf, "-inf": -math.inf}.get(name) or _float(Fraction(name))
    meaning = _MEANINGS.get(node.op)
    if meaning is None:
        raise ExpressionError(f"{node.op} is not for constants; allowed: {' '.join(sorted(_FUNCTIONS))}")
    try:
        return float(meaning(*(values[a] for a in node.args)))
    except (ArithmeticError, ValueError):
        return math.nan


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.copysign(math.inf, value)


def decimal(value: Fraction) -> str:
    """A rational as a short exact text: a decimal where one exists, else `p/q`."""
    denominator = value.denominator
    digits = 0
    for prime in (2, 5):
        power = 0
        while denominator % prime == 0:
            denominator //= prime
            power += 1
        digits = max(digits, power)
    if denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign = "-" if value < 0 else ""
    mantissa = str(abs(int(value * 10**digits)))
    if digits == 0:
        zeros = len(mantissa) - len(mantissa.rstrip("0"))
        return sign + (f"{mantissa[:-zeros]}e{zeros}" if zeros > 12 else mantissa)
    if digits > 15:
        return f"{sign}{mantissa}e-{digits}"
    mantissa = mantissa.rjust(digits + 1, "0")
    return f"{sign}{mantissa[:-digits]}.{mantissa[-digits:]}"
