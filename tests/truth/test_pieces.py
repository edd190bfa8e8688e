"""Every piece that meets at a kink is found, also those that no sample of directions hits."""

from __future__ import annotations

from itertools import product

import pytest

from conformance.truth.api import claim_truth
from conformance.truth.cache import Cache
from conformance.truth.pieces import MOST
from tests.truth.claims import instance
from tests.truth.texts import truth, vertices


@pytest.mark.parametrize("n", [2, 3, 5])
def test_relus_are_decided_one_by_one(n: int) -> None:
    """All zero is what frameworks return; with 5 entries no sample of 30 directions contains it."""
    assert vertices(truth("grad(sum(relu(x)), x)", {"x": (0,) * n})) == set(product((0.0, 1.0), repeat=n))


@pytest.mark.parametrize("n", [2, 4, 7])
def test_a_tie_goes_to_one(n: int) -> None:
    limits = vertices(truth("grad(max(x), x)", {"x": (1,) * n}))
    assert limits == {tuple(float(i == j) for j in range(n)) for i in range(n)}


def test_decisions_that_depend_on_one_another() -> None:
    """Of the eight combinations of the signs of x, y and x + y six are pieces."""
    limits = vertices(truth("grad(abs(x[0]) + abs(x[1]) + abs(x[0] + x[1]), x)", {"x": (0, 0)}))
    assert limits == {(2.0, 2.0), (-2.0, -2.0), (2.0, 0.0), (0.0, 2.0), (-2.0, 0.0), (0.0, -2.0)}


def test_a_decision_inside_another() -> None:
    limits = vertices(truth("grad(relu(x[0] - relu(x[1])), x)", {"x": (0, 0)}))
    assert limits == {(0.0, 0.0), (1.0, 0.0), (1.0, -1.0)}


def test_a_narrow_piece() -> None:
    """The cone between the lines y = 100 x and y = 101 x is one of four."""
    limits = vertices(truth("grad(abs(x[1] - 100*x[0]) + abs(x[1] - 101*x[0]), x)", {"x": (0, 0)}))
    assert limits == {(201.0, -2.0), (-201.0, 2.0), (1.0, 0.0), (-1.0, 0.0)}


def test_more_pieces_than_are_listed() -> None:
    """The joint legal set is not known then; each entry's is."""
    n = 9
    case = instance("grad(sum(relu(x)), x)", points=[{"x": ("0",) * n}], shapes={"x": (n,)})
    (claim,) = case.claims
    (known,) = claim_truth(case, claim, claim.points[0], "float64", Cache(None))
    assert 2**n > MOST
    assert known.kind == "kink"
    assert known.vertices is None
    assert known.lower is not None
    assert known.upper is not None
    assert (known.lower.tolist(), known.upper.tolist()) == ([0.0] * n, [1.0] * n)


@pytest.mark.parametrize("text", ["sign(x**2)", "where(x**2 > 0, x, 1)", "sign(abs(x))"])
def test_a_value_apart_from_its_limits_has_no_derivative(text: str) -> None:
    assert truth(f"grad({text}, x)", {"x": 0}).kind == "undefined"


def test_a_removed_singularity_has_one() -> None:
    assert truth("grad(where(x**2 > 0, x, 0), x)", {"x": 0}).kind == "touched"
