"""Numbers as text and as floats: only correct digits, only outward bounds."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from conformance.truth.digits import decimal_text, lower_upper, pair
from conformance.truth.scalars import UndecidedError, fraction
from conformance.truth.side import precision

fractions = st.builds(
    lambda n, d, e: Fraction(n, d) * Fraction(10) ** e,
    st.integers(-(10**25), 10**25),
    st.integers(1, 10**25),
    st.integers(-30, 30),
)


def rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def last_place(text: str) -> Fraction:
    mantissa, _, exponent = text.partition("e")
    places = len(mantissa.partition(".")[2])
    return Fraction(10) ** (int(exponent or 0) - places)


@given(fractions)
def test_every_digit_shown_is_right(x: Fraction) -> None:
    with precision(128):
        text = decimal_text(rational(x))
    assert abs(Fraction(text) - x) <= last_place(text)
    assert len(re.sub(r"^0+|\.|-", "", text.partition("e")[0]).lstrip("0")) <= 20


@given(fractions.filter(bool), st.integers(1, 60))
def test_a_ball_shows_no_digit_that_it_does_not_know(x: Fraction, bits: int) -> None:
    with precision(128):
        radius = abs(x) / 2**bits
        wide = arb(rational(x)) + arb(0, arb(rational(radius)))
        text = decimal_text(wide)
    if "±" in text:
        centre, room = (Fraction(part) for part in text.split(" ± "))
        assert abs(centre - x) + radius * Fraction(999, 1000) <= room
    else:
        assert abs(Fraction(text) - x) + radius * Fraction(999, 1000) <= 2 * last_place(text)


@pytest.mark.parametrize(("value", "text"), [(fmpq(-7), "-7"), (fmpq(1, 8), "0.125"), (fmpq(-1, 40), "-0.025")])
def test_what_ends_is_shown_whole(value: fmpq, text: str) -> None:
    assert decimal_text(value) == text


def test_a_bound_on_zero_is_rounded_up() -> None:
    shown = decimal_text(arb(0, 1.249e-5))
    assert shown.startswith("0 ± ")
    assert float(shown[4:]) >= 1.249e-5


@given(fractions)
def test_a_pair_of_floats_keeps_a_hundred_bits(x: Fraction) -> None:
    high, low = pair(rational(x))
    assert high == float(x)
    assert abs(Fraction(high) + Fraction(low) - x) <= abs(x) / 2**100


@given(st.lists(fractions, min_size=1, max_size=4))
def test_bounds_are_outward_and_tight(values: list[Fraction]) -> None:
    with precision(256):
        low, high = lower_upper([rational(v) for v in values])
    assert Fraction(low) <= min(values) <= Fraction(np.nextafter(low, np.inf))
    assert Fraction(np.nextafter(high, -np.inf)) <= max(values) <= Fraction(high)


def test_what_would_fill_the_memory_is_infinite_or_zero() -> None:
    with precision(128):
        huge = arb(40).exp().exp()
        assert (pair(huge), pair(-huge), pair(1 / huge)) == ((math.inf, 0.0), (-math.inf, 0.0), (0.0, 0.0))
        assert lower_upper([1 / huge, huge]) == (0.0, math.inf)
        assert decimal_text(arb(0, huge)) == "0 ± inf"
        assert decimal_text(huge + arb(0, huge / 2)) == "inf ± inf"
        assert (fraction(1 / huge) > 0) is (fraction(-1 / huge) < 0) is True
        assert decimal_text(fmpq(2) ** 20000) == decimal_text(arb(2) ** 20000) == "3.9802768403379665924e+6020"
        with pytest.raises(UndecidedError):
            fraction(huge)


def test_bounds_past_the_largest_float() -> None:
    huge = fmpq(10) ** 400
    largest = float(np.finfo(np.float64).max)
    assert lower_upper([huge]) == (largest, np.inf)
    assert lower_upper([-huge]) == (-np.inf, -largest)
    assert fraction(huge) > 0
