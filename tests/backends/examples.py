"""Derivatives whose closed forms fit on a line, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.backends.helper import Sketch, Values

__all__ = ["EXAMPLES", "Example"]

sin, cos, exp = math.sin, math.cos, math.exp


@dataclass(frozen=True)
class Example:
    """An expression at a point, its value, how deep its derivatives nest.

    `unary` says that it is a chain of unary operators of scalars, the only kind that
    MXNet differentiates twice.
    """

    id: str
    build: Callable[[Sketch], int]
    point: Values
    expected: Any
    levels: int = 1
    unary: bool = False


EXAMPLES: list[Example] = []


def example(point: Values, expected: Any, levels: int = 1, *, unary: bool = False) -> Callable[..., None]:
    def keep(build: Callable[[Sketch], int]) -> None:
        EXAMPLES.append(Example(build.__name__.replace("_", "-"), build, point, expected, levels, unary))

    return keep


@example({"x": [1, 2, 3]}, [3, 12, 27])
def grad_of_a_sum_of_cubes(s: Sketch) -> int:
    x = s.input("x", (3,))
    return s.derivative("grad", s.op("sum", s.pow(x, 3)), [x])


@example({"x": 2, "y": 3}, [12, 4])
def grad_in_a_list_of_scalars(s: Sketch) -> int:
    x, y = s.input("x", ()), s.input("y", ())
    return s.derivative("grad", s.mul(x, x, y), [x, y], stacked=True)


A = 0.7 * 1.3


@example({"x": 0.7, "y": 1.3}, sin(A) + A * cos(A))
def grad_in_a_let(s: Sketch) -> int:
    a = s.let("a", s.mul(s.input("x", ()), s.input("y", ())))
    return s.derivative("grad", s.let("f", s.mul(a, s.op("sin", a))), [a])


@example({"x": -2}, 0, 2, unary=True)
def second_derivative_of_a_bent_line(s: Sketch) -> int:
    """Zero by a rule: torch has a tensor for that which is not an array of numbers."""
    x = s.input("x", ())
    return s.derivative("derivative", s.op("abs", x), [x], order=2)


@example({"x": 3}, 3)
def what_lies_above_a_let_is_held(s: Sketch) -> int:
    """f = a*x with a = x: in a alone, with x held, although both are the same array."""
    x = s.input("x", ())
    a = s.let("a", x)
    return s.derivative("grad", s.mul(a, x), [a])


@example({"X": [[1, 2], [3, 4]]}, [[2 * 2, 0], [0, 2 * 2 * 4]])
def grad_in_a_matrix(s: Sketch) -> int:
    """2·X[0,0]·X[0,1] + 2·X[1,1]² differentiated, but for the entry that is picked out below."""
    X = s.input("X", (2, 2))
    f = s.add(s.mul("2", s.entry(X, 0, 0), s.number(2)), s.mul("2", s.pow(s.entry(X, 1, 1), 2)))
    return s.derivative("grad", f, [X])


u = np.array([0.5, 2.0])
OUTER = np.einsum("ik,j->ijk", np.eye(2), u**2) + 2 * np.einsum("i,jk->ijk", u, np.diag(u))


@example({"u": u}, OUTER)
def jac_of_a_matrix_in_a_vector(s: Sketch) -> int:
    x = s.input("u", (2,))
    return s.derivative("jac", s.op("outer", x, s.pow(x, 2)), [x])


@example({"A": [[1, 2, 3], [4, 5, 6]], "v": [7, 8, 9]}, np.einsum("ij,k->ijk", np.eye(2), [7, 8, 9]))
def jac_of_a_vector_in_a_matrix(s: Sketch) -> int:
    a, v = s.input("A", (2, 3)), s.input("v", (3,))
    return s.derivative("jac", s.op("matmul", a, v), [a])


@example({"x": 2, "y": 3}, [[3, 2], [1, 2], [0, 27]])
def jac_in_a_list_of_scalars(s: Sketch) -> int:
    x, y = s.input("x", ()), s.input("y", ())
    return s.derivative("jac", s.vector(s.mul(x, y), s.add(x, y, y), s.pow(y, 3)), [x, y], stacked=True)


@example({"x": [3, 5]}, [[10, 6], [6, 0]], 2)
def hess_in_a_vector(s: Sketch) -> int:
    x = s.input("x", (2,))
    return s.derivative("hess", s.mul(s.pow(s.entry(x, 0), 2), s.entry(x, 1)), [x])


@example({"x": 3, "y": 5}, [[10, 6], [6, 0]], 2)
def hess_in_a_list_of_scalars(s: Sketch) -> int:
    x, y = s.input("x", ()), s.input("y", ())
    return s.derivative("hess", s.mul(x, x, y), [x, y], stacked=True)


@example({"X": [[1, 2], [3, 4]]}, np.einsum("ik,jl->ijlk", np.eye(2), np.eye(2)) * 2, 2)
def hess_in_a_matrix(s: Sketch) -> int:
    """tr(X²): the second derivative in X[i,j] and X[j,i] is 2."""
    X = s.input("X", (2, 2))
    f = s.op("sum", s.op("multiply", X, s.op("matrix_transpose", X)))
    return s.derivative("hess", f, [X])


@example({"x": 0.5}, 24 * 0.5, 3)
def third_derivative(s: Sketch) -> int:
    x = s.input("x", ())
    return s.derivative("derivative", s.pow(x, 4), [x], order=3)


@example({"x": 0.3}, -exp(0.6) * sin(exp(0.3)) + exp(0.3) * cos(exp(0.3)), 2, unary=True)
def second_derivative_of_a_unary_chain(s: Sketch) -> int:
    x = s.input("x", ())
    return s.derivative("derivative", s.op("sin", s.op("exp", x)), [x], order=2)


@example({"x": 0.3}, -exp(0.3) * sin(exp(0.3)) + cos(exp(0.3)), 2, unary=True)
def derivative_in_an_input_of_a_derivative_in_a_let(s: Sketch) -> int:
    """d/dx of cos(l) with l = exp(x) is -sin(l)·l; plus cos(l) itself is what a sum would give."""
    x = s.input("x", ())
    a = s.let("l", s.op("exp", x))
    inner = s.derivative("grad", s.op("sin", a), [a])
    outer = s.derivative("grad", inner, [x])
    return s.add(outer, inner)


@example({"x": [1, 2], "v": [5, -1]}, [2 * 5, 2 * 1 * 5 - 1])
def jvp_of_a_vector(s: Sketch) -> int:
    x, v = s.input("x", (2,)), s.input("v", (2,))
    first = s.entry(x, 0)
    body = s.vector(s.pow(first, 2), s.add(s.mul(first, s.entry(x, 1)), s.entry(x, 1)))
    body = s.vector(s.entry(body, 0), s.add(s.mul("2", s.entry(x, 0)), s.entry(x, 1)))
    return s.derivative("jvp", body, [x], vector=v)


@example({"x": 2, "y": 3, "v": [5, 7]}, [3 * 5 + 2 * 7, 5 - 7])
def jvp_in_a_list_of_scalars(s: Sketch) -> int:
    x, y, v = s.input("x", ()), s.input("y", ()), s.input("v", (2,))
    body = s.vector(s.mul(x, y), s.op("subtract", x, y))
    return s.derivative("jvp", body, [x, y], stacked=True, vector=v)


@example({"x": [1, 2], "v": [[1, 2, 3], [4, 5, 6]]}, [1 * 7 + 2 * 8 + 3 * 9, 4 * 7 + 5 * 8 + 6 * 9])
def vjp_of_a_matrix(s: Sketch) -> int:
    """outer(x, w) with w = (7, 8, 9): v·J is v @ w."""
    x, v = s.input("x", (2,)), s.input("v", (2, 3))
    w = s.vector(*(s.op("array", s.number(n)) for n in (7, 8, 9)))
    return s.derivative("vjp", s.op("outer", x, w), [x], vector=v)


@example({"x": 2, "y": 3, "v": [5, 7]}, [3 * 5 + 7, 2 * 5 - 7])
def vjp_in_a_list_of_scalars(s: Sketch) -> int:
    x, y, v = s.input("x", ()), s.input("y", ()), s.input("v", (2,))
    body = s.vector(s.mul(x, y), s.op("subtract", x, y))
    return s.derivative("vjp", body, [x, y], stacked=True, vector=v)


@example({"x": [3, 5], "v": [1, -2]}, [10 * 1 + 6 * -2, 6 * 1], 2)
def hvp_in_a_vector(s: Sketch) -> int:
    x, v = s.input("x", (2,)), s.input("v", (2,))
    return s.derivative("hvp", s.mul(s.pow(s.entry(x, 0), 2), s.entry(x, 1)), [x], vector=v)


@example({"x": [3, 5]}, [2 * 3 * 5, 9])
def partial_holds_the_other_names(s: Sketch) -> int:
    """f = a·b with a = x₀²: its derivative in a while b = x₀·a is held is b; then times something."""
    x = s.input("x", (2,))
    a = s.let("a", s.pow(s.entry(x, 0), 2))
    b = s.let("b", s.mul(s.entry(x, 0), s.entry(x, 1)))
    f = s.let("f", s.mul(a, b))
    first = s.derivative("jac", f, [a], held=[b])
    return s.vector(s.mul("2", first), s.derivative("jac", f, [b], held=[a]))


@example({"x": 3, "y": 5}, 3 + 2 * 9)
def partial_is_not_total(s: Sketch) -> int:
    """b = a + a², f = a·b: total in a is b + a·(1 + 2a); with b held it is b. The difference."""
    a = s.input("x", ())
    s.input("y", ())
    b = s.let("b", s.add(a, s.pow(a, 2)))
    f = s.let("f", s.mul(a, b))
    return s.op("subtract", s.derivative("grad", f, [a]), s.derivative("jac", f, [a], held=[b]))


@example({"x": [1, 2]}, [6 * 0.5, 6 * 0.5])
def grad_at_another_point(s: Sketch) -> int:
    x = s.input("x", (2,))
    g = s.derivative("grad", s.op("sum", s.mul("3", s.pow(x, 2))), [x])
    half = s.vector(*(s.op("array", s.number("0.5")) for _ in range(2)))
    return s.at(g, [("x", half)])


@example({"x": 3}, 2 * 2 * (2 * 3))
def grad_through_at(s: Sketch) -> int:
    """x² at 2x, differentiated in x: twice the derivative at 2x."""
    x = s.input("x", ())
    return s.derivative("grad", s.at(s.pow(x, 2), [("x", s.mul("2", x))]), [x])


@example({"x": 3, "t": 0.25, "v": 2}, (3 + 0.25 * 2) ** 2)
def value_at_a_shifted_point(s: Sketch) -> int:
    x, t, v = s.input("x", ()), s.input("t", ()), s.input("v", ())
    return s.at(s.pow(x, 2), [("x", s.add(x, s.mul(t, v)))])


@example({"x": 0.7}, 0)
def at_drops_what_was_put_on_a_let_below_its_input(s: Sketch) -> int:
    """a = sin(x), f = a²; f at x = 2 knows nothing of a's present value."""
    x = s.input("x", ())
    a = s.let("a", s.op("sin", x))
    f = s.let("f", s.mul(a, a))
    return s.derivative("grad", s.add(s.at(f, [("x", s.number(2))]), s.mul("0", a)), [a])


