"""What a claim is about: the operators that are differentiated in it, and how often.

An operator that is linear in what moves (a sum, an index, a product with a constant)
carries derivatives on and is hardly ever what fails. The *core* of a claim are the
operators that do more than that; where there are none, those that only carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Case, Claim, Instance
from conformance.insight.sources import Result
from conformance.language.flow import Flow
from conformance.language.graph import DERIVATIVES, Graph, ancestors
from conformance.language.ops import OPERATORS
from conformance.run.nesting import nesting

__all__ = ["Subject", "Subjects", "subject"]

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


def subject(graph: Graph, roots: Sequence[int]) -> Subject:
    """The subject of an expression, or of several together."""
    every = set().union(*(ancestors(graph, root) for root in roots))
    order = max((nesting(graph, root) for root in roots), default=0)
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


class Subjects:
    """The subjects of results, found once for each claim, sizes and side."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._claims: dict[tuple[str, str, tuple[tuple[str, int], ...]], tuple[Instance, Claim]] = {}
        for case in cases:
            for instance in case.instances:
                for claim in instance.claims:
                    self._claims[case.id, claim.id, _key(instance.sizes)] = instance, claim
        self._tags = {case.id: frozenset(case.tags) for case in cases}
        self._known: dict[tuple[object, ...], Subject] = {}

    def of(self, result: Result) -> Subject | None:
        """What the side of the claim that decided is about; None for a result whose claim is not among the cases."""
        return self._of(result, result["side"])

    def whole(self, result: Result) -> Subject | None:
        """What the claim is about, both sides together."""
        return self._of(result, None)

    def _of(self, result: Result, side: str | None) -> Subject | None:
        key = result["case"], result["claim"], _key(result["sizes"])
        if key not in self._claims:
            return None
        if (*key, side) not in self._known:
            instance, claim = self._claims[key]
            roots = claim.sides if side is None else claim.sides[-1:] if side == "right" else claim.sides[:1]
            self._known[*key, side] = subject(instance.graph, roots)
        return self._known[*key, side]

    def claim(self, result: Result) -> tuple[Instance, Claim] | None:
        """The claim of a result, at its sizes."""
        return self._claims.get((result["case"], result["claim"], _key(result["sizes"])))

    def primitive(self, result: Result) -> bool:
        """Whether the result is of the catalog of operators."""
        return "primitive" in self._tags.get(result["case"], frozenset())


def _key(sizes: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(sizes.items()))
