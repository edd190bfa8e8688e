"""Shape rules of gates, losses, normalizations in groups, and attention."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.errors import ShapeError
from conformance.language.graph import Shape
from conformance.language.shapes import Params, integers, normalize_axis, reduction, show

__all__ = ["attention", "batch", "channels", "groups", "halves", "labelled", "loss", "paired", "rows", "slopes"]


def halves(shapes: Sequence[Shape], params: Params) -> Shape:
    """Two halves along an axis become one."""
    (shape,) = shapes
    axis = normalize_axis(params["axis"], len(shape))
    if shape[axis] % 2:
        raise ShapeError(f"an axis of even length is needed, to be halved; got {show(shape)} and axis {axis}")
    return (*shape[:axis], shape[axis] // 2, *shape[axis + 1 :])


def slopes(shapes: Sequence[Shape], params: Params) -> Shape:
    """One slope for all entries, or one for each position along the last axis."""
    x, slope = shapes
    if slope not in {(), x[-1:]}:
        raise ShapeError(f"the slopes are a scalar or a vector along the last axis; got {show(slope)} for {show(x)}")
    return x


def _alike(shapes: Sequence[Shape]) -> Shape:
    if shapes[0] != shapes[1]:
        raise ShapeError(f"two arrays of one shape are needed; got {show(shapes[0])} and {show(shapes[1])}")
    return shapes[0]


def loss(shapes: Sequence[Shape], params: Params) -> Shape:
    """A prediction and a target, to one number."""
    _alike(shapes)
    return ()


def paired(shapes: Sequence[Shape], params: Params) -> Shape:
    """Two arrays, compared along an axis."""
    return reduction([_alike(shapes)], {"axis": normalize_axis(params["axis"], len(shapes[0]))})


def labelled(shapes: Sequence[Shape], params: Params) -> Shape:
    """Logits along the last axis of a vector or a matrix, and a label for each row."""
    (shape,) = shapes
    labels = integers(params["labels"])
    rows = 1 if len(shape) == 1 else shape[0] if len(shape) == 2 else None
    if rows is None or len(labels) != rows:
        raise ShapeError(f"a vector or a matrix and a label for each row are needed; got {show(shape)}, {list(labels)}")
    if any(not 0 <= label < shape[-1] for label in labels):
        raise ShapeError(f"labels must be 0 to {shape[-1] - 1}; got {list(labels)}")
    return shape[:-1]


def rows(shapes: Sequence[Shape], params: Params) -> Shape:
    """Same shape out; there must be a last axis."""
    normalize_axis(-1, len(shapes[0]))
    return shapes[0]


def batch(shapes: Sequence[Shape], params: Params) -> Shape:
    """A matrix: a row for each example, a column for each feature."""
    if len(shapes[0]) != 2:
        raise ShapeError(f"a matrix is needed, with a row for each example; got {show(shapes[0])}")
    return shapes[0]


def channels(shapes: Sequence[Shape], params: Params) -> Shape:
    """Examples, channels, and what is in a channel."""
    if len(shapes[0]) != 3:
        raise ShapeError(f"an array of examples, channels and positions is needed; got {show(shapes[0])}")
    return shapes[0]


def groups(shapes: Sequence[Shape], params: Params) -> Shape:
    """Examples and channels, and maybe more axes, with the channels in groups of one size."""
    (shape,) = shapes
    count = params["groups"]
    if not isinstance(count, int) or len(shape) < 2 or count < 1 or shape[1] % count:
        raise ShapeError(f"the second axis must divide into {count} groups; got {show(shape)}")
    return shape


def attention(shapes: Sequence[Shape], params: Params) -> Shape:
    """Matrices of queries, keys and values, a row each, all of one width."""
    queries, keys, values = shapes
    if any(len(s) != 2 for s in shapes) or keys != values or queries[1] != keys[1]:
        raise ShapeError(
            "matrices of queries, keys and values are needed, as wide as one another, and as many values as keys;"
            f" got {show(queries)}, {show(keys)} and {show(values)}"
        )
    return queries
