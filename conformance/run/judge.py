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
import numpy.typing as npt

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
    with np.errstate(all="ignore"):
        error = np.abs((x - truth.high) - truth.low)
        ratio = np.where(error == 0, 0.0, error / truth.permitted)
    ranks = _ranks(truth, x, error, limit, kind)
    severity = np.where(ranks == ranks.max(), np.where(np.isnan(ratio), math.inf, ratio), -1.0)
    flat = int(severity.argmax())
    entry = tuple(int(i) for i in np.unravel_index(flat, x.shape))
    return Finding(
        ORDER[int(ranks[entry])],
        truth.kind,
        entry=entry,
        observed=float(x[entry]),
        truth=truth.text[flat],
        sizes=measured(float(error[entry]), float(truth.permitted[entry]), float(truth.high[entry]), truth.scale, kind),
        severity=float(severity[entry]),
    )


def _ranks(truth: SideTruth, x: Floats, error: Floats, limit: float, kind: Precision) -> npt.NDArray[np.intp]:
    """The badness of every entry's verdict."""
    permitted = truth.permitted
    # Written so that nan is on the bad side of every comparison.
    bounded = (permitted <= limit) & np.isfinite(truth.high)
    excused = (error <= permitted) | ~(permitted < math.inf) | ~np.isfinite(truth.high)
    vanished = (np.abs(x) < kind.tiny) & (np.abs(truth.high) >= kind.tiny)
    return np.select(
        [bounded & excused, excused, ~np.isfinite(x), ~(error <= limit), vanished],
        [BADNESS[v] for v in ("pass", "ill-conditioned", "spurious-nan", "wrong", "underflow")],
        BADNESS["inaccurate"],
    )


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
