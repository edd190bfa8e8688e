"""Truth classes at kinks, touched kinks and where there is no derivative."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flint import fmpq

from conformance.language.build import Builder
from conformance.truth.arrays import array_of
from conformance.truth.scalars import ball
from conformance.truth.side import Expression, Value, precision

Build = Callable[[Builder, int], int]


def scalar(build: Build, at: object, name: str = "grad", order: int | None = None) -> Value:
    b = Builder()
    x = b.input("x", ())
    node = b.derivative(name, build(b, x), [x], order=order)
    with precision(256):
        return Expression(b.graph(), node).at({"x": array_of([fmpq(at)], ())})


def vector(build: Build, at: list[int], name: str = "grad") -> Value:
    b = Builder()
    x = b.input("x", (len(at),))
    node = b.derivative(name, build(b, x), [x])
    with precision(256):
        return Expression(b.graph(), node).at({"x": array_of([fmpq(v) for v in at], (len(at),))})


def vertices(value: Value) -> set[tuple[float, ...]]:
    (finding,) = value.findings.values()
    return {tuple(float(ball(x).mid()) for x in limit.ravel()) for _, limit in finding.limits}


def relu(b: Builder, x: int) -> int:
    return b.op("relu", x)


def absolute(b: Builder, x: int) -> int:
    return b.op("abs", x)


def times_absolute(b: Builder, x: int) -> int:
    return b.op("multiply", x, b.op("abs", x))


def difference_of_relus(b: Builder, x: int) -> int:
    return b.op("subtract", b.op("relu", x), b.op("relu", b.op("negative", x)))


def test_a_kink_has_both_one_sided_derivatives() -> None:
    assert vertices(scalar(relu, 0)) == {(0.0,), (1.0,)}
    assert vertices(scalar(absolute, 0)) == {(-1.0,), (1.0,)}


def test_away_from_the_kink_it_is_smooth() -> None:
    assert scalar(relu, 1).kind == "smooth"


def test_a_touched_kink_has_a_derivative() -> None:
    value = scalar(difference_of_relus, 0)
    assert value.kind == "touched"
    assert float(ball(value.value[()])) == 1.0


def test_a_kink_of_the_second_order() -> None:
    assert scalar(times_absolute, 0).kind == "touched"
    second = scalar(times_absolute, 0, "derivative", 2)
    assert second.kind == "kink"
    assert vertices(second) == {(-2.0,), (2.0,)}


@pytest.mark.parametrize("name", ["sqrt", "log", "rsqrt", "cbrt"])
def test_no_finite_derivative(name: str) -> None:
    assert scalar(lambda b, x: b.op(name, x), 0).kind == "undefined"


def test_the_derivative_of_a_derivative_that_does_not_exist() -> None:
    assert scalar(relu, 0, "derivative", 2).kind == "undefined"
    assert vector(lambda b, x: b.op("norm", x), [0, 0], "hess").kind == "undefined"


def test_only_the_branch_that_where_takes_counts() -> None:
    def guarded(b: Builder, x: int) -> int:
        return b.op("where", b.op("greater", x, b.literal("0")), b.op("log", x), b.op("square", x))

    value = scalar(guarded, -1)
    assert value.kind == "smooth"
    assert float(ball(value.value[()])) == -2.0


def test_the_tie_of_a_maximum_is_split_in_weights_that_sum_to_one() -> None:
    value = vector(lambda b, x: b.op("max", x), [1, 1, 0])
    assert value.kind == "kink"
    assert vertices(value) == {(1.0, 0.0, 0.0), (0.0, 1.0, 0.0)}


def test_the_norm_at_zero_has_the_unit_ball() -> None:
    found = vertices(vector(lambda b, x: b.op("norm", x), [0, 0]))
    assert {(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)} <= found
    assert all(abs(x * x + y * y - 1) < 1e-15 for x, y in found)


def test_the_squared_norm_is_touched_at_zero() -> None:
    value = vector(lambda b, x: b.op("square", b.op("norm", x)), [0, 0], "hess")
    assert value.kind == "touched"
    assert [round(float(ball(x).mid())) for x in value.value.ravel()] == [2, 0, 0, 2]


def test_a_product_with_two_zeros_is_smooth() -> None:
    value = vector(lambda b, x: b.op("prod", x), [0, 0, 2], "hess")
    assert value.kind == "smooth"
    assert float(ball(value.value[0, 1])) == 2.0


def test_a_removable_singularity_of_the_rule_only() -> None:
    value = scalar(lambda b, x: b.op("sinc", x), 0, "derivative", 2)
    assert value.kind == "smooth"
    assert abs(float(ball(value.value[()]).mid()) + 3.2898681336964528) < 1e-15


def test_only_some_entries_may_be_kinked() -> None:
    value = vector(lambda b, x: b.op("sum", b.op("relu", x)), [0, 1])
    assert vertices(value) == {(0.0, 1.0), (1.0, 1.0)}


@pytest.mark.parametrize("name", ["grad", "hess"])
def test_a_determinant_is_smooth_at_singular_matrices(name: str) -> None:
    def determinant(b: Builder, x: int) -> int:
        return b.op("det", b.op("reshape", x, shape=(3, 3)))

    ones = vector(determinant, [1] * 9, name)
    assert ones.kind == "smooth"
    assert {float(ball(x).mid()) for x in ones.value.ravel()} == ({0.0} if name == "grad" else {-1.0, 0.0, 1.0})


@pytest.mark.parametrize("exponent", [None, "1/2"])
def test_a_norm_that_is_spelled_out_has_a_kink_at_zero_too(exponent: str | None) -> None:
    def spelled(b: Builder, x: int) -> int:
        total = b.op("sum", b.op("square", x))
        return b.op("power", total, b.literal(exponent)) if exponent else b.op("sqrt", total)

    assert vector(spelled, [0, 0]).kind == "kink"
