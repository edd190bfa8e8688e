"""How deep the derivatives of an expression nest: what decides which modes apply to it.

A derivative inside the body of another nests in it only if it moves with the targets
of the outer one; two derivatives that are multiplied do not nest. `hess`, `hvp` and
`derivative(…, k)` are 2, 2 and k levels by themselves.
"""

from __future__ import annotations

from conformance.language.flow import Flow
from conformance.language.graph import DERIVATIVES, Graph, Node, arguments

__all__ = ["nesting"]


def nesting(graph: Graph, *roots: int) -> int:
    """The largest number of derivatives taken of one another in the values of the nodes; 0 if there is none."""
    levels = _Levels(graph)
    return max((levels.under(root, None, frozenset()) for root in roots), default=0)


def _order(node: Node) -> int:
    if node.op in {"hess", "hvp"}:
        return 2
    order = node.params.get("order") if node.op == "derivative" else None
    return order if isinstance(order, int) else 1


class _Levels:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._flow = Flow(graph)
        self._known: dict[tuple[int, frozenset[int] | None, frozenset[int]], int] = {}

    def under(self, root: int, sources: frozenset[int] | None, cut: frozenset[int]) -> int:
        """The deepest nesting under a node, counting derivatives that move with the sources (None: all).

        Nodes in `cut` are given, so nothing is differentiated behind them.
        """
        key = (root, sources, cut)
        if key not in self._known:
            self._known[key] = self._walk(root, sources, cut)
        return self._known[key]

    def _walk(self, root: int, sources: frozenset[int] | None, cut: frozenset[int]) -> int:
        deepest = 0
        seen = set(cut)
        pending = [root]
        while pending:
            index = pending.pop()
            if index in seen or not self._moves(index, sources):
                continue
            seen.add(index)
            node = self._graph[index]
            if node.op in DERIVATIVES:
                targets = frozenset(node.targets)
                inner = self.under(node.body, targets, targets | frozenset(node.held))
                deepest = max(deepest, _order(node) + inner)
            if node.op == "at":
                deepest = max(deepest, self._at(node, sources))
                pending += node.vectors
            else:
                pending += node.args
        return deepest

    def _at(self, node: Node, sources: frozenset[int] | None) -> int:
        """Inside an `at` the replaced inputs move if their new values do."""
        if sources is None:
            return self.under(node.body, None, frozenset())
        inputs = list(arguments(node))[len(node.args) :]
        moving = {i for i, value in zip(inputs, node.vectors, strict=True) if self._moves(value, sources)}
        return self.under(node.body, (sources - frozenset(inputs)) | moving, frozenset())

    def _moves(self, index: int, sources: frozenset[int] | None) -> bool:
        return sources is None or index in self._flow.depends(sources)