@example({"x": 0.7}, 2 * sin(sin(0.7)) * cos(sin(0.7)))
def at_may_put_in_the_very_let(s: Sketch) -> int:
    """f at x = a is sin(a)²."""
    x = s.input("x", ())
    a = s.let("a", s.op("sin", x))
    f = s.let("f", s.mul(a, a))
    return s.derivative("grad", s.at(f, [("x", a)]), [a])


@example({"x": 5, "y": 0.5}, 12 * 0.5**3, 2)
def a_derivative_at_a_point_that_moves(s: Sketch) -> int:
    """grad(x³) at x = y² is 3y⁴; its derivative in y is 12y³."""
    x, y = s.input("x", ()), s.input("y", ())
    g = s.derivative("grad", s.pow(x, 3), [x])
    return s.derivative("grad", s.at(g, [("x", s.pow(y, 2))]), [y])


@example({"x": 3, "y": 2}, [4, 3])
def an_input_that_at_replaces_is_no_path(s: Sketch) -> int:
    """x·y at x = y + 2 is (y + 2)·y; in y: 2y + 2, in x: nothing. And x·y itself, in y: x."""
    x, y = s.input("x", ()), s.input("y", ())
    f = s.mul(x, y)
    moved = s.at(f, [("x", s.add(y, "2"))])
    both = s.derivative("grad", moved, [x, y], stacked=True)
    first = s.op("subtract", s.derivative("grad", moved, [y]), s.number(2))
    return s.vector(s.add(first, s.entry(both, 0)), s.derivative("grad", f, [y]))


