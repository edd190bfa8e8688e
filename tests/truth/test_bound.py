"""The permitted error: tight for what is well conditioned, honest about what is not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from flint import fmpq

from conformance.language.build import Builder
from conformance.language.parse import Scope, parse_expression
from conformance.truth.arrays import array_of
from conformance.truth.bound import DTYPES
from conformance.truth.permit import Bound
from conformance.truth.scalars import ball
from conformance.truth.side import Expression, precision
from tests.truth.catalog import FORMS, Sample, samples

UNIT = {"float32": 2.0**-24, "float64": 2.0**-53}
FLAT = {"sign", "floor", "ceil", "trunc", "round", "floor_divide"}
FIRST = [s for s in samples() if s.text == FORMS[s.name][0] and s.name not in FLAT]
CEILINGS = {
    # Mean and variance of the same numbers, and what is left of the cotangent when both are taken out of it.
    "cosine_similarity": 1_000, "batch_norm": 2_000, "corrcoef": 2_000, "group_norm": 5_000, "layer_norm": 10_000,
    "instance_norm": 50_000,
    # Factors that are found together: their errors go with the gaps between eigenvalues or singular values.
    "svdvals": 1_000, "eigh_exp": 1_000, "eig_power_sum": 2_000, "eig_product": 2_000, "svd_projector": 5_000,
    "qr_q": 10_000, "eigvalsh": 10_000, "svd_polar": 20_000,
}  # fmt: skip
"""In unit roundoffs of the largest entry of the gradient."""


def permitted(b: Builder, node: int, point: dict[str, object], dtype: str) -> np.ndarray:
    graph = b.graph()
    exact = {k: array_of([fmpq(int(x)) for x in np.ravel(v)], np.shape(v)) for k, v in point.items()}  # type: ignore[call-overload]
    with precision(256):
        value = Expression(graph, node).at(exact)
        return Bound(graph, node).permitted(exact, value, dtype)


@pytest.mark.parametrize("sample", FIRST, ids=lambda s: s.name)
def test_well_conditioned_gradients_have_bounds_of_a_few_ulps(sample: Sample) -> None:
    node = sample.builder.derivative("grad", sample.f, [sample.x])
    graph = sample.builder.graph()
    with precision(256):
        value = Expression(graph, node).at(sample.point)
        allowed = Bound(graph, node).permitted(sample.point, value, "float64")
    largest = max(abs(float(ball(x).mid())) for x in value.value.ravel())
    assert np.max(allowed) <= CEILINGS.get(sample.name, 500) * UNIT["float64"] * largest


@pytest.mark.parametrize("sample", [s for s in samples() if s.name in FLAT], ids=lambda s: s.text)
def test_what_is_flat_is_permitted_no_more_than_underflow(sample: Sample) -> None:
    node = sample.builder.derivative("grad", sample.f, [sample.x])
    with precision(256):
        value = Expression(sample.builder.graph(), node).at(sample.point)
        allowed = Bound(sample.builder.graph(), node).permitted(sample.point, value, "float64")
    assert np.max(allowed) < 1e-300


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_derivative_of_tanh_is_charged_as_an_operator(dtype: str) -> None:
    """1 - tanh² loses every digit at 8 in float32; sech² loses none."""
    b = Builder()
    x = b.input("x", ())
    node = b.derivative("grad", b.op("tanh", x), [x])
    allowed = permitted(b, node, {"x": 8}, dtype)[()]
    truth = 1 / math.cosh(8) ** 2
    assert allowed < 300 * UNIT[dtype] * truth


def test_what_a_case_spells_out_is_charged_as_written() -> None:
    b = Builder()
    x = b.input("x", ())
    spelled = b.op("subtract", b.literal("1"), b.op("square", b.op("tanh", x)))
    allowed = permitted(b, spelled, {"x": 8}, "float32")[()]
    assert allowed > 1e3 * UNIT["float32"] / math.cosh(8) ** 2


def test_overflow_of_an_intermediate_excuses_anything() -> None:
    b = Builder()
    x = b.input("x", ())
    node = b.op("log", b.op("exp", x))
    assert math.isinf(permitted(b, node, {"x": 80}, "float32")[()])
    assert math.isfinite(permitted(b, node, {"x": 30}, "float32")[()])
    assert math.isfinite(permitted(b, node, {"x": 80}, "float64")[()])


def test_a_small_integer_is_exact_and_a_third_is_not() -> None:
    assert DTYPES["float32"].holds(fmpq(2**24))
    assert not DTYPES["float32"].holds(fmpq(2**24 + 1))
    assert not DTYPES["float64"].holds(fmpq(1, 3))
    assert DTYPES["float32"].holds(fmpq(0))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", ["(x - y)**2 + 1", "derivative(x**4, x, 5) + y", "grad((x - y)**4 + x, x)"])
def test_an_intermediate_that_cancels_to_zero_is_no_underflow(text: str, dtype: str) -> None:
    scope = Scope()
    for name in ("x", "y"):
        scope.builder.input(name, ())
    node = parse_expression(text, scope)
    assert permitted(scope.builder, node, {"x": 1, "y": 1}, dtype)[()] < 100 * UNIT[dtype]


def test_the_scale_of_a_check_that_is_zero_throughout_is_that_of_its_intermediates() -> None:
    scope = Scope()
    scope.builder.input("x", ())
    node = parse_expression("12*x*(x - 2)*(x + 1)", scope)
    with precision(256):
        value = Expression(scope.builder.graph(), node).at({"x": array_of([fmpq(-1)], ())})
    assert value.scale == 36.0


def test_the_determinant_of_a_number_may_be_found_by_elimination() -> None:
    """Its derivative is 1; a solver that divides a by a and multiplies may be an ulp off."""
    b = Builder()
    a = b.input("a", (1, 1))
    node = b.derivative("grad", b.op("det", a), [a])
    graph = b.graph()
    point = {"a": array_of([fmpq(3)], (1, 1))}
    with precision(256):
        value = Expression(graph, node).at(point)
        allowed = Bound(graph, node).permitted(point, value, "float64")
    assert UNIT["float64"] <= allowed[0, 0] <= 40 * UNIT["float64"]


def test_logsumexp_over_all_entries_of_a_matrix_has_a_bound() -> None:
    b = Builder()
    a = b.input("a", (2, 2))
    node = b.derivative("hess", b.op("logsumexp", a), [a])
    assert np.max(permitted(b, node, {"a": [[1, 2], [3, 5]]}, "float64")) < 200 * UNIT["float64"]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", ["(x - 1.5)**4", "pow(x - 1.5, array(4))"])
def test_a_power_may_be_off_where_its_value_is_a_number_of_the_dtype(dtype: str, text: str) -> None:
    """As TensorFlow's vectorized one is; sums, products and quotients of exact numbers may not."""
    b = Builder()
    b.input("x", ())
    root = parse_expression(text, Scope(b))
    allowed = float(permitted(b, root, {"x": 0}, dtype).ravel()[0])
    assert 2 * 5.0625 * UNIT[dtype] <= allowed <= 16 * 5.0625 * UNIT[dtype]


@pytest.mark.parametrize("name", ["eigvalsh", "svdvals"])
@pytest.mark.parametrize("weights", [(1, 1), (1, -1)])
def test_what_cancels_in_a_closed_formula_and_not_in_eigenvectors_is_permitted(
    name: str, weights: tuple[int, int]
) -> None:
    """A sum of the eigenvalues of a 2×2 matrix has an exact derivative; of projectors, every entry is rounded."""
    b = Builder()
    x = b.input("x", (2, 2))
    values = [b.op("index", b.op(name, x), index=(i,)) for i in range(2)]
    total = b.op("add" if weights[1] > 0 else "subtract", *values)
    allowed = permitted(b, b.derivative("grad", total, [x]), {"x": [[3, 1], [1, 5]]}, "float32")
    assert np.min(allowed) > UNIT["float32"]
    assert np.max(allowed) < 500 * UNIT["float32"]
