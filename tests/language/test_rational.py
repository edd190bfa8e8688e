"""Constant arithmetic is exact, bounded, and keeps what a worker would see as an int or a float."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.language.parse import parse_expression
from tests.language.scopes import node, refused, scope


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("2", "2"),
        ("2.0", "2.0"),
        ("2.", "2.0"),
        (".5", "0.5"),
        ("1e-300", "1e-300"),
        ("1e3", "1e3"),
        ("0.1 + 0.2", "3/10"),
        ("1/3", "1/3"),
        ("-1/3", "-1/3"),
        ("4/2", "2.0"),
        ("2*3", "6"),
        ("2*3.0", "6.0"),
        ("7 - 9", "-2"),
        ("2**10", "1024"),
        ("2**-1", "1/2"),
        ("2**2.0", "4.0"),
        ("2.0**3", "8.0"),
        ("0**0", "1"),
        ("-2**2", "-4"),
        ("(-2)**2", "4"),
        ("+3", "3"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("-(-0.0)", "0.0"),
        ("-1e-5", "-1e-5"),
        ("n", "3"),
        ("n*m - 1", "5"),
        ("n/m", "3/2"),
        ("(n + 1)/m", "2.0"),
        ("inf", "inf"),
        ("-inf", "-inf"),
        ("pi", "pi"),
    ],
)
def test_folded(text: str, exact: str) -> None:
    found = node(text)
    assert found.op == "literal"
    assert found.params == {"value": exact}


def test_what_is_not_rational_stays_an_operation() -> None:
    assert node("2**0.5").op == "power"
    assert node("2*pi").op == "multiply"
    assert node("-pi").op == "negative"


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("10**10**10", "10**10", "the exponent 10000000000 is too large; allowed: at most 1,000"),
        ("x**1001", "1001", "the exponent 1001 is too large; allowed: at most 1,000"),
        ("x**-1001", "-1001", "the exponent -1001 is too large; allowed: at most 1,000"),
        ("pow(x, 2000)", "2000", "the exponent 2000 is too large; allowed: at most 1,000"),
        ("x**(500*3)", "500*3", "the exponent 1500 is too large; allowed: at most 1,000"),
        ("(10**1000)**1000", None, "a constant of more than 14,000 bits; allowed: up to 10**1000 or so"),
        ("10**1000*10**1000*10**1000*10**1000*10**1000", None, "a constant of more than 14,000 bits;"),
        ("1/0", "1/0", "division by zero"),
        ("s + 1/(2 - 2)", "1/(2 - 2)", "division by zero"),
        ("0**-1", "0**-1", "division by zero"),
        ("(-8)**(1/3)", None, "a negative number to the power 1/3 is not real"),
    ],
)
def test_refused(text: str, part: str | None, message: str) -> None:
    start = time.process_time()
    found = refused(text, part)
    assert found == message or found.startswith(message)
    assert time.process_time() - start < 0.5


numbers = st.one_of(
    st.integers(0, 10**6).map(str),
    st.decimals(0, 1000, allow_nan=False, places=4).map(lambda d: format(d, "f")),
)
expressions = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda parts: f"({' '.join(parts)})"),
    max_leaves=12,
)


@given(expressions)
def test_arithmetic_is_that_of_fractions(text: str) -> None:
    made = scope()
    found = made.builder.nodes[parse_expression(text, made)]
    exact = eval(__import__("re").sub(r"[0-9.]+", lambda m: f"Fraction('{m.group()}')", text), {"Fraction": Fraction})
    assert Fraction(str(found.params["value"])) == exact


@given(st.fractions())
def test_a_quotient_survives(value: Fraction) -> None:
    made = scope()
    found = made.builder.nodes[parse_expression(f"{value.numerator}/{value.denominator}", made)]
    assert Fraction(str(found.params["value"])) == value
