"""The numbers that truth is computed in: exact rationals as long as possible, then balls.

A scalar is a `fmpq` (exact), an `arb` (a ball that provably contains the value), a
`Series` (see `series`), `VOID` or a `Poison`. python-flint mixes the first two.
Precision is python-flint's global `ctx.prec`; truth is single-threaded for that reason.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

__all__ = [
    "RATIONAL_BITS",
    "VOID",
    "Poison",
    "Scalar",
    "UndecidedError",
    "ball",
    "fraction",
    "is_zero",
    "near_fraction",
    "sign",
    "tidy",
]

Scalar = Any

# Rational arithmetic stays exact up to this size; past it a ball is cheaper and as good.
RATIONAL_BITS = 4000
LONGEST = 2**20
"""Bits of the longest number that is made exact; exp(exp(40)) has 10¹⁷."""
FAR = 2**15
"""No dtype reaches this power of two or its inverse."""

ctx.cap = 64


class UndecidedError(Exception):
    """A comparison that this precision does not decide."""


class Poison:
    """A value that does not exist (log of 0, 0/0). It passes through every operation and
    matters only if it reaches the result: the branch that `where` leaves aside may hold one."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason

    def _absorb(self, other: Scalar) -> Scalar:
        return self

    def _product(self, other: Scalar) -> Scalar:
        return VOID if other is VOID else self

    __add__ = __radd__ = __sub__ = __rsub__ = __truediv__ = __pow__ = __rpow__ = _absorb
    __rtruediv__ = _product
    __mul__ = __rmul__ = _product

    def __neg__(self) -> Scalar:
        return self

    def __repr__(self) -> str:
        return f"Poison({self.reason!r})"


class _Void:
    """The adjoint of a branch that was not taken: zero, even against a value that does not exist."""

    __slots__ = ()

    def _other(self, other: Scalar) -> Scalar:
        return other

    def _void(self, other: Scalar) -> Scalar:
        return self

    def _negated(self, other: Scalar) -> Scalar:
        return -other

    __add__ = __radd__ = __rsub__ = _other
    __sub__ = _negated
    __mul__ = __rmul__ = __truediv__ = __pow__ = _void

    def __neg__(self) -> Scalar:
        return self

    def __repr__(self) -> str:
        return "VOID"


VOID = _Void()


def ball(x: Scalar) -> arb:
    """The scalar as a ball; VOID is 0."""
    if isinstance(x, arb):
        return x
    return arb(0) if x is VOID else arb(x)


def is_zero(x: Scalar) -> bool:
    """Provably and exactly zero."""
    return x is VOID or (isinstance(x, fmpq | arb) and bool(x == 0))


def sign(x: Scalar) -> int:
    """-1, 0 or 1; UndecidedError when a ball contains zero and is not exactly zero."""
    if is_zero(x):
        return 0
    if x > 0:
        return 1
    if x < 0:
        return -1
    raise UndecidedError


def tidy(x: Scalar) -> Scalar:
    """Turn a rational that has grown out of hand into a ball."""
    return arb(x) if isinstance(x, fmpq) and x.height_bits() > RATIONAL_BITS else x


def fraction(x: Scalar) -> Fraction:
    """The exact value of a rational, or of a ball's midpoint.

    Where that would fill the memory: UndecidedError for a large number, and for a small one ±2⁻ᶠᴬᴿ, which
    lies between the same two neighbours in every dtype, and between the same integers.
    """
    if isinstance(x, fmpq):
        return Fraction(int(x.p), int(x.q))
    mantissa, exponent = ball(x).mid().man_exp()
    if exponent > LONGEST:
        raise UndecidedError
    if exponent < -LONGEST:
        return Fraction(1 if mantissa > 0 else -1, 2**FAR)
    return int(mantissa) * Fraction(2) ** int(exponent)


def near_fraction(x: Scalar) -> Fraction:
    """The same; ±2ᶠᴬᴿ, which is past every dtype, for a number that would fill the memory."""
    try:
        return fraction(x)
    except UndecidedError:
        return Fraction(2**FAR if ball(x).mid() > 0 else -(2**FAR))
