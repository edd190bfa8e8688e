"""Constants rounded once to a dtype: nearest, ties to even."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from conformance.truth.rounding import as_scalars, nearest, round_point
from conformance.truth.scalars import Poison

wide = st.builds(lambda n, e: Fraction(n) * Fraction(2) ** e, st.integers(-(2**70), 2**70), st.integers(-1150, 1000))
thirds = st.builds(lambda n, e: Fraction(n, 3) * Fraction(10) ** e, st.integers(-(10**9), 10**9), st.integers(-50, 30))


def rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


@given(wide | thirds)
def test_float64_is_what_python_rounds_to(x: Fraction) -> None:
    try:
        expected = float(x)
    except OverflowError:
        expected = math.inf if x > 0 else -math.inf
    assert nearest(rational(x), "float64") == expected


@given(st.integers(0, 2**31 - 2**23 - 2), st.integers(1, 999))
def test_float32_is_the_nearest(pattern: int, part: int) -> None:
    below = np.uint32(pattern).view(np.float32)
    above = np.nextafter(below, np.float32(np.inf))
    gap = Fraction(float(above)) - Fraction(float(below))
    x = Fraction(float(below)) + gap * Fraction(part, 1000)
    even = below if pattern % 2 == 0 else above
    expected = even if part == 500 else below if part < 500 else above
    assert nearest(rational(x), "float32") == float(expected)
    assert nearest(rational(-x), "float32") == -float(expected)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_a_float32_is_itself(x: float) -> None:
    assert nearest(rational(Fraction(x)), "float32") == x


def test_float32_is_not_rounded_twice() -> None:
    """Just below halfway to 2**128: float64 would take it there, and float32 on to infinity."""
    largest = float(np.finfo(np.float32).max)
    halfway = Fraction(2**128 - 2**103)
    assert nearest(rational(halfway - Fraction(1, 10**30)), "float32") == largest
    assert nearest(rational(halfway), "float32") == math.inf
    above_one = 1 + Fraction(1, 2**24)
    assert nearest(rational(above_one), "float32") == 1.0
    assert nearest(rational(above_one + Fraction(1, 2**90)), "float32") == 1 + 2.0**-23


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_past_the_range(dtype: str) -> None:
    huge = fmpq(10) ** 400
    assert nearest(huge, dtype) == math.inf
    assert nearest(-huge, dtype) == -math.inf
    assert nearest(1 / huge, dtype) == 0.0
    assert math.isnan(nearest(Poison("none"), dtype))
    assert nearest(arb.pos_inf(), dtype) == math.inf


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_constants_of_a_point(dtype: str) -> None:
    texts = {"x": ("1/3", "-0.0", "log(2)", "pi", "1e-30", "2**(1/2)"), "s": ("-inf",)}
    values = round_point(texts, {"x": (2, 3), "s": ()}, dtype)
    expected = np.array([[1 / 3, -0.0, math.log(2)], [math.pi, 1e-30, math.sqrt(2)]]).astype(dtype)
    assert values["x"].dtype == dtype
    assert np.array_equal(values["x"], expected)
    assert np.signbit(values["x"][0, 1])
    assert values["s"] == -np.inf


def test_floats_are_exact_rationals() -> None:
    (x, inf) = as_scalars(np.array([0.1, np.inf]))
    assert Fraction(int(x.p), int(x.q)) == Fraction(0.1)
    assert not inf.is_finite()
