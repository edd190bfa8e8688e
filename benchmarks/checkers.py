"""Times a framework's own gradient checker, in that framework's interpreter.

`python checkers.py BACKEND SECONDS REPEATS <functions.json >results.json`, which
`throughput.py` calls. The functions are graphs, evaluated by `conformance.backends`, so
that they are the very ones that the suite differentiates. The standard library, numpy
and one framework are all that this needs.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from conformance.backends.contract import Backend
from conformance.backends.lower import Lowering
from conformance.backends.registry import BackendStartError, load
from conformance.language.graph import Graph, ancestors
from conformance.run.protocol import decode_array

Floats = np.ndarray[Any, np.dtype[np.float64]]
Check = Callable[[], bool]
"""One check at one point: whether the checker accepts the gradient."""


@dataclass(frozen=True)
class Scalar:
    """A scalar function as the suite has it: graph, body, the names that move, values of all that it needs."""

    backend: Backend
    graph: Graph
    body: int
    targets: Sequence[str]
    point: Mapping[str, Floats]

    @property
    def names(self) -> list[str]:
        needed = ancestors(self.graph, self.body)
        return [name for name, node in self.graph.inputs.items() if node in needed]

    @property
    def moving(self) -> list[Floats]:
        return [self.point[name] for name in self.targets]

    def function(self) -> Callable[..., Any]:
        """The framework's function of the arrays that move; the others are fixed."""
        mode = next(iter({**self.backend.pullbacks, **self.backend.pushforwards}))
        lowering = Lowering(self.backend, self.graph, "float64", mode)
        program = lowering.program([self.graph.inputs[name] for name in self.names], [self.body])
        fixed = {name: self.backend.array(self.point[name]) for name in self.names}

        def function(*moved: Any) -> Any:
            values = fixed | dict(zip(self.targets, moved, strict=True))
            return program(*(values[name] for name in self.names))[0]

        return function


def torch_check(scalar: Scalar) -> Check:
    import torch

    function, arrays = scalar.function(), [scalar.backend.array(x) for x in scalar.moving]
    moving = tuple(array.requires_grad_() for array in arrays)
    return lambda: bool(torch.autograd.gradcheck(function, moving, raise_exception=False))


def jax_check(scalar: Scalar) -> Check:
    try:
        from jax.test_util import check_grads
    except ImportError:
        from jax._src.test_util import check_grads

    function, arrays = scalar.function(), tuple(scalar.backend.array(x) for x in scalar.moving)
    return _accepts(lambda: check_grads(function, arrays, order=1, modes=["rev"]))


def tensorflow_check(scalar: Scalar) -> Check:
    """Compared as its documentation does, by `assertAllClose`, whose tolerances are 1e-6."""
    import tensorflow as tf

    function, arrays = scalar.function(), [scalar.backend.array(x) for x in scalar.moving]

    def check() -> bool:
        found, expected = tf.test.compute_gradient(function, arrays)
        return all(np.allclose(a, b, rtol=1e-6, atol=1e-6) for a, b in zip(found, expected, strict=True))

    return check


def mxnet_check(scalar: Scalar) -> Check:
    """`check_numeric_gradient` takes a symbol, so the graph is evaluated once with symbols."""
    import mxnet as mx
    from mxnet.test_utils import check_numeric_gradient

    traced: list[tuple[Callable[..., Any], Sequence[Any]]] = []

    def trace(run: Callable[..., Any]) -> Callable[..., Any]:
        """Catches the function with all its constants as arguments, as `hybridize` gets it."""

        def call(*arrays: Any) -> Any:
            traced.append((run, arrays))
            return run(*arrays)

        return call

    lowering = Lowering(scalar.backend, scalar.graph, "float64", "reverse", trace)
    program = lowering.program([scalar.graph.inputs[name] for name in scalar.names], [scalar.body])
    program(*(scalar.backend.array(scalar.point[name]) for name in scalar.names))
    run, arrays = traced[-1]
    names = [*scalar.names, *(f"constant{i}" for i in range(len(arrays) - len(scalar.names)))]
    symbol = run(*(mx.sym.var(name).as_np_ndarray() for name in names))[0]
    location = {name: array.asnumpy() for name, array in zip(names, arrays, strict=True)}
    used = {name: location[name] for name in symbol.list_arguments()}
    targets = list(scalar.targets)
    return _accepts(lambda: check_numeric_gradient(symbol, dict(used), grad_nodes=targets, dtype=np.float64))


def numpy_check(scalar: Scalar) -> Check:
    """No checker: the central differences alone, which every checker takes; accepted if they are finite."""
    function, moving = scalar.function(), scalar.moving
    differences = scalar.backend.pushforwards["finite-difference"]

    def check() -> bool:
        finite = True
        for n, x in enumerate(moving):
            for entry in np.ndindex(x.shape):
                directions = [np.zeros_like(y) for y in moving]
                directions[n][entry] = 1.0
                finite &= bool(np.isfinite(differences(function, moving, directions)[1]))
        return finite

    return check


CHECKERS: Mapping[str, tuple[str, Callable[[Scalar], Check]]] = {
    "torch": ("torch.autograd.gradcheck", torch_check),
    "jax": ("jax.test_util.check_grads", jax_check),
    "tensorflow": ("tf.test.compute_gradient", tensorflow_check),
    "mxnet": ("mxnet.test_utils.check_numeric_gradient", mxnet_check),
    "numpy": ("central differences, unjudged", numpy_check),
}


def measure(name: str, functions: Sequence[Mapping[str, Any]], budget: float, repeats: int) -> dict[str, Any]:
    """Medians over passes through all functions that the checker can take, after a pass that warms up."""
    try:
        backend = load(name)
    except BackendStartError as error:
        return {"absent": str(error)}
    checker, make = CHECKERS[name]
    prepared: dict[str, list[Check]] = {}
    accepted, failed = 0, {}
    for told in functions:
        graph = Graph.from_json(told["graph"])
        points = [{key: decode_array(value) for key, value in point.items()} for point in told["points"]]
        try:
            checks = [make(Scalar(backend, graph, told["body"], told["targets"], point)) for point in points]
            accepted += sum(check() for check in checks)
        except Exception as error:  # whatever the checker raises but its verdict: it cannot take this function
            failed[told["name"]] = f"{type(error).__name__}: {error}"[:300]
        else:
            prepared[told["name"]] = checks
    passes: list[dict[str, float]] = []
    end = time.perf_counter() + budget
    while prepared and len(passes) < repeats and (len(passes) < 3 or time.perf_counter() < end):
        passes.append({key: _seconds(checks) for key, checks in prepared.items()})
    return {
        "checker": checker,
        "checks": sum(map(len, prepared.values())),
        "accepted": accepted,
        "passes": len(passes),
        "seconds": statistics.median(sum(one.values()) for one in passes) if passes else None,
        "per check": {key: statistics.median(p[key] for p in passes) / len(c) for key, c in prepared.items()},
        "failed": failed,
    }


def _seconds(checks: Sequence[Check]) -> float:
    started = time.perf_counter()
    for check in checks:
        check()
    return time.perf_counter() - started


def _accepts(check: Callable[[], Any]) -> Check:
    def accepts() -> bool:
        try:
            check()
        except AssertionError:
            return False
        return True

    return accepts


def main() -> None:
    name, budget, repeats = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    functions = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # frameworks print
    with answers:
        json.dump(measure(name, functions, budget, repeats), answers)
    sys.stderr.flush()
    os._exit(0)  # frameworks take seconds to tear down


if __name__ == "__main__":
    main()
