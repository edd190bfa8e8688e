"""Values of functions of one and two numbers, many at a time, as floats: what plots are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from flint import fmpq

from conformance.language.flow import Flow
from conformance.language.graph import Graph
from conformance.truth.arrays import Array, array_of
from conformance.truth.evaluate import Plan, run
from conformance.truth.lower import lower
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, UndecidedError, ball
from conformance.truth.side import precision

__all__ = ["Values"]

_BITS = 96
"""Enough for the pixels of a plot after any cancellation that a case has there."""


class Values:
    """Scalar expressions of one graph at one point, as functions of some of its inputs.

    What does not depend on those is computed once; UndecidedError where that is at a kink, at which
    derivatives are not numbers.
    """

    def __init__(self, graph: Graph, roots: Sequence[int], moving: Sequence[str], point: Mapping[str, Array]) -> None:
        lowered = lower(graph, roots, textbook=True)
        self._roots = lowered.roots
        self._plan = Plan(lowered.graph, lowered.roots)
        self._moving = [lowered.graph.inputs[name] for name in moving]
        inputs = {index: point[name] for name, index in lowered.graph.inputs.items() if name in point}
        stale = Flow(lowered.graph).depends(self._moving)
        fixed = Plan(lowered.graph, tuple(i for i in self._plan.order if i not in stale))
        branches = Branches()
        with precision(_BITS):
            self._known = run(fixed, inputs, branches) if fixed.roots else {}
        if branches.at_kink:
            raise UndecidedError

    def at(self, *numbers: float) -> tuple[float, ...] | None:
        """The value of each root where the moving inputs are these; None where one is not a finite number."""
        moved = {i: array_of([_exact(x)], ()) for i, x in zip(self._moving, numbers, strict=True)}
        with precision(_BITS):
            try:
                values = run(self._plan, moved, Branches(), known=self._known)
            except UndecidedError:
                return None
            found = [values[root][()] for root in self._roots]
            if any(isinstance(x, Poison) for x in found):
                return None
            floats = tuple(float(ball(x).mid()) for x in found)
        return floats if all(map(math.isfinite, floats)) else None


def _exact(number: float) -> fmpq:
    return fmpq(*number.as_integer_ratio())
