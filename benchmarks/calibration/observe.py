"""What a backend is off, beside what it is permitted: one line an observation.

An observation is what one backend returns, in one dtype and mode, for one claim at one
point: all its entries. The suite's own plan, workers and judge do the work.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.calibration.functions import operator_of, order_of
from conformance.casefile.model import Case
from conformance.run.dtypes import precision
from conformance.run.execute import Answered, TruthSource, answers
from conformance.run.judge import judge
from conformance.run.observation import Loss, Observation
from conformance.run.plan import Abilities, Options, Unit, plan
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor
from conformance.run.verdicts import GROUP_OF
from conformance.truth.model import SideTruth

__all__ = ["line", "observe", "units"]

Line = dict[str, Any]

_POINTS = {"jax": 2, "tensorflow": 2}
"""Points of a group that a backend gets, where it takes so long that it cannot have all."""


def observe(cases: Sequence[Case], settings: Settings, truth: TruthSource) -> Iterator[Line]:
    """A header with the backend's versions, then a line an observation. UnavailableError where it does not start."""
    with Supervisor(settings) as supervisor:
        ready = supervisor.start()
        yield {"kind": "header", "backend": settings.backend, **ready.about}
        abilities = Abilities(settings.backend, ready.dtypes, ready.modes, ready.executions)
        for answer in answers(units(cases, abilities), supervisor, truth):
            yield line(answer)


def units(cases: Sequence[Case], abilities: Abilities) -> list[Unit]:
    """Both dtypes and every mode, eager, at the points that the backend has time for."""
    most = _POINTS.get(abilities.backend)
    found = plan(cases, abilities, Options())
    return [replace(unit, points=_first(unit, most)) for unit in found] if most else found


def _first(unit: Unit, most: int) -> Any:
    taken: dict[str, int] = {}
    points = []
    for point in unit.points:
        taken[point.group] = taken.get(point.group, 0) + 1
        if taken[point.group] <= most:
            points.append(point)
    return tuple(points)


def line(answer: Answered) -> Line:
    """The observation as it is recorded.

    `ratio` is the largest error of an entry over what is permitted there; null without
    numbers to compare. `permitted` is the median over the entries that are not 0 of the permitted
    error relative to the entry, and `half` the largest share of what is permitted that
    half a unit in the last place takes: no answer is expected to be nearer.
    """
    unit, outcome = answer.unit, answer.outcome
    group, operator = operator_of(unit.case.id)
    found: Line = {
        "kind": "observation",
        "id": unit.result_id(answer.point),
        "group": group,
        "operator": operator,
        "order": order_of(unit.instance, unit.claim),
        "backend": unit.backend,
        "dtype": unit.dtype,
        "mode": unit.mode,
    }
    if isinstance(outcome, Loss):
        return found | {"verdict": outcome.verdict, "class": None, "ratio": None, "permitted": None, "half": None}
    finding = judge(answer.truths, outcome.values, unit.dtype)
    compared = finding.truth_class == "smooth" and GROUP_OF[finding.verdict] in {
        "agree", "inaccurate", "wrong", "undecided"
    }  # fmt: skip
    sizes = _sizes(answer.truths, outcome, unit.dtype) if compared else (None, None, None)
    ratio, permitted, half = sizes
    return found | {
        "verdict": finding.verdict,
        "class": finding.truth_class,
        "ratio": ratio,
        "permitted": permitted,
        "half": half,
    }


def _sizes(truths: Sequence[SideTruth], seen: Observation, dtype: str) -> tuple[Any, Any, Any]:
    kind = precision(dtype)
    ratios, permits, halves = [0.0], [], [0.0]
    for truth, value in zip(truths, seen.values, strict=True):
        if value.array is None or value.array.shape != truth.shape:
            return None, None, None
        entries = zip(
            value.array.astype(np.float64).ravel().tolist(), truth.high.ravel().tolist(), truth.low.ravel().tolist(),
            truth.permitted.ravel().tolist(), strict=True,
        )  # fmt: skip
        for x, high, low, permitted in entries:
            error = abs((x - high) - low)
            ratios.append(_ratio(error, permitted))
            # What is 0 has no last place: where all is, that of the function's value is taken.
            size = abs(high) if truth.high.any() else truth.scale
            halves.append(_ratio(size * kind.roundoff, permitted))
            if high and math.isfinite(permitted):
                permits.append(permitted / abs(high))
    ratio = max(ratios)
    return (
        _rounded(ratio) if math.isfinite(ratio) else "inf",
        _rounded(float(np.median(permits))) if permits else None,
        _rounded(max(halves)),
    )


def _ratio(error: float, permitted: float) -> float:
    if math.isnan(error) or (error and not permitted):
        return math.inf
    return error / permitted if error else 0.0


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")