@example({"x": 0.7, "y": 1.3}, (2 * cos(A) - A * sin(A)) * 1.3, 2)
def an_outer_let_descends_from_an_inner_target(s: Sketch) -> int:
    """d/da of df/dx, f = a·sin(a), a = x·y: f''(a)·y, although the inner target moves a."""
    x, y = s.input("x", ()), s.input("y", ())
    a = s.let("a", s.mul(x, y))
    f = s.let("f", s.mul(a, s.op("sin", a)))
    return s.derivative("grad", s.derivative("grad", f, [x]), [a])


@example({"x": 0.7, "y": 1.3}, 6 * A * 1.3**2, 3)
def an_outer_let_over_two_inner_derivatives(s: Sketch) -> int:
    """d/da of d²f/dx², f = a³: f'''(a)·y² = 6y²; times a at the end."""
    x, y = s.input("x", ()), s.input("y", ())
    a = s.let("a", s.mul(x, y))
    f = s.let("f", s.pow(a, 3))
    return s.mul(s.derivative("grad", s.derivative("derivative", f, [x], order=2), [a]), a)


@example({"x": 0.7, "y": 1.3}, 2 * 0.7 * 3 * 1.3**2)
def derivatives_side_by_side_do_not_nest(s: Sketch) -> int:
    x, y = s.input("x", ()), s.input("y", ())
    inner = s.derivative("grad", s.pow(y, 3), [y])
    return s.derivative("grad", s.mul(s.pow(x, 2), inner), [x])


