"""Judging at a kink, where a set of answers is legal: which element of it a backend chose."""

from __future__ import annotations

import math

import numpy as np

from conformance.run.dtypes import Precision
from conformance.run.finding import NO_SIZES, Finding, measured
from conformance.run.membership import in_hull, nearest_vertex
from conformance.truth.model import Floats, SideTruth

__all__ = ["judge_kink"]


def judge_kink(truth: SideTruth, x: Floats, limit: float, kind: Precision) -> Finding:
    """`subgradient`, naming the element; `outside`; `spurious-nan`; or `ill-conditioned` where the bounds are too wide.

    Every entry must be within its bounds, widened by the permitted error, and all
    together in the convex hull of the limiting derivatives where those are known.
    """
    lower, upper, permitted = (np.asarray(a).ravel() for a in (truth.lower, truth.upper, truth.permitted))
    values = x.ravel()
    if not np.isfinite(values).all():
        return _about("spurious-nan", truth, x, int((~np.isfinite(values)).argmax()), kind)
    with np.errstate(all="ignore"):
        distance = np.maximum(np.maximum(lower - values, values - upper), 0.0)
    legal = distance <= permitted
    if not legal.all():
        return _about("outside", truth, x, int(np.where(legal, -1.0, distance).argmax()), kind)
    if not (permitted <= limit).all():
        return _about("ill-conditioned", truth, x, int((~(permitted <= limit)).argmax()), kind)
    # A third has no exact notation: what is split is divided and multiplied once, each rounded.
    split = np.maximum(permitted, 2 * kind.roundoff * np.abs(values))
    if truth.vertices is not None and not in_hull(values, truth.vertices, split):
        message = f"each entry is legal by itself, but not together: no mixture of {_limits(truth.vertices)}"
        return _about("outside", truth, x, int((upper - lower).argmax()), kind, message)
    return _about("subgradient", truth, x, int((upper - lower).argmax()), kind, _element(truth, values, permitted))


def _about(
    verdict: str, truth: SideTruth, x: Floats, flat: int, kind: Precision, message: str | None = None
) -> Finding:
    """A finding about one entry; its error is the distance to the entry's legal interval."""
    entry = tuple(int(i) for i in np.unravel_index(flat, x.shape))
    low, high = _interval(truth, flat)
    value = float(x[entry])
    error = abs(value) if not math.isfinite(value) else max(low - value, value - high, 0.0)
    end = low if value < low else high
    sizes = measured(error, float(truth.permitted[entry]), end, truth.scale, kind)
    return Finding(
        verdict,
        truth.kind,
        message,
        entry,
        value,
        truth.text[flat],
        sizes=NO_SIZES if verdict == "subgradient" else sizes,
        severity=sizes.error_ulps or 0.0,
    )


def _interval(truth: SideTruth, flat: int) -> tuple[float, float]:
    assert truth.lower is not None
    assert truth.upper is not None
    return float(truth.lower.ravel()[flat]), float(truth.upper.ravel()[flat])


def _element(truth: SideTruth, x: Floats, permitted: Floats) -> str:
    """Which legal element it is, in words."""
    lower, upper = np.asarray(truth.lower).ravel(), np.asarray(truth.upper).ravel()
    open_entries = np.flatnonzero(lower < upper)
    if len(open_entries) == 1:
        flat = int(open_entries[0])
        return _on_interval(float(x[flat]), float(lower[flat]), float(upper[flat]), float(permitted[flat]))
    if truth.vertices is None:
        return "within the bounds of a set that is not known exactly"
    vertex = nearest_vertex(x, truth.vertices, permitted)
    if vertex is not None:
        return f"number {vertex + 1} of {_limits(truth.vertices)}"
    if (np.abs(truth.vertices.mean(axis=0) - x) <= permitted).all():
        return f"the mean of {_limits(truth.vertices)}"
    return f"{'zero, ' if not x.any() else ''}a mixture of {_limits(truth.vertices)}"


def _on_interval(x: float, low: float, high: float, permitted: float) -> str:
    for name, place in (("lower end", low), ("upper end", high), ("midpoint", low / 2 + high / 2)):
        if abs(x - place) <= permitted:
            return f"the {name} of [{low!r}, {high!r}]"
    return f"inside [{low!r}, {high!r}]"


def _limits(vertices: Floats) -> str:
    return f"the {len(vertices)} limiting derivatives"
