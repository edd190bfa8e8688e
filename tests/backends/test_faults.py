"""Planted faults are faults: each changes a derivative somewhere, and leaves the value as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from conformance.backends.contract import Backend, has, modes
from conformance.backends.evaluate import Value, evaluate
from conformance.faults.catalog import FAULTS
from conformance.faults.model import Fault
from conformance.faults.plant import plant
from conformance.language.graph import Graph
from tests.backends import structured_probes
from tests.backends.fault_probes import Probe, probes

pytestmark = pytest.mark.filterwarnings("default")  # frameworks deprecate what they use themselves

OPERATORS = tuple(dict.fromkeys(fault.operator for fault in FAULTS))
FEW = ("tanh", "matmul", "maximum")
"""Enough for backends on which all of them would take minutes; torch takes them all."""

SECOND = {"second-order", "held-mean"}
BEYOND_TORCH = {
    "layer_norm/wrong-axis": "its layer_norm takes the last axes alone",
    **dict.fromkeys(
        (f"{name}/forward-only" for name in ("zeta", "gammainc", "gammaincc")), "it has no forward mode for these"
    ),
}
NO_DERIVATIVE = {
    "j0": "zero, without a word", "j1": "zero, without a word",
    "floor_divide": "it says that there is none", "heaviside": "it says that there is none",
}  # fmt: skip
"""What torch makes of the derivative of an operator that it has."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "operator" in metafunc.fixturenames:
        marks = {name: () if name in FEW else (pytest.mark.backend("torch"),) for name in OPERATORS}
        metafunc.parametrize("operator", [pytest.param(name, marks=marks[name]) for name in OPERATORS])


def drawn(operator: str, probe: Probe, second: bool) -> tuple[Graph, list[int], dict[str, Any]]:
    """The operator, its value first, then its derivatives, weighted so that they tell its entries apart."""
    s, value, moving = probe.drawn(operator)
    roots = [s.derivative("vjp", value, [x], vector=s.inputs["w"]) for x in moving]
    if second:
        roots = [s.derivative("jac", g, [x]) for g in roots for x in moving]
    return s.graph(), [value, *roots], probe.point(s.shape(value))


def arrays(backend: Backend, graph: Graph, roots: Sequence[int], point: dict[str, Any], mode: str) -> list[Any] | None:
    """None where the backend has no such derivative."""
    values = {name: np.asarray(value, "float64") for name, value in point.items()}
    (observed,) = evaluate(backend, graph, roots, [values], dtype="float64", mode=mode)
    found = [outcome.array for outcome in observed.outcomes if isinstance(outcome, Value)]
    return found if len(found) == len(roots) else None


def differs(one: Any, other: Any) -> bool:
    return bool(np.isfinite(one).all()) and not np.allclose(one, other, rtol=1e-12, atol=1e-12)


def harm(backend: Backend, fault: Fault) -> str:
    """What is wrong with a fault: nothing if somewhere it changes a derivative, and nowhere the value."""
    mode = fault.kind.mode or modes(backend)[0]
    answered = False
    for probe in probes(fault.operator):
        graph, roots, point = drawn(fault.operator, probe, fault.kind.name in SECOND)
        assert fault.change is not None
        planted = plant(graph, roots, fault.operator, fault.change)
        if not planted.places:
            continue
        before = arrays(backend, graph, roots, point, mode)
        after = arrays(backend, planted.graph, planted.roots, point, mode)
        if before is None or after is None:
            continue
        answered = True
        if differs(before[0], after[0]) and fault.kind.name != "division":
            return f"{fault.id} changes the value at {probe}"
        if any(differs(b, a) for b, a in zip(before[1:], after[1:], strict=True)):
            return ""
    if answered or (backend.name == "torch" and fault.id not in {**BEYOND_TORCH, **structured_probes.BEYOND_TORCH}):
        return f"{fault.id} changes nothing" + ("" if answered else ": it has no place")
    return ""


def test_every_fault_changes_a_derivative_and_no_value(backend: Backend, operator: str) -> None:
    faults = [fault for fault in FAULTS if fault.operator == operator and fault.change is not None]
    if backend.name == "torch" and operator in NO_DERIVATIVE:
        assert all(harm(backend, fault) for fault in faults)
        return
    able = [fault for fault in faults if has(backend, operator) and fault.kind.mode in {None, *modes(backend)}]
    assert [told for fault in able if (told := harm(backend, fault))] == []
