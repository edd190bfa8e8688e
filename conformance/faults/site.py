"""One use of an operator, and the means to give it another derivative and the same value.

With `stop`, the identity whose derivative is zero, `stop(g) + (h - stop(h))` has the
value of g and the derivatives of h, of every order, in every mode and nesting.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from conformance.language.build import Builder
from conformance.language.graph import Node, Param, Shape

__all__ = ["Site"]


@dataclass(frozen=True, slots=True)
class Site:
    """An operator's node in a graph that is being rebuilt: its arguments there, and which of them move."""

    builder: Builder
    node: Node
    args: tuple[int, ...]
    moves: tuple[bool, ...]

    def op(self, name: str, *args: int, **params: Param) -> int:
        return self.builder.op(name, *args, **params)

    def number(self, text: str) -> int:
        return self.builder.literal(text)

    def shape(self, node: int) -> Shape:
        return self.builder.shape(node)

    def applied(self, *args: int, **params: Param) -> int:
        """The operator on these arguments, with its own parameters unless told."""
        return self.op(self.node.op, *args, **{**self.node.params, **params})

    @property
    def value(self) -> int:
        """The operator as it is."""
        return self.applied(*self.args)

    def with_argument(self, i: int, changed: int) -> int:
        """The operator with one argument changed."""
        return self.applied(*(changed if k == i else a for k, a in enumerate(self.args)))

    def stop(self, x: int) -> int:
        """x with the derivative zero."""
        return self.op("stop_gradient", x)

    def change(self, x: int) -> int:
        """Zero, with the derivative of x."""
        return self.op("subtract", x, self.stop(x))

    def derived_from(self, value: int, other: int) -> int:
        """The value of one node with the derivatives of another of its shape."""
        return self.op("add", self.stop(value), self.change(other))

    def tilted(self, x: int, factor: int) -> int:
        """x with its derivative times a factor, a scalar or shaped as x."""
        return self.op("add", self.stop(x), self.op("multiply", factor, self.change(x)))

    def one_hot(self, size: int, at: int = 0) -> int:
        """A vector of zeros with a one."""
        return self.op("index", self.op("eye", n=size), index=(at,))

    def first_along(self, axes: list[int], shape: Shape) -> int:
        """An array that broadcasts to the shape: 1 where the index along these axes is 0, else 0."""
        result = self.number("1")
        for axis in axes:
            ones = tuple(shape[axis] if k == axis else 1 for k in range(len(shape)))
            result = self.op("multiply", self.op("reshape", self.one_hot(shape[axis]), shape=ones), result)
        return result

    def kept(self, reduced: int, x: int) -> int:
        """What a reduction of x returned, with the axis that it took kept as one of length 1."""
        axis, shape = self.node.params.get("axis"), self.shape(x)
        if not isinstance(axis, int) or self.shape(reduced) == shape:
            return reduced
        axis %= len(shape)
        return self.op("reshape", reduced, shape=(*shape[:axis], 1, *shape[axis + 1 :]))

    def size(self, x: int) -> int:
        return math.prod(self.shape(x))
