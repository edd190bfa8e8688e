"""Planting: what is rewritten, what is left alone, and that values stay."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from conformance.casefile.load import load
from conformance.casefile.shipped import shipped_cases
from conformance.faults.catalog import FAULTS
from conformance.faults.kinds import KINDS
from conformance.faults.plant import differentiated, plant
from conformance.language.graph import DERIVATIVES, Graph
from conformance.language.ops import INTERNAL, OPERATORS
from conformance.language.parse import Scope, parse_claim, parse_let
from tests.backends.helper import values
from tests.backends.miniatures import sound

SIGN = KINDS["sign"].change


def parsed(claim: str, lets: dict[str, str] | None = None, shape: tuple[int, ...] = (3,)) -> tuple[Graph, int]:
    scope = Scope()
    scope.builder.input("x", shape)
    for name, text in (lets or {}).items():
        parse_let(name, text, scope)
    root = parse_claim(claim, scope).lhs
    return scope.builder.graph(), root


def operators(graph: Graph, nodes: frozenset[int]) -> set[str]:
    return {graph[node].op for node in nodes}


def test_what_is_differentiated_is_what_moves_inside_a_derivative() -> None:
    graph, root = parsed("grad(dot(x, exp(x)) + log(2), x)*sin(x)")
    assert operators(graph, differentiated(graph, [root])) == {"input", "dot", "exp", "add"}


def test_what_an_at_replaces_moves_too() -> None:
    graph, root = parsed("grad(at(dot(tanh(x), x), x = 2*x), x)")
    assert {"tanh", "dot", "multiply", "at"} <= operators(graph, differentiated(graph, [root]))


def test_targets_and_names_survive_the_rewriting() -> None:
    graph, root = parsed("grad(f, u)*grad(f, x)", {"u": "exp(x)", "f": "dot(u, u)"})
    assert SIGN
    planted = plant(graph, [root], "exp", SIGN(0))
    assert planted.places == 1
    assert set(planted.graph.lets) == {"u", "f"}
    for node in planted.graph.nodes:
        if node.op in DERIVATIVES:
            assert all(planted.graph[target].op in {"alias", "input"} for target in node.targets)


def test_an_operator_that_is_not_differentiated_is_left_alone() -> None:
    graph, root = parsed("exp(x)*grad(dot(x, x), x)")
    assert SIGN
    planted = plant(graph, [root], "exp", SIGN(0))
    assert planted.places == 0
    assert planted.graph.nodes == graph.nodes


@pytest.mark.parametrize("mode", ["reverse", "forward", "forward-over-reverse", "reverse-over-forward"])
@pytest.mark.parametrize(("kind", "factor"), [("sign", -1), ("double", 2), ("half", 0.5), ("dropped", 0)])
def test_a_factor_is_a_factor_of_every_order_in_every_mode(kind: str, factor: float, mode: str) -> None:
    graph, root = parsed("hess(sum(sin(x)), x)")
    change = KINDS[kind].change
    assert change
    planted = plant(graph, [root], "sin", change(0))
    x = np.array([0.3, -0.7, 1.1])
    from conformance.language.build import Builder

    (observed,) = values(sound, Builder(planted.graph), planted.roots, {"x": x}, mode=mode)
    np.testing.assert_allclose(observed, np.diag(-(factor**2) * np.sin(x)), rtol=1e-12, atol=1e-15)


def test_the_second_derivative_is_dropped_and_the_first_kept() -> None:
    from conformance.language.build import Builder

    change = KINDS["second-order"].change
    assert change
    x = np.array([0.3, -0.7, 1.1])
    for claim, expected in (("grad(sum(sin(x)), x)", np.cos(x)), ("hess(sum(sin(x)), x)", np.zeros((3, 3)))):
        graph, root = parsed(claim)
        planted = plant(graph, [root], "sin", change(0))
        (observed,) = values(sound, Builder(planted.graph), planted.roots, {"x": x})
        np.testing.assert_allclose(observed, expected, rtol=1e-12, atol=1e-15)


def test_there_are_many_faults_and_no_two_are_one() -> None:
    assert len(FAULTS) == len({fault.id for fault in FAULTS}) >= 300
    assert {fault.kind.name for fault in FAULTS} == set(KINDS)
    derived = {name for name, op in OPERATORS.items() if op.group not in {"comparison", "making"}}
    assert {fault.operator for fault in FAULTS} == derived


def test_no_case_can_name_what_is_planted() -> None:
    for name in INTERNAL:
        with pytest.raises(Exception, match=f"unknown function {name}"):
            parsed(f"{name}(x)")


def test_faults_need_nothing_but_the_language() -> None:
    program = "import sys; import conformance.faults.catalog; print('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    ours = {m for m in run.stdout.split() if m.startswith("conformance.")}
    assert {m.split(".")[1] for m in ours} == {"faults", "language"}
    assert "numpy" not in run.stdout.split()


def test_every_fault_has_a_place_in_the_shipped_primitives_and_fits_in_each() -> None:
    """Found by a study of all cases: take along another axis had indices beyond its end."""
    placed: set[str] = set()
    instances = (i for case in load([shipped_cases() / "primitives"]).cases for i in case.instances)
    for instance in instances:
        for claim in instance.claims:
            graph, roots = instance.graph.restricted(claim.sides)
            used = operators(graph, differentiated(graph, roots))
            for fault in FAULTS:
                if fault.operator in used and fault.change is not None:
                    planted = plant(graph, roots, fault.operator, fault.change)
                    placed |= {fault.id} if planted.places else set()
    assert {fault.id for fault in FAULTS if fault.change is not None} - placed == set()
