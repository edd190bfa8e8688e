"""Functions of two arguments that are differentiated in the second alone."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.truth.parametric import PARAMETRIC, parametric
from conformance.truth.scalars import Poison, UndecidedError, ball
from conformance.truth.series import Series
from conformance.truth.side import precision
from tests.truth.texts import numbers, permitted, truth

PARTS = st.fractions(Fraction(1, 4), 6, max_denominator=16)


@settings(max_examples=25, deadline=None)
@given(name=st.sampled_from(sorted(PARAMETRIC)), a=PARTS, x=PARTS, order=st.integers(0, 3), bits=st.integers(20, 60))
def test_a_ball_holds_the_values_at_its_middle_and_ends(
    name: str, a: Fraction, x: Fraction, order: int, bits: int
) -> None:
    a += 1  # where zeta is
    reach = Fraction(1, 2**bits)
    with precision(128):
        wide = parametric(name, ball_around(a, reach), ball_around(x, reach), order)
        for da, dx in ((0, 0), (-reach, reach), (reach, reach), (reach, -reach)):
            assert wide.overlaps(parametric(name, exact(a + da), exact(x + dx), order))


def exact(q: Fraction) -> fmpq:
    return fmpq(q.numerator, q.denominator)


def ball_around(q: Fraction, reach: Fraction) -> arb:
    return arb(exact(q)) + arb(0, arb(exact(reach)).upper())


def test_the_derivative_in_the_first_argument_is_not_known() -> None:
    for text in ("grad(zeta(a, x), a)", "grad(gammainc(a, x), a)", "hess(gammaincc(a, x), [a, x])"):
        with pytest.raises(UndecidedError):
            truth(text, {"a": 3, "x": 2})
    with pytest.raises(UndecidedError):
        parametric("zeta", Series([fmpq(3), fmpq(1)]), fmpq(2))


def test_a_first_argument_that_does_not_move_may_be_a_series() -> None:
    still = Series([fmpq(3), fmpq(0)])
    assert parametric("zeta", still, fmpq(2)).overlaps(parametric("zeta", fmpq(3), fmpq(2)))


@pytest.mark.parametrize(
    ("name", "a", "x"),
    [("zeta", 1, 2), ("zeta", 3, 0), ("zeta", 3, -2), ("zeta", Fraction(5, 2), Fraction(-1, 2)), ("gammainc", 0, 1),
     ("gammainc", 2, -1), ("gammaincc", -1, 1)],
)  # fmt: skip
def test_outside_the_domain_there_is_no_value(name: str, a: Fraction, x: Fraction) -> None:
    assert isinstance(parametric(name, exact(Fraction(a)), exact(Fraction(x))), Poison)


@pytest.mark.parametrize(("name", "at_zero", "at_infinity"), [("gammainc", 0, 1), ("gammaincc", 1, 0)])
def test_incomplete_gamma_functions_at_the_ends(name: str, at_zero: int, at_infinity: int) -> None:
    assert parametric(name, fmpq(3), fmpq(0)) == at_zero
    assert isinstance(parametric(name, fmpq(3), fmpq(0), 1), Poison)
    assert parametric(name, fmpq(3), arb.pos_inf()) == at_infinity
    assert parametric(name, fmpq(3), arb.pos_inf(), 2) == 0


def test_zeta_goes_on_beyond_the_pole_for_whole_exponents() -> None:
    (value,) = numbers(truth("zeta(2, x)", {"x": Fraction(-1, 2)}))
    assert math.isclose(value, float(mpmath.zeta(2, mpmath.mpf(1) / 2)) + 4, rel_tol=1e-14)


@pytest.mark.parametrize("text", ["gammainc(a, x)", "grad(gammainc(a, x), x)"])
@pytest.mark.parametrize(("a", "x"), [(200, 150), (200, 200), (1000, 1020)])
def test_what_is_permitted_is_what_the_condition_allows(text: str, a: int, x: int) -> None:
    """What the operator and the condition in each argument, uncertain by 2u, come to, and within twice that."""
    value = truth(text, {"a": a, "x": x})
    with precision(256):
        of = lambda p, q: ball(truth(text, {"a": p, "x": q}).value[()])  # noqa: E731
        step = Fraction(1, 1000)
        slopes = [abs(of(a + step, x) / of(a, x) - 1) * 1000 * a, abs(of(a, x + step) / of(a, x) - 1) * 1000 * x]
    ulps = permitted(text, {"a": a, "x": x})[()] / abs(numbers(value)[0]) * 2**53
    assert ulps < 4 * (8 + 2 * sum(float(s.mid()) for s in slopes))
