"""Where more than one answer is possible: all of what was returned, and the ends of what is legal.

The entry that a result names tells whether it is legal. Which convention a backend has (the
first of tied entries, a split among them, zero) only all entries together can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from conformance.run.lines import nested
from conformance.run.observation import Value
from conformance.truth.model import Floats, SideTruth

__all__ = ["MOST_ENTRIES", "MOST_LIMITS", "choice"]

MOST_ENTRIES = 32
"""Larger arrays are left out: a run file holds a hundred thousand results."""
MOST_LIMITS = 16


def choice(truths: Sequence[SideTruth], values: Sequence[Value], side: str | None) -> dict[str, Any] | None:
    """`answer` and, at a kink, `lower`, `upper` and, where all are known and few, the `limits` whose hull is legal.

    All are nested lists in the expression's shape. `side` (`left`, `right`, None) is the one that
    decided. None where the truth there is one number, or no array of its shape came back.
    """
    which = 1 if side == "right" else 0
    truth, array = truths[which], values[which].array
    if truth.kind not in ("kink", "undefined") or array is None or array.shape != truth.shape:
        return None
    if not 0 < array.size <= MOST_ENTRIES:
        return None
    chosen: dict[str, Any] = {"answer": nested(array.astype(np.float64))}
    if truth.kind == "kink" and truth.lower is not None and truth.upper is not None:
        chosen |= {"lower": nested(_plain(truth.lower)), "upper": nested(_plain(truth.upper))}
        if truth.vertices is not None and len(truth.vertices) <= MOST_LIMITS:
            chosen["limits"] = [nested(_plain(limit).reshape(truth.shape)) for limit in truth.vertices]
    return chosen


def _plain(values: Floats) -> Floats:
    """Without -0.0, which as an end of an interval says nothing."""
    return np.asarray(values + 0.0)
