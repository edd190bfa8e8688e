"""What is permitted next to zeros, ends of domains and 0/0."""

from __future__ import annotations

import math

import pytest
from flint import fmpq

from conformance.language.parse import Scope, parse_expression
from conformance.truth.arrays import array_of
from conformance.truth.permit import Bound
from conformance.truth.side import Expression, precision
from tests.truth import texts


def permitted(text: str, dtype: str, **point: int) -> float:
    scope = Scope()
    for name in point:
        scope.builder.input(name, ())
    node = parse_expression(text, scope)
    graph = scope.builder.graph()
    exact = {name: array_of([fmpq(value)], ()) for name, value in point.items()}
    with precision(256):
        value = Expression(graph, node).at(exact)
        return float(Bound(graph, node).permitted(exact, value, dtype)[()])


@pytest.mark.parametrize("text", ["exp(exp(v))", "grad(exp(exp(v)), v)"])
def test_of_what_is_past_every_dtype_anything_is_permitted(text: str) -> None:
    """The bound is a number of 10¹⁷ bits, which nothing may write out."""
    assert permitted(text, "float64", v=40) == math.inf


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", ["cbrt(v**3)", "acos(1 - v**2)", "sqrt(v**4)", "asin(1 - v*v)*v"])
def test_what_is_computed_of_an_exact_zero_is_exact(text: str, dtype: str) -> None:
    """A ball around v³ would reach across the end of the domain, or where the slope is infinite."""
    assert permitted(text, dtype, v=0) < 1e-30


def test_a_kink_where_the_arithmetic_cancels_is_not_excused_by_it() -> None:
    """acos'(1 - v²)·2v has the one-sided limits ±√2 at 0; below v = √u nothing is left of 1 - v²."""
    assert permitted("grad(acos(1 - v**2), v)", "float64", v=0) < 1e-8


@pytest.mark.parametrize("text", ["grad(cbrt(v**3), v)", "grad(sin(v)/v, v)"])
def test_where_a_rule_divides_zero_by_zero_nothing_is_known_to_be_attained(text: str) -> None:
    assert math.isinf(permitted(text, "float64", v=0))


def test_an_input_that_is_not_zero_is_not_exact() -> None:
    assert permitted("v + 0", "float64", v=1) > 2.0**-52


@pytest.mark.parametrize("text", ["grad(hypot(v, u), [v, u])", "grad(w*hypot(v, u), [v, u])", "w*grad(hypot(v, u), v)"])
def test_an_input_that_the_kink_does_not_move_with_does_not_hide_its_bound(text: str) -> None:
    """Along the axis of w the norm stays 0/0, which says nothing of what is attained around it."""
    found = texts.permitted(text, {"u": 0.0, "v": 0.0, "w": 1.0})
    assert (found < 1e-13).all()
