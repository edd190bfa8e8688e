"""What is particular to the numerical baseline."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

from conformance.backends.contract import Backend
from tests.backends.helper import Sketch, agrees, outcomes, unsupported, values

pytestmark = pytest.mark.backend("numpy")

NUMPY: Backend = importlib.import_module("conformance.backends.numpy")  # type: ignore[assignment]


@pytest.mark.parametrize(
    "op", ["abs", "sign", "relu", "maximum", "var", "std", "max", "norm", "slogdet", "cholesky", "eigvalsh", "erf",
           "lgamma", "cbrt", "atan2", "hypot", "logaddexp"],
)  # fmt: skip
def test_complex_step_refuses_what_numpy_does_not_extend_analytically(op: str) -> None:
    s = Sketch()
    x = s.input("x", (2, 2) if op in ("slogdet", "cholesky", "eigvalsh") else (4,))
    body = s.op(op, x, x) if op in ("maximum", "atan2", "hypot", "logaddexp") else s.op(op, x)
    root = s.derivative("jac", body, [x])
    point = {"x": np.reshape([2, 0.5, 0.5, 1], s.shape(x))}
    ((outcome,),) = outcomes(NUMPY, s, [root], [point], mode="complex-step")
    unsupported(outcome)
    if op != "relu":
        values(NUMPY, s, [root], point, mode="finite-difference")


def test_complex_step_refuses_a_comparison_that_moves() -> None:
    s = Sketch()
    x = s.input("x", ())
    body = s.op("where", s.op("less", x, s.number(1)), s.pow(x, 2), x)
    ((outcome,),) = outcomes(NUMPY, s, [s.derivative("grad", body, [x])], [{"x": 0.5}], mode="complex-step")
    unsupported(outcome, "analytically")


def test_complex_step_refuses_to_nest_even_where_the_targets_differ() -> None:
    """The inner one would see the outer's imaginary part as its own."""
    s = Sketch()
    x, y = s.input("x", ()), s.input("y", ())
    inner = s.derivative("grad", s.mul(x, s.pow(y, 2)), [y])
    root = s.derivative("grad", inner, [x])
    ((outcome,),) = outcomes(NUMPY, s, [root], [{"x": 2, "y": 3}], mode="complex-step")
    unsupported(outcome, "first derivatives only")
    ((outcome,),) = outcomes(NUMPY, s, [s.derivative("grad", inner, [y])], [{"x": 2, "y": 3}], mode="complex-step")
    unsupported(outcome, "first derivatives only")
    ((outcome,),) = outcomes(NUMPY, s, [inner], [{"x": 2, "y": 3}], mode="complex-step")
    agrees(outcome, 12, "complex-step", 1)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_complex_step_keeps_all_digits(dtype: str) -> None:
    s = Sketch()
    x = s.input("x", ())
    root = s.derivative("grad", s.op("exp", s.op("sin", x)), [x])
    (array,) = values(NUMPY, s, [root], {"x": 0.7}, mode="complex-step", dtype=dtype)
    at = np.float64(np.dtype(dtype).type(0.7))
    expected = np.exp(np.sin(at)) * np.cos(at)
    assert abs(array - expected) <= 4 * np.finfo(dtype).eps * abs(expected)


def test_finite_differences_choose_their_step_by_depth_and_scale() -> None:
    s = Sketch()
    x = s.input("x", ())
    roots = [s.derivative("derivative", s.pow(x, 4), [x], order=k) for k in (1, 2, 3)]
    for at in (1.0, 1e4):
        found = values(NUMPY, s, roots, {"x": at}, mode="finite-difference")
        for array, expected, digits in zip(found, (4 * at**3, 12 * at**2, 24 * at), (1e-9, 1e-6, 1e-3), strict=True):
            assert abs(array - expected) <= digits * expected


def test_a_derivative_along_zero_is_zero() -> None:
    s = Sketch()
    x = s.input("x", (2,))
    root = s.derivative("jvp", s.pow(x, 2), [x], vector=s.op("zeros", shape=(2,)))
    for mode in ("complex-step", "finite-difference"):
        (array,) = values(NUMPY, s, [root], {"x": [1, 2]}, mode=mode)
        np.testing.assert_array_equal(array, [0, 0])


def test_infinities_and_nans_are_answers_and_warn_nobody() -> None:
    s = Sketch()
    x = s.input("x", (3,))
    (array,) = values(NUMPY, s, [s.op("log", x)], {"x": [0, -1, 1]})
    np.testing.assert_array_equal(array, [-np.inf, np.nan, 0])
