"""Expressions become the nodes that the graph's contract names."""

from __future__ import annotations

import pytest

from conformance.language.graph import Graph
from conformance.language.ops import COMPARISONS, OPERATORS, REQUIRED
from conformance.language.parse import parse_expression, parse_let
from conformance.language.scope import FUNCTIONS
from tests.language.scopes import node, refused, scope
from tests.truth import matrix_forms, structured_forms


@pytest.mark.parametrize(
    ("text", "op", "params", "shape"),
    [
        ("x + 1", "add", {}, (3,)),
        ("s - x", "subtract", {}, (3,)),
        ("x*A", "multiply", {}, (3, 3)),
        ("x/2", "divide", {}, (3,)),
        ("x**2", "power", {}, (3,)),
        ("pow(x, 2)", "pow", {}, (3,)),
        ("-x", "negative", {}, (3,)),
        ("x @ y", "matmul", {}, ()),
        ("B @ x", "matmul", {}, (2,)),
        ("B.T", "matrix_transpose", {}, (3, 2)),
        ("[s, t, 1]", "stack", {"axis": 0}, (3,)),
        ("[x, y]", "stack", {"axis": 0}, (2, 3)),
        ("[[s, t], [1, 2]]", "stack", {"axis": 0}, (2, 2)),
        ("x[0]", "index", {"index": (0,)}, ()),
        ("x[-1]", "index", {"index": (-1,)}, ()),
        ("x[n - 1]", "index", {"index": (2,)}, ()),
        ("B[0, 2]", "index", {"index": (0, 2)}, ()),
        ("B[1, :]", "index", {"index": (1, None)}, (3,)),
        ("B[:, 1]", "index", {"index": (None, 1)}, (2,)),
        ("B[1]", "index", {"index": (1,)}, (3,)),
        ("sum(B)", "sum", {"axis": None}, ()),
        ("sum(B, axis=0)", "sum", {"axis": 0}, (3,)),
        ("sum(B, -1)", "sum", {"axis": -1}, (2,)),
        ("var(x, correction=1)", "var", {"axis": None, "correction": 1}, ()),
        ("softmax(x)", "softmax", {"axis": -1}, (3,)),
        ("layer_norm(x, eps=1e-6)", "layer_norm", {"axis": -1, "eps": 1e-6}, (3,)),
        ("leaky_relu(x, 0.2)", "leaky_relu", {"slope": 0.2}, (3,)),
        ("clip(x, -1, 1)", "clip", {}, (3,)),
        ("where(x < 0, -x, x)", "where", {}, (3,)),
        ("tril(A, k=-1)", "tril", {"k": -1}, (3, 3)),
        ("reshape(B, [n, m])", "reshape", {"shape": (3, 2)}, (3, 2)),
        ("reshape(B, 6)", "reshape", {"shape": (6,)}, (6,)),
        ("transpose(B)", "transpose", {"axes": None}, (3, 2)),
        ("transpose(B, [0, 1])", "transpose", {"axes": (0, 1)}, (2, 3)),
        ("take(B, [0, 2], axis=1)", "take", {"indices": (0, 2), "axis": 1}, (2, 2)),
        ("stack([x, y], axis=1)", "stack", {"axis": 1}, (3, 2)),
        ("concat([x, y, x])", "concat", {"axis": 0}, (9,)),
        ("zeros(n)", "zeros", {"shape": (3,)}, (3,)),
        ("ones([n, 2*m])", "ones", {"shape": (3, 4)}, (3, 4)),
        ("eye(n)", "eye", {"n": 3}, (3, 3)),
        ("arange(n + 1)", "arange", {"n": 4}, (4,)),
        ("array(2)", "array", {}, ()),
    ],
)
def test_node(text: str, op: str, params: dict[str, object], shape: tuple[int, ...]) -> None:
    found = node(text)
    assert (found.op, dict(found.params), found.shape) == (op, params, shape)


def test_the_condition_of_where_is_a_comparison_node() -> None:
    made = scope()
    where = made.builder.nodes[parse_expression("where(x >= y, x, y)", made)]
    assert made.builder.nodes[where.args[0]].op == COMPARISONS[">="]


def test_a_let_is_an_alias_and_a_name_is_its_node() -> None:
    made = scope()
    assert made.builder.nodes[made.builder.lets["f"]].op == "alias"
    assert parse_expression("f", made) == made.builder.lets["f"]
    assert parse_expression("(x)", made) == made.builder.inputs["x"]


def test_mentions_are_the_names_that_a_definition_uses_directly() -> None:
    made = scope()
    parse_let("h", "at(f*g, x = 2*y) + grad(s*g, t) + n", made)
    assert set(made.mentions["h"]) == {"f", "g", "y", "s", "t"}
    assert made.mentions["g"] == ("f", "s")


def test_an_input_may_be_called_e() -> None:
    made = scope()
    assert made.builder.nodes[parse_expression("e", made)].op == "literal"
    made.builder.input("e", (2,))
    assert parse_expression("e", made) == made.builder.inputs["e"]


