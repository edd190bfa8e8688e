"""The permitted error of every entry of an expression at a point in a dtype.

What stays infinite at a point where the function is smooth: the derivative of ∛(v³) at 0,
where the rules multiply ∞ by 0, and of sin(v)/v, where the case itself spells 0/0. No formula
that a framework could be held to is known there, so neither nan nor the right number
counts as anything (`ill-conditioned`); a norm at 0, which a framework owns, is a kink and
has a bound. The value of ∛(v³) at 0 has one as well: what is computed of an exact zero is exact.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from flint import fmpq

from conformance.language.graph import Graph
from conformance.truth.arrays import Array, array_of
from conformance.truth.bound import DTYPES, RoundingModel, permitted, widened_inputs
from conformance.truth.evaluate import Plan, run
from conformance.truth.kinks import limit, rays
from conformance.truth.lower import lower
from conformance.truth.model import Floats
from conformance.truth.replay import Decisions, Loose, Recorder, Replay
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import UndecidedError
from conformance.truth.series import Series
from conformance.truth.side import Value, precision
from conformance.truth.taylor import Direction

__all__ = ["BOUND_PRECISION", "Bound"]

BOUND_PRECISION = 96
MOST_RAYS = 64
NEARBY = (fmpq(1, 2**20), fmpq(1, 2**10))


class Bound:
    """The bound graph of one expression: lowered once, evaluated at many points."""

    def __init__(self, graph: Graph, root: int) -> None:
        self.lowered = lower(graph, [root], textbook=False)
        self.plan = Plan(self.lowered.graph, self.lowered.roots)
        self.shape = graph[root].shape

    def permitted(self, point: Mapping[str, Array], truth: Value, dtype: str) -> Floats:
        """Permitted error of every entry; inf where rounding can do anything."""
        if truth.kind == "undefined":
            return np.full(self.shape, math.inf)
        if truth.kind == "smooth":
            return self._against(truth.value, point, dtype, Loose())
        return self._at_kink(point, truth, dtype)

    def _inputs(self, point: Mapping[str, Array]) -> dict[int, Array]:
        return {i: point[name] for name, i in self.lowered.graph.inputs.items() if name in point}

    def _against(self, value: Array, point: Mapping[str, Array], dtype: str, branches: Branches) -> Floats:
        model = DTYPES[dtype]
        with precision(BOUND_PRECISION):
            inputs = {i: widened_inputs(v, model) for i, v in self._inputs(point).items()}
            try:
                bound = run(self.plan, inputs, branches, RoundingModel(model))[self.lowered.roots[0]]
            except UndecidedError:
                return np.full(self.shape, math.inf)
            errors = [permitted(t, b) for t, b in zip(value.ravel(), bound.ravel(), strict=True)]
        return np.array(errors, dtype=np.float64).reshape(self.shape)

    def _at_kink(self, point: Mapping[str, Array], truth: Value, dtype: str) -> Floats:
        """The widest of the bounds that belong to the branches around the point.

        Inputs that lie exactly on a boundary make a framework take one branch, not something
        in between: each set of decisions met along a ray is bounded once. What is touched is
        compared with its one true value, what is kinked with its limit along the ray. Where
        the rules do not apply at the point itself (0/0 in the norm's), the bound is that of
        a point close by on the ray: the smallest of a few, since next to the boundary
        what cancels may leave nothing (1 - v² within acos below √u).
        """
        worst = np.zeros(self.shape)
        seen = set()
        for decisions, ray, piece in self._pieces(point):
            value = truth.value if truth.kind == "touched" else piece
            key = (tuple(decisions.items()), *(map(str, value.ravel()) if value is not None else ()))
            if key in seen:
                continue
            seen.add(key)
            here = np.full(self.shape, math.inf)
            if value is not None:
                here = self._against(value, point, dtype, Replay(decisions))
            if np.isinf(here).any():
                for step in NEARBY:
                    here = np.minimum(here, self._nearby(point, ray, step, dtype))
            worst = np.maximum(worst, here)
        return worst

    def _pieces(self, point: Mapping[str, Array]) -> list[tuple[Decisions, Direction, Array | None]]:
        """The decisions that rays through all inputs take at the boundary, and the limit along each."""
        inputs = self._inputs(point)
        every = rays(sum(v.size for v in inputs.values()))
        found = []
        for ray in every[:: max(1, len(every) // MOST_RAYS) | 1]:
            recorder = Recorder()
            entries = iter(ray)
            moved = {
                i: array_of([Series([x, next(entries), *[fmpq(0)] * 4]) for x in v.ravel()], v.shape)
                for i, v in inputs.items()
            }
            try:
                piece = limit(run(self.plan, moved, recorder)[self.lowered.roots[0]])
            except UndecidedError:
                piece = None
            found.append((recorder.vanished, recorder.decisions, ray, piece))
        fewest = min(vanished for vanished, _, _, _ in found)
        pieces = [(decisions, ray, piece) for vanished, decisions, ray, piece in found if vanished == fewest]
        # Along the axis of a weight a norm stays 0/0: a ray with no limit says nothing where others have one.
        return [told for told in pieces if told[2] is not None] or pieces

    def _nearby(self, point: Mapping[str, Array], ray: Direction, step: fmpq, dtype: str) -> Floats:
        """The bound at a point close by on the ray."""
        entries = iter(ray)
        shifted = {
            self.lowered.graph[i].params["name"]: array_of([x + next(entries) * step for x in v.ravel()], v.shape)
            for i, v in self._inputs(point).items()
        }
        inputs = self._inputs({str(name): v for name, v in shifted.items()})
        try:
            value = run(self.plan, inputs, Branches())[self.lowered.roots[0]]
        except UndecidedError:
            return np.full(self.shape, math.inf)
        return self._against(value, {str(name): v for name, v in shifted.items()}, dtype, Loose())
