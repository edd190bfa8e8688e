"""Growing an expression of a wanted shape from the outside in: families of productions, and leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from hypothesis import strategies as st

from conformance.language.graph import Shape
from tests.expressions.world import World

__all__ = ["FAMILIES", "Family", "Grower", "family", "listed"]

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[T]], T]
NUMBERS = ("0.5", "3", "(1/3)", "pi", "(-0.75)", "n")


sampled = lru_cache(maxsize=4096)(st.sampled_from)


class Grower:
    """Grows text. `allowed` are the operators that may occur (None: all), `order` how many times
    what is being grown may be differentiated, `targets` the names to differentiate in."""

    def __init__(
        self, draw: Draw[T], world: World, allowed: Collection[str] | None, order: int, targets: Sequence[str]
    ) -> None:
        self.draw: Callable[..., T] = draw
        self.world = world
        self.allowed = allowed
        self.order = order
        self.targets = tuple(targets)

    def __call__(self, shape: Shape, depth: int) -> str:
        """An expression of the shape; what is returned needs no parentheses around it."""
        if depth <= 0:
            return self.leaf(shape)
        fitting = [f for f in FAMILIES if f.fits(self, shape) for _ in range(f.weight)]
        chosen = self.pick([None, *fitting])
        return self.leaf(shape) if chosen is None else chosen.make(self, shape, depth - 1)

    def pick(self, options: Sequence[T]) -> T:
        return self.draw(sampled(tuple(options)))

    def among(self, *names: str) -> list[str]:
        """Those of the operators that may occur."""
        return [name for name in names if self.allowed is None or name in self.allowed]

    def dimension(self) -> int:
        return self.draw(st.integers(1, 3))

    def some_shape(self, most: int = 2) -> Shape:
        """A shape for an argument that is reduced: of at most so many axes."""
        return tuple(self.draw(st.lists(st.integers(1, 3), max_size=most)))

    def named(self, shape: Shape) -> list[str]:
        return [name for name, s in self.world.shapes.items() if s == shape]

    def leaf(self, shape: Shape) -> str:
        options = self.named(shape)
        if shape == ():
            options += NUMBERS
            options += [name for name, s in self.world.shapes.items() if s]
        else:
            options += ["ones"] + ["arange"] * (len(shape) == 1) + ["eye"] * (len(shape) == 2 and shape[0] == shape[1])
        chosen = self.pick(options)
        if chosen in {"arange", "eye"}:
            return f"{chosen}({'n' if shape[0] == self.world.n else shape[0]})"
        if chosen == "ones":
            return f"({self.leaf(())}*ones({listed(shape)}))"
        of = self.world.shapes.get(chosen, ())
        return f"{chosen}[{', '.join(str(self.position(size)) for size in of)}]" if of != shape else chosen

    def position(self, size: int) -> int:
        return self.draw(st.integers(-size, size - 1))

    @contextmanager
    def differentiated(self, times: int) -> Iterator[None]:
        """While the body of a derivative is grown."""
        self.order -= times
        try:
            yield
        finally:
            self.order += times

    def broadcasting(self, shape: Shape) -> tuple[Shape, Shape]:
        """Two shapes that broadcast to this one."""
        other = tuple(size if self.draw(st.booleans()) else 1 for size in shape)
        other = other[self.draw(st.integers(0, len(other))) :]
        return (shape, other) if self.draw(st.booleans()) else (other, shape)


@dataclass(frozen=True)
class Family:
    """Productions of one kind; `operators` are those of the table that they write."""

    operators: frozenset[str]
    fits: Callable[[Grower, Shape], bool]
    make: Callable[[Grower, Shape, int], str]
    weight: int = 1


FAMILIES: list[Family] = []
Make = Callable[[Grower, Shape, int], str]


def family(
    operators: str, when: Callable[[Shape], object] = lambda shape: True, weight: int = 1
) -> Callable[[Make], Make]:
    """Register productions that write these operators (at least one of which must be allowed) for shapes that fit."""
    names = operators.split()

    def fits(g: Grower, shape: Shape) -> bool:
        return bool(g.among(*names)) and bool(when(shape))

    def register(make: Make) -> Make:
        FAMILIES.append(Family(frozenset(names), fits, make, weight))
        return make

    return register


def listed(shape: Sequence[int]) -> str:
    return f"[{', '.join(map(str, shape))}]"
