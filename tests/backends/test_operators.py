"""Every operator of every backend means what the case format says, and what is absent is known."""

from __future__ import annotations

import numpy as np
import pytest

from conformance.backends.contract import Backend, has
from conformance.backends.evaluate import Failure, Value
from conformance.backends.registry import load
from conformance.language.ops import COMPARISONS, INTERNAL, OPERATORS
from tests.backends import matrix_values, nn_values, special_values, structured_values
from tests.backends.helper import Sketch, agrees, outcomes, unsupported, values
from tests.backends.operator_values import ROWS, Row

pytestmark = pytest.mark.filterwarnings("default")

ABSENT = {
    "torch": "cbrt",
    "jax": "logdet normalize",
    "tensorflow": "logdet logit",
    "mxnet": "cumprod digamma erfc exp2 kron log_sigmoid logaddexp logdet logit logsumexp mish normalize rsqrt"
    " silu sinc triu xlogy",
    "numpy": "digamma elu erfinv gelu layer_norm leaky_relu log_sigmoid log_softmax logdet logit logsumexp mish"
    " normalize relu rsqrt sigmoid silu softmax softplus xlogy",
}
ABSENT = {name: f"{absent} {nn_values.ABSENT[name]}" for name, absent in ABSENT.items()}
"""What each framework has no function for."""

SINGLE_PRECISION = {
    "torch": {"polygamma", "j0", "j1"},
    "mxnet": {"leaky_relu", "gelu", "erfinv", "deg2rad", "rad2deg"},
    "tensorflow": {"leaky_relu", "gelu"},
}
"""Operators with parameters or constants that the framework keeps in single precision, or that are not much better."""


def says_no(backend: Backend, row: Row) -> bool:
    """Whether the framework has the operator, but not with these parameters."""
    if any(values.says_no(backend.name, row.op, row.args, row.params) for values in (matrix_values, structured_values)):
        return True
    return backend.name == "tensorflow" and row.op in ("var", "std") and row.params.get("correction", 0) != 0


def fails(backend: Backend, row: Row) -> bool:
    """Whether the framework raises: mxnet 1.9.1 takes no scalar in this operator."""
    return backend.name == "mxnet" and row.op in {"gelu", "selu"} and np.ndim(row.args[0]) == 0


def test_absent_operators_are_these(backend: Backend) -> None:
    made_by_the_evaluator = {"array"}
    absent = {op for op in OPERATORS if not has(backend, op)} - made_by_the_evaluator
    tables = (ABSENT, matrix_values.ABSENT, special_values.ABSENT, structured_values.ABSENT)
    assert absent == {op for table in tables for op in table[backend.name].split()}
    assert not set(backend.operators) - set(OPERATORS) - set(INTERNAL)


@pytest.mark.parametrize("row", ROWS, ids=[r.op for r in ROWS])
def test_operators_have_their_values(backend: Backend, row: Row) -> None:
    s = Sketch()
    nodes = [s.input(f"a{i}", np.shape(a)) for i, a in enumerate(row.args)]
    root = s.op(row.op, *nodes, **row.params)
    assert s.shape(root) == np.shape(row.expected)
    if backend.name == "mxnet" and row.op == "clip":
        nodes[1:] = [s.number(a) for a in row.args[1:]]  # takes numbers
        root = s.op("clip", *nodes)
    for dtype, digits in (("float64", 1e-13), ("float32", 2e-6)):
        point = {f"a{i}": a for i, a in enumerate(row.args)}
        ((outcome,),) = outcomes(backend, s, [root], [point], dtype=dtype)
        if not has(backend, row.op) or says_no(backend, row):
            unsupported(outcome, backend.name, row.op.split("_")[0])
            continue
        if fails(backend, row):
            assert isinstance(outcome, Failure)
            continue
        assert isinstance(outcome, Value), outcome
        assert outcome.array.dtype == dtype
        assert outcome.array.shape == np.shape(row.expected)
        if row.op in SINGLE_PRECISION.get(backend.name, ()) or row.op in nn_values.ROUGH.get(backend.name, ()):
            digits = 2e-6
        np.testing.assert_allclose(outcome.array, row.expected, rtol=digits, atol=digits)


@pytest.mark.parametrize("op", COMPARISONS.values())
def test_comparisons_choose_between_two(backend: Backend, op: str) -> None:
    s = Sketch()
    x, y = s.input("x", (3,)), s.input("y", ())
    root = s.op("where", s.op(op, x, y), x, s.number(0))
    (array,) = values(backend, s, [root], {"x": [1, 2, 3], "y": 2})
    holds = {"equal": [0, 1, 0], "not_equal": [1, 0, 1], "less": [1, 0, 0], "less_equal": [1, 1, 0],
             "greater": [0, 0, 1], "greater_equal": [0, 1, 1]}[op]  # fmt: skip
    np.testing.assert_array_equal(array, np.multiply(holds, [1, 2, 3]))


def test_comparisons_with_literals(backend: Backend) -> None:
    s = Sketch()
    x = s.input("x", (3,))
    root = s.op("where", s.op("less", x, s.number(2)), s.number("0.5"), x)
    (array,) = values(backend, s, [root], {"x": [1, 2, 3]})
    np.testing.assert_array_equal(array, [0.5, 2, 3])


def test_array_is_of_the_dtype(backend: Backend) -> None:
    s = Sketch()
    x = s.input("x", (2,))
    roots = [s.op("array", s.number("0.1")), s.op("array", x), s.op("array", s.op("add", s.number(1), s.number(2)))]
    found = values(backend, s, roots, {"x": [1, 2]}, dtype="float32")
    for array, expected in zip(found, (np.float32(0.1), [1, 2], 3), strict=True):
        assert array.dtype == np.float32
        np.testing.assert_array_equal(array, expected)


@pytest.mark.parametrize("execution", ["eager", "compiled"])
@pytest.mark.backend("mxnet")
def test_mxnet_says_what_it_cannot_compile(execution: str) -> None:
    """A symbol has no rank and no shape."""
    s = Sketch()
    a, b = s.input("a", (2, 2)), s.input("b", (2,))
    solved = s.op("triangular_solve", a, b, lower=1, unit_diagonal=0)
    tall = s.op("svdvals", s.input("t", (2, 1)))
    point = {"a": [[2, 0], [1, 4]], "b": [2, 9], "t": [[3], [4]]}
    ((solution, singular),) = outcomes(load("mxnet"), s, [solved, tall], [point], execution=execution)
    ((_, again),) = outcomes(load("mxnet"), s, [solved, tall], [point], execution=execution)
    unsupported(singular)
    assert again == singular  # in words that are the same every time
    if execution == "compiled":
        unsupported(solution, "a symbol has none")
    else:
        agrees(solution, [1, 2], "reverse", 0)


def test_mxnet_clips_between_numbers_only(backend: Backend) -> None:
    s = Sketch()
    x, low = s.input("x", ()), s.input("low", ())
    root = s.op("clip", x, low, s.number(2))
    ((outcome,),) = outcomes(backend, s, [root], [{"x": 3, "low": 1}])
    if backend.name == "mxnet":
        unsupported(outcome, "takes numbers as bounds")
    else:
        agrees(outcome, 2, "reverse", 1)
