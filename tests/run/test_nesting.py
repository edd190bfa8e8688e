from __future__ import annotations

import pytest

from conformance.language.build import Builder
from conformance.run.nesting import nesting


@pytest.fixture
def b():
    return Builder()


def depth(b, root):
    return nesting(b.graph(), root)


def test_no_derivative(b):
    x = b.input("x", ())
    assert depth(b, x) == 0
    f = b.op("sin", x)
    assert depth(b, f) == 0


@pytest.mark.parametrize(("name", "levels"), [("grad", 1), ("jac", 1), ("hess", 2)])
def test_one_operator(b, name, levels):
    x = b.input("x", (2,))
    f = b.op("sum", b.op("sin", x))
    d = b.derivative(name, f, [x])
    assert depth(b, b.op("multiply", b.literal("2"), d)) == levels


def test_hvp_and_derivative_count_their_order(b):
    x, v = b.input("x", ()), b.input("v", ())
    f = b.op("sin", x)
    hvp, third = b.derivative("hvp", f, [x], vector=v), b.derivative("derivative", f, [x], order=3)
    assert depth(b, hvp) == 2
    assert depth(b, third) == 3
    assert depth(b, b.op("add", hvp, third)) == 3


def test_a_derivative_of_a_derivative_nests(b):
    x = b.input("x", ())
    inner = b.derivative("grad", b.op("sin", x), [x])
    outer = b.derivative("grad", b.op("multiply", inner, inner), [x])
    assert depth(b, outer) == 2
    assert depth(b, b.derivative("hess", outer, [x])) == 4


def test_a_product_of_derivatives_does_not(b):
    x = b.input("x", ())
    u = b.let("u", b.op("sin", x))
    f = b.op("exp", u)
    product = b.op("multiply", b.derivative("grad", f, [u]), b.derivative("grad", u, [x]))
    assert depth(b, product) == 1


def test_a_derivative_behind_the_target_does_not_nest(b):
    x = b.input("x", ())
    slope = b.let("slope", b.derivative("grad", b.op("sin", x), [x]))
    outer = b.derivative("grad", b.op("square", slope), [slope])
    assert depth(b, outer) == 1


def test_a_derivative_that_does_not_move_with_the_target_does_not_nest(b):
    x, y = b.input("x", ()), b.input("y", ())
    constant = b.derivative("grad", b.op("sin", y), [y])
    outer = b.derivative("grad", b.op("multiply", constant, b.op("square", x)), [x])
    assert depth(b, outer) == 1


def test_a_mixed_derivative_nests(b):
    x, y = b.input("x", ()), b.input("y", ())
    f = b.op("sin", b.op("multiply", x, y))
    assert depth(b, b.derivative("grad", b.derivative("grad", f, [x]), [y])) == 2


def test_held_nodes_are_constants(b):
    x = b.input("x", ())
    a = b.let("a", b.derivative("grad", b.op("sin", x), [x]))
    f = b.op("multiply", a, b.op("square", x))
    assert depth(b, b.derivative("jac", f, [x], held=[a])) == 1
    assert depth(b, b.derivative("jac", f, [x])) == 2


def test_through_at(b):
    """The gradient at x + t·v moves with t although the formula for it does not mention t; at 0 it is a constant."""
    x, t = b.input("x", ()), b.input("t", ())
    gradient = b.derivative("grad", b.op("sin", x), [x])
    moved = b.at(gradient, [("x", b.op("add", x, t))])
    fixed = b.at(gradient, [("x", b.literal("0"))])
    assert depth(b, moved) == 1
    assert depth(b, b.derivative("grad", moved, [t])) == 2
    assert depth(b, b.derivative("grad", b.op("multiply", fixed, x), [x])) == 1
