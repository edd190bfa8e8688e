"""Truths made by hand, for tests of the judge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from conformance.run.observation import Value
from conformance.truth.model import SideTruth


def smooth(values: Any, permitted: Any = 1e-15, *, low: Any = 0.0, scale: float | None = None) -> SideTruth:
    high = np.asarray(values, dtype=np.float64)
    return SideTruth(
        "smooth",
        high.shape,
        high,
        np.broadcast_to(np.float64(low), high.shape),
        np.broadcast_to(np.asarray(permitted, dtype=np.float64), high.shape),
        tuple(repr(float(v)) for v in high.ravel()),
        float(np.abs(high).max(initial=0.0)) if scale is None else scale,
    )


def kink(vertices: Sequence[Sequence[float]] | None, shape: tuple[int, ...], **known: Any) -> SideTruth:
    """A kink with these limiting derivatives; without them, `lower` and `upper` must be given."""
    corners = None if vertices is None else np.array(vertices, dtype=np.float64)
    lower = np.asarray(known["lower"] if corners is None else corners.min(axis=0), dtype=np.float64).reshape(shape)
    upper = np.asarray(known["upper"] if corners is None else corners.max(axis=0), dtype=np.float64).reshape(shape)
    permitted = np.full(shape, known.get("permitted", 1e-15))
    text = tuple(f"[{a}, {b}]" if a < b else str(a) for a, b in zip(lower.ravel(), upper.ravel(), strict=True))
    middle = (lower + upper) / 2
    return SideTruth(
        "kink", shape, middle, np.zeros(shape), permitted, text, known.get("scale", 1.0), lower, upper, corners
    )


def nothing(kind: Any, shape: tuple[int, ...] = ()) -> SideTruth:
    """An undefined or unsure truth."""
    empty = np.full(shape, np.nan)
    return SideTruth(kind, shape, empty, empty, empty, (), 0.0)


def value(array: Any, dtype: str = "float64", *, missing: bool = False) -> Value:
    return Value(np.asarray(array, dtype=dtype), missing)
