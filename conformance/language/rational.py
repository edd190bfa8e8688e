"""Exact arithmetic among the numbers of an expression.

A number keeps the text that a worker turns into a Python number: an integer text
is an int there, every other a float. As in Python an integer stays one under
+ - * and natural powers, and nothing else makes one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from conformance.language.errors import ExpressionError
from conformance.language.syntax import MAX_EXPONENT

__all__ = ["Number", "exponent_in_bounds", "fold", "negate"]

MAX_BITS = 14_000
"""Of a numerator or denominator; below the 4,300 digits that Python converts to text."""


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    text: str

    @classmethod
    def read(cls, text: str) -> Number:
        """A literal as written: `2`, `0.1`, `1e-300`."""
        if re.fullmatch(r"[0-9]+", text):
            return cls.of(Fraction(int(text)), True)
        whole, dot, rest = text.partition(".")
        text = (whole or "0") + dot + (rest if rest[:1].isdigit() else "0" * bool(dot) + rest)
        return cls(Fraction(text), text)

    @classmethod
    def of(cls, value: Fraction, integer: bool) -> Number:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
            raise _too_large()
        return cls(value, str(value) if integer or value.denominator != 1 else f"{value}.0")

    @property
    def integer(self) -> int | None:
        """The number as an int, if a worker sees an int."""
        return int(self.value) if self.is_integer else None

    @property
    def is_integer(self) -> bool:
        return self.text.removeprefix("-").isdigit()


def negate(x: Number) -> Number:
    """Keeps the sign of a float zero."""
    if x.value == 0 and not x.is_integer:
        return Number(x.value, "0.0" if x.text.startswith("-") else "-0.0")
    if x.is_integer:
        return Number.of(-x.value, True)
    return Number(-x.value, x.text.removeprefix("-") if x.text.startswith("-") else f"-{x.text}")


def fold(op: str, x: Number, y: Number) -> Number | None:
    """`add`, `subtract`, `multiply`, `divide` or `power` of two numbers; None where the result is not rational."""
    integer = x.is_integer and y.is_integer
    a, b = x.value, y.value
    if op in {"add", "subtract", "multiply", "divide"}:
        if _bits(a) + _bits(b) > 2 * MAX_BITS:
            raise _too_large()
        if op == "divide":
            if b == 0:
                raise ExpressionError("division by zero")
            return Number.of(a / b, False)
        return Number.of(a + b if op == "add" else a - b if op == "subtract" else a * b, integer)
    exponent_in_bounds(y)
    if b.denominator != 1:
        if a < 0:
            raise ExpressionError(f"a negative number to the power {y.text} is not real")
        return None
    if a == 0 and b < 0:
        raise ExpressionError("division by zero")
    if _bits(a) * abs(int(b)) > 2 * MAX_BITS:
        raise _too_large()
    return Number.of(a ** int(b), integer and b >= 0)


def exponent_in_bounds(y: Number) -> None:
    if abs(y.value) > MAX_EXPONENT:
        shown = y.text if len(y.text) <= 20 else y.text[:17] + "…"
        raise ExpressionError(f"the exponent {shown} is too large; allowed: at most {MAX_EXPONENT:,}")


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _too_large() -> ExpressionError:
    return ExpressionError(f"a constant of more than {MAX_BITS:,} bits; allowed: up to 10**1000 or so")
