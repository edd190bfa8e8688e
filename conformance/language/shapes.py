"""Shape rules: what comes out of an operator, given what goes in.

Every rule takes the shapes of the array arguments and the static parameters and
returns the shape of the result, or raises ShapeError with a message that names both
shapes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from conformance.language.errors import ShapeError
from conformance.language.graph import Param, Shape

__all__ = ["Params", "ShapeRule", "broadcast", "normalize_axis"]

Params = Mapping[str, Param]
ShapeRule = Callable[[Sequence[Shape], Params], Shape]

MAX_ENTRIES = 1_000_000


def show(shape: Shape) -> str:
    """A shape in words: a scalar, a 3-vector, a 2×3 matrix, a 2×3×4 array."""
    if not shape:
        return "a scalar"
    size = "×".join(map(str, shape))
    return f"a {size}-vector" if len(shape) == 1 else f"a {size} {'matrix' if len(shape) == 2 else 'array'}"


def broadcast(*shapes: Shape) -> Shape:
    """The common shape by the array API's broadcasting rules."""
    result: list[int] = []
    for axis in range(max(map(len, shapes), default=0)):
        sizes = {s[-1 - axis] for s in shapes if axis < len(s)} - {1}
        if len(sizes) > 1:
            raise ShapeError("shapes do not broadcast: " + " and ".join(map(show, shapes)))
        result.append(sizes.pop() if sizes else 1)
    return tuple(reversed(result))


def normalize_axis(axis: Param, rank: int) -> int:
    """The axis as a number from 0; ShapeError if there is no such axis."""
    if isinstance(axis, bool) or not isinstance(axis, int) or not -rank <= axis < rank:
        allowed = f"{-rank} to {rank - 1}" if rank else "none: it is a scalar"
        raise ShapeError(f"no axis {axis}; allowed: {allowed}")
    return axis % rank


def elementwise(shapes: Sequence[Shape], params: Params) -> Shape:
    return broadcast(*shapes)


def same(shapes: Sequence[Shape], params: Params) -> Shape:
    return shapes[0]


def reduction(shapes: Sequence[Shape], params: Params) -> Shape:
    axis = params.get("axis")
    if axis is None:
        return ()
    axis = normalize_axis(axis, len(shapes[0]))
    return shapes[0][:axis] + shapes[0][axis + 1 :]


def along_axis(shapes: Sequence[Shape], params: Params) -> Shape:
    """Same shape out; the axis must exist (softmax and its kin)."""
    normalize_axis(params.get("axis", -1), len(shapes[0]))
    return shapes[0]


def cumulative(shapes: Sequence[Shape], params: Params) -> Shape:
    if params.get("axis") is None and len(shapes[0]) != 1:
        raise ShapeError(f"axis= is needed except for a vector; got {show(shapes[0])}")
    if params.get("axis") is not None:
        normalize_axis(params["axis"], len(shapes[0]))
    return shapes[0]


