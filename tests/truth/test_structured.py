"""Definitions of what gathers, sorts, slides a window or contracts: their values, and what is legal at their kinks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from conformance.language.build import Builder
from conformance.truth.side import Expression, precision
from tests.backends import structured_values
from tests.truth.texts import Point, array, numbers, truth, vertices

ROWS: list[tuple[str, tuple[Any, ...], Any, dict[str, Any]]] = []
structured_values.add(lambda op, args, value, **params: ROWS.append((op, tuple(args), value, params)))


@pytest.mark.parametrize(("op", "args", "value", "params"), ROWS, ids=[row[0] for row in ROWS])
def test_a_definition_means_what_the_operator_does(
    op: str, args: tuple[Any, ...], value: Any, params: dict[str, Any]
) -> None:
    b = Builder()
    nodes = [b.input(f"a{i}", np.shape(a)) for i, a in enumerate(args)]
    node = b.op(op, *nodes, **params)
    with precision(256):
        found = Expression(b.graph(), node).at({f"a{i}": array(np.array(a).tolist()) for i, a in enumerate(args)})
    np.testing.assert_allclose(numbers(found), np.ravel(value), rtol=1e-15)


@pytest.mark.parametrize(
    ("text", "point", "limits"),
    [
        ("grad(dot([1, 10, 100], sort(x)), x)", {"x": [3, 1, 3]}, {(10, 1, 100), (100, 1, 10)}),
        ("grad(dot([1, 10], topk(x, 2)), x)", {"x": [5, 1, 1]}, {(1, 10, 0), (1, 0, 10)}),
        ("grad(dot([1, 10], topk(x, 2)), x)", {"x": [5, 5, 1]}, {(1, 10, 0), (10, 1, 0)}),
        ("grad(median(x), x)", {"x": [1, 2, 2]}, {(0, 1, 0), (0, 0, 1)}),
        ("grad(median(x), x)", {"x": [2, 2, 2]}, {(1, 0, 0), (0, 1, 0), (0, 0, 1)}),
        ("grad(quantile(x, 0.25), x)", {"x": [1, 2, 2]}, {(0.5, 0.5, 0), (0.5, 0, 0.5)}),
        ("grad(dot([1, 10], cummax(x)), x)", {"x": [1, 1]}, {(1, 10), (11, 0)}),
        ("grad(dot([1, 10], cummin(x)), x)", {"x": [1, 1]}, {(1, 10), (11, 0)}),
        ("grad(sum(segment_max(x, [0, 1, 1], 2)), x)", {"x": [5, 1, 1]}, {(1, 1, 0), (1, 0, 1)}),
        ("grad(sum(max_pool1d(x, 2)), x)", {"x": [[[1, 1, 0]]]}, {(1, 1, 0), (0, 2, 0)}),
        ("grad(max_pool2d(x, 2)[0, 0, 0, 0], x)", {"x": [[[[1, 0], [0, 1]]]]}, {(1, 0, 0, 0), (0, 0, 0, 1)}),
    ],
)
def test_the_legal_derivatives_at_a_tie(text: str, point: Point, limits: set[tuple[float, ...]]) -> None:
    value = truth(text, point)
    assert value.kind == "kink"
    assert vertices(value) == limits


@pytest.mark.parametrize(
    ("text", "point", "derivative"),
    [
        ("grad(sum(sort(x)), x)", {"x": [2, 2, 1]}, [1, 1, 1]),
        ("grad(dot([1, 1, 5], topk(x, 3)), x)", {"x": [2, 2, 1]}, [1, 1, 5]),
        ("grad(topk(x, 1)[0] - max(x), x)", {"x": [2, 2]}, [0, 0]),
        ("grad(sum(cdist(x, x)**2), x)", {"x": [[1, 2], [1, 2]]}, [0, 0, 0, 0]),
    ],
)
def test_what_no_tie_can_change_has_a_derivative(text: str, point: Point, derivative: list[float]) -> None:
    value = truth(text, point)
    assert value.kind == "touched"
    assert numbers(value) == derivative


def test_the_distance_between_points_that_coincide_has_a_kink() -> None:
    assert truth("grad(cdist(x, y)[0, 0], x)", {"x": [[1, 2]], "y": [[1, 2]]}).kind == "kink"
