"""What does not exist stays so, unless `where` leaves it aside."""

from __future__ import annotations

import pytest

from conformance.truth.scalars import UndecidedError
from tests.truth.texts import Point, numbers, truth


@pytest.mark.parametrize(
    "text",
    [
        "maximum(1, log(x))",
        "minimum(log(x), 1)",
        "max(stack([log(x), 1]))",
        "min(stack([1, log(x), 2]))",
        "sign(log(x))",
        "where(log(x) > 0, 1, 2)",
        "clip(log(x), 0, 1)",
        "xlogy(0, log(x))",
        "inv(diag(stack([log(x), 1])))[1, 1]",
        "grad(relu(x), x)*log(x)",
        "grad(x/grad(relu(x), x), x)",
        "grad(grad(relu(x), x)*log(x), x)",
    ],
)
def test_no_operator_makes_a_number_of_a_value_that_does_not_exist(text: str) -> None:
    assert truth(text, {"x": -1}).kind == "undefined"


def test_a_derivative_with_respect_to_what_does_not_exist() -> None:
    assert truth("grad(relu(a), a)", {"x": -1}, {"a": "log(x)"}).kind == "undefined"


@pytest.mark.parametrize("text", ["1/x", "1/x**2", "x**(-2)", "rsqrt(x*x)", "1/sin(x)**2", "x/x**3"])
def test_a_pole_has_no_derivative(text: str) -> None:
    assert truth(f"grad({text}, x)", {"x": 0}).kind == "undefined"


@pytest.mark.parametrize("text", ["1/x - 1/x + 3*x", "x**5/x**4*3", "3*sin(x)**2/x"])
def test_a_pole_that_cancels_is_none(text: str) -> None:
    value = truth(f"grad({text}, x)", {"x": 0})
    assert (value.kind, numbers(value)) == ("smooth", [3.0])


@pytest.mark.parametrize(
    ("text", "at"),
    [("where(x > 0, grad(log(x), x), 7)", 0), ("where(x == 0, 7, grad(abs(x), x))", 0), ("where(x > 0, log(x), 7)", 0)],
)
def test_a_branch_that_is_not_taken_does_not_count(text: str, at: int) -> None:
    value = truth(text, {"x": at})
    assert (value.kind, numbers(value)) == ("smooth", [7.0])


@pytest.mark.parametrize(
    ("text", "point", "expected"),
    [
        ("grad(sign(sin(x) - x), x)", {"x": 0}, "undefined"),
        ("grad(atan2(y, x), y)", {"x": -1, "y": 0}, "undefined"),
        ("grad(atan2(y, x), x)", {"x": -1, "y": 0}, "touched"),
        ("grad(atan2(y, x), y)", {"x": 1, "y": 0}, "smooth"),
        ("grad(x**y, y)", {"x": 0, "y": 2}, "smooth"),
        ("grad(x**y, y)", {"x": 0, "y": -2}, "undefined"),
    ],
)
def test_the_class_at_a_jump(text: str, point: Point, expected: str) -> None:
    assert truth(text, point).kind == expected


def test_a_negative_base_with_an_exponent_that_may_be_an_integer_is_not_decided() -> None:
    with pytest.raises(UndecidedError):
        truth("x**exp(log(2))", {"x": -1})


def test_too_large_to_represent_is_not_undefined() -> None:
    with pytest.raises(UndecidedError):
        truth("exp(exp(exp(x)))", {"x": 10})


def test_a_large_singular_determinant_is_zero() -> None:
    assert numbers(truth("det(outer(x, x))", {"x": list(range(1, 13))})) == [0.0]


def test_rationals_do_not_grow_without_bound() -> None:
    lets = {"a0": "x + 1/3"} | {f"a{k}": f"a{k - 1}*a{k - 1}" for k in range(1, 40)}
    assert numbers(truth("a39*0 + 1", {"x": "1/7"}, lets)) == [1.0]
