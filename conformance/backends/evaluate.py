"""The values of a graph's roots, at one point after another, by one backend."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import Backend, Transform, UnsupportedError, executions
from conformance.backends.lower import Lowering, Program
from conformance.language.graph import Graph, ancestors

__all__ = ["Failure", "Observed", "Outcome", "Value", "evaluate"]

Point = Mapping[str, npt.NDArray[Any]]

LONGEST_MESSAGE = 2000


@dataclass(frozen=True, slots=True)
class Value:
    """What the backend returned; `missing`: a derivative in it was None and taken as zeros."""

    array: npt.NDArray[Any]
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no value: `unsupported` (the backend says that it cannot) or `error`."""

    kind: str
    message: str


Outcome = Value | Failure


@dataclass(frozen=True, slots=True)
class Observed:
    """One outcome a root at one point, and the seconds that the framework took."""

    outcomes: tuple[Outcome, ...]
    seconds: float


def evaluate(
    backend: Backend,
    graph: Graph,
    roots: Sequence[int],
    points: Sequence[Point],
    *,
    dtype: str,
    mode: str,
    execution: str = "eager",
) -> Iterator[Observed]:
    """One `Observed` a point, in order.

    The points give an array of the dtype for every input that a root needs. A compiled
    function is traced once, before the clock starts; a batch shares its time out evenly.
    A root that fails leaves the others, and a point that fails leaves the others.
    """
    run = _Run(backend, graph, points, dtype, mode, execution)
    for index in range(len(points)):
        outcomes, seconds = run.outcomes(tuple(roots), index)
        yield Observed(outcomes, seconds)


Call = Callable[[int], tuple[list[npt.NDArray[Any]], float]]
"""The index of a point in, the values and the seconds out."""


class _Run:
    """What is prepared once for all points: all roots in one function, or each alone if that fails."""

    def __init__(
        self, backend: Backend, graph: Graph, points: Sequence[Point], dtype: str, mode: str, execution: str
    ) -> None:
        self._backend = backend
        self._graph = graph
        self._points = points
        self._dtype = dtype
        self._mode = mode
        self._execution = execution
        self._calls: dict[tuple[int, ...], tuple[Call, Lowering]] = {}
        self._failed: dict[tuple[int, ...], Failure] = {}

    def outcomes(self, roots: tuple[int, ...], index: int) -> tuple[tuple[Outcome, ...], float]:
        failure = self._failed.get(roots)
        if failure is None:
            try:
                with np.errstate(all="ignore"):  # inf and nan are answers
                    return self._attempt(roots, index)
            except Exception as error:  # whatever a framework raises is a result
                failure = describe(self._backend, error)
                if roots not in self._calls:  # not this point's fault: no use to try again
                    self._failed[roots] = failure
        if len(roots) == 1:
            return (failure,), 0.0
        alone = [self.outcomes((root,), index) for root in roots]
        return tuple(o for outcomes, _ in alone for o in outcomes), sum(seconds for _, seconds in alone)

    def _attempt(self, roots: tuple[int, ...], index: int) -> tuple[tuple[Outcome, ...], float]:
        if roots not in self._calls:
            self._calls[roots] = self._prepare(roots)
        call, lowering = self._calls[roots]
        arrays, seconds = call(index)
        missing = lowering.missing
        values = [
            Value(a, not missing.isdisjoint(ancestors(self._graph, r))) for a, r in zip(arrays, roots, strict=True)
        ]
        return tuple(values), seconds

    def _prepare(self, roots: tuple[int, ...]) -> tuple[Call, Lowering]:
        backend = self._backend
        if self._execution not in executions(backend):
            allowed = ", ".join(executions(backend))
            raise UnsupportedError(f"{backend.name} has no execution {self._execution!r}; allowed: {allowed}")
        transform = backend.transforms.get(self._execution)
        inner = hasattr(transform, "bodies_only")
        lowering = Lowering(backend, self._graph, self._dtype, self._mode, transform if inner else None)
        needed = set[int]().union(*(ancestors(self._graph, root) for root in roots))
        names = [name for name, node in self._graph.inputs.items() if node in needed]
        program = lowering.program([self._graph.inputs[name] for name in names], roots)
        if self._execution == "batched":
            assert transform
            return self._batch(transform, program, names), lowering
        if transform and not inner:
            program = transform(program)
        call = self._one_by_one(program, names)
        if transform:
            call(0)  # traces and compiles
        return call, lowering

    def _one_by_one(self, program: Program, names: Sequence[str]) -> Call:
        def call(index: int) -> tuple[list[npt.NDArray[Any]], float]:
            arrays = [self._backend.array(self._points[index][name]) for name in names]
            started = time.perf_counter()
            values = [self._backend.to_numpy(value) for value in program(*arrays)]
            return values, time.perf_counter() - started

        return call

    def _batch(self, transform: Transform, program: Program, names: Sequence[str]) -> Call:
        count = len(self._points)
        stacked = [self._backend.array(np.stack([point[name] for point in self._points])) for name in names]
        function = program
        if not stacked:  # a constant: something has to carry the length of the batch
            stacked = [self._backend.array(np.zeros(count, self._dtype))]
            function = lambda _: program()  # noqa: E731
        started = time.perf_counter()
        values = [self._backend.to_numpy(value) for value in transform(function)(*stacked)]
        seconds = (time.perf_counter() - started) / count
        return lambda index: ([value[index] for value in values], seconds)


def describe(backend: Backend, error: Exception) -> Failure:
    """A failure in the framework's own words, without what differs from run to run and place to place."""
    kind = "unsupported" if isinstance(error, UnsupportedError) or backend.unsupported(error) else "error"
    name = type(error).__name__
    message = _TRACEBACK.sub("", str(error)).removeprefix("in user code:").strip().removeprefix(f"{name}: ")
    if not isinstance(error, UnsupportedError):
        message = f"{name}: {message}"
    message = _PLACE.sub("…/", _ADDRESS.sub("0x…", _TIME.sub("", message)))
    return Failure(kind, message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…")


_TRACEBACK = re.compile(r'(?m)^Traceback \(most recent call last\):\n|^ +File ".*\n(?: {8,}.*\n)?')
"""TensorFlow and MXNet have a traceback in their messages: a place, and maybe the code there, for each call."""

_TIME = re.compile(r"\[\d\d:\d\d:\d\d\] ")
_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{4,}")
_PLACE = re.compile(r"/\S*/(?:site-packages|conformance)/")
"""Where a package is installed."""
