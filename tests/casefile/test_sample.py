"""Samples satisfy what is asked of them exactly, are short, generic, and never change."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.casefile.constants import constant
from conformance.casefile.domain import contradiction, misfit, satisfies
from conformance.casefile.draw import EmptyDomainError
from conformance.casefile.fields import STRUCTURES
from conformance.casefile.model import Input
from conformance.casefile.sample import sample

SHAPES = st.sampled_from([(), (1,), (2,), (5,), (1, 1), (2, 2), (3, 3), (4, 4), (2, 3), (2, 1, 3)])
INTERVALS = st.sampled_from([("-2", "2"), ("0", "1"), ("-3", "-1"), ("0.5", "pi/2"), ("-10", "10"), ("1e-9", "1e-8")])


def drawn(shape: tuple[int, ...], *where: str, interval: tuple[str, str] = ("-2", "2"), k: int = 0) -> tuple[str, ...]:
    return sample("case", {}, [Input("x", shape, interval, where)], k)["x"]


def value(text: str) -> Fraction:
    found = constant(text).value
    assert found is not None
    return found


@given(SHAPES, st.lists(st.sampled_from(STRUCTURES), unique=True, max_size=3), st.integers(0, 50))
def test_a_sample_satisfies_its_structure(shape: tuple[int, ...], where: list[str], k: int) -> None:
    assume(contradiction(where) is None and misfit(where, shape) is None)
    try:
        found = drawn(shape, *where, k=k)
    except EmptyDomainError:
        assert "integer" in where  # only so many integers from -2 to 2
        assert {"distinct", "invertible", "nonzero", "positive"} & set(where)
        return
    assert len(found) == math.prod(shape)
    assert satisfies(found, shape, where)


@given(SHAPES, INTERVALS, st.sampled_from([(), ("distinct",), ("nonzero",)]), st.integers(0, 50))
def test_a_sample_lies_inside_its_interval(
    shape: tuple[int, ...], interval: tuple[str, str], where: tuple[str, ...], k: int
) -> None:
    low, high = map(value, interval)
    assert all(low < value(v) < high for v in drawn(shape, *where, interval=interval, k=k))


@given(SHAPES, INTERVALS, st.integers(0, 50))
def test_generic_entries_differ_in_magnitude_and_keep_away_from_zero(
    shape: tuple[int, ...], interval: tuple[str, str], k: int
) -> None:
    found = [abs(value(v)) for v in drawn(shape, interval=interval, k=k)]
    assert len(set(found)) == len(found)
    assert min(found) >= (value(interval[1]) - value(interval[0])) / 100


def test_values_are_short() -> None:
    assert all(len(v) <= 6 for k in range(50) for v in drawn((3,), k=k))
    assert all(len(v) <= 9 for k in range(50) for v in drawn((3,), interval=("1e-300", "1e-299"), k=k))


def test_samples_never_change() -> None:
    """Published runs name their points: these values are a contract."""
    inputs = [
        Input("x", ()),
        Input("v", (3,), where=("unit",)),
        Input("A", (2, 2), where=("symmetric",)),
        Input("Q", (2, 2), where=("orthogonal",)),
        Input("p", (3,), where=("simplex",)),
        Input("k", (3,), ("-9", "9"), ("integer", "distinct")),
        Input("S", (2, 2), where=("positive-definite",)),
    ]
    assert sample("chain-rule.sum", {"n": 2, "m": 3}, inputs, 5) == PUBLISHED


PUBLISHED = {
    "x": ("-0.136",),
    "v": ("56/69", "16/69", "37/69"),
    "A": ("1.285", "-1.331", "-1.331", "-0.528"),
    "Q": ("-8/17", "15/17", "15/17", "8/17"),
    "p": ("4/19", "6/19", "9/19"),
    "k": ("-6", "9", "6"),
    "S": ("2.92", "1.21", "1.21", "1.11"),
}


def test_samples_depend_on_nothing_else() -> None:
    x, y = Input("x", (3,)), Input("y", (3,))
    random.seed(1)
    first = sample("case", {"n": 1, "m": 2}, [x, y], 3)
    random.seed(2)
    assert sample("case", {"m": 2, "n": 1}, [y, x], 3) == first
    assert sample("case", {"n": 1, "m": 2}, [y], 3)["y"] == first["y"]
    others = [sample("other", {"n": 1, "m": 2}, [x], 3), sample("case", {"n": 2, "m": 2}, [x], 3),
              sample("case", {"n": 1, "m": 2}, [x], 4), {"x": first["y"]}]  # fmt: skip
    assert all(other["x"] != first["x"] for other in others)


@pytest.mark.parametrize(
    ("shape", "where", "interval", "message"),
    [
        ((2,), ("positive",), ("-2", "-1"), "no positive numbers between the ends of `in`"),
        ((2,), ("integer",), ("0.2", "0.8"), "no such integers between the ends of `in`"),
        ((2,), ("integer", "nonzero"), ("-0.5", "0.5"), "no such integers between the ends of `in`"),
        ((9,), ("integer", "distinct"), ("-2", "2"), "9 distinct integers are needed, the interval has 5"),
        ((3, 3), ("integer", "invertible"), ("0", "0.5"), "no sample found that is integer, invertible"),
    ],
)
def test_what_cannot_be_sampled(
    shape: tuple[int, ...], where: tuple[str, ...], interval: tuple[str, str], message: str
) -> None:
    with pytest.raises(EmptyDomainError, match=message):
        drawn(shape, *where, interval=interval)


def test_both_orientations_of_an_orthogonal_matrix_occur() -> None:
    found = [[value(v) for v in drawn((2, 2), "orthogonal", k=k)] for k in range(20)]
    assert {a * d - b * c for a, b, c, d in found} == {1, -1}


def test_words_that_contradict_one_another() -> None:
    assert contradiction(["symmetric", "orthogonal"]) == (
        "symmetric and orthogonal do not go together; "
        "with symmetric: integer, invertible, nonnegative, nonzero, positive, positive-definite"
    )
    assert contradiction(["positive", "integer", "distinct"]) is None
