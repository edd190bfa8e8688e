"""Object arrays of scalars."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.language.graph import Param, Shape
from conformance.truth.scalars import Scalar

__all__ = ["Array", "array_of", "dot", "each", "scalar", "whole"]

Array = npt.NDArray[Any]


def array_of(values: list[Scalar], shape: Shape) -> Array:
    """An object array that never looks inside its elements."""
    result = np.empty(len(values), dtype=object)
    for i, value in enumerate(values):
        result[i] = value
    return result.reshape(shape)


def whole(value: Param) -> int:
    """A parameter that is an integer."""
    assert isinstance(value, int)
    return value


def each(function: Callable[..., Scalar], *arrays: Array) -> Array:
    views = np.broadcast_arrays(*arrays) if len(arrays) > 1 else arrays
    return array_of([function(*items) for items in zip(*(v.ravel() for v in views), strict=True)], views[0].shape)


def scalar(value: Scalar) -> Array:
    """A 0-dimensional array."""
    return array_of([value], ())


def dot(a: Array, b: Array) -> Array:
    """numpy's dot product on object arrays, always as an array."""
    return np.asarray(np.dot(a, b), dtype=object)
