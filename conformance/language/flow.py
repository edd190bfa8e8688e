"""What depends on what, with `at` understood: which nodes move when others do."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.language.graph import Graph

__all__ = ["Flow"]


class Flow:
    """Dependence between the nodes of one graph.

    An `at` replaces inputs that its body reads: it depends on the values put in and on
    what its body takes from outside, and on nothing else.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._uses = [node.args for node in graph.nodes]
        self._cache: dict[frozenset[int], frozenset[int]] = {}
        for index, node in enumerate(graph.nodes):  # in order: an `at` looks at those before it
            if node.op == "at":
                self._uses[index] = (*node.vectors, *self._taken_from_outside(index))

    def depends(self, sources: Iterable[int]) -> frozenset[int]:
        """The nodes whose value may change with that of the sources, the sources included."""
        key = frozenset(sources)
        if key not in self._cache:
            self._cache[key] = self._moved(key, len(self._graph))
        return self._cache[key]

    def _moved(self, sources: frozenset[int], end: int) -> frozenset[int]:
        found = set(sources)
        for index in range(end):
            if not found.isdisjoint(self._uses[index]):
                found.add(index)
        return frozenset(found)

    def _taken_from_outside(self, at: int) -> list[int]:
        """What the body of an `at` reaches without passing an input that it replaces."""
        inputs = replaced(self._graph, at)
        inside = self._moved(frozenset(inputs), at)
        outside: set[int] = set()
        seen = {self._graph[at].body}
        pending = list(seen)
        while pending:
            index = pending.pop()
            if index not in inside:
                outside.add(index)
            elif index not in inputs:
                fresh = set(self._uses[index]) - seen
                seen |= fresh
                pending += fresh
        return sorted(outside)


def replaced(graph: Graph, at: int) -> tuple[int, ...]:
    """The inputs that an `at` node replaces."""
    inputs = graph[at].params["inputs"]
    assert isinstance(inputs, tuple)
    return tuple(i for i in inputs if i is not None)
