"""The same claims at other points: does a backend that is right ever look wrong?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.casefile.draw import EmptyDomainError
from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.casefile.sample import sample
from conformance.run.execute import TruthSource, execute
from conformance.run.expected import Expectations
from conformance.run.plan import Abilities, Options, plan
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor

__all__ = ["Alarms", "count_alarms", "refreshed"]


@dataclass(slots=True)
class Alarms:
    """Results at fresh points by verdict, and those that are neither agreement nor known."""

    backend: str
    verdicts: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    """Results that are not agreement and have a known cause, by claim."""
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """Result id and verdict."""

    @property
    def checks(self) -> int:
        return sum(self.verdicts.values())


def refreshed(case: Case, seed: int, count: int) -> Case:
    """The case at `count` points of its domain that its file does not have; claims at literal points alone drop out."""
    return replace(case, instances=tuple(_instance(case.id, instance, seed, count) for instance in case.instances))


def _instance(case: str, instance: Instance, seed: int, count: int) -> Instance:
    points = []
    for number in range(count):
        try:
            points.append(
                Point(f"fresh-{seed}#{number}", sample(f"{case}\n{seed}", instance.sizes, instance.inputs, number))
            )
        except EmptyDomainError:  # a matrix of the kind was not found in the tries allowed
            continue
    sampled = [claim for claim in instance.claims if any("#" in point.name for point in claim.points)]
    claims = tuple(replace(c, points=tuple(_fitting(c, p) for p in points)) for c in sampled if points)
    return replace(instance, claims=claims)


def _fitting(claim: Claim, point: Point) -> Point:
    """Without the variable of an asymptotic claim, which a run chooses."""
    left_out = claim.asymptotic.variable if claim.asymptotic else None
    return replace(point, values={name: value for name, value in point.values.items() if name != left_out})


def count_alarms(
    cases: Sequence[Case],
    least: int,
    seed: int,
    settings: Settings,
    workers: int,
    truth: TruthSource,
    expectations: Expectations,
    progress: Callable[[str, int], Callable[[], None]],
) -> Alarms:
    """Run the cases at fresh points, at least so many checks: every mode, float32 and float64, eager and batched."""
    alarms = Alarms(settings.backend)
    with Supervisor(settings, workers) as supervisor:
        ready = supervisor.start()
        abilities = Abilities(settings.backend, ready.dtypes, ready.modes, ready.executions)
        executions = tuple(e for e in ("eager", "batched") if e in ready.executions)
        dtypes = tuple(d for d in ("float32", "float64") if d in ready.dtypes)
        options = Options("default", dtypes=dtypes, executions=executions)
        one = plan([refreshed(case, seed, 1) for case in cases], abilities, options)
        each = -(-least // max(sum(len(unit.points) for unit in one), 1))
        units = plan([refreshed(case, seed, each) for case in cases], abilities, options)
        advance = progress(settings.backend, sum(len(unit.points) for unit in units))

        def note(result: Mapping[str, Any]) -> None:
            alarms.verdicts[result["verdict"]] += 1
            if not expectations.meets(result):
                alarms.unknown.append((result["id"], result["verdict"]))
            elif not Expectations().meets(result):
                alarms.known[f"{result['case']}/{result['claim']}"] += 1
            advance()

        execute(units, supervisor, truth, settings.device, note)
    return alarms
