"""What definitions of operators on arrays are made of: slices, gathers by place, constants."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param, Shape
from conformance.truth.sugar import Expr

__all__ = ["along", "constant", "gathered", "joined", "ordered", "place", "slices", "taken"]


def place(params: Mapping[str, Param], name: str) -> int:
    """A static parameter that is an integer."""
    value = params[name]
    assert isinstance(value, int)
    return value


def taken(x: Expr, indices: Iterable[int], axis: int) -> Expr:
    return x.op("take", indices=tuple(indices), axis=axis)


def slices(x: Expr, axis: int) -> list[Expr]:
    """The entries along an axis (or what stands there in more dimensions), in order."""
    return [x.op("index", index=(*(None,) * axis, i)) for i in range(x.shape[axis])]


def joined(parts: Sequence[Expr], axis: int = 0) -> Expr:
    return parts[0].stacked_with(parts[1:], axis)


def along(function: Callable[[list[Expr]], list[Expr]], x: Expr, axis: Param) -> Expr:
    """The function of the entries along an axis, its results put there; None is the axis of a vector."""
    at = axis % len(x.shape) if isinstance(axis, int) else 0
    return joined(function(slices(x, at)), at)


def gathered(x: Expr, places: Sequence[int], shape: Shape) -> Expr:
    """The entries of x at these places in row-major order, in the shape given."""
    assert len(places) == math.prod(shape)
    return taken(x.op("flatten"), places, 0).reshape(shape)


def ordered(x: Expr) -> list[int]:
    """The places of the entries of x."""
    return list(range(math.prod(x.shape)))


def constant(like: Expr, values: Sequence[Fraction], shape: Shape) -> Expr:
    """An array of rational numbers."""
    return joined([like.number(value) for value in values]).reshape(shape)
