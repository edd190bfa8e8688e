"""What a claim is about: the operators that are differentiated in it, and how often.

An operator that is linear in what moves (a sum, an index, a product with a constant)
carries derivatives on and is hardly ever what fails. The *core* of a claim are the
operators that do more than that; where there are none, those that only carry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.language.flow import Flow
from conformance.language.graph import DERIVATIVES, Graph, ancestors
from conformance.language.ops import OPERATORS
from conformance.run.nesting import nesting

__all__ = ["Subject", "subject"]

_LINEAR = frozenset(
    "add subtract negative index matrix_transpose sum mean cumsum stack concat reshape flatten transpose take diag "
    "tril triu trace array flip roll diff pad tile repeat broadcast_to take_along_axis index_add segment_sum".split()
)
_BILINEAR = frozenset("multiply dot matmul outer kron".split())
"""Linear where one argument moves and the other does not."""
_WEIGHING = "stack index array sum dot add subtract negative multiply".split()
"""What claims are put together with around the operator that they are about, the commonest first."""
_SILENT = frozenset({"input", "literal", "alias", "at", *DERIVATIVES})


@dataclass(frozen=True, slots=True)
class Subject:
    """What one side of a claim, or the whole of it, is about. Names are sorted."""

    operators: tuple[str, ...]
    core: tuple[str, ...]
    order: int
    """How often is differentiated; 0 for a value."""
    inputs: tuple[str, ...]
    """Those that what is differentiated moves with; all of them for a value."""

    @property
    def alone(self) -> str | None:
        """The operator that the claim is about, where it is one."""
        return self.core[0] if len(self.core) == 1 else None

    def told_of(self, verdict: str) -> str | None:
        """The operator that a result with this verdict tells of, where it is one. Of another dtype it tells only where
        there is no other: every operator, a sum with a number too, may promote."""
        return self.alone if verdict != "wrong-dtype" or len(self.operators) == 1 else None


def subject(graph: Graph, roots: Sequence[int]) -> Subject:
    """The subject of an expression, or of several together."""
    every = set().union(*(ancestors(graph, root) for root in roots))
    order = nesting(graph, *roots)
    flow = Flow(graph)
    derivatives = [i for i in every if graph[i].op in DERIVATIVES] if order else []
    if derivatives:
        targets = {t for i in derivatives for t in graph[i].targets}
        parts = [(ancestors(graph, graph[i].body), flow.depends(graph[i].targets)) for i in derivatives]
    else:
        targets = set(graph.inputs.values())
        parts = [(every, flow.depends(targets))]
    carrying: set[str] = set()
    doing: set[str] = set()
    for nodes, moving in parts:
        for index in nodes & moving:
            op = graph[index].op
            if op not in _SILENT:
                (carrying if _carries(graph, index, moving) else doing).add(op)
    if not carrying | doing:  # constants alone: eye, zeros, arange
        doing = {graph[i].op for i in every} - _SILENT
    behind = set().union(*(ancestors(graph, t) for t in targets)) if targets else set()
    return Subject(
        tuple(sorted(carrying | doing)),
        tuple(sorted(doing or _without_weights(carrying))),
        order,
        tuple(sorted(name for name, node in graph.inputs.items() if node in behind & every)),
    )


def _without_weights(operators: set[str]) -> set[str]:
    """The operators less those that weigh and gather, as long as one is left."""
    left = set(operators)
    for weight in _WEIGHING:
        if len(left) > 1:
            left.discard(weight)
    return left


def _carries(graph: Graph, index: int, moving: frozenset[int]) -> bool:
    """Whether the node is linear in those of its arguments that move."""
    node = graph[index]
    if node.op in _LINEAR:
        return True
    if node.op in _BILINEAR:
        return sum(argument in moving for argument in node.args) < 2
    if node.op == "divide":
        return node.args[1] not in moving
    return OPERATORS[node.op].group == "comparison" if node.op in OPERATORS else False
