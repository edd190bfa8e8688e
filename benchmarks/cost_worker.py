"""Times value and gradients of functions of n inputs, in one framework's interpreter.

`python cost_worker.py BACKEND <task.json >answer.json`, which `cost.py` calls. All calls
are those that a run makes: `conformance.backends` lowers the graph and walks it. The
standard library, numpy and one framework are all that this needs.
"""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conformance.backends.contract import Array, Backend, modes
from conformance.backends.evaluate import describe
from conformance.backends.lower import Lowering, Program
from conformance.backends.registry import BackendStartError, load
from conformance.language.graph import Graph

Timed = Callable[[int], float]
"""So many evaluations one after another: the processor seconds that they take, results waited for.

Of all threads: one is asked for, and work that is handed to another is no less work. On a
quiet machine a clock on the wall says the same; on a busy one it counts the neighbours too.
"""

FEW = 8
"""Products that tell whether a gradient of n of them is within the budget."""
BLOCK = 1 << 21
"""Numbers in the directions that are made at a time, before the clock starts."""


@dataclass(frozen=True, slots=True)
class Method:
    """`least`: seconds of a sample, which repeats the evaluation as often as it takes; `budget`: the most for one."""

    repeats: int
    least: float
    budget: float


class BudgetError(Exception):
    """A gradient that would take longer than allowed."""


class WrongGradientError(Exception):
    """What was to be timed is not the gradient: a bug of this benchmark, or of the framework."""


