"""Truth against what a backend returned: the verdict.

For every entry the error is |(observed - high) - low|, the truth being high + low. The
threshold between lost digits and a wrong answer is √u·S; S is at least the square root
of the smallest normal number, below which the rounding model resolves nothing.

A relation is judged side by side and the worse side counts. Nothing is added by
comparing the two observed sides with each other: where both are within what is
permitted of their truths, their difference is within the sum of that of the true one.
Two different legal elements at a kink are both legal, and the message says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from conformance.run import kinks
from conformance.run.dtypes import Precision, precision
from conformance.run.finding import Finding, measured, worst
from conformance.run.observation import Value
from conformance.run.verdicts import BADNESS, GROUP_OF, ORDER
from conformance.truth.model import Floats, SideTruth

__all__ = ["judge", "judge_side", "threshold"]

_SIDES = ("left", "right")


def judge(truths: Sequence[SideTruth], values: Sequence[Value], dtype: str) -> Finding:
    """The verdict on a claim, one truth and one value a side; the finding of the worst side."""
    found = [judge_side(truth, value, dtype) for truth, value in zip(truths, values, strict=True)]
    if len(found) == 1:
        return found[0]
    return worst([finding.on(side) for finding, side in zip(found, _SIDES, strict=True)])


def judge_side(truth: SideTruth, value: Value, dtype: str) -> Finding:
    """The verdict on one side of a claim."""
    if value.failure is not None or value.array is None:
        return Finding(value.failure or "error", truth.kind, value.message)
    array = value.array
    if array.shape != truth.shape:
        return Finding("wrong-shape", truth.kind, f"shape {array.shape} where {truth.shape} is right")
    if array.dtype != np.dtype(dtype):
        return Finding("wrong-dtype", truth.kind, f"{array.dtype} where {dtype} was asked")
    finding = _judge_values(truth, array.astype(np.float64), precision(dtype))
    if value.missing and GROUP_OF[finding.verdict] in {"wrong", "inaccurate"}:
        return Finding("unsupported", truth.kind, "None instead of a derivative that is not zero")
    return finding


def threshold(scale: float, kind: Precision) -> float:
    """√u·S: an error beyond it is a wrong answer, not lost digits."""
    return math.sqrt(kind.roundoff) * max(scale, math.sqrt(kind.tiny))


def _judge_values(truth: SideTruth, x: Floats, kind: Precision) -> Finding:
    if truth.kind == "undefined":
        return _edge(truth, x)
    if truth.kind == "unsure":
        return Finding("unsure", truth.kind, None, *_first(x))
    if x.size == 0:
        return Finding("pass", truth.kind)
    limit = threshold(truth.scale, kind)
    if truth.kind == "kink":
        return kinks.judge_kink(truth, x, limit, kind)
    return _judge_numbers(truth, x, limit, kind)


def _judge_numbers(truth: SideTruth, x: Floats, limit: float, kind: Precision) -> Finding:
    """Entry by entry, in plain floats: most arrays are small, and truth took longer for each entry anyway."""
    highs, permits = truth.high.ravel().tolist(), truth.permitted.ravel().tolist()
    entries = zip(x.ravel().tolist(), highs, truth.low.ravel().tolist(), permits, strict=True)
    found: tuple[int, float] = (-1, 0.0)
    at, error_there = 0, 0.0
    for flat, (value, high, low, permitted) in enumerate(entries):
        error = abs((value - high) - low)
        verdict = _verdict(value, high, error, permitted, limit, kind)
        here = (BADNESS[verdict], _ratio(error, permitted))
        if here > found:
            found, at, error_there = here, flat, error
    entry = tuple(map(int, np.unravel_index(at, x.shape)))
    return Finding(
        ORDER[found[0]],
        truth.kind,
        entry=entry,
        observed=float(x[entry]),
        truth=truth.text[at],
        sizes=measured(error_there, permits[at], highs[at], truth.scale, kind),
        severity=found[1],
    )


def _verdict(x: float, high: float, error: float, permitted: float, limit: float, kind: Precision) -> str:
    """The verdict on one entry. Every comparison is written so that nan is on its bad side."""
    if error <= permitted or not permitted < math.inf or not math.isfinite(high):
        return "pass" if permitted <= limit and math.isfinite(high) else "ill-conditioned"
    if not math.isfinite(x):
        return "spurious-nan"
    if not error <= limit:
        return "wrong"
    return "underflow" if abs(x) < kind.tiny <= abs(high) else "inaccurate"


def _ratio(error: float, permitted: float) -> float:
    """The error as a multiple of what is permitted; infinite where it is not a number."""
    if error == 0:
        return 0.0
    ratio = error / permitted if permitted else math.inf
    return math.inf if math.isnan(ratio) else ratio


def _edge(truth: SideTruth, x: Floats) -> Finding:
    """What a backend returns where there is nothing to return is recorded, not graded."""
    odd = ~np.isfinite(x)
    some = f"{int(odd.sum())} of {x.size} entries are not finite" if x.ndim else None
    flat = int(odd.argmax()) if x.size else 0
    return Finding("edge", truth.kind, some, *_first(x, flat))


def _first(x: Floats, flat: int = 0) -> tuple[tuple[int, ...] | None, float | None]:
    if x.size == 0:
        return None, None
    entry = tuple(int(i) for i in np.unravel_index(flat, x.shape))
    return entry, float(x[entry])
