"""One-sided power series: what an expression does along a ray x + t·d as t → 0 from above.

A series is t^valuation · (c₀ + c₁t + …) known up to, not including, t^known: what is left
out is of smaller order than the last power that is known. Because t
is positive, |x|, max(x, y) and √(x²) have series too: the first coefficient that is not
zero decides the branch. Comparing the series along d and along -d is how kinks are found.

Coefficients are exact rationals or balls. A leading coefficient that is a ball around
zero decides nothing and raises UndecidedError, so that the caller raises the precision.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpq

from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, ball, fraction, is_zero, sign

__all__ = ["Series", "compose", "fractional_power", "leading_sign", "lift"]

ZERO = fmpq(0)


class Series:
    """t^valuation · Σ cₖ tᵏ + O(t^known); `known` is valuation + len(coefficients)."""

    __slots__ = ("coefficients", "valuation")

    def __init__(self, coefficients: Sequence[Scalar], valuation: int = 0) -> None:
        self.coefficients = list(coefficients)
        self.valuation = valuation

    @property
    def known(self) -> int:
        return self.valuation + len(self.coefficients)

    def __getitem__(self, power: int) -> Scalar:
        """The coefficient of t**power; a Poison when it is not known."""
        if power >= self.known:
            return Poison("the series is not known to this order")
        return self.coefficients[power - self.valuation] if power >= self.valuation else ZERO

    def stripped(self) -> Series:
        """The same series without leading coefficients that are exactly zero."""
        skip = 0
        while skip < len(self.coefficients) and is_zero(self.coefficients[skip]):
            skip += 1
        return Series(self.coefficients[skip:], self.valuation + skip) if skip else self

    def __add__(self, other: Scalar) -> Scalar:
        if isinstance(other, Poison):
            return other
        if other is VOID:
            return self
        other = lift(other, self.known)
        start, known = min(self.valuation, other.valuation), min(self.known, other.known)
        return Series([self[k] + other[k] for k in range(start, known)], start)

    __radd__ = __add__

    def __neg__(self) -> Series:
        return Series([-c for c in self.coefficients], self.valuation)

    def __sub__(self, other: Scalar) -> Scalar:
        return self + (-other)

    def __rsub__(self, other: Scalar) -> Scalar:
        return (-self) + other

    def __mul__(self, other: Scalar) -> Scalar:
        if isinstance(other, Poison) or other is VOID:
            return other
        if not isinstance(other, Series):
            return Series([c * other for c in self.coefficients], self.valuation)
        left, right = self.stripped(), other.stripped()
        a, b = left.coefficients, right.coefficients
        length = min(len(a), len(b))
        product = [sum((a[i] * b[k - i] for i in range(k + 1)), ZERO) for k in range(length)]
        return Series(product, left.valuation + right.valuation)

    __rmul__ = __mul__

    def __truediv__(self, other: Scalar) -> Scalar:
        if isinstance(other, Poison):
            return other
        if not isinstance(other, Series):
            return Poison("division by zero") if is_zero(other) else self * (1 / other)
        divisor = other.stripped()
        if not divisor.coefficients:
            return Poison("division by a function that vanishes")
        b = divisor.coefficients
        if not isinstance(b[0], fmpq):
            sign(b[0])  # UndecidedError when it may be zero
        quotient: list[Scalar] = []
        for k in range(min(len(self.coefficients), len(b))):
            rest = sum((b[i] * quotient[k - i] for i in range(1, k + 1)), ZERO)
            quotient.append((self.coefficients[k] - rest) / b[0])
        return Series(quotient, self.valuation - divisor.valuation)

    def __rtruediv__(self, other: Scalar) -> Scalar:
        return lift(other, len(self.coefficients)) / self if other is not VOID else VOID

    def __repr__(self) -> str:
        return f"Series({self.coefficients}, {self.valuation})"


def lift(x: Scalar, known: int) -> Series:
    """A constant as a series known to the given order."""
    return x if isinstance(x, Series) else Series([x, *[ZERO] * max(known - 1, 0)])


def leading_sign(x: Series) -> int:
    """The sign that the series has for small positive t; 0 if it vanishes as far as it is known."""
    rest = x.stripped().coefficients
    return sign(rest[0]) if rest else 0


def compose(outer: Sequence[Scalar], inner: Series) -> Scalar:
    """Σ outer[k]·(inner - inner[0])ᵏ for a series of valuation 0 or more."""
    for c in outer:
        if isinstance(c, Poison):
            return c
    known = inner.known
    shifted = Series([ZERO, *(inner[k] for k in range(1, known))])
    total: Scalar = lift(outer[-1], known)
    for c in reversed(outer[:-1]):
        total = total * shifted + c
    return total


def fractional_power(x: Series, q: fmpq | arb) -> Scalar:
    """x**q for small positive t, for a series that starts at 0 and an exponent that is no natural number.

    Where the result starts with a power t**v that is not whole, it is known only up to
    there: zero below t**v. A Poison for v below 1, where the slope has no bound.
    """
    rest = x.stripped()
    if not rest.coefficients:
        if x.known <= 0:
            raise UndecidedError
        return _vanishing((x.known - 1) * q) if q > 0 else Poison("a power of 0 that is not positive")
    if sign(rest.coefficients[0]) < 0:
        return Poison("a root of a negative number")
    start = rest.valuation * q
    if not (isinstance(start, fmpq) and start.q == 1):
        return _vanishing(start) if start > 1 else Poison("an infinite slope at 0")
    head = ball(rest.coefficients[0])
    ratios = [c / rest.coefficients[0] for c in rest.coefficients]
    power: list[Scalar] = [head.root(int(q.q)) ** int(q.p)]
    for n in range(1, len(ratios)):
        terms = (ratios[k] * power[n - k] * (k * (q + 1) - n) for k in range(1, n + 1))
        power.append(sum(terms, ZERO) / n)
    return Series(power, int(start.p))


def _vanishing(order: Scalar) -> Series:
    """Zero up to and including t**floor(order)."""
    floor = order.floor()
    if isinstance(floor, arb) and not floor.is_exact():
        raise UndecidedError
    return Series([ZERO] * (int(fraction(fmpq(floor) if not isinstance(floor, arb) else floor)) + 1))
