"""What a backend returns before anything is wrong with it: what every fault is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from conformance.faults.plant import differentiated
from conformance.language.graph import Graph
from conformance.run.execute import TruthSource
from conformance.run.judge import judge
from conformance.run.nesting import nesting
from conformance.run.observation import Loss, Outcome
from conformance.run.plan import Unit
from conformance.run.protocol import encode_array
from conformance.run.slot import Job
from conformance.run.supervisor import Supervisor
from conformance.run.verdicts import GROUP_OF
from conformance.truth.model import SideTruth

__all__ = ["Standing", "catches", "stand", "verdict"]

_RIGHT = frozenset({"pass", "subgradient"})


def catches(before: str, after: str) -> bool:
    """Whether a check with these verdicts without and with a fault has caught it.

    One that said that the derivative is right says so no longer; or one that said that
    digits are lost, which is known of the backend, now says that it is wrong.
    """
    if before in _RIGHT:
        return after not in _RIGHT
    return GROUP_OF[before] == "inaccurate" and GROUP_OF[after] == "wrong"


@dataclass(frozen=True)
class Standing:
    """A unit, the truth, and the backend's own outcomes and verdicts, one a point."""

    unit: Unit
    graph: Graph
    roots: tuple[int, ...]
    points: Sequence[Mapping[str, Any]]
    """The inputs as the worker gets them."""
    truths: Sequence[Sequence[SideTruth]]
    outcomes: Sequence[Outcome]
    verdicts: Sequence[str]

    @property
    def claim(self) -> str:
        """`case/claim[n=2]`."""
        sizes = ",".join(f"{name}={size}" for name, size in self.unit.instance.sizes.items())
        return f"{self.unit.case.id}/{self.unit.claim.id}" + (f"[{sizes}]" if sizes else "")

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """The numbers of the points where the backend by itself is right, or right but for lost digits."""
        return tuple(n for n, verdict in enumerate(self.verdicts) if catches(verdict, "wrong"))

    @cached_property
    def order(self) -> int:
        """How many derivatives are taken of one another."""
        return nesting(self.graph, *self.roots)

    @cached_property
    def operators(self) -> Sequence[frozenset[str]]:
        """The operators whose derivative each side needs."""
        return [frozenset(self.graph[node].op for node in differentiated(self.graph, [root])) for root in self.roots]

    def uses(self, operator: str) -> bool:
        return any(operator in used for used in self.operators)

    def job(self, graph: Graph, roots: Sequence[int], points: Sequence[int]) -> Job:
        """These roots at these of the points, in the unit's dtype, mode and execution."""
        how = {"dtype": self.unit.dtype, "mode": self.unit.mode, "execution": self.unit.execution}
        message = {"graph": graph.to_json(), "roots": list(roots)} | how
        return Job(message, [self.points[n] for n in points], len(roots), together=self.unit.execution == "batched")


def verdict(truths: Sequence[SideTruth], outcome: Outcome, dtype: str) -> str:
    return outcome.verdict if isinstance(outcome, Loss) else judge(truths, outcome.values, dtype).verdict


def stand(
    units: Sequence[Unit], supervisor: Supervisor, truth: TruthSource, advance: Callable[[], None]
) -> list[Standing]:
    """Evaluate and judge the units with the backend as it is."""
    drafts = [_draft(unit, truth) for unit in units]
    jobs = (draft.job(draft.graph, draft.roots, range(len(draft.points))) for draft in drafts)
    found = []
    for draft, outcomes in zip(drafts, supervisor.evaluate(jobs), strict=True):
        unit = draft.unit
        truths = [truth.sides(unit.instance, unit.claim, point, unit.dtype) for point in unit.points]
        verdicts = [verdict(t, outcome, unit.dtype) for t, outcome in zip(truths, outcomes, strict=True)]
        found.append(Standing(unit, draft.graph, draft.roots, draft.points, truths, outcomes, verdicts))
        advance()
    return found


def _draft(unit: Unit, truth: TruthSource) -> Standing:
    graph, roots = unit.instance.graph.restricted(unit.claim.sides)
    inputs = [truth.inputs(unit.instance, unit.claim, point, unit.dtype) for point in unit.points]
    points = [{name: encode_array(values) for name, values in point.items()} for point in inputs]
    return Standing(unit, graph, roots, points, (), (), ())
