"""What the operators that gather, sort, slide a window over, or contract mean, in numbers; see `operator_values`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

__all__ = ["ABSENT", "add", "says_no"]

ABSENT = {
    "torch": "",
    "jax": "avg_pool1d avg_pool2d cdist segment_mean",
    "tensorflow": "cdist cov cummax cummin",
    "mxnet": "cdist corrcoef cov cross cummax cummin index_add logcumsumexp median reflect_pad segment_max segment_mean"
    " segment_min segment_prod segment_sum take_along_axis trapezoid",
    "numpy": "avg_pool1d avg_pool2d cdist conv1d conv2d cummax cummin index_add interpolate logcumsumexp max_pool1d"
    " max_pool2d segment_max segment_mean segment_min segment_prod segment_sum topk",
}
"""What each framework has no function for."""


def says_no(backend: str, op: str, args: tuple[Any, ...], params: Mapping[str, Any]) -> bool:
    """Whether the framework has the operator, but not for such arguments."""
    if op == "interpolate":
        return backend in {"mxnet", "tensorflow"} and np.ndim(args[0]) == 3
    return backend == "tensorflow" and op == "conv1d" and params.get("padding", 0) != 0


V = [3.0, 1.0, 2.0]
M = [[1.0, 5.0, 2.0], [4.0, 3.0, 6.0]]
SIGNAL = [[[1.0, 2.0, 4.0, 7.0]]]
IMAGE = [[[[1.0, 2.0, 4.0], [0.0, -1.0, 3.0], [5.0, 6.0, 2.0]]]]


def add(row: Callable[..., None]) -> None:
    """Rows of arguments, value and parameters."""
    _moving(row)
    _segments(row)
    _sorting(row)
    _contracting(row)
    _windows(row)


def _moving(row: Callable[..., None]) -> None:
    row("flip", [V], [2, 1, 3])
    row("flip", [M], [M[1], M[0]], axis=0)
    row("roll", [V], [2, 3, 1], shift=1)
    row("roll", [M], [[5, 2, 1], [3, 6, 4]], shift=-1, axis=1)
    row("diff", [V], [-2, 1])
    row("diff", [V], [3], n=2)
    row("diff", [M], [[3, -2, 4]], axis=0)
    row("pad", [V], [0, 3, 1, 2, 0, 0], widths=(1, 2))
    row("pad", [M], [[0, 0, 0, 0], [1, 5, 2, 0], [4, 3, 6, 0]], widths=(1, 0, 0, 1))
    row("reflect_pad", [V], [2, 1, 3, 1, 2, 1], widths=(2, 1))
    row("reflect_pad", [M], [[5, 1, 5, 2], [3, 4, 3, 6]], widths=(1, 0))
    row("tile", [V], [3, 1, 2, 3, 1, 2], reps=(2,))
    row("tile", [M], [M[0] * 2, M[1] * 2], reps=(1, 2))
    row("repeat", [V], [3, 3, 1, 1, 2, 2], count=2)
    row("repeat", [M], [M[0], M[0], M[1], M[1]], count=2, axis=0)
    row("broadcast_to", [V], [V, V], shape=(2, 3))
    row("broadcast_to", [4.0], [[4.0]], shape=(1, 1))
    row("take_along_axis", [V], [2, 3, 3, 1], indices=(2, 0, 0, 1))
    row("take_along_axis", [M], [[2, 1], [4, 4]], indices=(2, 0, 0, 0), axis=1)
    row("take_along_axis", [M], [[4, 5, 6]], indices=(1, 0, 1), axis=0)
    row("index_add", [V, [10, 20, 30]], [43, 1, 22], indices=(0, 2, 0))
    row("index_add", [M, [V]], [[1, 5, 2], [7, 4, 8]], indices=(1,))


def _segments(row: Callable[..., None]) -> None:
    for name, value in {"sum": 3, "mean": 1.5, "prod": 2, "max": 2, "min": 1}.items():
        row(f"segment_{name}", [V], [3, value], segments=(0, 1, 1), count=2)
    row("segment_sum", [V], [3, 0, 3], segments=(0, 2, 2), count=3)
    row("segment_max", [M], [[4, 5, 6]], segments=(0, 0), count=1)
    row("segment_mean", [M], M, segments=(0, 1), count=2)


def _sorting(row: Callable[..., None]) -> None:
    row("sort", [V], [1, 2, 3])
    row("sort", [M], [[1, 3, 2], [4, 5, 6]], axis=0)
    row("topk", [V], [3, 2], k=2)
    row("topk", [M], [[5], [6]], k=1)
    row("cummax", [[1, 3, 2, 3, 4]], [1, 3, 3, 3, 4])
    row("cummin", [M], [[1, 1, 1], [4, 3, 3]], axis=1)
    row("median", [V], 2)
    row("median", [M], [2, 4], axis=1)
    row("quantile", [V], 1.5, q=0.25)
    row("quantile", [V], 2, q=0.5)
    row("quantile", [V], 3, q=1)
    row("quantile", [M], [1.75, 3.5, 3], q=0.25, axis=0)
    e = [math.exp(v) for v in V]
    row("logcumsumexp", [V], [3, math.log(e[0] + e[1]), math.log(sum(e))])
    row("logcumsumexp", [[[-1000, 1000], [-1000, 1000]]],
        [[-1000, 1000], [-1000 + math.log(2), 1000 + math.log(2)]], axis=0)  # fmt: skip


def _contracting(row: Callable[..., None]) -> None:
    S = [[1.0, 2.0], [3.0, 4.0]]
    row("einsum", [M, V], [3 + 5 + 4, 12 + 3 + 12], spec="ij,j->i")
    row("einsum", [S, S], [[7, 15], [10, 22]], spec="ij,jk->ki")
    row("einsum", [S], 5, spec="ii->")
    row("einsum", [S], [1, 4], spec="ii->i")
    row("einsum", [[1, 2], M, V], 12 + 2 * 27, spec="i,ij,j->")
    row("einsum", [M, M], [17, 34, 40], spec="ij,ij->j")
    row("cross", [V, [1, -1, 0]], [2, 2, -4])
    row("cross", [[V, V], [[1, -1, 0], V]], [[2, 2, -4], [0, 0, 0]])
    row("trapezoid", [V, [0, 1, 4]], 2 + 4.5)
    row("cov", [M], [[13 / 3, -11 / 6], [-11 / 6, 7 / 3]])
    row("corrcoef", [M], [[1, -11 / 6 / math.sqrt(91 / 9)], [-11 / 6 / math.sqrt(91 / 9), 1]])
    row("cdist", [M, [[1, 5, 2], [1, 1, 2]]], [[0, 4], [math.sqrt(9 + 4 + 16), math.sqrt(9 + 4 + 16)]])


def _windows(row: Callable[..., None]) -> None:
    row("conv1d", [SIGNAL, [[[1, -1]]]], [[[-1, -2, -3]]])
    row("conv1d", [SIGNAL, [[[1, -1]], [[2, 0]]]], [[[-1, -3], [2, 8]]], stride=2)
    row("conv1d", [SIGNAL, [[[1, 10, 100]]]], [[[210, 421, 742, 74]]], padding=1)
    row("conv2d", [IMAGE, [[[[1, 0], [0, 10]]]]], [[[[-9, 32], [60, 19]]]])
    row("conv2d", [IMAGE, [[[[1, 0], [0, 10]]]]], [[[[10, 40], [50, 19]]]], stride=2, padding=1)
    row("max_pool1d", [SIGNAL], [[[2, 4, 7]]], window=2)
    row("max_pool1d", [SIGNAL], [[[1, 4, 7]]], window=2, stride=2, padding=1)
    row("max_pool2d", [IMAGE], [[[[2, 4], [6, 6]]]], window=2)
    row("max_pool2d", [IMAGE], [[[[6]]]], window=3)
    row("max_pool2d", [IMAGE], [[[[1, 4], [5, 6]]]], window=2, stride=2, padding=1)
    row("avg_pool1d", [SIGNAL], [[[1.5, 5.5]]], window=2, stride=2)
    row("avg_pool2d", [IMAGE], [[[[0.5, 2], [2.5, 2.5]]]], window=2)
    row("interpolate", [[[[1.0, 3.0]]]], [[[1, 1.5, 2.5, 3]]], shape=(4,))
    row("interpolate", [[[[[1.0, 3.0]]]]], [[[[1, 1.5, 2.5, 3]]]], shape=(1, 4))
    row("interpolate", [IMAGE], [[[[0.875, 3.125], [3.875, 2.75]]]], shape=(2, 2))
