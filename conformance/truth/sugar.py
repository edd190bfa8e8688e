"""Nodes that can be written with operators, so that derivative rules read as in a textbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from conformance.language.build import Builder
from conformance.language.graph import Node, Param, Shape
from conformance.language.shapes import broadcast

__all__ = ["Expr"]


@dataclass(frozen=True, slots=True)
class Expr:
    """A node of a growing graph."""

    builder: Builder
    node: int

    @property
    def shape(self) -> Shape:
        return self.builder.shape(self.node)

    def number(self, value: int | Fraction) -> Expr:
        return Expr(self.builder, self.builder.literal(str(value)))

    def op(self, name: str, *others: Expr | int | Fraction, **params: Param) -> Expr:
        """An operator of the table with this node as its first argument."""
        args = [self, *(o if isinstance(o, Expr) else self.number(o) for o in others)]
        return Expr(self.builder, self.builder.op(name, *(a.node for a in args), **params))

    def raw(self, name: str, shape: Shape, *others: Expr, **params: Param) -> Expr:
        """An operator that only derivative rules use; see `tensor_functions`."""
        args = (self.node, *(o.node for o in others))
        return Expr(self.builder, self.builder.append(Node(name, args, params, shape)))

    def __add__(self, other: Expr | int | Fraction) -> Expr:
        return self.op("add", other)

    def __radd__(self, other: int | Fraction) -> Expr:
        return self.number(other) + self

    def __sub__(self, other: Expr | int | Fraction) -> Expr:
        return self.op("subtract", other)

    def __rsub__(self, other: int | Fraction) -> Expr:
        return self.number(other) - self

    def __mul__(self, other: Expr | int | Fraction) -> Expr:
        return self.op("multiply", other)

    def __rmul__(self, other: int | Fraction) -> Expr:
        return self.number(other) * self

    def __truediv__(self, other: Expr | int | Fraction) -> Expr:
        return self.op("divide", other)

    def __rtruediv__(self, other: int | Fraction) -> Expr:
        return self.number(other) / self

    def __matmul__(self, other: Expr) -> Expr:
        return self.op("matmul", other)

    def __neg__(self) -> Expr:
        return self.op("negative")

    @property
    def T(self) -> Expr:  # noqa: N802 # the field's name for it
        return self.op("matrix_transpose")

    def reshape(self, shape: Shape) -> Expr:
        return self if shape == self.shape else self.op("reshape", shape=shape)

    def sum_to(self, shape: Shape) -> Expr:
        """Undo broadcasting: sum over the axes along which `shape` was repeated."""
        return self if shape == self.shape else self.raw("sum_to", shape)

    def broadcast_to(self, shape: Shape) -> Expr:
        return self if shape == self.shape else self.raw("broadcast_to", shape)

    def branch(self, condition: Expr) -> Expr:
        """Itself where the condition holds, nothing at all elsewhere."""
        return condition.raw("branch", broadcast(condition.shape, self.shape), self)

    def stacked_with(self, others: Sequence[Expr], axis: int = 0) -> Expr:
        return self.op("stack", *others, axis=axis)
