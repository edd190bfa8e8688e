"""Relations between exact numbers and balls."""

from __future__ import annotations

import math

import pytest
from flint import arb, fmpq

from conformance.truth.arrays import array_of
from conformance.truth.relation import holds, vanishes
from conformance.truth.scalars import Scalar, UndecidedError
from conformance.truth.side import precision

NEAR_ZERO = arb(0, 2.0**-250)
WIDE = arb(0, 2.0**-50)


def verdict(relation: str, a: Scalar, b: Scalar, scale: float = 1.0) -> str:
    return holds(relation, array_of([a], ()), array_of([b], ()), scale)[0]


@pytest.mark.parametrize("relation", ["==", "!=", "<", "<=", ">", ">="])
@pytest.mark.parametrize(("a", "b"), [(1, 2), (2, 1), (2, 2)])
def test_exact_numbers(relation: str, a: int, b: int) -> None:
    expected = {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[relation]
    wanted = "confirmed" if expected else "refuted"
    assert verdict(relation, fmpq(a), fmpq(b)) == wanted
    assert verdict(relation, arb(a), arb(b)) == wanted


def test_rationals_are_compared_exactly() -> None:
    assert verdict("==", fmpq(1), fmpq(1) + fmpq(1, 10**200)) == "refuted"


@pytest.mark.parametrize("relation", ["==", "<=", ">="])
def test_balls_that_meet_to_two_hundred_bits_are_equal(relation: str) -> None:
    assert verdict(relation, 1 + NEAR_ZERO, fmpq(1)) == "confirmed"


@pytest.mark.parametrize("relation", ["==", "!=", "<", ">", "<=", ">="])
def test_wide_balls_decide_nothing(relation: str) -> None:
    with pytest.raises(UndecidedError):
        verdict(relation, 1 + WIDE, fmpq(1))


@pytest.mark.parametrize("relation", ["<", ">"])
def test_a_strict_relation_is_never_taken_from_balls_that_meet(relation: str) -> None:
    with pytest.raises(UndecidedError):
        verdict(relation, 1 + NEAR_ZERO, fmpq(1))


def test_an_entry_that_fails_decides_whatever_the_others() -> None:
    left = array_of([1 + WIDE, fmpq(2)], (2,))
    right = array_of([fmpq(1), fmpq(3)], (2,))
    assert holds("==", left, right, 1.0) == ("refuted", 1)


def test_sides_broadcast() -> None:
    assert holds("==", array_of([fmpq(2)] * 3, (3,)), array_of([fmpq(2)], ()), 2.0) == ("confirmed", 0)


@pytest.mark.parametrize("scale", [math.inf, 1e308])
def test_a_scale_past_the_floats_does_not_make_all_things_equal(scale: float) -> None:
    with precision(256), pytest.raises(UndecidedError):
        vanishes(arb(0, arb(10) ** 320), scale)
    with precision(256):
        assert not vanishes(arb(10) ** 320, scale)