@example({"x": [0.5, 2], "v": [3, 4]}, [3 * 3 * 2 * 0.5, 4 * 3 * 2 * 2], 2)
def grad_of_a_product_with_a_gradient(s: Sketch) -> int:
    """grad(dot(grad(Σx³, x), v), x) = 6x·v."""
    x, v = s.input("x", (2,)), s.input("v", (2,))
    g = s.derivative("grad", s.op("sum", s.pow(x, 3)), [x])
    return s.derivative("grad", s.op("dot", g, v), [x])


@example({"x": 2, "y": 5}, [0, 1])
def not_connected_is_zero(s: Sketch) -> int:
    x, y = s.input("x", ()), s.input("y", ())
    return s.derivative("grad", s.add(y, "1"), [x, y], stacked=True)


@example({"x": 2}, 0)
def a_constant_has_no_slope(s: Sketch) -> int:
    return s.derivative("grad", s.mul("2", "3"), [s.input("x", ())])


@example({"x": 2}, 1)
def a_name_in_itself(s: Sketch) -> int:
    x = s.input("x", ())
    return s.derivative("grad", x, [x])


@example({"x": 2}, 3)
def a_let_that_is_a_number(s: Sketch) -> int:
    """c = 2, f = c·x + c: its derivative in c is x + 1."""
    x = s.input("x", ())
    c = s.let("c", s.number(2))
    return s.derivative("grad", s.add(s.mul(c, x), c), [c])
