"""Operators that slide a window over the last axes of N×C×L or N×C×H×W, and resizing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from conformance.language.graph import Param, Shape
from conformance.language.shapes import integers
from conformance.language.window_shapes import places
from conformance.truth.definitions.gathering import DEFINITIONS as GATHERING
from conformance.truth.definitions.model import Definition
from conformance.truth.definitions.parts import constant, gathered, joined, ordered, place, taken
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]
Places = npt.NDArray[np.int64]


def _windows(at: Places, sizes: Sequence[int], stride: int) -> Iterator[Places]:
    """The places under each window over the last axes, window by window in row-major order."""
    room = at.shape[at.ndim - len(sizes) :]
    starts = [[stride * i for i in range(places(n, k, stride, 0))] for n, k in zip(room, sizes, strict=True)]
    for corner in itertools.product(*starts):
        under = at
        for axis, (start, size) in enumerate(zip(corner, sizes, strict=True), start=at.ndim - len(sizes)):
            under = under.take(range(start, start + size), axis=axis)
        yield under


def _counts(room: Shape, sizes: Sequence[int], stride: int) -> Shape:
    return tuple(places(n, k, stride, 0) for n, k in zip(room, sizes, strict=True))


def _convolution(args: Sequence[Expr], params: Params) -> Expr:
    """Each window as a row, times the kernels as columns."""
    x, w = args
    padding, stride = place(params, "padding"), place(params, "stride")
    x = GATHERING["pad"]([x], {"widths": (0, 0, 0, 0, *[padding] * (2 * len(x.shape) - 4))})
    (examples, channels, *room), (kernels, _, *sizes) = x.shape, w.shape
    at = np.reshape(ordered(x), x.shape)
    counts = _counts(tuple(room), sizes, stride)
    depth = channels * int(np.prod(sizes))
    rows = np.stack([window.reshape(examples, depth) for window in _windows(at, sizes, stride)], axis=1)
    patches = gathered(x, [int(i) for i in rows.ravel()], (examples * rows.shape[1], depth))
    product = patches @ w.reshape((kernels, depth)).T
    axes = (0, 1 + len(counts), *range(1, 1 + len(counts)))
    return product.reshape((examples, *counts, kernels)).op("transpose", axes=axes)


def _pooling(reduce: str) -> Definition:
    """Of the entries under each window; what padding adds has no say."""

    def definition(args: Sequence[Expr], params: Params) -> Expr:
        (x,) = args
        window, stride = place(params, "window"), place(params, "stride")
        padding = place(params, "padding") if "padding" in params else 0
        axes = len(x.shape) - 2
        at = np.reshape(ordered(x), x.shape)
        at = np.pad(at, [(0, 0), (0, 0), *[(padding, padding)] * axes], constant_values=-1)
        flat, found = x.op("flatten"), []
        for channel in at.reshape(-1, *at.shape[2:]):
            for under in _windows(channel, [window] * axes, stride):
                found.append(taken(flat, [int(i) for i in under.ravel() if i >= 0], 0).op(reduce))
        return joined(found).reshape((*x.shape[:2], *_counts(at.shape[2:], [window] * axes, stride)))

    return definition


def _weights(size: int, wanted: int) -> list[Fraction]:
    """Row i: the shares of the entries in the value at (i + ½)·size/wanted - ½, held within the ends."""
    found = []
    for i in range(wanted):
        at = Fraction(2 * i + 1, 2) * Fraction(size, wanted) - Fraction(1, 2)
        at = min(max(at, Fraction(0)), Fraction(size - 1))
        found += [max(Fraction(0), 1 - abs(at - k)) for k in range(size)]
    return found


def _interpolate(args: Sequence[Expr], params: Params) -> Expr:
    (x,) = args
    for axis, wanted in enumerate(integers(params["shape"]), start=2):
        size = x.shape[axis]
        weights = constant(x, _weights(size, wanted), (wanted, size))
        # A library finds places along the axis before it finds shares: each is off by the place's rounding.
        weights = weights.raw("charged", weights.shape, units=2 * max(size, wanted), together=True)
        others = [k for k in range(len(x.shape)) if k != axis]
        lines = x.op("transpose", axes=(*others, axis))
        shape = (*lines.shape[:-1], wanted)
        lines = (lines.reshape((len(ordered(x)) // size, size)) @ weights.T).reshape(shape)
        back = [*others, axis]
        x = lines.op("transpose", axes=tuple(back.index(k) for k in range(len(back))))
    return x


DEFINITIONS: Mapping[str, Definition] = {
    "conv1d": _convolution,
    "conv2d": _convolution,
    "max_pool1d": _pooling("max"),
    "max_pool2d": _pooling("max"),
    "avg_pool1d": _pooling("mean"),
    "avg_pool2d": _pooling("mean"),
    "interpolate": _interpolate,
}
