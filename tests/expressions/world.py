"""The names that a random expression may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.language.graph import Shape
from conformance.language.parse import Scope, parse_expression, parse_let

__all__ = ["World"]


@dataclass(frozen=True)
class World:
    """Inputs and lets with their shapes.

    `spare` inputs are there for the laws (a factor, a direction); no expression drawn mentions them.
    """

    n: int
    inputs: Mapping[str, Shape]
    spare: Mapping[str, Shape]
    lets: Mapping[str, str] = field(default_factory=dict)
    let_shapes: Mapping[str, Shape] = field(default_factory=dict)

    @property
    def shapes(self) -> dict[str, Shape]:
        """Of the names that expressions may use."""
        return {**self.inputs, **self.let_shapes}

    def scope(self) -> Scope:
        scope = Scope(sizes={"n": self.n})
        for name, shape in {**self.inputs, **self.spare}.items():
            scope.builder.input(name, shape)
        for name, text in self.lets.items():
            parse_let(name, text, scope)
        return scope

    def shape_of(self, text: str) -> Shape:
        scope = self.scope()
        return scope.builder.shape(parse_expression(text, scope))

    def with_let(self, name: str, text: str) -> World:
        return World(
            self.n, self.inputs, self.spare, {**self.lets, name: text},
            {**self.let_shapes, name: self.shape_of(text)},
        )  # fmt: skip
