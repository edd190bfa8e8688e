"""What is done to derivatives on their way back, for faults that no graph can express."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from conformance.run.observation import Loss, Observation, Outcome, Value

__all__ = ["TAMPERING", "tampered"]

TAMPERING = ("missing", "shape", "dtype", "stale")


def tampered(outcomes: Sequence[Outcome], sides: Sequence[bool], how: str) -> list[Outcome]:
    """The outcomes of one claim at its points, with those sides changed that are marked.

    `missing` says that the framework returned None; `shape` adds an axis; `dtype` takes
    the other precision; `stale` returns what was right at the point before, which is
    right at the first.
    """
    assert how in TAMPERING
    before = [outcomes[0], *outcomes[:-1]] if how == "stale" else outcomes
    return [_one(now, then, sides, how) for now, then in zip(outcomes, before, strict=True)]


def _one(now: Outcome, then: Outcome, sides: Sequence[bool], how: str) -> Outcome:
    if isinstance(now, Loss) or isinstance(then, Loss):
        return now
    values = [
        _changed(value, old, how) if marked else value
        for value, old, marked in zip(now.values, then.values, sides, strict=True)
    ]
    return Observation(tuple(values), now.seconds)


def _changed(value: Value, old: Value, how: str) -> Value:
    if value.array is None or how == "stale":
        return old if how == "stale" else value
    if how == "missing":
        return replace(value, missing=True)
    if how == "shape":
        return replace(value, array=value.array[..., None])
    with np.errstate(over="ignore"):  # what float32 does not hold becomes infinite, which is wrong too
        return replace(value, array=value.array.astype(np.float32 if value.array.dtype == np.float64 else np.float64))
