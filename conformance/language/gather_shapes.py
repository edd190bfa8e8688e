"""Shape rules of operators that move, gather, sort or contract entries."""

from __future__ import annotations

import math
from collections.abc import Sequence

from conformance.language.einsum_spec import read_spec
from conformance.language.errors import ShapeError
from conformance.language.graph import Param, Shape
from conformance.language.shapes import Params, bounded, broadcast, integers, normalize_axis, reduction, show

__all__ = [
    "broadcast_to",
    "cdist",
    "covariance",
    "cross",
    "diff",
    "einsum",
    "index_add",
    "median",
    "pad",
    "quantile",
    "reflect_pad",
    "repeat",
    "segments",
    "segments_filled",
    "take_along_axis",
    "tile",
    "topk",
    "trapezoid",
    "whole",
]


def whole(value: Param, what: str, least: int = 0) -> int:
    """A static parameter that counts something. ShapeError if it is no integer from `least` on."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ShapeError(f"{what} must be an integer from {least} on; got {value}")
    return value


def _resized(shape: Shape, axis: int, size: int) -> Shape:
    return bounded((*shape[:axis], size, *shape[axis + 1 :]))


def diff(shapes: Sequence[Shape], params: Params) -> Shape:
    (shape,) = shapes
    axis = normalize_axis(params["axis"], len(shape))
    order = whole(params["n"], "n of diff", 1)
    if order >= shape[axis]:
        raise ShapeError(f"{order} differences need more than {shape[axis]} entries")
    return _resized(shape, axis, shape[axis] - order)


def pad(shapes: Sequence[Shape], params: Params) -> Shape:
    (shape,) = shapes
    widths = integers(params["widths"])
    if len(widths) != 2 * len(shape) or any(w < 0 for w in widths):
        raise ShapeError(f"widths are a number before and one after for each axis of {show(shape)}; got {list(widths)}")
    return bounded(tuple(widths[2 * k] + size + widths[2 * k + 1] for k, size in enumerate(shape)))


def reflect_pad(shapes: Sequence[Shape], params: Params) -> Shape:
    """Along the last axis."""
    (shape,) = shapes
    widths = integers(params["widths"])
    axis = normalize_axis(-1, len(shape))
    if len(widths) != 2 or not all(0 <= w < shape[axis] for w in widths):
        raise ShapeError(
            f"widths are a number before and one after, each below the {shape[axis]} entries of the last axis; "
            f"got {list(widths)}"
        )
    return _resized(shape, axis, sum(widths) + shape[axis])


def tile(shapes: Sequence[Shape], params: Params) -> Shape:
    (shape,) = shapes
    reps = integers(params["reps"])
    if len(reps) != len(shape) or any(r < 1 for r in reps):
        raise ShapeError(f"reps are a number from 1 on for each axis of {show(shape)}; got {list(reps)}")
    return bounded(tuple(size * r for size, r in zip(shape, reps, strict=True)))


def repeat(shapes: Sequence[Shape], params: Params) -> Shape:
    (shape,) = shapes
    axis = normalize_axis(params["axis"], len(shape))
    return _resized(shape, axis, shape[axis] * whole(params["count"], "count of repeat", 1))


def broadcast_to(shapes: Sequence[Shape], params: Params) -> Shape:
    wanted = integers(params["shape"])
    if broadcast(shapes[0], bounded(wanted)) != wanted:
        raise ShapeError(f"{show(shapes[0])} does not broadcast to {list(wanted)}")
    return wanted


def take_along_axis(shapes: Sequence[Shape], params: Params) -> Shape:
    """The indices are an array of the rank of x, written row-major; off the axis it has the shape of x."""
    (shape,) = shapes
    axis = normalize_axis(params["axis"], len(shape))
    indices = integers(params["indices"])
    others = math.prod(shape) // shape[axis] if shape[axis] else 0
    if not others or len(indices) % others:
        raise ShapeError(f"{len(indices)} indices are no multiple of the {others} lines of {show(shape)}")
    if any(not 0 <= i < shape[axis] for i in indices):
        raise ShapeError(f"index out of range: {list(indices)} along an axis of {shape[axis]}")
    return _resized(shape, axis, len(indices) // others)


def index_add(shapes: Sequence[Shape], params: Params) -> Shape:
    x, y = shapes
    indices = integers(params["indices"])
    if not x or y != (len(indices), *x[1:]):
        raise ShapeError(f"index_add adds an entry or row for each of the {len(indices)} indices; "
                         f"got {show(x)} and {show(y)}")  # fmt: skip
    if any(not 0 <= i < x[0] for i in indices):
        raise ShapeError(f"index out of range: {list(indices)} along an axis of {x[0]}")
    return x


def segments(shapes: Sequence[Shape], params: Params) -> Shape:
    """The segments of the entries along the first axis; there are `count` of them, and some may be empty."""
    (shape,) = shapes
    ids, count = integers(params["segments"]), whole(params["count"], "count", 1)
    if not shape or len(ids) != shape[0]:
        raise ShapeError(f"one segment for each entry along the first axis; got {len(ids)} for {show(shape)}")
    if any(not 0 <= i < count for i in ids):
        raise ShapeError(f"segment out of range: {list(ids)} with count={count}")
    return bounded((count, *shape[1:]))


def segments_filled(shapes: Sequence[Shape], params: Params) -> Shape:
    """None is empty: what an empty one has for a mean or a maximum differs between libraries."""
    shape = segments(shapes, params)
    if len(set(integers(params["segments"]))) != shape[0]:
        raise ShapeError("a segment is empty; allowed: at least one entry in each")
    return shape


def topk(shapes: Sequence[Shape], params: Params) -> Shape:
    """Along the last axis."""
    (shape,) = shapes
    axis, k = normalize_axis(-1, len(shape)), whole(params["k"], "k of topk", 1)
    if k > shape[axis]:
        raise ShapeError(f"the {k} largest of {shape[axis]} entries")
    return _resized(shape, axis, k)


def _count(shape: Shape, axis: Param) -> int:
    return math.prod(shape) if axis is None else shape[normalize_axis(axis, len(shape))]


def median(shapes: Sequence[Shape], params: Params) -> Shape:
    count = _count(shapes[0], params["axis"])
    if count % 2 == 0:
        raise ShapeError(
            f"median of {count} entries: of an even number torch takes the lower middle one and others the mean of "
            "two; allowed: an odd number (quantile interpolates)"
        )
    return reduction(shapes, params)


def quantile(shapes: Sequence[Shape], params: Params) -> Shape:
    q = params["q"]
    if (
        isinstance(q, bool)
        or not isinstance(q, int | float)
        or not 0 <= q <= 1
        or not _count(shapes[0], params["axis"])
    ):
        raise ShapeError(f"q of quantile is a number from 0 to 1; got {q}")
    return reduction(shapes, params)


def cross(shapes: Sequence[Shape], params: Params) -> Shape:
    """Along the last axis."""
    a, b = shapes
    if a != b or not a or a[-1] != 3:
        raise ShapeError(f"cross takes two arrays of 3-vectors of one shape; got {show(a)} and {show(b)}")
    return a


def trapezoid(shapes: Sequence[Shape], params: Params) -> Shape:
    y, x = shapes
    if y != x or len(y) != 1 or not y[0]:
        raise ShapeError(f"trapezoid takes values and places of one length; got {show(y)} and {show(x)}")
    return ()


def covariance(shapes: Sequence[Shape], params: Params) -> Shape:
    """Rows are variables, columns observations."""
    (shape,) = shapes
    if len(shape) != 2 or min(shape) < 2:
        raise ShapeError(f"a matrix of two variables or more by two observations or more is needed; got {show(shape)}")
    return (shape[0], shape[0])


def cdist(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    if len(a) != 2 or len(b) != 2 or a[1] != b[1]:
        raise ShapeError(f"cdist takes two matrices whose rows are points of one space; got {show(a)} and {show(b)}")
    return (a[0], b[0])


def einsum(shapes: Sequence[Shape], params: Params) -> Shape:
    spec = read_spec(params["spec"])
    sizes = spec.sizes(tuple(shapes))
    return bounded(tuple(sizes[letter] for letter in spec.result))
