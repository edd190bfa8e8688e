"""What derivatives with respect to lets, `at` and nesting mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flint import fmpq

from conformance.language.graph import Graph
from conformance.language.parse import Scope, parse_expression, parse_let
from conformance.truth.arrays import array_of
from conformance.truth.scalars import ball
from conformance.truth.side import Expression, precision


def evaluate(expression: str, lets: dict[str, str], **inputs: int) -> list[float]:
    scope = Scope()
    for name in inputs:
        scope.builder.input(name, ())
    for name, text in lets.items():
        parse_let(name, text, scope)
    root = parse_expression(expression, scope)
    graph: Graph = scope.builder.graph()
    with precision(256):
        value = Expression(graph, root).at({k: array_of([fmpq(v)], ()) for k, v in inputs.items()})
    return [float(ball(x)) for x in value.value.ravel()]


CHAIN = {"a": "x*y", "b": "x + y", "f": "a**2*b"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("grad(f, x)", lambda x, y: 2 * x * y * y * (x + y) + (x * y) ** 2),
        ("grad(f, a)", lambda x, y: 2 * x * y * (x + y)),
        ("grad(f, b)", lambda x, y: (x * y) ** 2),
        ("grad(grad(f, a), b)", lambda x, y: 2 * x * y),
        ("grad(grad(f, x), a)", lambda x, y: 2 * y * (x + y) + 2 * x * y),
        ("at(grad(f, x), x = 2*y)", lambda x, y: 2 * (2 * y) * y * y * (3 * y) + (2 * y * y) ** 2),
        ("grad(at(f, x = 2*x), x)", lambda x, y: 2 * (4 * x * y * y * (2 * x + y) + (2 * x * y) ** 2)),
        ("at(grad(f, x), y = x)", lambda x, y: 5 * x**4),
        ("at(grad(f, b), x = b)", lambda x, y: (x + y) ** 2 * y**2),
        ("at(derivative(f, x, 2), y = 2*x)", lambda x, y: 2 * (2 * x) ** 2 * 3 * x + 4 * x * (2 * x) ** 2),
        ("grad(at(grad(f, x), y = x), x)", lambda x, y: 20 * x**3),
        ("at(grad(at(f, y = 2*x), x), y = x**2)", lambda x, y: 60 * x**4),
        ("at(at(grad(f, x), x = y), y = x)", lambda x, y: 5 * x**4),
        ("grad(at(f, x = 3), x)", lambda x, y: 0),
        ("grad(at(f, x = 3), a)", lambda x, y: 0),
        ("derivative(f, x, 3)", lambda x, y: 6 * y * y),
        ("derivative(at(f, y = x), x, 5)", lambda x, y: 240),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_closed_forms(expression: str, expected: Callable[[int, int], float]) -> None:
    assert evaluate(expression, CHAIN, x=3, y=-2) == [expected(3, -2)]


def test_a_list_of_targets_is_stacked() -> None:
    assert evaluate("grad(f, [a, b])", CHAIN, x=3, y=-2) == [-12.0, 36.0]


def test_partial_holds_every_other_name_of_the_definition() -> None:
    lets = {"a": "x**2", "f": "a*x"}
    assert evaluate("partial(f, x)", lets, x=3) == [9.0]
    assert evaluate("partial(f, a)", lets, x=3) == [3.0]
    assert evaluate("grad(f, x)", lets, x=3) == [27.0]


def test_two_names_of_one_value_are_two_nodes() -> None:
    lets = {"a": "x", "f": "a*x"}
    assert evaluate("grad(f, a)", lets, x=5) == [5.0]
    assert evaluate("grad(f, x)", lets, x=5) == [10.0]


def test_untouched_at_does_not_evaluate_its_body_outside() -> None:
    assert evaluate("at(log(x), x = 1)", {}, x=0) == [0.0]


def test_an_at_keeps_what_does_not_move_with_the_inputs_it_replaces() -> None:
    """s is sin(y), whatever x is, so it is the same node in f at x = 2."""
    lets = {"s": "at(x**2, x = y)", "f": "s*x"}
    assert evaluate("grad(at(f, x = 2), s)", lets, x=7, y=3) == [2.0]
