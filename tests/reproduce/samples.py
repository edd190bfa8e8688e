"""Results to reproduce: claims of the shipped cases, evaluated or made up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from conformance.casefile.load import load
from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.casefile.shipped import shipped_cases
from conformance.run.lines import number
from conformance.run.nesting import nesting
from conformance.truth.api import input_values

__all__ = ["Sample", "result", "sample"]


class Sample(NamedTuple):
    case: Case
    instance: Instance
    claim: Claim
    point: Point
    side: int
    dtype: str
    mode: str

    @property
    def inputs(self) -> dict[str, Any]:
        return dict(input_values(self.instance, self.claim, self.point, self.dtype))

    @property
    def root(self) -> int:
        return self.claim.sides[self.side]


@cache
def _claims() -> tuple[tuple[Case, Instance, Claim], ...]:
    cases = load([shipped_cases()]).cases
    return tuple((c, i, claim) for c in cases for i in c.instances for claim in i.claims if claim.points)


def sample(modes: Sequence[str], count: int, seed: int = 0) -> Iterator[Sample]:
    """Claims spread over all cases, in one mode after another that fits, at one point each."""
    known = _claims()
    for turn in range(count):
        case, instance, claim = known[(turn * 7919 + seed) % len(known)]
        side = turn % len(claim.sides)
        depth = nesting(instance.graph, claim.sides[side])
        fitting = [m for m in modes if depth > m.count("-over-") or (depth == 0 and m == modes[0])] or [modes[0]]
        dtype = ("float64", "float32")[turn // len(modes) % 2]
        point = claim.points[turn % len(claim.points)]
        yield Sample(case, instance, claim, point, side, dtype, fitting[turn % len(fitting)])


def result(of: Sample, backend: str, **told: Any) -> dict[str, Any]:
    """A line of a run file, with what was found in `told`."""
    sizes = ",".join(f"{name}={size}" for name, size in of.instance.sizes.items())
    where = f"{of.case.id}/{of.claim.id}" + (f"[{sizes}]" if sizes else "")
    sides = len(of.claim.sides)
    return {
        "id": f"{where}@{of.point.name}:{backend}.{of.dtype}.{of.mode}.eager",
        "case": of.case.id,
        "claim": of.claim.id,
        "sizes": dict(of.instance.sizes),
        "point": of.point.name,
        "inputs": {name: nested(values) for name, values in of.inputs.items()},
        "backend": backend,
        "dtype": of.dtype,
        "mode": of.mode,
        "execution": "eager",
        "verdict": "pass",
        "group": "agree",
        "truth_class": "smooth",
        "side": ("left", "right")[of.side] if sides == 2 else None,
        "entry": [0] * len(of.instance.graph[of.root].shape),
        "truth": "1",
        "message": None,
    } | told


def nested(values: Any) -> Any:
    return number(float(values)) if values.ndim == 0 else [nested(row) for row in values]
