"""Functions that jump, on numbers, balls and series."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.truth.replay import Loose
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, Scalar, UndecidedError
from conformance.truth.series import Series
from conformance.truth.steps import STEPS
from tests.truth.texts import truth

NUMBERS = st.fractions(-20, 20, max_denominator=4)


def step(name: str, x: Scalar, branches: Branches | None = None) -> Scalar:
    return STEPS[name](x, {}, branches or Branches())


def exact(q: Fraction) -> fmpq:
    return fmpq(q.numerator, q.denominator)


@settings(max_examples=25, deadline=None)
@given(NUMBERS)
def test_steps_are_those_of_the_standard_library(q: Fraction) -> None:
    assert step("floor", exact(q)) == math.floor(q)
    assert step("round", exact(q)) == round(q)
    for text, expected in (("ceil(x)", math.ceil(q)), ("trunc(x)", math.trunc(q)), ("frac(x)", q - math.trunc(q))):
        assert truth(text, {"x": q}).value[()] == exact(Fraction(expected))


@settings(max_examples=25, deadline=None)
@given(NUMBERS, NUMBERS.filter(bool))
def test_remainders_are_those_of_the_standard_library(x: Fraction, y: Fraction) -> None:
    point = {"x": x, "y": y}
    assert truth("remainder(x, y)", point).value[()] == exact(Fraction(x % y))
    assert truth("floor_divide(x, y)", point).value[()] == exact(Fraction(x // y))
    assert truth("fmod(x, y)", point).value[()] == exact(Fraction(x - y * math.trunc(x / y)))


@pytest.mark.parametrize(
    ("name", "x", "right", "left"),
    [("floor", 2, 2, 1), ("floor", 0, 0, -1), ("round", "5/2", 3, 2), ("round", 2, 2, 2)],
)
def test_a_series_takes_the_step_that_it_is_on(name: str, x: str, right: int, left: int) -> None:
    at = exact(Fraction(x))
    branches = Branches()
    assert step(name, Series([at, fmpq(1)]), branches) == right
    assert step(name, Series([at, fmpq(-1)]), branches) == left
    assert branches.at_kink == (right != left)


def test_a_ball_across_a_jump_may_be_on_either_side() -> None:
    across = arb(2) + arb(0, 1e-20)
    with pytest.raises(UndecidedError):
        step("floor", across)
    both = step("floor", across, Loose())
    assert both.contains(1)
    assert both.contains(2)
    assert step("floor", arb(2.25) + arb(0, 1e-20)) == 2


@pytest.mark.parametrize("name", sorted(STEPS))
def test_a_wide_ball_decides_nothing_and_infinity_has_no_step(name: str) -> None:
    with pytest.raises(UndecidedError):
        step(name, arb(0, 3), Loose())
    assert isinstance(step(name, arb.pos_inf()), Poison)
    assert isinstance(step(name, Series([fmpq(1), fmpq(0)], -1)), Poison)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("grad(floor(x), x)", "undefined"), ("grad(trunc(x), x)", "undefined"), ("grad(trunc(0*x), x)", "touched"),
        ("grad(fmod(x, 2), x)", "undefined"), ("grad(frac(x - 6), x)", "touched"),
        ("grad(floor(x)*(x - 6), x)", "kink"), ("grad(round(x), x)", "smooth"), ("grad(i0e(x - 6), x)", "kink"),
        ("grad(i1e(x - 6), x)", "touched"), ("grad(copysign(x, x - 6), x)", "undefined"),
    ],
)  # fmt: skip
def test_the_class_at_a_jump(text: str, kind: str) -> None:
    assert truth(text, {"x": 6}).kind == kind


@pytest.mark.parametrize(("sign", "below"), [(1, 0), (-1, -1)])
def test_of_what_is_too_small_to_write_out(sign: int, below: int) -> None:
    """exp(-exp(14)) is below 2 to the power of -1,700,000."""
    tiny = (-arb(14).exp()).exp() * sign
    assert step("floor", tiny) == below
    assert step("round", tiny) == 0
