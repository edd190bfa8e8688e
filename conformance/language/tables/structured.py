"""Operators that gather, sort, slide a window over, or transform an array."""

from __future__ import annotations

from conformance.language import gather_shapes, shapes, window_shapes
from conformance.language.operator import REQUIRED, Operator, Special, rows
from conformance.language.special_points import HUGE, HUGE_NEGATIVE, NEGATIVE_ZERO, TIES, ZERO

__all__ = ["ROWS"]

EQUAL = Special("ties", "all entries equal: which of them the derivative goes to")
COINCIDE = Special("0", "rows that coincide: the distance 0 has a kink, and a formula in squares has 0/0")
FLAT = Special("ties", "no spread: the covariance is 0")

ROWS: list[Operator] = [
    # Moving entries: linear, so what can go wrong is where the adjoint puts them.
    *rows("gathering", "flip", 1, shapes.along_axis, (ZERO,), axis=-1),
    *rows("gathering", "roll", 1, shapes.along_axis, (ZERO,), shift=REQUIRED, axis=-1),
    *rows("gathering", "diff", 1, gather_shapes.diff, (TIES,), n=1, axis=-1),
    *rows("gathering", "pad", 1, gather_shapes.pad, (ZERO,), widths=REQUIRED),
    *rows("gathering", "reflect_pad", 1, gather_shapes.reflect_pad, (ZERO,), widths=REQUIRED),
    *rows("gathering", "tile", 1, gather_shapes.tile, (ZERO,), reps=REQUIRED),
    *rows("gathering", "repeat", 1, gather_shapes.repeat, (ZERO,), count=REQUIRED, axis=-1),
    *rows("gathering", "broadcast_to", 1, gather_shapes.broadcast_to, (ZERO,), shape=REQUIRED),
    *rows("gathering", "take_along_axis", 1, gather_shapes.take_along_axis, (ZERO,), indices=REQUIRED, axis=-1),
    *rows("gathering", "index_add", 2, gather_shapes.index_add, (ZERO,), indices=REQUIRED),
    # Segments of the entries along the first axis.
    *rows("gathering", "segment_sum", 1, gather_shapes.segments, (ZERO,), segments=REQUIRED, count=REQUIRED),
    *rows("gathering", "segment_mean", 1, gather_shapes.segments_filled, (ZERO,), segments=REQUIRED, count=REQUIRED),
    *rows(
        "gathering", "segment_prod", 1, gather_shapes.segments_filled,
        (Special("0", "zeros in a product: a derivative by division is 0/0"), TIES),
        segments=REQUIRED, count=REQUIRED,
    ),
    *rows(
        "gathering", "segment_max segment_min", 1, gather_shapes.segments_filled, (EQUAL, ZERO),
        segments=REQUIRED, count=REQUIRED,
    ),
    # Order.
    *rows("sorting", "sort", 1, shapes.along_axis, (EQUAL, NEGATIVE_ZERO), axis=-1),
    *rows("sorting", "topk", 1, gather_shapes.topk, (EQUAL, ZERO), k=REQUIRED),
    *rows("sorting", "cummax cummin", 1, shapes.cumulative, (EQUAL, ZERO), axis=None),
    *rows("sorting", "median", 1, gather_shapes.median, (EQUAL, ZERO), axis=None),
    *rows("sorting", "quantile", 1, gather_shapes.quantile, (EQUAL, ZERO), q=REQUIRED, axis=None),
    *rows("sorting", "logcumsumexp", 1, shapes.cumulative, (TIES, HUGE, HUGE_NEGATIVE), axis=None),
    # Sums of products.
    *rows("contraction", "einsum", None, gather_shapes.einsum, (ZERO,), spec=REQUIRED),
    *rows("contraction", "cross", 2, gather_shapes.cross, (ZERO,), notation="infix:×"),
    *rows("contraction", "trapezoid", 2, gather_shapes.trapezoid, (ZERO,)),
    *rows("contraction", "cov", 1, gather_shapes.covariance, (FLAT,)),
    *rows(
        "contraction", "corrcoef", 1, gather_shapes.covariance,
        (Special("identity", "rows that sum to the same, correlated as far as can be where there are two"),),
    ),
    *rows("contraction", "cdist", 2, gather_shapes.cdist, (COINCIDE,)),
    # Windows over the last axes of N×C×L or N×C×H×W.
    *rows("window", "conv1d", 2, window_shapes.convolution(1), (ZERO,), stride=1, padding=0),
    *rows("window", "conv2d", 2, window_shapes.convolution(2), (ZERO,), stride=1, padding=0),
    *rows("window", "max_pool1d", 1, window_shapes.pooling(1), (EQUAL, ZERO), window=REQUIRED, stride=1, padding=0),
    *rows("window", "max_pool2d", 1, window_shapes.pooling(2), (EQUAL, ZERO), window=REQUIRED, stride=1, padding=0),
    *rows("window", "avg_pool1d", 1, window_shapes.pooling(1), (ZERO,), window=REQUIRED, stride=1),
    *rows("window", "avg_pool2d", 1, window_shapes.pooling(2), (ZERO,), window=REQUIRED, stride=1),
    *rows("window", "interpolate", 1, window_shapes.interpolate, (ZERO,), shape=REQUIRED),
]  # fmt: skip
"""`quantile` interpolates linearly, `cov` divides by n - 1, `interpolate` is (bi)linear without aligned corners and
without smoothing; a window that would reach beyond the padded end is left out."""
