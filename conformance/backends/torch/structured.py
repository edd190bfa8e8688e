"""Operators that gather, sort, slide a window over, or transform an array, as torch has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own users give it

from conformance.backends.contract import Array, Operator, UnsupportedError

__all__ = ["OPERATORS"]


def _whole(axis: int | None) -> int:
    return 0 if axis is None else axis


def _pad(x: Array, widths: tuple[int, ...]) -> Array:
    """torch counts the axes from the last one."""
    pairs = [widths[k : k + 2] for k in range(0, len(widths), 2)]
    return F.pad(x, [w for pair in reversed(pairs) for w in pair])


def _reflect_pad(x: Array, widths: tuple[int, int]) -> Array:
    """torch reflects no vector, so one gets an axis for the while."""
    return F.pad(x[None], widths, mode="reflect")[0] if x.ndim == 1 else F.pad(x, widths, mode="reflect")


def _take_along_axis(x: Array, indices: tuple[int, ...], axis: int) -> Array:
    shape = [-1 if k == axis % x.ndim else size for k, size in enumerate(x.shape)]
    return torch.take_along_dim(x, torch.tensor(indices).reshape(shape), dim=axis)


def _segments(reduce: str) -> Operator:
    def operator(x: Array, segments: Any, count: int) -> Array:
        if list(segments) != sorted(segments):
            raise UnsupportedError("torch's segment_reduce takes segments that follow one another")
        lengths = torch.tensor([list(segments).count(i) for i in range(count)])
        return torch.segment_reduce(x, reduce, lengths=lengths, axis=0)

    return operator


def _values(function: Callable[..., Any]) -> Operator:
    """Of a function that returns values and indices along an axis."""
    return lambda x, axis: function(x, dim=_whole(axis)).values


def _median(x: Array, axis: int | None) -> Array:
    return torch.median(x) if axis is None else torch.median(x, dim=axis).values


def _interpolate(x: Array, shape: Any) -> Array:
    mode = "linear" if x.ndim == 3 else "bilinear"
    return F.interpolate(x, size=tuple(shape), mode=mode, align_corners=False)


OPERATORS: Mapping[str, Operator] = {
    "flip": lambda x, axis: torch.flip(x, (axis,)),
    "roll": lambda x, shift, axis: torch.roll(x, shift, dims=axis),
    "diff": lambda x, n, axis: torch.diff(x, n=n, dim=axis),
    "pad": _pad,
    "reflect_pad": _reflect_pad,
    "tile": lambda x, reps: torch.tile(x, reps),
    "repeat": lambda x, count, axis: torch.repeat_interleave(x, count, dim=axis),
    "broadcast_to": lambda x, shape: torch.broadcast_to(x, shape),
    "take_along_axis": _take_along_axis,
    "index_add": lambda x, y, indices: torch.index_add(x, 0, torch.tensor(indices), y),
    **{f"segment_{name}": _segments(name) for name in ("sum", "mean", "prod", "max", "min")},
    "sort": lambda x, axis: torch.sort(x, dim=axis).values,
    "topk": lambda x, k: torch.topk(x, k).values,
    "cummax": _values(torch.cummax),
    "cummin": _values(torch.cummin),
    "median": _median,
    "quantile": lambda x, q, axis: torch.quantile(x, q, dim=axis),
    "logcumsumexp": lambda x, axis: torch.logcumsumexp(x, dim=_whole(axis)),
    "einsum": lambda *xs, spec: torch.einsum(spec, *xs),
    "cross": torch.linalg.cross,
    "trapezoid": torch.trapezoid,
    "cov": torch.cov,
    "corrcoef": torch.corrcoef,
    "cdist": torch.cdist,
    "conv1d": F.conv1d,
    "conv2d": F.conv2d,
    "max_pool1d": lambda x, window, stride, padding: F.max_pool1d(x, window, stride, padding),
    "max_pool2d": lambda x, window, stride, padding: F.max_pool2d(x, window, stride, padding),
    "avg_pool1d": lambda x, window, stride: F.avg_pool1d(x, window, stride),
    "avg_pool2d": lambda x, window, stride: F.avg_pool2d(x, window, stride),
    "interpolate": _interpolate,
}
