"""Shape rules of complex arrays, whose real and imaginary parts are stacked on a first axis of length 2."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.errors import ShapeError
from conformance.language.graph import Shape
from conformance.language.shapes import Params, show

__all__ = ["half_spectrum", "pair", "parts", "signal", "size", "spectrum"]


def _parts(shape: Shape) -> Shape:
    if not shape or shape[0] != 2:
        raise ShapeError(f"real and imaginary parts, stacked on an axis of 2, are needed; got {show(shape)}")
    return shape


def parts(shapes: Sequence[Shape], params: Params) -> Shape:
    return _parts(shapes[0])


def size(shapes: Sequence[Shape], params: Params) -> Shape:
    """A real function of a complex array."""
    return _parts(shapes[0])[1:]


def pair(shapes: Sequence[Shape], params: Params) -> Shape:
    """Two complex arrays of one shape."""
    if _parts(shapes[0]) != shapes[1]:
        raise ShapeError(f"two complex arrays of one shape are needed; got {show(shapes[0])} and {show(shapes[1])}")
    return shapes[0]


def spectrum(shapes: Sequence[Shape], params: Params) -> Shape:
    """A complex vector."""
    shape = _parts(shapes[0])
    if len(shape) != 2 or not shape[1]:
        raise ShapeError(f"the parts of a complex vector that is not empty are needed; got {show(shape)}")
    return shape


def half_spectrum(shapes: Sequence[Shape], params: Params) -> Shape:
    """What determines the spectrum of a real vector of n entries: n//2 + 1 of its entries."""
    (shape,) = shapes
    if len(shape) != 1 or not shape[0]:
        raise ShapeError(f"a vector that is not empty is needed; got {show(shape)}")
    return 2, shape[0] // 2 + 1


def signal(shapes: Sequence[Shape], params: Params) -> Shape:
    """The real vector of n entries that a half spectrum of n//2 + 1 belongs to."""
    shape, n = spectrum(shapes, params), params["n"]
    if not isinstance(n, int) or n < 1 or n // 2 + 1 != shape[1]:
        raise ShapeError(f"n is {2 * shape[1] - 2} or {2 * shape[1] - 1} for {shape[1]} entries; got {n}")
    return (n,)
