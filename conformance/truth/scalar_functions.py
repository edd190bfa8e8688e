"""Elementwise operators on scalars of every kind: rationals, balls, series, VOID, Poison.

At the end of a domain (0 for roots, ±1 for arcs) a series may only touch it: √(t²),
∛(t³), acos(1 - t²) have one-sided series, √(t³) has one up to the power t¹.

`Branches` decides comparisons. It is where kinks are noticed: a comparison of two
equal values, in a ball computation or at the start of a series, is an event.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

from flint import arb, fmpq

from conformance.language.graph import Param
from conformance.truth.elementary import KNOWN, coefficients
from conformance.truth.infinity import at_infinity, infinite
from conformance.truth.scalars import (
    RATIONAL_BITS,
    VOID,
    Poison,
    Scalar,
    UndecidedError,
    ball,
    fraction,
    is_zero,
    sign,
    tidy,
)
from conformance.truth.series import Series, compose, fractional_power, leading_sign, lift

__all__ = [
    "BINARY",
    "SMOOTH",
    "Branches",
    "choose",
    "decimal",
    "divide",
    "poison_in",
    "square_root_of",
    "sum_of",
    "unary",
]


class Branches:
    """Decides signs; remembers whether a decision was made exactly at a kink (`at_kink`), and how
    many on a series that is zero as far as it is known, which more terms may refute (`vanished`)."""

    def __init__(self) -> None:
        self.at_kink = False
        self.vanished = 0

    def begin(self, node: int) -> None:
        """Called before each node is computed."""

    def sign(self, x: Scalar) -> int | None:
        """-1, 0 or 1; None where both branches must be allowed for. UndecidedError if unknown. x is no Poison."""
        if isinstance(x, Series):
            if is_zero(x[0]):
                self.at_kink = True
            result = leading_sign(x)
            if result == 0:
                self.vanished += 1
            return result
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


def choose(decision: bool | Poison | None, a: Scalar, b: Scalar) -> Scalar:
    """a or b; the ball around both where that is undecided, a Poison where the condition does not exist."""
    if isinstance(decision, Poison):
        return decision
    return join(a, b) if decision is None else a if decision else b


def poison_in(values: Iterable[Scalar]) -> Poison | None:
    """The first value that does not exist."""
    return next((v for v in values if isinstance(v, Poison)), None)


def unary(name: str, x: Scalar, params: Mapping[str, Param], order: int = 0) -> Scalar:
    """The order-th derivative of a smooth function of the table, as a function, at x."""
    if isinstance(x, Poison):
        return x
    if x is VOID:
        x = fmpq(0)
    if not isinstance(x, Series):
        if name == "square" and order == 0:
            return tidy(x * x)
        value = (at_infinity(name, x, order) or coefficients(name, x, order, params))[order]
        return value if isinstance(value, Poison) or order < 2 else value * math.factorial(order)
    if name == "square" and order == 0:
        return x * x
    if x.valuation < 0:
        x = x.stripped()
        if x.valuation < 0:
            return Poison(f"{name} at infinity")
    if x.known < 1:
        raise UndecidedError
    if name in _ROOTS and is_zero(x[0]):
        return _root_at_zero(name, x, order)
    if name in _ARCS and order == 0 and is_zero(abs(x[0]) - 1):
        return _arc_at_end(name, x)
    count = x.known - 1 + order
    outer = at_infinity(name, x[0], count) or coefficients(name, x[0], count, params)
    if order:
        outer = [
            c if isinstance(c, Poison) else c * (math.factorial(j + order) // math.factorial(j))
            for j, c in enumerate(outer[order:])
        ]
    return compose(outer, x)


_ROOTS = {"sqrt": fmpq(1, 2), "rsqrt": fmpq(-1, 2), "cbrt": fmpq(1, 3)}
_ARCS = frozenset({"asin", "acos", "acosh"})


def _root_at_zero(name: str, x: Series, order: int) -> Scalar:
    """The order-th derivative of a root at a series that starts at 0."""
    q, factor = _ROOTS[name], fmpq(1)
    for _ in range(order):
        factor, q = factor * q, q - 1
    if name == "cbrt" and leading_sign(x) < 0:
        return fractional_power(-x, q) * (factor if order % 2 else -factor)
    return fractional_power(x, q) * factor


def _arc_at_end(name: str, x: Series) -> Scalar:
    """acos(1 - 2s²) = 2·asin(s) and its kin: an end of the domain that is only touched."""
    if name == "acosh":
        return 2 * unary("asinh", unary("sqrt", (x - 1) * fmpq(1, 2), {}), {})
    above = x[0] > 0
    angle = 2 * unary("asin", unary("sqrt", (1 - x if above else 1 + x) * fmpq(1, 2), {}), {})
    acos = angle if above else arb.pi() - angle
    return acos if name == "acos" else arb.pi() / 2 - acos


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
        return _integer(y[0]) if rest is not None and all(is_zero(c) for c in rest) else None
    if isinstance(y, arb) and y.is_exact() and y.is_integer() and abs(y) <= 100_000:
        return int(fraction(y))
    if isinstance(y, fmpq) and y.q == 1 and abs(int(y.p)) <= 100_000:
        return int(y.p)
    return None


def power(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    """x**y: by multiplication for an exact integer y, else exp(y·log x) for positive x."""
    x, y = (fmpq(0) if v is VOID else v for v in (x, y))
    n = _integer(y)
    if n is not None:
        return _integer_power(x, n)
    base = x[0] if isinstance(x, Series) else x
    if is_zero(base):
        if isinstance(y, Series) and isinstance(x, Series):
            return Poison("a power of 0 with an exponent that changes")
        if isinstance(x, Series):
            branches.smooth_only()
            return fractional_power(x, y)
        exponent = y[0] if isinstance(y, Series) else y
        return fmpq(0) if sign(exponent) > 0 else Poison("0 to a power that is not positive")
    if sign(base) < 0:
        if isinstance(y, arb) and y.contains_integer():
            raise UndecidedError
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
    """The angle of (x, y); 0 at the origin. On the cut, y = 0 > x, it jumps."""
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
    if is_zero(lift(y, 1)[0]) and not lift(x, 1)[0] > 0:
        branches.smooth_only()
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
    for a, b in ((x, y), (y, x)):
        if infinite(a) < 0:  # the logarithm of a term that is 0
            return b
    return x + unary("softplus", y - x, {})


def _xlogy(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    return x if not isinstance(x, Series) and is_zero(x) else x * unary("log", y, {})


def _maximum(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    s = branches.sign(x - y)
    return choose(None if s is None else s >= 0, x, y)


def _minimum(x: Scalar, y: Scalar, branches: Branches) -> Scalar:
    s = branches.sign(x - y)
    return choose(None if s is None else s <= 0, x, y)


Binary = Callable[[Scalar, Scalar, Branches], Scalar]


def _strict(function: Binary) -> Binary:
    """The function where both arguments exist."""

    def apply(a: Scalar, b: Scalar, branches: Branches) -> Scalar:
        for x in (a, b):
            if isinstance(x, Poison):
                return x
        return function(a, b, branches)

    return apply


BINARY: Mapping[str, Binary] = {
    "power": _strict(power),
    "pow": _strict(power),
    "atan2": _strict(_atan2),
    "hypot": _strict(_hypot),
    "logaddexp": _strict(_logaddexp),
    "xlogy": _strict(_xlogy),
    "maximum": _strict(_maximum),
    "minimum": _strict(_minimum),
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
