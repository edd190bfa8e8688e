"""Worlds, expressions in them, and points at which they are evaluated."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from conformance.language.graph import Shape
from conformance.language.syntax import MAX_LENGTH
from tests.expressions import (  # they register their families
    algebra,
    arrays,
    calculus,
    complexes,
    elementwise,
    matrices,
    neural,
    special,
    structured,
)
from tests.expressions.grow import Grower
from tests.expressions.world import World

__all__ = ["expressions", "numbers_of", "points", "targets", "worlds"]

FAMILIES_IN = (algebra, arrays, calculus, complexes, elementwise, matrices, neural, special, structured)


@st.composite
def worlds(draw: Callable[..., Any], lets: int = 2, allowed: Collection[str] | None = None) -> World:
    """Scalars a, b, n-vectors x, y, matrices A (n×n) and B (m×n), spare c, v, w, V of the shapes of a, x, x, A;
    and up to so many lets f, g, scalars or vectors, of the operators `allowed` and without derivatives."""
    n, m = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    inputs: dict[str, Shape] = {"a": (), "b": (), "x": (n,), "y": (n,), "A": (n, n), "B": (m, n)}
    world = World(n, inputs, {"c": (), "v": (n,), "w": (n,), "V": (n, n)})
    for name in "fg"[: draw(st.integers(0, lets))]:
        shape = draw(st.sampled_from([(), (n,)]))
        world = world.with_let(name, draw(expressions(world, shape, depth=2, order=0, allowed=allowed)))
    return world


@st.composite
def expressions(
    draw: Callable[..., Any],
    world: World,
    shape: Shape = (),
    *,
    depth: int = 3,
    order: int = 2,
    allowed: Collection[str] | None = None,
    within: Sequence[str] | None = None,
) -> str:
    """Text of an expression of the shape. It is differentiated at most `order` times, in the names `within`
    (default: all), and uses the operators `allowed` (default: all) besides + * tanh, sin, eye and square,
    which keep arguments where a function has a value."""
    text = Grower(draw, world, allowed, order, list(world.shapes) if within is None else within)(shape, depth)
    assume(len(text) < MAX_LENGTH // 4)
    return text


def targets(world: World) -> st.SearchStrategy[tuple[str, Shape, str]]:
    """What to differentiate in, its shape and a direction made of spare inputs: a scalar, a vector, a list of
    scalars, a matrix no larger than 2×2."""
    n = world.n
    of: list[tuple[str, Shape, str]] = [("a", (), "c"), ("x", (n,), "v"), ("[a, b]", (2,), "[c, v[0]]")]
    return st.sampled_from([*of, *[("A", (n, n), "V")] * (n < 3)])


entry = st.integers(-31, 31).map(lambda k: f"{2 * k + 1}/64")


def numbers_of(shape: Shape) -> st.SearchStrategy[Any]:
    """Nested tuples of odd multiples of 1/64: exact in every dtype, never 0 or 1."""
    made: st.SearchStrategy[Any] = entry
    for size in reversed(shape):
        made = st.tuples(*[made] * size)
    return made


def points(world: World) -> st.SearchStrategy[dict[str, Any]]:
    """A value for every input, the spare ones included."""
    return st.fixed_dictionaries({name: numbers_of(s) for name, s in {**world.inputs, **world.spare}.items()})
