"""Balls as decimal text with only correct digits, and as pairs of floats."""

from __future__ import annotations

import math
import sys
from decimal import ROUND_CEILING, Context, Decimal
from fractions import Fraction

from flint import fmpq

from conformance.truth.scalars import FAR, Scalar, ball, near_fraction

__all__ = ["decimal_text", "float_or_inf", "lower_upper", "pair"]

MOST = 20
LEAST_BITS = 8


def decimal_text(x: Scalar) -> str:
    """Up to 20 significant digits, the last of them within one unit; the shortest exact form
    where there is one; `centre ± radius`, the radius rounded up, where no digits are known."""
    if isinstance(x, fmpq):
        short = _exact(Fraction(int(x.p), int(x.q)))
        if short is not None:
            return short
    value = ball(x)
    if value.rad() == 0 and value.is_finite():
        short = _exact(near_fraction(value))
        if short is not None:
            return short
    if not value.is_finite():
        return "nan" if value.is_nan() else str(value)
    if value.contains(0):
        return f"0 ± {_upwards(near_fraction(value.abs_upper()))}"
    if value.rel_accuracy_bits() < LEAST_BITS:
        centre = near_fraction(value)
        return f"{float_or_inf(centre):.1e} ± {_upwards(near_fraction(value.rad()) + abs(centre) / 10)}"
    text: str = value.str(MOST, radius=False)
    return _trim(text)


def _upwards(x: Fraction) -> str:
    """Two digits of a number that is not less than x; inf past every dtype."""
    if x >= 2**FAR:
        return "inf"
    context = Context(prec=2, rounding=ROUND_CEILING)
    return f"{context.divide(Decimal(x.numerator), Decimal(x.denominator)):.1e}"


def _exact(x: Fraction) -> str | None:
    """The decimal expansion if it ends within the digits that are shown."""
    if abs(x) >= 10**MOST:
        return None
    if x.denominator == 1:
        return str(x.numerator)
    q = x.denominator
    for p in (2, 5):
        while q % p == 0:
            q //= p
    if q != 1:
        return None
    for places in range(1, MOST):
        scaled = x * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).rjust(places + 1, "0")
            if len(digits.lstrip("0")) > MOST:
                return None
            return ("-" if x < 0 else "") + digits[:-places] + "." + digits[-places:]
    return None


def _trim(text: str) -> str:
    mantissa, mark, exponent = text.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return mantissa + mark + exponent


def float_or_inf(x: Fraction) -> float:
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def pair(x: Scalar) -> tuple[float, float]:
    """(high, low) with high + low the value to about 106 bits; (±inf, 0) past the largest float."""
    value = ball(x)
    if not value.is_finite():
        return (math.nan, 0.0) if value.is_nan() else (math.inf if value > 0 else -math.inf, 0.0)
    q = near_fraction(x if isinstance(x, fmpq) else value)
    high = float_or_inf(q)
    return (high, 0.0) if math.isinf(high) else (high, float(q - Fraction(high)))


def lower_upper(values: list[Scalar]) -> tuple[float, float]:
    """A float interval, rounded outwards, that contains every one of the values."""
    low = min(near_fraction(ball(v).lower()) for v in values)
    high = max(near_fraction(ball(v).upper()) for v in values)
    return -_at_least(-low), _at_least(high)


def _at_least(x: Fraction) -> float:
    """The smallest float that is not below x."""
    result = float_or_inf(x)
    if result == -math.inf:
        return -sys.float_info.max
    return result if result >= x else math.nextafter(result, math.inf)
