"""Operators that gather, sort, slide a window over, or transform an array, as numpy has them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conformance.backends.contract import Array, Operator
from conformance.backends.numpy.real import real

__all__ = ["OPERATORS"]


def _pairs(widths: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [widths[k : k + 2] for k in range(0, len(widths), 2)]


def _reflect_pad(x: Array, widths: tuple[int, int]) -> Array:
    return np.pad(x, [*[(0, 0)] * (x.ndim - 1), widths], mode="reflect")


def _take_along_axis(x: Array, indices: tuple[int, ...], axis: int) -> Array:
    shape = [-1 if k == axis % x.ndim else size for k, size in enumerate(x.shape)]
    return np.take_along_axis(x, np.reshape(indices, shape), axis=axis)


OPERATORS: Mapping[str, Operator] = {
    "flip": np.flip,
    "roll": np.roll,
    "diff": np.diff,
    "pad": lambda x, widths: np.pad(x, _pairs(widths)),
    "reflect_pad": _reflect_pad,
    "tile": np.tile,
    "repeat": lambda x, count, axis: np.repeat(x, count, axis=axis),
    "broadcast_to": np.broadcast_to,
    "take_along_axis": _take_along_axis,
    "sort": real(np.sort),
    "median": real(np.median),
    "quantile": real(np.quantile),
    "einsum": lambda *xs, spec: np.einsum(spec, *xs),
    "cross": np.cross,
    "trapezoid": getattr(np, "trapezoid" if hasattr(np, "trapezoid") else "trapz"),  # renamed by numpy 2
    "cov": real(lambda x: np.cov(x, dtype=x.dtype)),
    "corrcoef": real(lambda x: np.corrcoef(x, dtype=x.dtype)),
}
