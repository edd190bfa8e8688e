"""How far off observations are, beside what is permitted: a recorded line to a measured one."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.calibration.functions import operator_of, order_of
from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.run.dtypes import precision
from conformance.run.judge import judge
from conformance.run.observation import Value
from conformance.run.protocol import decode_array
from conformance.run.truths import CachedTruth
from conformance.run.verdicts import GROUP_OF
from conformance.truth.cache import Cache
from conformance.truth.model import SideTruth

__all__ = ["by_case", "measured", "measures"]

Line = dict[str, Any]
_NUMBERS = frozenset({"agree", "inaccurate", "wrong", "undecided"})
_NONE = (None, None, None)


def by_case(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The observations of all backends, case by case."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line["kind"] == "observation":
            found[line["case"]].append(line)
    return found


def measures(case: Case, lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of one case, measured; each truth is found once, for all backends and modes."""
    places = {
        (tuple(instance.sizes.items()), claim.id, point.name): (instance, claim, point)
        for instance in case.instances
        for claim in instance.claims
        for point in claim.points
    }
    source = CachedTruth(Cache(None))
    known: dict[tuple[Any, ...], Sequence[SideTruth]] = {}
    order = {place: n for n, place in enumerate(places)}

    def place(line: Line) -> tuple[Any, ...]:
        return tuple(line["sizes"].items()), line["claim"], line["point"]

    for line in sorted(lines, key=lambda line: (order[place(line)], line["dtype"])):
        found: tuple[Instance, Claim, Point] = places[place(line)]
        key = (*place(line), line["dtype"])
        if key not in known:
            known = {key: source.sides(*found, line["dtype"])}
        yield measured(line, known[key], order_of(found[0], found[1]))


def measured(line: Mapping[str, Any], truths: Sequence[SideTruth], order: int) -> Line:
    """The observation judged.

    `ratio` is the largest error of an entry over what is permitted there, "inf" past all
    numbers; null where there are no numbers to compare. `permitted` is the median over the entries that
    are not 0 of the permitted error relative to the entry, and `half` the largest share of
    what is permitted that half a unit in the last place takes.
    """
    group, operator = operator_of(line["case"])
    values = [_value(value) for value in line["values"]]
    found = {key: line[key] for key in ("id", "backend", "dtype", "mode")}
    found |= {"group": group, "operator": operator, "order": order}
    if len(values) != len(truths):  # a lost worker's
        return found | {"verdict": values[0].failure, "ratio": None, "permitted": None, "half": None}
    finding = judge(truths, values, line["dtype"])
    comparable = GROUP_OF[finding.verdict] in _NUMBERS and all(truth.kind == "smooth" for truth in truths)
    ratio, permitted, half = _sizes(truths, values, line["dtype"]) if comparable else _NONE
    return found | {"verdict": finding.verdict, "ratio": ratio, "permitted": permitted, "half": half}


def _value(value: Mapping[str, Any]) -> Value:
    if "array" in value:
        return Value(decode_array(value["array"]), value["missing"])
    return Value(failure=value["failure"], message=value["message"])


def _sizes(truths: Sequence[SideTruth], values: Sequence[Value], dtype: str) -> tuple[Any, Any, Any]:
    ratios, permits, halves = [0.0], [], [0.0]
    for truth, value in zip(truths, values, strict=True):
        if value.array is None or value.array.shape != truth.shape:
            return _NONE
        high = np.abs(truth.high)
        # Not 0: what is known to be below the last bit of anything here is.
        counts = high > truth.scale * 2.0**-200
        errors = np.abs((value.array.astype(np.float64) - truth.high) - truth.low)
        # What is 0 has no last place: where all is, that of the function's value is taken.
        sizes = np.where(counts, high, 0.0) if counts.any() else np.full(truth.shape, truth.scale)
        for error, size, permitted in zip(errors.ravel(), sizes.ravel(), truth.permitted.ravel(), strict=True):
            ratios.append(_ratio(float(error), float(permitted)))
            halves.append(_ratio(float(size) * precision(dtype).roundoff, float(permitted)))
        permits += [float(p / h) for p, h in zip(truth.permitted[counts], high[counts], strict=True) if p < math.inf]
    return (_rounded(max(ratios)), _rounded(float(np.median(permits))) if permits else None, _rounded(max(halves)))


def _ratio(error: float, permitted: float) -> float:
    if math.isnan(error) or (error and not permitted):
        return math.inf
    return error / permitted if error else 0.0


def _rounded(value: float) -> float | str:
    return float(f"{value:.4g}") if math.isfinite(value) else "inf"
