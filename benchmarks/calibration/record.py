"""What a backend returns for every function: one line an observation, as it came, judged by nobody.

An observation is what one backend returns, in one dtype and mode, for one claim at one
point: all its entries. The suite's own plan and workers do the work. The permitted error has
no part in it, so that a change of the model is judged on the same set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy.typing as npt

from benchmarks.calibration.functions import order_of
from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.run.execute import Answered, answers
from conformance.run.observation import Loss, Value
from conformance.run.plan import Abilities, Options, Unit, plan
from conformance.run.protocol import encode_array
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor
from conformance.truth.api import input_values
from conformance.truth.model import SideTruth

__all__ = ["record", "units"]

Line = dict[str, Any]

_POINTS = {"jax": 1, "tensorflow": 2}
"""Points of a group that a backend gets, where it takes so long that it cannot have all;
a second derivative in many numbers, n² nested calls in forward mode, gets one."""
_EVERY = {"jax": 4, "tensorflow": 2}
"""Of the sizes, dtypes and modes of a claim such a backend gets every second, or fourth, in turns: what takes its
time is that each is another program to it."""
_MANY = 5


class _Inputs:
    """Rounds points to the dtype, and knows no truth."""

    def inputs(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Mapping[str, npt.NDArray[Any]]:
        return input_values(instance, claim, point, dtype)

    def sides(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Sequence[SideTruth]:
        return ()


def record(cases: Sequence[Case], settings: Settings) -> Iterator[Line]:
    """A header with the backend's versions, then a line an observation. UnavailableError where it does not start."""
    with Supervisor(settings) as supervisor:
        ready = supervisor.start()
        yield {"kind": "header", "backend": settings.backend, **ready.about}
        abilities = Abilities(settings.backend, ready.dtypes, ready.modes, ready.executions)
        for answer in answers(units(cases, abilities), supervisor, _Inputs()):
            yield _line(answer)


def units(cases: Sequence[Case], abilities: Abilities) -> list[Unit]:
    """Both dtypes and every mode, eager; of a slow backend every claim, in some of its sizes, dtypes and modes, and
    all of these in every group of operators."""
    most = _POINTS.get(abilities.backend)
    found = plan(cases, abilities, Options(dtypes=("float32", "float64")))
    if most is None:
        return found
    taken = _in_turns(found, _EVERY[abilities.backend])
    return [replace(unit, points=_first(unit.points, _most(unit, most))) for unit in taken]


def _in_turns(found: Sequence[Unit], every: int) -> Iterator[Unit]:
    claims: dict[tuple[str, str], list[Unit]] = {}
    for unit in found:
        claims.setdefault((unit.case.id, unit.claim.id), []).append(unit)
    for turn, together in enumerate(claims.values()):
        first = turn % min(every, len(together))
        yield from together[first::every]


def _most(unit: Unit, most: int) -> int:
    many = max(unit.instance.sizes.values(), default=1) > _MANY
    return 1 if many and order_of(unit.instance, unit.claim) > 1 else most


def _first(points: Sequence[Point], most: int) -> tuple[Point, ...]:
    taken: dict[str, int] = {}
    found = []
    for point in points:
        taken[point.group] = taken.get(point.group, 0) + 1
        if taken[point.group] <= most:
            found.append(point)
    return tuple(found)


def _line(answer: Answered) -> Line:
    unit, outcome = answer.unit, answer.outcome
    if isinstance(outcome, Loss):
        values = [{"failure": outcome.verdict, "message": outcome.message}]
    else:
        values = [_value(value) for value in outcome.values]
    return {
        "kind": "observation",
        "id": unit.result_id(answer.point),
        "case": unit.case.id,
        "claim": unit.claim.id,
        "sizes": dict(unit.instance.sizes),
        "point": answer.point.name,
        "backend": unit.backend,
        "dtype": unit.dtype,
        "mode": unit.mode,
        "values": values,
    }


def _value(value: Value) -> dict[str, Any]:
    if value.array is None:
        return {"failure": value.failure, "message": value.message}
    return {"array": encode_array(value.array), "missing": value.missing}