def matmul(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    if not a or not b or len(a) > 2 or len(b) > 2 or a[-1] != b[0]:
        raise ShapeError(f"@ takes vectors and matrices whose inner dimensions agree; got {show(a)} @ {show(b)}")
    return a[:-1] + b[1:]


def dot(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    if len(a) != 1 or a != b:
        raise ShapeError(f"dot takes two vectors of one length; got {show(a)} and {show(b)}")
    return ()


def outer(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    if len(a) != 1 or len(b) != 1:
        raise ShapeError(f"outer takes two vectors; got {show(a)} and {show(b)}")
    return a + b


def _matrix(shape: Shape, square: bool) -> Shape:
    if len(shape) != 2 or (square and shape[0] != shape[1]):
        raise ShapeError(f"a {'square ' if square else ''}matrix is needed; got {show(shape)}")
    return shape


def square_to_scalar(shapes: Sequence[Shape], params: Params) -> Shape:
    _matrix(shapes[0], square=True)
    return ()


def square_to_square(shapes: Sequence[Shape], params: Params) -> Shape:
    return _matrix(shapes[0], square=True)


def square_to_vector(shapes: Sequence[Shape], params: Params) -> Shape:
    return _matrix(shapes[0], square=True)[:1]


def matrix_to_matrix(shapes: Sequence[Shape], params: Params) -> Shape:
    return _matrix(shapes[0], square=False)


def matrix_transpose(shapes: Sequence[Shape], params: Params) -> Shape:
    return _matrix(shapes[0], square=False)[::-1]


def solve(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    _matrix(a, square=True)
    if len(b) not in (1, 2) or b[0] != a[0]:
        raise ShapeError(
            f"solve takes a square matrix and a right-hand side of its height; got {show(a)} and {show(b)}"
        )
    return b


def diag(shapes: Sequence[Shape], params: Params) -> Shape:
    (shape,) = shapes
    if len(shape) == 1:
        return shape * 2
    if len(shape) == 2:
        return (min(shape),)
    raise ShapeError(f"diag takes a vector or a matrix; got {show(shape)}")


def kron(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = (_matrix(s, square=False) for s in shapes)
    return (a[0] * b[0], a[1] * b[1])


def stack(shapes: Sequence[Shape], params: Params) -> Shape:
    if len(set(shapes)) != 1:
        raise ShapeError("only equal shapes stack; got " + ", ".join(sorted(set(map(show, shapes)))))
    axis = normalize_axis(params.get("axis", 0), len(shapes[0]) + 1)
    return (*shapes[0][:axis], len(shapes), *shapes[0][axis:])


def concat(shapes: Sequence[Shape], params: Params) -> Shape:
    axis = normalize_axis(params.get("axis", 0), len(shapes[0]))
    if len({s[:axis] + s[axis + 1 :] for s in shapes}) != 1 or len({len(s) for s in shapes}) != 1:
        raise ShapeError("shapes differ off the axis: " + ", ".join(map(show, shapes)))
    return (*shapes[0][:axis], sum(s[axis] for s in shapes), *shapes[0][axis + 1 :])


def reshape(shapes: Sequence[Shape], params: Params) -> Shape:
    wanted = integers(params["shape"])
    if math.prod(wanted) != math.prod(shapes[0]) or any(d < 0 for d in wanted):
        raise ShapeError(f"{show(shapes[0])} does not reshape to {list(wanted)}")
    return wanted


def flatten(shapes: Sequence[Shape], params: Params) -> Shape:
    return (math.prod(shapes[0]),)


def transpose(shapes: Sequence[Shape], params: Params) -> Shape:
    rank = len(shapes[0])
    axes = params.get("axes")
    order = tuple(reversed(range(rank))) if axes is None else integers(axes)
    if sorted(order) != list(range(rank)):
        raise ShapeError(f"axes must be a permutation of 0 to {rank - 1}; got {list(order)}")
    return tuple(shapes[0][a] for a in order)


def take(shapes: Sequence[Shape], params: Params) -> Shape:
    axis = normalize_axis(params.get("axis", 0), len(shapes[0]))
    indices = integers(params["indices"])
    size = shapes[0][axis]
    if any(not -size <= i < size for i in indices):
        raise ShapeError(f"index out of range: {list(indices)} along an axis of {size}")
    return (*shapes[0][:axis], len(indices), *shapes[0][axis + 1 :])


def index(shapes: Sequence[Shape], params: Params) -> Shape:
    key = params["index"]
    assert isinstance(key, tuple)
    (shape,) = shapes
    if len(key) > len(shape):
        raise ShapeError(f"{len(key)} indices for {show(shape)}")
    kept = []
    for size, i in zip(shape, key + (None,) * (len(shape) - len(key)), strict=True):
        if i is None:
            kept.append(size)
        elif not -size <= i < size:
            raise ShapeError(f"index {i} is out of range for an axis of {size}")
    return tuple(kept)


def filled(shapes: Sequence[Shape], params: Params) -> Shape:
    shape = integers(params["shape"])
    if any(d < 0 for d in shape):
        raise ShapeError(f"a dimension is negative: {list(shape)}")
    return bounded(shape)


def eye(shapes: Sequence[Shape], params: Params) -> Shape:
    n = params["n"]
    assert isinstance(n, int)
    return bounded((n, n))


def arange(shapes: Sequence[Shape], params: Params) -> Shape:
    n = params["n"]
    assert isinstance(n, int)
    return bounded((n,))


def integers(value: Param) -> Shape:
    """A parameter that is one integer or a list of them, as a tuple."""
    items = value if isinstance(value, tuple) else (value,)
    if not all(isinstance(i, int) and not isinstance(i, bool) for i in items):
        raise ShapeError(f"integers are needed; got {value}")
    return tuple(i for i in items if isinstance(i, int))


def bounded(shape: Shape) -> Shape:
    """Refuse an array that no machine should be asked for."""
    if any(d < 0 for d in shape) or math.prod(shape) > MAX_ENTRIES:
        raise ShapeError(f"{'×'.join(map(str, shape))} entries; allowed: at most {MAX_ENTRIES:,} in one array")
    return shape
