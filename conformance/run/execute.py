"""One backend's units through its workers, judged, into its run file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy.typing as npt

from conformance.casefile.model import Claim, Instance, Point
from conformance.run.observation import Outcome
from conformance.run.plan import Unit
from conformance.run.protocol import encode_array
from conformance.run.results import result_line
from conformance.run.slot import Job
from conformance.run.supervisor import Supervisor
from conformance.truth.model import SideTruth

__all__ = ["Answered", "TruthSource", "answers", "execute"]

_RECENT = 64


class TruthSource(Protocol):
    """Where the truth comes from: `conformance.truth.api`, or a fake in a test."""

    def inputs(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Mapping[str, npt.NDArray[Any]]: ...
    def sides(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Sequence[SideTruth]: ...


def execute(
    units: Sequence[Unit],
    supervisor: Supervisor,
    truth: TruthSource,
    device: str,
    write: Callable[[dict[str, Any]], None],
) -> None:
    """Evaluate and judge the units, in order, and write every result as soon as it is known."""
    for answer in answers(units, supervisor, truth):
        write(result_line(answer.unit, answer.point, device, answer.inputs, answer.outcome, answer.truths))


class Answered(NamedTuple):
    """What a backend returned for a unit at one of its points, beside the truth of each side."""

    unit: Unit
    point: Point
    inputs: Mapping[str, npt.NDArray[Any]]
    outcome: Outcome
    truths: Sequence[SideTruth]


def answers(units: Sequence[Unit], supervisor: Supervisor, truth: TruthSource) -> Iterator[Answered]:
    """Evaluate the units: an answer a point, in order, each as soon as it is known."""
    recent = _Recent(truth)
    jobs = (_job(unit, recent.of(unit)) for unit in units)
    for unit, outcomes in zip(units, supervisor.evaluate(jobs), strict=True):
        shared = recent.of(unit)
        for point, outcome in zip(unit.points, outcomes, strict=True):
            yield Answered(unit, point, shared.inputs(point), outcome, shared.truths(point))


def _job(unit: Unit, shared: _Shared) -> Job:
    how = {"dtype": unit.dtype, "mode": unit.mode, "execution": unit.execution}
    points = [shared.encoded(point) for point in unit.points]
    return Job(shared.expressions | how, points, len(unit.claim.sides), together=unit.execution == "batched")


class _Shared:
    """What the modes and executions of one claim in one dtype share: expressions, inputs, truth."""

    def __init__(self, truth: TruthSource, unit: Unit) -> None:
        self._truth = truth
        self._claim = (unit.instance, unit.claim)
        self._dtype = unit.dtype
        graph, roots = unit.instance.graph.restricted(unit.claim.sides)
        self.expressions = {"graph": graph.to_json(), "roots": list(roots)}
        self._inputs: dict[str, Mapping[str, npt.NDArray[Any]]] = {}
        self._encoded: dict[str, Mapping[str, Any]] = {}
        self._truths: dict[str, Sequence[SideTruth]] = {}

    def inputs(self, point: Point) -> Mapping[str, npt.NDArray[Any]]:
        if point.name not in self._inputs:
            self._inputs[point.name] = self._truth.inputs(*self._claim, point, self._dtype)
        return self._inputs[point.name]

    def encoded(self, point: Point) -> Mapping[str, Any]:
        if point.name not in self._encoded:
            self._encoded[point.name] = {name: encode_array(values) for name, values in self.inputs(point).items()}
        return self._encoded[point.name]

    def truths(self, point: Point) -> Sequence[SideTruth]:
        if point.name not in self._truths:
            self._truths[point.name] = self._truth.sides(*self._claim, point, self._dtype)
        return self._truths[point.name]


class _Recent:
    """What was shared last; units come claim by claim, so that is what is needed next."""

    def __init__(self, truth: TruthSource) -> None:
        self._truth = truth
        self._kept: dict[tuple[int, str, str], _Shared] = {}

    def of(self, unit: Unit) -> _Shared:
        key = (id(unit.instance), unit.claim.id, unit.dtype)
        if key not in self._kept:
            while len(self._kept) >= _RECENT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = _Shared(self._truth, unit)
        return self._kept[key]
