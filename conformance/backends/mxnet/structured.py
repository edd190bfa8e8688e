"""Operators that gather, sort, slide a window over, or transform an array, as MXNet has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import mxnet as mx

from conformance.backends.contract import Array, Operator, UnsupportedError, absent
from conformance.backends.mxnet.spaces import in_np, in_npx, symbolic

__all__ = ["OPERATORS"]


def _pad(x: Array, widths: tuple[int, ...]) -> Array:
    """mxnet wants the widths of a vector's one axis alone."""
    pairs = tuple(widths[k : k + 2] for k in range(0, len(widths), 2))
    return in_np("pad")(x, pairs if len(pairs) > 1 else widths)


def _flip(x: Array, axis: int) -> Array:
    """mxnet counts the axes from the first one only."""
    if axis < 0 and symbolic(x):
        raise UnsupportedError("mxnet's flip takes no negative axis, and a symbol does not know its axes")
    return in_np("flip")(x, axis if axis >= 0 else axis + x.ndim)


def _convolution(axes: int) -> Operator:
    def operator(x: Array, w: Array, stride: int, padding: int) -> Array:
        if symbolic(x, w):
            raise UnsupportedError("mxnet's convolution needs the kernel's size, which a symbol does not know")
        return mx.npx.convolution(
            data=x, weight=w, no_bias=True, num_filter=w.shape[0], kernel=w.shape[2:],
            stride=(stride,) * axes, pad=(padding,) * axes,
        )  # fmt: skip

    return operator


def _pooling(axes: int, kind: str) -> Operator:
    def operator(x: Array, window: int, stride: int, padding: int = 0) -> Array:
        return in_npx("pooling")(
            x, kernel=(window,) * axes, stride=(stride,) * axes, pad=(padding,) * axes, pool_type=kind
        )

    return operator


def _interpolate(x: Array, shape: Any) -> Array:
    if symbolic(x):
        raise UnsupportedError("mxnet's BilinearResize2D is no operator of its numpy interface, which hybridize needs")
    if x.ndim != 4:
        raise UnsupportedError("mxnet's BilinearResize2D interpolates images only, of N×C×H×W")
    height, width = shape
    image = x.as_nd_ndarray()
    return mx.nd.contrib.BilinearResize2D(image, height=height, width=width, align_corners=False).as_np_ndarray()


_FALLBACK = "mxnet's {} falls back to numpy, which has no derivative"

OPERATORS: Mapping[str, Operator] = {
    "flip": _flip,
    "roll": in_np("roll"),
    "diff": in_np("diff"),
    "pad": _pad,
    "reflect_pad": absent("mxnet's pad does not reflect"),
    "tile": in_np("tile"),
    "repeat": lambda x, count, axis: in_np("repeat")(x, count, axis=axis),
    "broadcast_to": in_np("broadcast_to"),
    "take_along_axis": absent(_FALLBACK.format("take_along_axis")),
    "sort": in_np("sort"),
    "topk": lambda x, k: in_npx("topk")(x, k=k, ret_typ="value"),
    "quantile": in_np("quantile"),
    "einsum": lambda *xs, spec: in_np("einsum")(spec, *xs),
    "trapezoid": absent(_FALLBACK.format("trapezoid")),
    "cov": absent(_FALLBACK.format("cov")),
    "corrcoef": absent(_FALLBACK.format("corrcoef")),
    "conv1d": _convolution(1),
    "conv2d": _convolution(2),
    "max_pool1d": _pooling(1, "max"),
    "max_pool2d": _pooling(2, "max"),
    "avg_pool1d": _pooling(1, "avg"),
    "avg_pool2d": _pooling(2, "avg"),
    "interpolate": _interpolate,
}
