from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.backends.literals import constants, number
from tests.backends.helper import Sketch


@pytest.mark.parametrize(
    ("text", "value"),
    [("2", 2), ("0.1", 0.1), ("1/3", 1 / 3), ("pi", math.pi), ("e", math.e), ("inf", math.inf), ("-inf", -math.inf),
     ("1e400", math.inf), ("9" * 5000, math.inf), ("-" + "9" * 400, -math.inf), ("1" + "0" * 20, 1e20)],
)  # fmt: skip
def test_literals_are_numbers(text: str, value: float) -> None:
    assert number(text) == value
    assert type(number(text)) is type(value)


def test_the_sign_of_zero_is_kept() -> None:
    assert math.copysign(1, number("-0.0")) == -1


@given(st.integers(), st.integers())
def test_integers_stay_exact_as_long_as_frameworks_take_them(a: int, b: int) -> None:
    s = Sketch()
    product = s.op("multiply", s.number(a), s.number(b))
    value = constants(s.graph(), ())[product]
    if abs(a) < 2**63 and abs(b) < 2**63 and abs(a * b) < 2**63:
        assert value == a * b
        assert isinstance(value, int)
    else:
        assert isinstance(value, float)
        assert value == pytest.approx(float(a) * float(b))


def test_powers_of_powers_are_not_computed_digit_by_digit() -> None:
    s = Sketch()
    node = s.number(1000)
    for _ in range(6):
        node = s.op("power", node, s.number(1000))
    assert node not in constants(s.graph(), ())


@pytest.mark.parametrize(("op", "a", "b"), [("divide", "1", "0"), ("power", "0", "-1"), ("power", "-8", "1/3")])
def test_what_has_no_real_value_in_python_is_no_constant(op: str, a: str, b: str) -> None:
    s = Sketch()
    assert s.op(op, s.number(a), s.number(b)) not in constants(s.graph(), ())


def test_an_overridden_number_is_an_array_and_so_is_what_uses_it() -> None:
    s = Sketch()
    c = s.let("c", s.number(2))
    twice = s.op("multiply", s.number(2), c)
    assert constants(s.graph(), ())[twice] == 4
    assert set(constants(s.graph(), {c})) == {0, 2}
