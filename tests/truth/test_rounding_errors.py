"""What operators are charged, against what they lose in numpy."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from conformance.language.build import Builder
from conformance.truth.permit import Bound
from conformance.truth.rounding import as_scalars
from conformance.truth.scalars import ball, fraction
from conformance.truth.side import Expression, precision

Floats = npt.NDArray[Any]


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _log_softmax(x: Floats) -> Floats:
    shifted = x - x.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _layer_norm(x: Floats) -> Floats:
    centred = x - x.mean(axis=-1, keepdims=True)
    return centred / np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + x.dtype.type(1e-5))


OPERATORS: dict[str, Callable[[Floats], Floats]] = {
    "exp": np.exp, "sin": np.sin, "tanh": np.tanh, "expm1": np.expm1, "atan": np.arctan, "sinh": np.sinh,
    "asinh": np.arcsinh, "square": np.square, "cbrt": np.cbrt,
    "sum": lambda x: x.sum(axis=-1), "mean": lambda x: x.mean(axis=-1), "prod": lambda x: x.prod(axis=-1),
    "var": lambda x: x.var(axis=-1), "std": lambda x: x.std(axis=-1), "cumsum": lambda x: x.cumsum(axis=-1),
    "cumprod": lambda x: x.cumprod(axis=-1), "norm": lambda x: np.sqrt((x * x).sum(axis=-1)),
    "logsumexp": lambda x: np.log(np.exp(x - x.max(axis=-1, keepdims=True)).sum(axis=-1)) + x.max(axis=-1),
    "softmax": _softmax, "log_softmax": _log_softmax, "layer_norm": _layer_norm,
    "normalize": lambda x: x / np.sqrt((x * x).sum(axis=-1, keepdims=True)),
}  # fmt: skip
ALONG = frozenset(list(OPERATORS)[9:])
UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", list(OPERATORS))
def test_numpy_is_within_the_bound_and_the_bound_within_reach(name: str, dtype: str) -> None:
    """No error beyond what is permitted, and no more than 100 roundings of the largest entry permitted."""
    source = np.random.default_rng(7)
    b = Builder()
    x = b.input("x", (4, 6))
    root = b.op(name, x, **({"axis": -1} if name in ALONG else {}))
    expression, bound = Expression(b.graph(), root), Bound(b.graph(), root)
    for _ in range(6):
        values = source.uniform(-2, 2, (4, 6)).astype(dtype)
        with precision(256):
            value = expression.at({"x": as_scalars(values)})
            permitted = bound.permitted({"x": as_scalars(values)}, value, dtype)
        true = [fraction(ball(v)) for v in value.value.ravel()]
        observed = OPERATORS[name](values).ravel()
        errors = [float(abs(Fraction(float(a)) - t)) for a, t in zip(observed, true, strict=True)]
        assert np.all(np.array(errors) <= permitted.ravel())
        largest = max(abs(float(t)) for t in true)
        assert np.median(permitted) <= 100 * UNIT[dtype] * largest


def allowed(build: Callable[[Builder, int], int], values: Floats) -> Floats:
    b = Builder()
    x = b.input("x", values.shape)
    root = build(b, x)
    exact = {"x": as_scalars(values)}
    with precision(256):
        value = Expression(b.graph(), root).at(exact)
        return np.asarray(Bound(b.graph(), root).permitted(exact, value, "float64"))


def test_lines_of_a_reduction_do_not_pay_for_one_another() -> None:
    mixed = np.array([[1e6, 3e6, 2e6], [0.1, 0.3, 0.2]])
    for name in ("cumsum", "softmax", "log_softmax", "layer_norm", "sum"):
        together = allowed(lambda b, x, name=name: b.op(name, x, axis=1), mixed)  # type: ignore[misc]
        alone = allowed(lambda b, x, name=name: b.op(name, x, axis=1), mixed[1:])  # type: ignore[misc]
        assert np.allclose(together[1], alone[0], rtol=1e-9, atol=0), name


def test_broadcasting_is_undone_row_by_row() -> None:
    def gradient(b: Builder, x: int) -> int:
        column = b.op("reshape", x, shape=(2, 1))
        weights = b.op("stack", *(b.literal(str(k)) for k in (1, 2, 3)))
        return b.derivative("grad", b.op("sum", b.op("multiply", b.op("exp", column), weights)), [x])

    permitted = allowed(gradient, np.array([20.0, 0.0]))
    assert permitted[1] < 1e-13


def test_a_repeated_index_is_charged_for_what_it_adds() -> None:
    """The gradient is g - g·(1 - 2⁻²³): two terms of size 1 cancel."""

    def gradient(b: Builder, x: int) -> int:
        weights = b.op("stack", b.op("sin", b.literal("1/3")), b.op("negative", b.op("sin", b.literal("1/3"))))
        twice = b.op("take", b.op("square", x), indices=(0, 0))
        return b.derivative("grad", b.op("dot", twice, weights), [x])

    assert allowed(gradient, np.array([0.7]))[0] > 0.3 * UNIT["float64"]


def test_a_fused_operator_on_what_does_not_exist_does_not_fail() -> None:
    def guarded(b: Builder, x: int) -> int:
        lost = b.op("sum", b.op("layer_norm", b.op("log", x)))
        first = b.op("index", x, index=(0,))
        return b.op("where", b.op("greater", first, b.literal("0")), lost, first)

    assert allowed(guarded, np.array([-1.0, 2.0]))[()] < 1e-14
