"""Operators that gather, sort, slide a window over, or transform an array, as TensorFlow has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import tensorflow as tf
from tensorflow.experimental import numpy as tnp

from conformance.backends.contract import Array, Operator, UnsupportedError

__all__ = ["OPERATORS"]


def _pairs(widths: tuple[int, ...]) -> list[list[int]]:
    return [list(widths[k : k + 2]) for k in range(0, len(widths), 2)]


def _reflect_pad(x: Array, widths: tuple[int, int]) -> Array:
    return tf.pad(x, [*[[0, 0]] * (len(x.shape) - 1), list(widths)], mode="REFLECT")


def _take_along_axis(x: Array, indices: tuple[int, ...], axis: int) -> Array:
    shape = [-1 if k == axis % len(x.shape) else size for k, size in enumerate(x.shape)]
    return tnp.take_along_axis(x, tf.constant(np.reshape(indices, shape)), axis=axis)


def _segments(function: Callable[..., Array]) -> Operator:
    return lambda x, segments, count: function(x, tf.constant(segments), num_segments=count)


def _last(axes: int) -> list[int]:
    """Channels last, which is what TensorFlow computes on a CPU."""
    return [0, *range(2, 2 + axes), 1]


def _first(axes: int) -> list[int]:
    return [0, 1 + axes, *range(1, 1 + axes)]


def _edges(axes: int, padding: int, operator: str) -> Any:
    if not padding:
        return "VALID"
    if operator == "conv1d":
        raise UnsupportedError("tensorflow's conv1d takes no explicit padding")
    return [[0, 0], *[[padding, padding]] * axes, [0, 0]]


def _convolution(axes: int, function: Callable[..., Array]) -> Operator:
    def operator(x: Array, w: Array, stride: int, padding: int) -> Array:
        kernels = tf.transpose(w, [*range(2, 2 + axes), 1, 0])
        edges = _edges(axes, padding, f"conv{axes}d")
        return tf.transpose(function(tf.transpose(x, _last(axes)), kernels, stride, edges), _first(axes))

    return operator


def _pooling(axes: int, function: Callable[..., Array]) -> Operator:
    def operator(x: Array, window: int, stride: int, padding: int = 0) -> Array:
        edges = _edges(axes, padding, "pooling")
        return tf.transpose(function(tf.transpose(x, _last(axes)), window, stride, edges), _first(axes))

    return operator


def _interpolate(x: Array, shape: Any) -> Array:
    if len(x.shape) != 4:
        raise UnsupportedError("tensorflow's resize interpolates images only, of N×C×H×W")
    return tf.keras.ops.image.resize(x, tuple(shape), interpolation="bilinear", data_format="channels_first")


OPERATORS: Mapping[str, Operator] = {
    "flip": lambda x, axis: tf.reverse(x, [axis]),
    "roll": tf.roll,
    "diff": tnp.diff,
    "pad": lambda x, widths: tf.pad(x, _pairs(widths)),
    "reflect_pad": _reflect_pad,
    "tile": lambda x, reps: tf.tile(x, reps),
    "repeat": lambda x, count, axis: tf.repeat(x, count, axis=axis),
    "broadcast_to": lambda x, shape: tf.broadcast_to(x, shape),
    "take_along_axis": _take_along_axis,
    "index_add": lambda x, y, indices: tf.tensor_scatter_nd_add(x, [[i] for i in indices], y),
    "segment_sum": _segments(tf.math.unsorted_segment_sum),
    "segment_mean": _segments(tf.math.unsorted_segment_mean),
    "segment_prod": _segments(tf.math.unsorted_segment_prod),
    "segment_max": _segments(tf.math.unsorted_segment_max),
    "segment_min": _segments(tf.math.unsorted_segment_min),
    "sort": tf.sort,
    "topk": lambda x, k: tf.math.top_k(x, k)[0],
    "median": tf.keras.ops.median,
    "quantile": tf.keras.ops.quantile,
    "logcumsumexp": lambda x, axis: tf.math.cumulative_logsumexp(x, axis=0 if axis is None else axis),
    "einsum": lambda *xs, spec: tf.einsum(spec, *xs),
    "cross": tf.linalg.cross,
    "trapezoid": tf.keras.ops.trapezoid,
    "corrcoef": tf.keras.ops.corrcoef,
    "conv1d": _convolution(1, tf.nn.conv1d),
    "conv2d": _convolution(2, tf.nn.conv2d),
    "max_pool1d": _pooling(1, tf.nn.max_pool1d),
    "max_pool2d": _pooling(2, tf.nn.max_pool2d),
    "avg_pool1d": _pooling(1, tf.nn.avg_pool1d),
    "avg_pool2d": _pooling(2, tf.nn.avg_pool2d),
    "interpolate": _interpolate,
}
