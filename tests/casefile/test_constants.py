"""Constant expressions, and rationals as short exact text."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.casefile.constants import constant, decimal
from conformance.language.errors import ExpressionError


@pytest.mark.parametrize(
    ("text", "exact", "value"),
    [
        ("1", "1", 1.0),
        ("-1.50", "-1.50", -1.5),
        ("1/3", "1/3", 1 / 3),
        ("0.1 + 0.2", "3/10", 0.3),
        ("-0.0", "-0.0", 0.0),
        ("1e-300", "1e-300", 1e-300),
        ("inf", "inf", math.inf),
        ("-.inf", "-inf", -math.inf),
        ("pi/2", "pi/2", math.pi / 2),
        ("log(2)  + \n 1", "log(2) + 1", math.log(2) + 1),
        ("-sqrt(2)*e", "-sqrt(2)*e", -math.sqrt(2) * math.e),
        ("2**0.5", "2**0.5", math.sqrt(2)),
        ("cbrt(-8)", "cbrt(-8)", -2.0),
        ("maximum(1, pi)", "maximum(1, pi)", math.pi),
    ],
)
def test_constant(text: str, exact: str, value: float) -> None:
    found = constant(text)
    assert found.text == exact
    assert found.approximation == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    "text",
    ["x", "sin(x)", "1/0", "log(0)", "exp(1000)", "exp(exp(exp(9)))", "sqrt(-1)", "[1]", "eye(2)", "1 < 2", "x" * 1001],
)
def test_no_constant(text: str) -> None:
    with pytest.raises(ExpressionError):
        constant(text)


@given(st.one_of(st.fractions(), st.decimals(allow_nan=False, allow_infinity=False).map(Fraction)))
def test_a_rational_is_its_text(value: Fraction) -> None:
    assume(max(value.numerator.bit_length(), value.denominator.bit_length()) < 3000)
    assert Fraction(decimal(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(-137, 100), "-1.37"),
        (Fraction(2), "2"),
        (Fraction(1, 8), "0.125"),
        (Fraction(2, 3), "2/3"),
        (Fraction(0), "0"),
        (Fraction(12, 10**20), "12e-20"),
        (Fraction(15 * 10**19), "15e19"),
        (Fraction(100), "100"),
    ],
)
def test_decimal(value: Fraction, text: str) -> None:
    assert decimal(value) == text
