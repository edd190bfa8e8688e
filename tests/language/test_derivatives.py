"""Derivative operators, `partial` and `at`: targets, held names, shapes, mistakes."""

from __future__ import annotations

import pytest

from conformance.language.graph import Graph
from conformance.language.parse import parse_expression, parse_let
from tests.language.scopes import node, refused, scope


@pytest.mark.parametrize(
    ("text", "op", "shape"),
    [
        ("grad(f, x)", "grad", (3,)),
        ("grad(f, A)", "grad", (3, 3)),
        ("grad(g, f)", "grad", ()),
        ("grad(g, [s, t, f])", "grad", (3,)),
        ("grad(f, [t])", "grad", (1,)),
        ("grad(2, x)", "grad", (3,)),
        ("jac(A @ x, x)", "jac", (3, 3)),
        ("jac(x, A)", "jac", (3, 3, 3)),
        ("jac(x, [s, t])", "jac", (3, 2)),
        ("hess(f, x)", "hess", (3, 3)),
        ("hess(g, [s, t])", "hess", (2, 2)),
        ("hess(f, B)", "hess", (2, 3, 2, 3)),
        ("derivative(g, t, 3)", "derivative", ()),
        ("derivative(g, t)", "derivative", ()),
        ("jvp(B @ x, x, y)", "jvp", (2,)),
        ("jvp(f, [s, t], [1, 2])", "jvp", ()),
        ("vjp(B @ x, x, [1, 2])", "vjp", (3,)),
        ("hvp(f, x, y)", "hvp", (3,)),
        ("grad(dot(grad(f, x), y), x)", "grad", (3,)),
        ("partial(g, f)", "jac", ()),
        ("at(grad(f, x), x = 2*x, t = 0)", "at", (3,)),
    ],
)
def test_shapes(text: str, op: str, shape: tuple[int, ...]) -> None:
    found = node(text)
    assert (found.op, found.shape) == (op, shape)


def test_arguments_are_body_targets_held_vectors() -> None:
    made = scope()
    names = {**made.builder.inputs, **made.builder.lets}
    found = made.builder.nodes[parse_expression("hvp(f, x, y)", made)]
    assert (found.body, found.targets, found.held, found.vectors) == (names["f"], (names["x"],), (), (names["y"],))
    found = made.builder.nodes[parse_expression("derivative(g, t, 2)", made)]
    assert found.params["order"] == 2
    found = made.builder.nodes[parse_expression("grad(g, [s, t])", made)]
    assert found.targets == (names["s"], names["t"])
    assert found.params["stacked"] is True


def test_partial_holds_the_other_names_of_the_definition() -> None:
    made = scope()
    parse_let("h", "f*g + sin(f) + s*t", made)
    names = {**made.builder.inputs, **made.builder.lets}
    found = made.builder.nodes[parse_expression("partial(h, f)", made)]
    definition = made.builder.nodes[names["h"]].args[0]
    assert found.body == definition
    assert found.targets == (names["f"],)
    assert set(found.held) == {names["g"], names["s"], names["t"]}


def test_partial_of_a_let_that_is_just_a_name() -> None:
    made = scope()
    parse_let("h", "f", made)
    found = made.builder.nodes[parse_expression("partial(h, f)", made)]
    assert found.body == found.targets[0] == made.builder.lets["f"]


def test_at_names_the_inputs_it_replaces() -> None:
    made = scope()
    found = made.builder.nodes[parse_expression("at(f, t = 1, x = y)", made)]
    assert found.params["inputs"] == (made.builder.inputs["t"], made.builder.inputs["x"])
    assert found.vectors[1] == made.builder.inputs["y"]


def test_restricted_keeps_the_inputs_that_at_replaces() -> None:
    made = scope()
    root = parse_expression("at(grad(f, x), x = y)", made)
    graph: Graph = made.builder.graph()
    smaller, (new,) = graph.restricted([root])
    assert smaller[new].params["inputs"] == (smaller.inputs["x"],)


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        (
            "grad(f, 2*x)",
            "2*x",
            "grad is with respect to an input, a let name, or a list of scalar ones, not `2*x`; "
            "known here: x, y, A, B, s, t, f, g",
        ),
        ("grad(f, 2)", "2", "grad is with respect to an input, a let name, or a list of scalar ones, not `2`;"),
        ("grad(f, X)", "X", "grad is with respect to an input, a let name, or a list of scalar ones, not X; did you"),
        ("grad(f, n)", "n", "grad is with respect to an input, a let name, or a list of scalar ones, not n;"),
        ("grad(f, [s, x])", "x", "a list of targets takes scalars; this is a 3-vector: name it alone"),
        ("grad(f, [s, s])", "s", "s stands in the list twice"),
        ("grad(f, [])", "[]", "grad needs something to differentiate with respect to; the list is empty"),
        ("grad(x, x)", "grad(x, x)", "grad takes a scalar function; this one is a 3-vector (jac takes any)"),
        ("grad(f)", "grad(f)", "1 arguments; allowed: grad(f, x)"),
        ("grad(f, x=x)", "x=x", "grad has no named parameters; allowed: grad(f, x)"),
        ("hess(x, x)", "hess(x, x)", "hess takes a scalar function; this one is a 3-vector"),
        ("derivative(f, x, 2)", "derivative(f, x, 2)", "derivative is with respect to a scalar; got a 3-vector"),
        ("derivative(f, t, 0)", "0", "the order of a derivative is from 1 to 20; got 0"),
        ("derivative(f, t, s)", "s", "the order k of derivative(f, x, k) must be an integer such as 2,"),
        ("jvp(x, x, s)", "jvp(x, x, s)", "jvp needs a vector shaped as a 3-vector; got a scalar"),
        ("vjp(B @ x, x, y)", "vjp(B @ x, x, y)", "vjp needs a vector shaped as a 2-vector; got a 3-vector"),
        ("jvp(x, x)", "jvp(x, x)", "2 arguments; allowed: jvp(F, x, v)"),
        ("partial(f*g, f)", "f*g", "partial takes the name of a let first; known here: f, g"),
        ("partial(x, s)", "x", "partial takes the name of a let first; known here: f, g"),
        ("at(f)", "at(f)", "at takes one expression and a value for one input or more: at(expr, x = …)"),
        ("at(f, 2)", "at(f, 2)", "at takes one expression and a value for one input or more: at(expr, x = …)"),
        ("at(g, f = 2)", "f = 2", "at replaces inputs only and f is a let; known here: x, y, A, B, s, t"),
        ("at(g, z = 2)", "z = 2", "at replaces inputs only and there is no input z; known here: x, y, A, B, s, t"),
        ("at(f, x = 2)", "2", "x is a 3-vector, its new value is a scalar"),
    ],
)
def test_refused(text: str, part: str, message: str) -> None:
    found = refused(text, part)
    assert found == message or found.startswith(message)
