"""The word for what was chosen."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.insight.element import element


def at_kink(answer: Any, lower: Any, upper: Any, limits: Any = None) -> dict[str, Any]:
    ends = {"answer": answer, "lower": lower, "upper": upper}
    return ends if limits is None else ends | {"limits": limits}


def tie(answer: list[float], whole: float = 1.0) -> dict[str, Any]:
    """The entries are tied, and in each limit one has the whole."""
    n = len(answer)
    limits = [[whole if i == j else 0.0 for j in range(n)] for i in range(n)]
    return at_kink(answer, [min(whole, 0.0)] * n, [max(whole, 0.0)] * n, limits)


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (0.0, "0"), (-0.0, "0"), (0.5, "1/2"), (1.0, "1"), (0.25, "0.25"), (0.9999999, "1"),
        ("nan", "nan"), ("inf", "inf"), ("-inf", "-inf"),
    ],
)  # fmt: skip
def test_relu(answer: float | str, word: str) -> None:
    assert element(at_kink(answer, 0.0, 1.0, [0.0, 1.0])) == word


def test_a_slope_is_a_number() -> None:
    assert element(at_kink(0.01, 0.01, 1.0)) == "0.01"
    assert element(at_kink(-1.0, -1.0, 1.0)) == "-1"


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ([1.0, 0.0, 0.0], "first"),
        ([0.0, 1.0, 0.0], "second of 3"),
        ([0.0, 0.0, 1.0], "last"),
        ([1 / 3, 1 / 3, 1 / 3], "split"),
        ([0.5, 0.5, 0.0], "uneven"),
        ([1.0, 1.0, 1.0], "all"),
        ([0.0, 0.0, 0.0], "none"),
        (["nan", 0.0, 0.0], "nan in 1 of 3"),
    ],
)
def test_ties(answer: list[float], word: str) -> None:
    assert element(tie(answer)) == word


@pytest.mark.parametrize("weight", [2.0, -3.0, 0.1])
def test_a_weight_changes_nothing_of_who_gets_what(weight: float) -> None:
    for shares in ([1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [1.0, 1.0]):
        assert element(tie([weight * x for x in shares], weight)) == element(tie(shares))


def test_entries_that_are_not_tied_with_the_others() -> None:
    limits = [[1.0, 0.0, 0.0, 7.0], [0.0, 0.0, 1.0, 7.0]]
    assert element(at_kink([0.0, 0.0, 1.0, 7.0], [0.0, 0.0, 0.0, 7.0], [1.0, 0.0, 1.0, 7.0], limits)) == "last"


def test_two_kinks_are_no_tie() -> None:
    limits = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    assert element(at_kink([0.5, 0.5], [0.0, 0.0], [1.0, 1.0], limits)) == "1/2"
    assert element(at_kink([0.0, 1.0], [0.0, 0.0], [1.0, 1.0], limits)) == "one piece"
    assert element(at_kink([0.25, 1.0], [0.0, 0.0], [1.0, 1.0], limits)) == "mixture"
    assert element(at_kink([0.25, 1.0], [0.0, 0.0], [1.0, 1.0])) == "mixture"


def test_the_mean_of_different_pieces() -> None:
    limits = [[2.0, -1.5], [-1.5, 2.0], [1.0, 0.0]]
    assert element(at_kink([0.5, 1 / 6], [-1.5, -1.5], [2.0, 2.0], limits)) == "mean of the pieces"
    assert element(at_kink([-1.5, 2.0], [-1.5, -1.5], [2.0, 2.0], limits)) == "one piece"


def test_ends_that_differ_by_rounding_are_no_choice() -> None:
    assert element(at_kink([0.5, 2.1], [0.0, 2.0999999999999996], [1.0, 2.1])) == "1/2"


def test_weights_are_taken_out() -> None:
    assert element(at_kink([0.0, -1.5], [-0.75, -1.5], [0.75, -1.5]), [0.75, -1.5]) == "0"
    assert element(at_kink([-0.75, -1.5], [-0.75, -1.5], [0.75, -1.5]), [0.75, -1.5]) == "-1"
    assert element(at_kink([0.75], [0.0], [0.75]), [0.75]) == "1"
    assert element(at_kink([0.75], [0.0], [0.75]), [0.0]) == "0.75"


def test_where_nothing_is_defined() -> None:
    assert element({"answer": ["nan", "nan"]}) == "nan"
    assert element({"answer": [0.0, "inf", 2.5]}) == "inf in 1 of 3"
    assert element({"answer": [0.0, "inf", "nan"]}) == "inf, nan in 2 of 3"
    assert element({"answer": [0.0, 2.5]}) == "finite"
    assert element({"answer": 0.3333333}) == "0.3333"


@given(st.integers(2, 8), st.floats(-10, 10).filter(lambda x: abs(x) > 1e-3), st.data())
def test_one_of_the_tied_entries(n: int, whole: float, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, n - 1))
    answer = [whole if i == place else 0.0 for i in range(n)]
    word = element(tie(answer, whole))
    assert word == ("first" if place == 0 else "last" if place == n - 1 else word)
    assert (word in ("first", "last")) == (place in (0, n - 1))
    assert element(tie([whole / n] * n, whole)) == "split"


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_every_number_has_a_word(x: float) -> None:
    written = x if math.isfinite(x) else str(x)
    assert element({"answer": written})
    assert element({"answer": written}) == element(at_kink(written, -1.0, 1.0))


@pytest.mark.parametrize("text", ["undefined", "", "1e999999", "<b>"])
def test_what_is_no_number_is_no_number(text: str) -> None:
    assert element({"answer": text}) in {"nan", "inf"}
