"""Random expressions by numpy: the shape that was inferred, and a value within what is permitted."""

from __future__ import annotations

import importlib
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from conformance.backends.contract import Backend
from conformance.backends.evaluate import Outcome, Value, evaluate
from conformance.language.graph import Graph, Shape
from conformance.language.parse import parse_expression
from conformance.truth.permit import Bound
from conformance.truth.scalars import UndecidedError, ball
from conformance.truth.side import Expression, precision
from tests.expressions import World, expressions, points, worlds
from tests.truth.texts import Point, exact

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")

NUMPY: Backend = importlib.import_module("conformance.backends.numpy")  # type: ignore[assignment]
SHAPES: list[Shape] = [(), (1,), (3,), (2, 2), (1, 3), (2, 1, 3)]
OPERATORS = frozenset(NUMPY.operators)
INACCURATE = frozenset({"sinc", "lgamma"})
"""numpy takes the sine of a rounded πx, which at whole x is not 0; Python's lgamma loses digits near its zeros."""


def parsed(world: World, text: str) -> tuple[Graph, int]:
    scope = world.scope()
    root = parse_expression(text, scope)
    return scope.builder.graph(), root


def by_numpy(graph: Graph, root: int, point: Point, dtype: str, mode: str) -> Outcome:
    arrays = {name: np.vectorize(_number)(np.array(v, dtype=object)).astype(dtype) for name, v in point.items()}
    (observed,) = evaluate(NUMPY, graph, [root], [arrays], dtype=dtype, mode=mode)
    return observed.outcomes[0]


def _number(text: str) -> float:
    numerator, _, denominator = text.partition("/")
    return int(numerator) / int(denominator)


# The same examples each time: where numpy itself loses digits is no failure of the suite, and no affair of CI.
@settings(max_examples=300, derandomize=True)
@given(st.data(), st.sampled_from(SHAPES), st.sampled_from(["float32", "float64"]))
def test_shapes_and_values(data: st.DataObject, shape: Shape, dtype: str) -> None:
    allowed = OPERATORS - INACCURATE
    world = data.draw(worlds(allowed=allowed))
    text = data.draw(expressions(world, shape, depth=4, order=0, allowed=allowed))
    point = data.draw(points(world))
    graph, root = parsed(world, text)
    outcome = by_numpy(graph, root, point, dtype, "finite-difference")
    assert isinstance(outcome, Value), outcome
    assert outcome.array.shape == graph[root].shape == shape
    with precision(256):
        try:
            value = Expression(graph, root).at(exact(point))
            permitted = Bound(graph, root).permitted(exact(point), value, dtype)
        except UndecidedError:
            assume(False)
            raise
        assert value.value.shape == permitted.shape == shape
        for true, observed, bound in zip(value.value.ravel(), outcome.array.ravel(), permitted.ravel(), strict=True):
            if math.isfinite(bound):
                assert abs(ball(true) - float(observed)) <= bound, (text, float(observed), true, bound)


@settings(max_examples=100)
@given(st.data(), st.sampled_from(SHAPES))
def test_shapes_of_derivatives(data: st.DataObject, shape: Shape) -> None:
    world = data.draw(worlds(allowed=OPERATORS))
    allowed = OPERATORS | {"grad", "jac", "hess", "derivative", "jvp", "vjp", "hvp", "partial", "at"}
    text = data.draw(expressions(world, shape, order=2, allowed=allowed))
    graph, root = parsed(world, text)
    outcome = by_numpy(graph, root, data.draw(points(world)), "float64", "finite-difference")
    assert isinstance(outcome, Value), outcome
    assert outcome.array.shape == graph[root].shape == shape
