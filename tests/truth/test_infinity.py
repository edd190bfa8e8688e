"""Infinite inputs: a function with a finite limit has it there, with derivatives of zero; others have no value."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from conformance.truth.api import side_truth
from conformance.truth.arrays import Array
from conformance.truth.model import SideTruth
from conformance.truth.permit import Bound
from conformance.truth.rounding import as_scalars
from conformance.truth.side import Expression
from tests.truth.texts import parsed

INF = math.inf
LIMITS = {
    ("exp", -INF): 0.0,
    ("exp2", -INF): 0.0,
    ("expm1", -INF): -1.0,
    ("rsqrt", INF): 0.0,
    ("atan", INF): math.pi / 2,
    ("atan", -INF): -math.pi / 2,
    ("tanh", INF): 1.0,
    ("tanh", -INF): -1.0,
    ("erf", INF): 1.0,
    ("erf", -INF): -1.0,
    ("erfc", INF): 0.0,
    ("erfc", -INF): 2.0,
    ("sigmoid", INF): 1.0,
    ("sigmoid", -INF): 0.0,
    ("softplus", -INF): 0.0,
    ("log_sigmoid", INF): 0.0,
    ("silu", -INF): 0.0,
    ("gelu", -INF): 0.0,
    ("mish", -INF): 0.0,
    ("sinc", INF): 0.0,
    ("sinc", -INF): 0.0,
    ("elu", -INF): -1.0,
    ("relu", -INF): 0.0,
}
"""What the functions that have a finite limit at an infinity tend to."""

MASKED = {"x": (-INF, 1.0, 2.0)}
P = 1 / (1 + math.e)


class Side:
    """An expression and its bound, as `side_truth` wants them."""

    def __init__(self, text: str, point: dict[str, Array]) -> None:
        graph, root = parsed(text, {name: [Fraction(0)] * v.size if v.ndim else 0 for name, v in point.items()})
        self.expression, self.bound = Expression(graph, root), Bound(graph, root)


def truth(text: str, point: dict[str, object]) -> SideTruth:
    exact = {name: as_scalars(np.array(v, dtype=np.float64)) for name, v in point.items()}
    return side_truth(Side(text, exact), exact, "float64")  # type: ignore[arg-type] # has what a side has


@pytest.mark.parametrize(("name", "x"), LIMITS)
def test_a_finite_limit_is_the_value_and_its_derivatives_are_zero(name: str, x: float) -> None:
    for text, right in (
        (f"{name}(x)", LIMITS[name, x]),
        (f"grad({name}(x), x)", 0.0),
        (f"derivative({name}(x), x, 2)", 0.0),
    ):
        found = truth(text, {"x": x})
        assert found.kind == "smooth"
        assert found.high[()] == right
        assert found.permitted[()] < 1e-14


@pytest.mark.parametrize(
    ("name", "x"),
    [("exp", INF), ("log", INF), ("log", -INF), ("softplus", INF), ("sqrt", INF), ("sin", INF), ("relu", INF)],
)
def test_without_a_finite_limit_there_is_no_value(name: str, x: float) -> None:
    assert truth(f"{name}(x)", {"x": x}).kind == "undefined"


@pytest.mark.parametrize("text", ["grad(relu(x), x)", "grad(2*x, x)", "derivative(x*x, x, 2)", "grad(softplus(x), x)"])
def test_without_a_value_there_is_no_derivative(text: str) -> None:
    assert truth(text, {"x": INF}).kind == "undefined"


@pytest.mark.parametrize("text", ["x*0", "x - x", "x/x", "2*x"])
def test_arithmetic_with_infinity_gives_no_number(text: str) -> None:
    assert truth(text, {"x": INF}).kind == "undefined"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("softmax(x)", [0, P, 1 - P]),
        ("jac(softmax(x), x)", [0, 0, 0, 0, P * (1 - P), -P * (1 - P), 0, -P * (1 - P), P * (1 - P)]),
        ("logsumexp(x)", [2 - math.log(1 - P)]),
        ("grad(logsumexp(x), x)", [0, P, 1 - P]),
        ("log_softmax(x)[1]", [math.log(P)]),
        ("grad(log_softmax(x)[1], x)", [0, 1 - P, P - 1]),
        ("logaddexp(x[0], x[1])", [1]),
        ("grad(logaddexp(x[0], x[1]), x)", [0, 1, 0]),
        ("grad(logaddexp(x[1], x[0]), x)", [0, 1, 0]),
        ("hess(logaddexp(x[0], x[1]), x)", [0] * 9),
        ("grad(max(x), x)", [0, 0, 1]),
    ],
)
def test_a_masked_entry_has_no_weight(text: str, right: list[float]) -> None:
    found = truth(text, dict(MASKED))
    assert found.kind == "smooth"
    assert found.high.ravel().tolist() == pytest.approx(right, abs=1e-12)
    assert (found.permitted < 1e-12).all()


def test_an_entry_of_minus_infinity_has_no_logarithm_of_its_weight() -> None:
    assert truth("log_softmax(x)", dict(MASKED)).kind == "undefined"


@pytest.mark.parametrize(
    "text",
    [
        "softmax(x)",
        "logsumexp(x)",
        "logaddexp(x[0], x[1])",
        "hess(logaddexp(x[0], x[1]), x)",
        "std(x)",
        "hess(var(x), x)",
    ],
)
def test_where_everything_is_masked_there_is_no_value(text: str) -> None:
    assert truth(text, {"x": (-INF, -INF)}).kind == "undefined"
