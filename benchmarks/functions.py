"""The functions that `throughput.py` differentiates: gradients in the shipped cases, smooth at the sampled points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.casefile.load import load
from conformance.casefile.model import Case, Claim, Instance
from conformance.casefile.shipped import shipped_cases
from conformance.run.plan import Unit
from conformance.run.protocol import encode_array
from conformance.truth.api import input_values

__all__ = ["DTYPE", "Function", "checks", "functions", "units"]

DTYPE = "float64"

_CHOSEN: tuple[tuple[str, str, Mapping[str, int]], ...] = (
    ("optimization.quartic", "derivative", {}),
    ("hessian.bump", "gradient", {}),
    ("first-order.log-sum-exp", "gradient", {}),
    ("chain-rule.nudge-a", "gradient", {}),
    ("exercise.one-critical-point", "gradient", {}),
    ("first-order.one-coordinate", "gradient-collects-partials", {}),
    ("chain-rule.four-variables", "gradient-in-closed-form", {}),
    ("first-order.vector", "gradient", {"n": 5}),
    ("exercise.log-sum-exp-vector", "spelled-out", {"n": 5}),
    ("matrix-calculus.quadratic-form", "gradient", {"n": 3}),
    ("chain-rule.vectors", "gradient-through-both", {"n": 3, "m": 2}),
    ("backpropagation.two-layers", "lower-weights", {"n": 3, "k": 2, "m": 1}),
)
"""Case, claim whose left side is a gradient in inputs, sizes: 1 to 6 numbers to differentiate in."""


@dataclass(frozen=True, slots=True)
class Function:
    """A scalar function, by its gradient: a claim that is the gradient alone, at the sampled points."""

    case: Case
    instance: Instance = field(repr=False)
    claim: Claim

    @property
    def name(self) -> str:
        sizes = ",".join(f"{name}={size}" for name, size in self.instance.sizes.items())
        return self.case.id + (f"[{sizes}]" if sizes else "")

    def message(self) -> dict[str, Any]:
        """What a native checker needs: the function's graph and body, the names to differentiate in, the points."""
        graph, (root,) = self.instance.graph.restricted((self.claim.lhs,))
        names = {node: name for name, node in graph.inputs.items()}
        points = [input_values(self.instance, self.claim, point, DTYPE) for point in self.claim.points]
        return {
            "name": self.name,
            "graph": graph.to_json(),
            "body": graph[root].body,
            "targets": [names[target] for target in graph[root].targets],
            "points": [{name: encode_array(values) for name, values in point.items()} for point in points],
        }


def functions() -> list[Function]:
    """LookupError if the shipped cases no longer have what is wanted."""
    cases = {case.id: case for case in load((shipped_cases(),)).cases}
    return [_function(cases[case], claim, sizes) for case, claim, sizes in _CHOSEN]


def units(chosen: Sequence[Function], backend: str, mode: str) -> Iterator[Unit]:
    """The work as a run has it; the instances are new ones, so that nothing is remembered of an earlier pass."""
    for function in chosen:
        instance = replace(function.instance)
        yield Unit(backend, function.case, instance, function.claim, DTYPE, mode, "eager", function.claim.points)


def checks(chosen: Sequence[Function]) -> int:
    return sum(len(function.claim.points) for function in chosen)


def _function(case: Case, claim_id: str, sizes: Mapping[str, int]) -> Function:
    for instance in case.instances:
        for claim in instance.claims:
            if claim.id == claim_id and instance.sizes == sizes:
                node = instance.graph[claim.lhs]
                inputs = set(instance.graph.inputs.values())
                if node.op != "grad" or node.held or not inputs.issuperset(node.targets):
                    break
                points = tuple(point for point in claim.points if point.group == "generic")
                return Function(case, instance, replace(claim, relation=None, rhs=None, points=points))
    raise LookupError(f"{case.id}/{claim_id} at {dict(sizes)} does not begin with a gradient in inputs")
