"""The one helper that drives every backend: a graph, points, a mode; arrays come back."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import Backend, executions, modes
from conformance.backends.evaluate import Failure, Outcome, Value, evaluate
from conformance.language.build import Builder

Floats = npt.NDArray[Any]
Values = Mapping[str, Any]
"""A point: nested lists or numbers by input name."""


class Sketch(Builder):
    """A builder in which arithmetic on nodes is written as such: `s.mul(x, 2)`."""

    def number(self, value: str | int) -> int:
        return self.literal(str(value))

    def mul(self, *factors: int | str) -> int:
        return self._chain("multiply", factors)

    def add(self, *terms: int | str) -> int:
        return self._chain("add", terms)

    def pow(self, base: int, exponent: str | int) -> int:
        return self.op("power", base, self.number(exponent))

    def entry(self, node: int, *index: int | None) -> int:
        return self.op("index", node, index=index)

    def vector(self, *scalars: int) -> int:
        return self.op("stack", *scalars)

    def _chain(self, op: str, nodes: Sequence[int | str]) -> int:
        """Nodes are integers, literals are texts."""
        made = [self.literal(n) if isinstance(n, str) else n for n in nodes]
        result = made[0]
        for node in made[1:]:
            result = self.op(op, result, node)
        return result


def outcomes(
    backend: Backend,
    sketch: Builder,
    roots: Sequence[int],
    points: Sequence[Values],
    *,
    mode: str | None = None,
    dtype: str = "float64",
    execution: str = "eager",
) -> list[tuple[Outcome, ...]]:
    """One tuple of outcomes a point. The mode is the backend's first unless told."""
    arrays = [{name: np.asarray(value, dtype) for name, value in point.items()} for point in points]
    observed = evaluate(
        backend,
        sketch.graph(),
        roots,
        arrays,
        dtype=dtype,
        mode=mode or modes(backend)[0],
        execution=execution,
    )
    return [o.outcomes for o in observed]


def values(backend: Backend, sketch: Builder, roots: Sequence[int], point: Values, **options: Any) -> list[Floats]:
    """The arrays at one point; fails with the backend's message where there is none."""
    arrays = []
    for outcome in outcomes(backend, sketch, roots, [point], **options)[0]:
        assert isinstance(outcome, Value), outcome
        arrays.append(outcome.array)
    return arrays


def everywhere(backend: Backend, levels: int = 1) -> Iterator[tuple[str, str]]:
    """Every mode in every execution that the backend has; mixed ones only where derivatives nest."""
    fitting = [mode for mode in modes(backend) if levels > 1 or "-over-" not in mode]
    return itertools.product(fitting, executions(backend))


def tolerance(mode: str, levels: int) -> float:
    """Relative to the largest entry. Finite differences lose a third of the digits at each level."""
    return 1e-13 if mode != "finite-difference" else 30 * float(np.finfo(float).eps) ** ((2 / 3) ** levels)


def refused(backend: Backend, mode: str, levels: int) -> bool:
    """Whether the backend has to say that it cannot differentiate so often in this mode."""
    return mode == "complex-step" and levels > 1


def agrees(outcome: Outcome, expected: Any, mode: str, levels: int) -> None:
    """The value is the expected one in shape, and to the digits that the mode can have."""
    assert isinstance(outcome, Value), outcome
    expected = np.asarray(expected, float)
    assert outcome.array.shape == expected.shape
    scale = max(1.0, float(np.nan_to_num(abs(expected), posinf=0).max(initial=0)))
    np.testing.assert_allclose(outcome.array, expected, rtol=0, atol=tolerance(mode, levels) * scale)


def unsupported(outcome: Outcome, *words: str) -> None:
    """The backend says that it cannot, in these words."""
    assert isinstance(outcome, Failure), outcome
    assert outcome.kind == "unsupported", outcome
    assert all(word in outcome.message for word in words), outcome.message