class Inputs:
    """One function with n inputs, on one backend: what each measure times."""

    def __init__(self, backend: Backend, task: Mapping[str, Any], dtype: str) -> None:
        self._backend, self._dtype, self.n = backend, dtype, int(task["n"])
        self._graph, self._roots = Graph.from_json(task["graph"]), dict(task["roots"])
        numbers = np.arange(1, self.n + 1)
        self._x = np.sin(numbers).astype(dtype)
        self._signs = np.where(numbers % 2, 1, -1).astype(dtype)
        self._along = np.zeros(self.n, dtype)
        for entry, weight in ((0, 1), (self.n // 2, -2), (self.n - 1, 3)):
            self._along[entry] += weight

    def value(self) -> Timed:
        return self._timed(self._program("value", ("x", "s")))

    def reverse(self, mode: str) -> Timed:
        """One pass forward, which finds the value, and one pass back."""
        program = self._program("gradient", ("x", "s"), mode)
        self._check(mode, float(self._call(program, self._x, self._signs) @ self._along))
        return self._timed(program)

    def forward(self, mode: str, budget: float) -> Timed:
        """n products, one a partial derivative. BudgetError if they would take longer than that."""
        program = self._program("product", ("x", "s", "direction"), mode)
        self._check(mode, float(self._call(program, self._x, self._signs, self._along)))
        fixed = self._arrays(self._x, self._signs)
        each = self._products(program, fixed, range(min(self.n, FEW))) / min(self.n, FEW)
        if each * self.n > budget:
            raise BudgetError(
                f"one product takes {each:.2g} s and a gradient needs {self.n:,} of them: "
                f"more than the {budget:g} s allowed for a gradient"
            )

        def timed(calls: int) -> float:
            return sum(self._products(program, fixed, range(self.n)) for _ in range(calls))

        return timed

    def _products(self, program: Program, fixed: Sequence[Array], entries: range) -> float:
        """The directions are made beforehand, as in a run, but not all at once: they are n² numbers."""
        seconds, size = 0.0, max(1, BLOCK // self.n)
        for first in range(0, len(entries), size):
            directions = [self._direction(entry) for entry in entries[first : first + size]]
            started = time.process_time()
            found = [program(*fixed, direction)[0] for direction in directions]
            for value in found:
                self._backend.to_numpy(value)
            seconds += time.process_time() - started
        return seconds

    def _direction(self, entry: int) -> Array:
        direction = np.zeros(self.n, self._dtype)
        direction[entry] = 1
        return self._backend.array(direction)

    def _timed(self, program: Program) -> Timed:
        fixed, to_numpy = self._arrays(self._x, self._signs), self._backend.to_numpy

        def timed(calls: int) -> float:
            started = time.process_time()
            for _ in range(calls):
                to_numpy(program(*fixed)[0])
            return time.process_time() - started

        return timed

    def _program(self, root: str, inputs: Sequence[str], mode: str | None = None) -> Program:
        """A value has no mode; lowering wants one all the same."""
        mode = mode or modes(self._backend)[0]
        lowering = Lowering(self._backend, self._graph, self._dtype, mode)
        return lowering.program([self._graph.inputs[name] for name in inputs], [self._roots[root]])

    def _arrays(self, *values: np.ndarray[Any, Any]) -> list[Array]:
        return [self._backend.array(value) for value in values]

    def _call(self, program: Program, *values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return self._backend.to_numpy(program(*self._arrays(*values))[0])

    def _check(self, mode: str, slope: float) -> None:
        """That what is timed is the gradient: along three entries it is the central difference of the values."""
        program = self._program("value", ("x", "s"))
        eps = float(np.finfo(self._dtype).eps)
        step = eps ** (1 / 3)
        after, before = (
            float(self._call(program, (self._x + h * self._along).astype(self._dtype), self._signs))
            for h in (step, -step)
        )
        difference = (after - before) / (2 * step)
        if not abs(slope - difference) <= eps**0.5 * max(10, abs(after), abs(difference)):
            raise WrongGradientError(f"{mode}, n = {self.n}: the gradient gives {slope}, differences {difference}")


def sample(timed: Timed, method: Method) -> dict[str, Any]:
    """Least and median seconds of one evaluation, over samples of as many as fill the time. It has been warmed up."""
    once = timed(1)
    calls = max(1, math.ceil(method.least / once))
    repeats = method.repeats if once < 10 * method.least else 3
    samples = [once] if calls == 1 else []
    while len(samples) < repeats:
        samples.append(timed(calls) / calls)
    return {"calls": calls, "repeats": repeats, "min": min(samples), "median": statistics.median(samples)}


def measure(backend: Backend, tasks: Sequence[Mapping[str, Any]], dtype: str, method: Method) -> list[dict[str, Any]]:
    """The series of one function; its tasks are those of growing n. One that stops is not tried any more."""
    makers: dict[str, Callable[[Inputs], Timed]] = {"value": Inputs.value}
    for mode in backend.pullbacks:
        makers[mode] = lambda inputs, mode=mode: inputs.reverse(mode)  # type: ignore[misc]
    for mode in backend.pushforwards:
        makers[mode] = lambda inputs, mode=mode: inputs.forward(mode, method.budget)  # type: ignore[misc]
    series: dict[str, dict[str, Any]] = {name: {"measure": name, "points": [], "stopped": None} for name in makers}
    for task in tasks:
        inputs = Inputs(backend, task, dtype)
        for name, make in makers.items():
            if series[name]["stopped"]:
                continue
            try:
                timed = make(inputs)
                if name not in backend.pushforwards:
                    timed(1)
                series[name]["points"].append({"n": inputs.n, **sample(timed, method)})
            except WrongGradientError:
                raise
            except BudgetError as error:
                series[name]["stopped"] = {"n": inputs.n, "reason": str(error)}
            except Exception as error:  # whatever a framework raises: it cannot go on to larger n
                series[name]["stopped"] = {"n": inputs.n, "reason": describe(backend, error).message[:300]}
    return list(series.values())


def main() -> None:
    told = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # frameworks print
    with answers:
        json.dump(_answer(sys.argv[1], told), answers)
    sys.stderr.flush()
    os._exit(0)  # frameworks take seconds to tear down


def _answer(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    try:
        backend = load(name)
    except BackendStartError as error:
        return {"absent": str(error)}
    method = Method(**told["method"])
    started, used = time.perf_counter(), time.process_time()
    functions = {}
    with np.errstate(all="ignore"):
        for function, tasks in told["functions"].items():
            functions[function] = measure(backend, tasks, told["dtype"], method)
            sys.stderr.write(f"{name}: {function}: {time.perf_counter() - started:.0f} s\n")
    return {
        "version": backend.version,
        "packages": dict(backend.packages),
        "python": platform.python_version(),
        "busy": (time.process_time() - used) / (time.perf_counter() - started),
        "functions": functions,
    }


if __name__ == "__main__":
    main()
