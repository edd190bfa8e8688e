"""Operators that gather, sort, slide a window over, or transform an array, as JAX has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _whole(axis: int | None) -> int:
    return 0 if axis is None else axis


def _pairs(widths: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [widths[k : k + 2] for k in range(0, len(widths), 2)]


def _reflect_pad(x: Array, widths: tuple[int, int]) -> Array:
    return jnp.pad(x, [*[(0, 0)] * (x.ndim - 1), widths], mode="reflect")


def _take_along_axis(x: Array, indices: tuple[int, ...], axis: int) -> Array:
    shape = [-1 if k == axis % x.ndim else size for k, size in enumerate(x.shape)]
    return jnp.take_along_axis(x, np.reshape(indices, shape), axis=axis)


def _segments(function: Callable[..., Array]) -> Operator:
    return lambda x, segments, count: function(x, np.asarray(segments), num_segments=count)


def _running(function: Callable[..., Array]) -> Operator:
    return lambda x, axis: function(x, axis=_whole(axis))


def _convolution(axes: int) -> Operator:
    """Without a layout given, JAX has examples and channels first, and so do the kernels."""

    def operator(x: Array, w: Array, stride: int, padding: int) -> Array:
        return jax.lax.conv_general_dilated(x, w, (stride,) * axes, [(padding, padding)] * axes)

    return operator


def _max_pool(axes: int) -> Operator:
    def operator(x: Array, window: int, stride: int, padding: int) -> Array:
        sizes, strides = (1, 1, *(window,) * axes), (1, 1, *(stride,) * axes)
        edges = [(0, 0), (0, 0), *[(padding, padding)] * axes]
        return jax.lax.reduce_window(x, -np.inf, jax.lax.max, sizes, strides, edges)

    return operator


def _interpolate(x: Array, shape: Any) -> Array:
    return jax.image.resize(x, (*x.shape[:2], *shape), "linear", antialias=False)


OPERATORS: Mapping[str, Operator] = {
    "flip": jnp.flip,
    "roll": jnp.roll,
    "diff": jnp.diff,
    "pad": lambda x, widths: jnp.pad(x, _pairs(widths)),
    "reflect_pad": _reflect_pad,
    "tile": jnp.tile,
    "repeat": lambda x, count, axis: jnp.repeat(x, count, axis=axis),
    "broadcast_to": jnp.broadcast_to,
    "take_along_axis": _take_along_axis,
    "index_add": lambda x, y, indices: x.at[np.asarray(indices)].add(y),
    "segment_sum": _segments(jax.ops.segment_sum),
    "segment_prod": _segments(jax.ops.segment_prod),
    "segment_max": _segments(jax.ops.segment_max),
    "segment_min": _segments(jax.ops.segment_min),
    "sort": jnp.sort,
    "topk": lambda x, k: jax.lax.top_k(x, k)[0],
    "cummax": _running(jax.lax.cummax),
    "cummin": _running(jax.lax.cummin),
    "median": jnp.median,
    "quantile": lambda x, q, axis: jnp.quantile(x, float(q), axis=axis),  # it takes no integer
    "logcumsumexp": _running(jax.lax.cumlogsumexp),
    "einsum": lambda *xs, spec: jnp.einsum(spec, *xs),
    "cross": jnp.cross,
    "trapezoid": jnp.trapezoid,
    "cov": jnp.cov,
    "corrcoef": jnp.corrcoef,
    "conv1d": _convolution(1),
    "conv2d": _convolution(2),
    "max_pool1d": _max_pool(1),
    "max_pool2d": _max_pool(2),
    "interpolate": _interpolate,
}
