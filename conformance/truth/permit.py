"""The permitted error of every entry of an expression at a point in a dtype."""

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
from conformance.truth.replay import Loose, Recorder, Replay
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import UndecidedError
from conformance.truth.series import Series
from conformance.truth.side import Value, precision

__all__ = ["BOUND_PRECISION", "Bound"]

BOUND_PRECISION = 96


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
        """The widest of the bounds that belong to the branches around the point."""
        inputs = self._inputs(point)
        size = sum(v.size for v in inputs.values())
        worst = np.zeros(self.shape)
        for ray in rays(size):
            recorder = Recorder()
            moved, start = {}, 0
            for i, v in inputs.items():
                flat = [
                    Series([x, d, *[fmpq(0)] * 4]) for x, d in zip(v.ravel(), ray[start : start + v.size], strict=True)
                ]
                moved[i] = array_of(flat, v.shape)
                start += v.size
            try:
                piece = limit(run(self.plan, moved, recorder)[self.lowered.roots[0]])
            except UndecidedError:
                piece = None
            if piece is not None:
                here = self._against(piece, point, dtype, Replay(recorder.decisions))
                worst = np.maximum(worst, here)
        return worst
