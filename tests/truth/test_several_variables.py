"""Kinks of several variables: the legal set, and what is no kink."""

from __future__ import annotations

import pytest

from tests.truth.texts import numbers, permitted, truth, vertices


def test_a_one_sided_derivative_from_the_left_keeps_its_sign() -> None:
    assert vertices(truth("grad(leaky_relu(x, 0.1), x)", {"x": 0})) == {(0.1,), (1.0,)}


def test_a_vector_jacobian_product_at_a_kink() -> None:
    value = truth("vjp(stack([relu(x), x]), x, stack([1.0, 2.0]))", {"x": 0})
    assert vertices(value) == {(2.0,), (3.0,)}


def test_what_is_touched_beside_a_kink_has_one_value() -> None:
    """A ray along x₁ = 0 would say what relu'(0) is by convention, not what the function does."""
    value = truth("grad(abs(x[0]) + relu(x[1]) - relu(-x[1]), x)", {"x": [0, 0]})
    assert vertices(value) == {(-1.0, 1.0), (1.0, 1.0)}


def test_second_derivatives_that_are_no_quadratic_form() -> None:
    value = truth("hess(abs(x[0])*abs(x[1]), x)", {"x": [0, 0]})
    assert value.kind == "kink"
    assert {(0.0, 1.0, 1.0, 0.0), (0.0, -1.0, -1.0, 0.0)} <= vertices(value)


def test_no_second_derivative_where_the_first_is_not_linear() -> None:
    assert truth("hess(x[0]**3/(x[0]**2 + x[1]**2), x)", {"x": [0, 0]}).kind == "undefined"


def test_a_touched_point_permits_next_to_nothing() -> None:
    """0, what a framework with relu'(0) = 0 answers, is not excused."""
    value = truth("grad(relu(x) - relu(-x), x)", {"x": 0})
    assert (value.kind, numbers(value)) == ("touched", [1.0])
    assert permitted("grad(relu(x) - relu(-x), x)", {"x": 0})[()] < 1e-14


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", ["norm(x)", "sqrt(sum(x**2))", "max(x)", "sum(abs(x))", "hypot(x[0], x[1])"])
def test_a_kink_has_a_finite_bound_even_where_a_rule_divides_zero_by_zero(text: str, dtype: str) -> None:
    unit = {"float32": 2.0**-24, "float64": 2.0**-53}[dtype]
    assert truth(f"grad({text}, x)", {"x": [0, 0]}).kind == "kink"
    assert permitted(f"grad({text}, x)", {"x": [0, 0]}, dtype).max() < 100 * unit


def test_a_tie_of_many_is_bounded() -> None:
    assert permitted("grad(max(x) + sum(x**2), x)", {"x": [1] * 30}).max() < 1e-14