def test_the_graph_survives_json() -> None:
    made = scope()
    parse_expression("at(hess(f, x) + partial(g, f)*eye(n), x = y)[0, :]", made)
    graph = made.builder.graph()
    assert Graph.from_json(graph.to_json()) == graph


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("sine(x)", "sine", "unknown function sine; did you mean sin or sinh or sinc?"),
        ("Softmax(x)", "Softmax", "unknown function Softmax; did you mean softmax or log_softmax or max?"),
        ("relu7(x)", "relu7", "unknown function relu7; did you mean relu or relu6 or prelu?"),
        ("subtract(x, y)", "subtract", "unknown function subtract; it is written -"),
        ("X + 1", "X", "unknown name X; did you mean x?; known here: x, y, A, B, s, t, f, g, n, m, pi, e, inf"),
        ("sum + 1", "sum", "sum is a function; it is called as sum(…)"),
        ("x(1)", "x", "x is not a function; x*(…) multiplies"),
        ("sum(x, axes=0)", "axes=0", "sum has no parameter axes; did you mean axis?; allowed: sum(x, axis=…)"),
        ("sum(x, 0, 1)", "1", "too many arguments; allowed: sum(x, axis=…)"),
        ("sum()", "sum()", "too few arguments; allowed: sum(x, axis=…)"),
        ("sum(x, 0, axis=0)", "axis=0", "axis is given twice"),
        ("sum(x, axis=s)", "s", "axis of sum must be an integer, written out"),
        ("sum(x, axis=0.5)", "0.5", "axis of sum must be an integer, written out"),
        ("max(s, t)", "t", "axis of max must be an integer, written out (max reduces one array; maximum is for two)"),
        ("reshape(x)", "reshape(x)", "reshape needs shape; allowed: reshape(x, shape)"),
        ("reshape(x, [1.5])", "1.5", "an entry of shape must be an integer such as 2, or made of sizes"),
        ("x[s]", "s", "an index must be an integer such as 2, or made of sizes"),
        ("x[0.0]", "0.0", "an index must be an integer such as 2, or made of sizes"),
        ("x[3]", "x[3]", "index 3 is out of range for an axis of 3"),
        ("s[0]", "s[0]", "1 indices for a scalar"),
        ("[]", "[]", "an empty list; allowed: one entry or more"),
        ("[A, A]", "A", "a list holds scalars or equal vectors; this is a 3×3 matrix (see stack)"),
        ("stack(x)", "x", "stack takes a list first: stack([x, …], axis=…)"),
        ("where(x, x, y)", "x", "where takes a comparison first, as in where(x < 0, a, b)"),
        ("where(s < t < 1, s, t)", "s < t < 1", "comparisons do not chain; allowed: one, as in a < b"),
        ("1 + (x < y)", "x < y", "a comparison stands at the top of a claim, or first in where(a < b, x, y)"),
    ],
)
def test_refused(text: str, part: str, message: str) -> None:
    assert refused(text, part) == message


@pytest.mark.parametrize(
    ("text", "part", "shapes"),
    [
        ("s*(x + [1, 2])", "x + [1, 2]", "a 3-vector and a 2-vector"),
        ("1 + dot(x, [s, t])", "dot(x, [s, t])", "a 3-vector and a 2-vector"),
        ("s + sum(B @ A.T @ B)", "B @ A.T @ B", "a 2×3 matrix @ a 2×3 matrix"),
        ("solve(A, [1, 2])", "solve(A, [1, 2])", "a 3×3 matrix and a 2-vector"),
        ("[x, [1, 2]]", "[x, [1, 2]]", "a 2-vector, a 3-vector"),
        ("x.T + 1", "x.T", "a 3-vector"),
        ("det(B)", "det(B)", "2×3"),
    ],
)
def test_shape_errors_name_both_shapes_and_the_part(text: str, part: str, shapes: str) -> None:
    assert shapes in refused(text, part)


@pytest.mark.parametrize(
    "text", ["zeros(10**12)", "eye(10**9)", "ones([10**6, 10**6])", "outer(arange(10**5), arange(10**5))"]
)
def test_arrays_too_large_are_refused_by_arithmetic(text: str) -> None:
    assert "entries; allowed: at most 1,000,000 in one array" in refused(text)


def test_the_number_of_dimensions_is_bounded() -> None:
    made = scope()
    made.builder.input("z", (1,) * 8)
    text = "jac(" * 4 + "z" + ", z)" * 4
    with pytest.raises(Exception, match="an array of more than 32 dimensions"):
        parse_expression(text, made)


def test_every_function_of_the_table_can_be_called() -> None:
    for name, operator in OPERATORS.items():
        if operator.group in {"arithmetic", "comparison"}:
            assert name not in FUNCTIONS
            continue
        if (
            name in structured_forms.FORMS or name in matrix_forms.FORMS
        ):  # they fit no such call, and each is called in its forms
            continue
        arrays = ["[A, A]"] if operator.arity is None else ["A"] * operator.arity
        if name in {"dot", "outer"}:
            arrays = ["x", "y"]
        if name == "where":
            arrays = ["A < 0", "A", "A"]
        if name == "prelu":
            arrays = ["A", "x"]
        if name in {"glu", "instance_norm"}:
            arrays = [{"glu": "concat([A, A])", "instance_norm": "stack([A, A])"}[name]]
        required = {"shape": "[9]", "indices": "[0]", "n": "2"}
        required |= {"labels": "[0, 2, 1]", "groups": "3", "threshold": "0.5", "value": "-1", "p": "2"}
        params = [required[p] for p, default in operator.params.items() if default == REQUIRED]
        params += ["axis=0"] if "axis" in operator.params else []
        assert node(f"{name}({', '.join(arrays + params)})").op == name
