"""Elementwise operators on scalars of every kind: rationals, balls, series, VOID, Poison.

`Branches` decides comparisons. It is where kinks are noticed: a comparison of two
equal values, in a ball computation or at the start of a series, is an event.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from flint import arb, fmpq

from conformance.language.graph import Param
from conformance.truth.elementary import KNOWN, coefficients
from conformance.truth.scalars import RATIONAL_BITS, VOID, Poison, Scalar, UndecidedError, ball, is_zero, sign, tidy
from conformance.truth.series import Series, compose, leading_sign, lift, square_root

__all__ = ["BINARY", "Branches", "divide", "power", "square_root_of", "unary"]


class Branches:
    """Decides signs; remembers whether a decision was made exactly at a kink."""

    def __init__(self) -> None:
        self.at_kink = False

    def begin(self, node: int) -> None:
        """Called before each node is computed."""

    def sign(self, x: Scalar) -> int | None:
        """-1, 0 or 1; None where both branches must be allowed for. UndecidedError if unknown."""
        if isinstance(x, Series):
            if is_zero(x[0]):
                self.at_kink = True
            return leading_sign(x)
        if isinstance(x, Poison):
            return 1
        result = sign(x)
        if result == 0:
            self.at_kink = True
        return result

    def smooth_only(self) -> None:
        """Called where a function has a value and no derivative (a norm at 0)."""
        self.at_kink = True


def join(a: Scalar, b: Scalar) -> Scalar:
    """The ball that holds both; a Poison if either is one."""
    for x in (a, b):
        if isinstance(x, Poison):
            return x
    return ball(a).union(ball(b))


def choose(decision: bool | None, a: Scalar, b: Scalar) -> Scalar:
    return join(a, b) if decision is None else a if decision else b


def unary(name: str, x: Scalar, params: Mapping[str, Param], order: int = 0) -> Scalar:
    """The order-th derivative of a smooth function of the table, as a function, at x."""
    if isinstance(x, Poison):
        return x
    if x is VOID:
        x = fmpq(0)
    if not isinstance(x, Series):
        if name == "square" and order == 0:
            return tidy(x * x)
        value = coefficients(name, x, order, params)[order]
        return value if isinstance(value, Poison) or order < 2 else value * math.factorial(order)
    if name == "square" and order == 0:
        return x * x
    if x.valuation < 0:
        x = x.stripped()
        if x.valuation < 0:
            return Poison(f"{name} at infinity")
    if x.known < 1:
        raise UndecidedError
    if is_zero(x[0]) and order == 0 and name in {"sqrt", "rsqrt"}:
        root = square_root(x)
        return root if name == "sqrt" else divide(fmpq(1), root)
    if is_zero(x[0]) and name == "cbrt" and x.stripped().coefficients:
        return Poison("cbrt has an infinite slope at 0") if x.stripped().valuation == 1 else _undecided()
    count = x.known - 1 + order
    outer = coefficients(name, x[0], count, params)
    if order:
        outer = [
            c if isinstance(c, Poison) else c * (math.factorial(j + order) // math.factorial(j))
            for j, c in enumerate(outer[order:])
        ]
    return compose(outer, x)


def _undecided() -> Scalar:
    raise UndecidedError


def divide(a: Scalar, b: Scalar) -> Scalar:
    if a is VOID:
        return VOID
    if isinstance(a, Poison):
        return a
    if isinstance(b, Series | Poison) or isinstance(a, Series):
        return lift(a, len(b.coefficients)) / b if isinstance(b, Series) and not isinstance(a, Series) else a / b
    if is_zero(b):
        return Poison("division by zero")
    if isinstance(b, arb) and b.contains(0):
        raise UndecidedError
    return tidy(a / b)


def square_root_of(x: Scalar, branches: Branches) -> Scalar:
    """√x: at 0 it has a value, and a kink if x is a sum of squares, else an infinite slope."""
    if not isinstance(x, Series) and is_zero(x):
        branches.smooth_only()
        return fmpq(0)
    if isinstance(x, Series) and is_zero(x[0]):
        branches.smooth_only()
    return unary("sqrt", x, {})


def _integer(y: Scalar) -> int | None:
    if isinstance(y, Series):
        rest = y.coefficients[1:] if y.valuation == 0 else None
        return _integer(y[0]) if rest is not None and all(isinstance(c, fmpq) and c == 0 for c in rest) else None
    if isinstance(y, fmpq) and y.q == 1 and abs(int(y.p)) <= 100_000:
        return int(y.p)
    return None


def power(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    """x**y: by multiplication for an exact integer y, else exp(y·log x) for positive x."""
    for value in (x, y):
        if isinstance(value, Poison):
            return value
    x = fmpq(0) if x is VOID else x
    n = _integer(y)
    if n is not None:
        return _integer_power(x, n)
    base = x[0] if isinstance(x, Series) else x
    if is_zero(base):
        halves = None if isinstance(y, Series) else _integer(2 * y)
        if halves is not None:
            return _integer_power(square_root_of(x, branches), halves)
        branches.smooth_only()
        if isinstance(x, Series) or isinstance(y, Series):
            return Poison("a power of 0 with an exponent that is not an integer")
        return fmpq(0) if sign(y) > 0 else Poison("0 to a power that is not positive")
    if sign(base) < 0:
        return Poison("a negative number to a power that is not an integer")
    if not isinstance(x, Series | arb) and isinstance(y, fmpq) and y == fmpq(1, 2):
        return unary("sqrt", x, {})
    return unary("exp", y * unary("log", x, {}), {})


def _integer_power(x: Scalar, n: int) -> Scalar:
    if n < 0:
        return divide(fmpq(1), _integer_power(x, -n))
    if isinstance(x, fmpq):
        return arb(x) ** n if x.height_bits() * n > RATIONAL_BITS else x**n
    # By squaring: arb's own power of a ball around zero is nan.
    result: Scalar = fmpq(1)
    base: Scalar = x
    while n:
        if n & 1:
            result = base * result
        n >>= 1
        if n:
            base = base * base
    return lift(result, x.known) if isinstance(x, Series) else result


def _atan2(y: Scalar, x: Scalar, branches: Branches) -> Scalar:
    for value in (x, y):
        if isinstance(value, Poison):
            return value
    if not isinstance(x, Series) and not isinstance(y, Series):
        if is_zero(x) and is_zero(y):
            branches.smooth_only()
            return fmpq(0)
        if is_zero(y) and sign(x) < 0:
            branches.smooth_only()
        result = arb.atan2(ball(y), ball(x))
        if not result.is_finite():
            raise UndecidedError
        return result
    known = max(v.known for v in (x, y) if isinstance(v, Series))
    x, y = lift(x, known).stripped(), lift(y, known).stripped()
    sx, sy = leading_sign(x), leading_sign(y)
    if sx == 0 and sy == 0:
        return Poison("atan2 at the origin")
    if sx and (sy == 0 or x.valuation <= y.valuation):
        offset = arb(0) if sx > 0 else arb.pi() * (1 if sy >= 0 else -1)
        return unary("atan", y / x, {}) + offset
    return -unary("atan", x / y, {}) + arb.pi() / 2 * sy


def _hypot(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    return square_root_of(x * x + y * y, branches)


def _logaddexp(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    return x + unary("softplus", y - x, {})


def _xlogy(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    return x if not isinstance(x, Series | Poison) and is_zero(x) else x * unary("log", y, {})


def _maximum(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    s = branches.sign(x - y)
    return choose(None if s is None else s >= 0, x, y)


def _minimum(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    s = branches.sign(x - y)
    return choose(None if s is None else s <= 0, x, y)


BINARY: Mapping[str, Callable[[Scalar, Scalar, Branches], Scalar]] = {
    "power": power,
    "pow": power,
    "atan2": _atan2,
    "hypot": _hypot,
    "logaddexp": _logaddexp,
    "xlogy": _xlogy,
    "maximum": _maximum,
    "minimum": _minimum,
}


def _absolute(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return abs(ball(x)) if s is None else x if s >= 0 else -x


def _sign(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return arb(0, 1) if s is None else fmpq(s)


def _relu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return choose(None if s is None else s > 0, x, fmpq(0))


def _leaky_relu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return choose(None if s is None else s > 0, x, x * decimal(params["slope"]))


def _elu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    decision = None if s is None else s > 0
    return x if decision else choose(decision, x, unary("expm1", x, {}) * decimal(params["alpha"]))


PIECEWISE: Mapping[str, Callable[[Scalar, Mapping[str, Param], Branches], Scalar]] = {
    "abs": _absolute,
    "sign": _sign,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
}

SMOOTH = KNOWN | {"square"}


def decimal(value: Param) -> fmpq:
    """A static parameter as the decimal it was written as."""
    text = repr(value)
    mantissa, _, exponent = text.partition("e")
    whole, _, places = mantissa.partition(".")
    scale = int(exponent or 0) - len(places)
    return fmpq(int(whole + places)) * fmpq(10) ** scale


def sum_of(terms: Sequence[Scalar]) -> Scalar:
    return sum(terms, fmpq(0))
