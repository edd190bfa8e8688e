"""Laws of the derivative operators, of `at` and of `let`, on random expressions."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.language.graph import DERIVATIVES, Shape
from conformance.language.ops import OPERATORS
from tests.expressions import World, expressions, points, targets, worlds
from tests.truth.texts import Point
from tests.truth.worlds import assert_equal, expression, known

law = settings(max_examples=60)
Data = st.DataObject


def scalar(data: Data, world: World, **options: Any) -> str:
    return str(data.draw(expressions(world, (), **{"depth": 2, "order": 0, **options})))


def vector(data: Data, world: World, **options: Any) -> str:
    return str(data.draw(expressions(world, (world.n,), **{"depth": 2, "order": 0, **options})))


def column(text: str, shape: Shape, rank: int) -> str:
    """An array of the shape, with so many axes of 1 behind."""
    return f"reshape({text}, {[*shape, *[1] * rank]})"


@law
@given(st.data(), st.sampled_from(["grad", "hess", "jac", "derivative", "jvp", "vjp", "hvp"]))
def test_the_two_methods_overlap(data: Data, operator: str) -> None:
    """`known` raises DisagreementError if they do not."""
    world = data.draw(worlds())
    target, _, direction = data.draw(targets(world))
    many = operator in {"jac", "jvp", "vjp"}
    body = vector(data, world, depth=3, order=1) if many else scalar(data, world, depth=3, order=1)
    if operator == "derivative":
        text = f"derivative({body}, a, {data.draw(st.integers(1, 3))})"
    else:
        rest = {"jvp": f", {direction}", "hvp": f", {direction}", "vjp": ", w"}.get(operator, "")
        text = f"{operator}({body}, {target}{rest})"
    known(expression(world, text), data.draw(points(world)))


@law
@given(st.data(), st.sampled_from([(), (2,), (2, 3)]))
def test_the_two_methods_overlap_wherever_derivatives_stand(data: Data, shape: Shape) -> None:
    world = data.draw(worlds())
    known(expression(world, data.draw(expressions(world, shape, depth=4))), data.draw(points(world)))


Operate = Callable[[str], str]


def operators(data: Data, world: World, f: str, g: str) -> tuple[Operate, str, str, str]:
    """A derivative operator, two functions that it takes, and what the product rule says of their product."""
    target, shape, direction = data.draw(targets(world))
    rank, n = len(shape), world.n
    grad_f, grad_g = f"grad({f}, {target})", f"grad({g}, {target})"

    def of(operator: str, rest: str = "") -> Operate:
        return lambda body: f"{operator}({body}, {target}{rest})"

    def slope(h: str) -> str:
        return f"sum(grad({h}, {target})*{direction})"

    name = data.draw(st.sampled_from(["grad", "jac", "hess", "derivative", "jvp", "vjp", "hvp"]))
    if name == "grad":
        return of("grad"), f, g, f"{f}*{grad_g} + {g}*{grad_f}"
    if name == "hess":
        cross = f"{column(grad_f, shape, rank)}*{grad_g} + {column(grad_g, shape, rank)}*{grad_f}"
        return of("hess"), f, g, f"{f}*hess({g}, {target}) + {g}*hess({f}, {target}) + {cross}"
    if name == "derivative":
        k = data.draw(st.integers(1, 4))

        def times(h: str, i: int) -> str:
            return f"derivative({h}, a, {i})" if i else h

        leibniz = " + ".join(f"{comb(k, i)}*{times(f, i)}*{times(g, k - i)}" for i in range(k + 1))
        return (lambda body: f"derivative({body}, a, {k})"), f, g, leibniz
    if name == "hvp":
        of_hvp = of("hvp", f", {direction}")
        cross = f"{grad_f}*{slope(g)} + {grad_g}*{slope(f)}"
        return of_hvp, f, g, f"{f}*{of_hvp(g)} + {g}*{of_hvp(f)} + {cross}"
    F = vector(data, world)
    if name == "jac":
        return of("jac"), f, F, f"{f}*jac({F}, {target}) + {column(F, (n,), rank)}*{grad_f}"
    if name == "jvp":
        of_jvp = of("jvp", f", {direction}")
        return of_jvp, f, F, f"{f}*{of_jvp(F)} + {F}*{of_jvp(f)}"
    of_vjp = of("vjp", ", w")
    return of_vjp, f, F, f"{f}*{of_vjp(F)} + dot(w, {F})*{grad_f}"


@law
@given(st.data())
def test_linearity_and_the_product_rule(data: Data) -> None:
    world = data.draw(worlds())
    f, g = scalar(data, world), scalar(data, world)
    apply, first, second, expected = operators(data, world, f, g)
    point = data.draw(points(world))
    assert_equal(world, apply(f"({first}*{second})"), expected, point)
    if first is f and second is not g:  # a scalar and a vector do not add up to what jac, jvp and vjp take alike
        first = vector(data, world)
    assert_equal(world, apply(f"(c*{first} - 3*{second})"), f"c*{apply(first)} - 3*{apply(second)}", point)


@law
@given(st.data())
def test_the_rules_for_partial(data: Data) -> None:
    """Linear, a product, and the total derivative: directly, and by way of each let in the definition."""
    world = data.draw(worlds(lets=0))
    p, q = vector(data, world), vector(data, world)
    r = vector(data, world.with_let("p", p), depth=3)
    world = world.with_let("p", p).with_let("q", q).with_let("r", r)
    made = world.with_let("s", f"c*{p} - 3*{q}").with_let("t", f"{p}*{q}")
    target, shape, _ = data.draw(targets(world))
    point = data.draw(points(world))

    def partial(name: str) -> str:
        return f"partial({name}, {target})"

    assert_equal(made, partial("s"), f"c*{partial('p')} - 3*{partial('q')}", point)
    factors = [column(name, (world.n,), len(shape)) for name in "pq"]
    assert_equal(made, partial("t"), f"{factors[0]}*{partial('q')} + {factors[1]}*{partial('p')}", point)
    assert_equal(world, "jac(r, x)", "partial(r, x) + partial(r, p) @ jac(p, x)", point)
    assert_equal(world, "partial(r, p)", "jac(r, p)", point)


CHAINS = {
    "grad": ("grad(at({f}, x={G}), x)", "vjp({G}, x, at(grad({f}, x), x={G}))"),
    "jac": ("jac(at({F}, x={G}), x)", "at(jac({F}, x), x={G}) @ jac({G}, x)"),
    "jvp": ("jvp(at({F}, x={G}), x, v)", "at(jvp({F}, x, v), x={G}, v=jvp({G}, x, v))"),
    "vjp": ("vjp(at({F}, x={G}), x, v)", "vjp({G}, x, at(vjp({F}, x, v), x={G}))"),
    "hess": (
        "hess(at({f}, x={G}), x)",
        "jac({G}, x).T @ at(hess({f}, x), x={G}) @ jac({G}, x) + at(hess(dot(w, {G}), x), w=at(grad({f}, x), x={G}))",
    ),
    "hvp": (
        "hvp(at({f}, x={G}), x, v)",
        "vjp({G}, x, at(hvp({f}, x, v), x={G}, v=jvp({G}, x, v)))"
        " + at(hvp(dot(w, {G}), x, v), w=at(grad({f}, x), x={G}))",
    ),
}
FAA_DI_BRUNO = (
    "f1*g1",
    "f2*g1**2 + f1*g2",
    "f3*g1**3 + 3*f2*g1*g2 + f1*g3",
    "f4*g1**4 + 6*f3*g1**2*g2 + f2*(3*g2**2 + 4*g1*g3) + f1*g4",
)


@law
@given(st.data(), st.sampled_from(sorted(CHAINS)))
def test_the_chain_rule(data: Data, operator: str) -> None:
    world = data.draw(worlds())
    parts = {"f": scalar(data, world), "F": vector(data, world), "G": vector(data, world)}
    left, right = (side.format(**parts) for side in CHAINS[operator])
    assert_equal(world, left, right, data.draw(points(world)))


@law
@given(st.data(), st.integers(1, 4))
def test_the_chain_rule_of_higher_derivatives(data: Data, k: int) -> None:
    world = data.draw(worlds(lets=0))
    f, g = scalar(data, world), scalar(data, world)
    parts = {f"f{i}": f"at(derivative({f}, a, {i}), a={g})" for i in range(1, k + 1)}
    parts |= {f"g{i}": f"derivative({g}, a, {i})" for i in range(1, k + 1)}
    expected = re.sub(r"\b[fg]\d", lambda match: parts[match.group()], FAA_DI_BRUNO[k - 1])
    assert_equal(world, f"derivative(at({f}, a={g}), a, {k})", expected, data.draw(points(world)))


@law
@given(st.data(), st.sampled_from([(), (2,), (2, 2)]))
def test_at_is_the_value_at_the_other_point(data: Data, shape: Shape) -> None:
    """Of derivatives too, which are taken before the point is moved."""
    world = data.draw(worlds())
    text = data.draw(expressions(world, shape, within=list(world.inputs)))
    point = data.draw(points(world))
    exact = {name: np.vectorize(Fraction, otypes=[object])(np.array(v, dtype=object)) for name, v in point.items()}
    moved = point | {
        "x": (exact["y"] + exact["c"] * exact["v"]).tolist(),
        "a": exact["a"].item() ** 2,
        "A": exact["V"].tolist(),
    }
    assert_equal(world, text, f"at({text}, x=y + c*v, a=a**2, A=V)", moved, point)


@law
@given(st.data())
def test_an_at_within_an_at(data: Data) -> None:
    world = data.draw(worlds())
    f, inner, outer = scalar(data, world, order=1), vector(data, world), vector(data, world)
    left = f"at(at({f}, x={inner}), y={outer})"
    assert_equal(world, left, f"at({f}, x=at({inner}, y={outer}), y={outer})", data.draw(points(world)))


@law
@given(st.data(), st.sampled_from([(), (2,), (2, 2)]))
def test_a_let_is_its_definition(data: Data, shape: Shape) -> None:
    """Wherever nothing is differentiated in it, and `partial` is not asked what it is made of."""
    world = data.draw(worlds())
    names = {*OPERATORS, *DERIVATIVES, "at"}
    text = data.draw(expressions(world, shape, within=list(world.inputs), allowed=names))
    spelled = text
    for name in reversed(list(world.lets)):
        spelled = re.sub(rf"\b{name}\b", f"({world.lets[name]})", spelled)
    plain = World(world.n, world.inputs, world.spare)
    point = data.draw(points(world))
    side = known(expression(plain, spelled), point)
    assert side.value.shape == known(expression(world, text), point).value.shape
    assert_equal(world, text, spelled, point)


@law
@given(st.data())
def test_products_with_the_jacobian(data: Data) -> None:
    world = data.draw(worlds())
    f, F, point = scalar(data, world, order=1), vector(data, world), data.draw(points(world))
    assert_equal(world, f"jvp({f}, x, v)", f"dot(grad({f}, x), v)", point)
    assert_equal(world, f"vjp({F}, x, w)", f"w @ jac({F}, x)", point)
    assert_equal(world, f"dot(w, jvp({F}, x, v))", f"dot(vjp({F}, x, w), v)", point)
    assert_equal(world, f"hvp({f}, x, v)", f"hess({f}, x) @ v", point)
    assert_equal(world, f"hess({f}, x)", f"jac(grad({f}, x), x)", point)


@given(st.just({"a": "1/64", "b": "1/64"}))
def test_a_rational_meets_a_ball(point: Point) -> None:
    world = World(1, {"a": (), "b": ()}, {})
    assert_equal(world, "grad(b*atan(a), a)", "b*grad(atan(a), a) + atan(a)*grad(b, a)", point)


@given(st.just({"a": "1/64", "b": "1/64"}))
def test_a_law_that_does_not_hold_is_refuted(point: Point) -> None:
    world = World(1, {"a": (), "b": ()}, {})
    with pytest.raises(AssertionError, match="sin"):
        assert_equal(world, "grad(sin(a)*b, a)", "b*sin(a)", point)
