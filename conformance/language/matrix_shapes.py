"""Shape rules of factorizations, solvers and functions of matrices."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.errors import ShapeError
from conformance.language.graph import Shape
from conformance.language.shapes import Params, show

__all__ = [
    "chain", "leading", "least_squares", "matrix_to_scalar", "norm_order", "orthonormal", "power_sum", "pseudoinverse",
    "singular_values", "triangular", "vector_to_scalar", "whole_matrix",
]  # fmt: skip


def _matrix(shape: Shape) -> tuple[int, int]:
    if len(shape) != 2 or not all(shape):
        raise ShapeError(f"a matrix that is not empty is needed; got {show(shape)}")
    return shape[0], shape[1]


def least_squares(shapes: Sequence[Shape], params: Params) -> Shape:
    a, b = shapes
    rows, columns = _matrix(a)
    if len(b) not in (1, 2) or b[0] != rows:
        raise ShapeError(f"lstsq takes a matrix and a right-hand side of its height; got {show(a)} and {show(b)}")
    return (columns, *b[1:])


def pseudoinverse(shapes: Sequence[Shape], params: Params) -> Shape:
    rows, columns = _matrix(shapes[0])
    return columns, rows


def chain(shapes: Sequence[Shape], params: Params) -> Shape:
    """A product of two matrices or more; the first and the last may be vectors."""
    if len(shapes) < 2:
        raise ShapeError("multi_dot takes two arrays or more")
    inner = shapes[0][-1:]
    for k, shape in enumerate(shapes):
        if len(shape) not in (1, 2) or (len(shape) == 1 and 0 < k < len(shapes) - 1):
            raise ShapeError(f"multi_dot takes matrices, and vectors at its ends; got {show(shape)}")
        if k and shape[:1] != inner:
            raise ShapeError("inner dimensions differ: " + ", ".join(map(show, shapes)))
        inner = shape[-1:]
    return shapes[0][:-1] + shapes[-1][1:]


def singular_values(shapes: Sequence[Shape], params: Params) -> Shape:
    return (min(_matrix(shapes[0])),)


def orthonormal(shapes: Sequence[Shape], params: Params) -> Shape:
    """Q of the reduced factorization."""
    rows, columns = _matrix(shapes[0])
    return rows, min(rows, columns)


def triangular(shapes: Sequence[Shape], params: Params) -> Shape:
    """R of the reduced factorization."""
    rows, columns = _matrix(shapes[0])
    return min(rows, columns), columns


def whole_matrix(shapes: Sequence[Shape], params: Params) -> Shape:
    return _matrix(shapes[0])


def leading(shapes: Sequence[Shape], params: Params) -> Shape:
    """A projector onto some of the left singular vectors."""
    rows, columns = _matrix(shapes[0])
    count = params["k"]
    if not isinstance(count, int) or not 1 <= count <= min(rows, columns):
        raise ShapeError(f"k is 1 to {min(rows, columns)}, the number of singular values; got {count}")
    return rows, rows


def power_sum(shapes: Sequence[Shape], params: Params) -> Shape:
    """A function of the eigenvalues and a natural exponent."""
    if not isinstance(params["k"], int) or params["k"] < 1:
        raise ShapeError(f"k is a whole number from 1 on; got {params['k']}")
    if len(set(_matrix(shapes[0]))) > 1:
        raise ShapeError(f"a square matrix is needed; got {show(shapes[0])}")
    return ()


def matrix_to_scalar(shapes: Sequence[Shape], params: Params) -> Shape:
    _matrix(shapes[0])
    return ()


def vector_to_scalar(shapes: Sequence[Shape], params: Params) -> Shape:
    """A norm of a vector; its order is 1 or more."""
    if len(shapes[0]) != 1 or not shapes[0][0]:
        raise ShapeError(f"a vector that is not empty is needed; got {show(shapes[0])}")
    order = params["ord"]
    if not isinstance(order, int) or order < 1:
        raise ShapeError(f"ord is a whole number from 1 on; got {order}")
    return ()


def norm_order(shapes: Sequence[Shape], params: Params) -> Shape:
    """A norm of a matrix, or its smallest relative: by sums of columns (1, -1) or singular values (2, -2)."""
    if params["ord"] not in (1, -1, 2, -2):
        raise ShapeError(f"ord is 1, -1, 2 or -2; got {params['ord']}")
    return matrix_to_scalar(shapes, params)
