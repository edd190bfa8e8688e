"""Planting a fault: an operator replaced, wherever a claim differentiates it.

What is planted is framework-neutral: every use of the operator inside a derivative is
rewritten as a graph that has the same value and another derivative. So a backend is
handed the faulty graph, whatever it is, and the truth remains that of the sound one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from conformance.faults.site import Site
from conformance.language.build import Builder
from conformance.language.flow import Flow, replaced
from conformance.language.graph import DERIVATIVES, Graph, ancestors

__all__ = ["Change", "Planted", "differentiated", "plant"]

Change = Callable[[Site], int | None]
"""The node that takes an operator's place; None where the fault makes no difference to it, and it stays."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A graph with a fault in it, its roots, and how many uses of the operator have it."""

    graph: Graph
    roots: tuple[int, ...]
    places: int


def differentiated(graph: Graph, roots: Sequence[int]) -> frozenset[int]:
    """The nodes whose derivative the roots need: inside the body of a derivative, and moving with its targets."""
    flow = Flow(graph)
    found: set[int] = set()
    for index in set[int]().union(*(ancestors(graph, root) for root in roots)):
        node = graph[index]
        if node.op in DERIVATIVES:
            body = ancestors(graph, node.body)
            found |= body & flow.depends(node.targets)
            for at in body:
                if graph[at].op == "at":  # its body is evaluated where its inputs have other values, which may move
                    found |= ancestors(graph, graph[at].body) & flow.depends(replaced(graph, at))
    return frozenset(found)


def plant(graph: Graph, roots: Sequence[int], operator: str, change: Change) -> Planted:
    """The graph with every differentiated use of the operator changed; `places` is 0 where there is none."""
    moving = differentiated(graph, roots)
    builder = Builder()
    where: dict[int, int] = {}
    places = 0
    for index, node in enumerate(graph.nodes):
        args = tuple(where[a] for a in node.args)
        planted = None
        if node.op == operator and index in moving:
            planted = change(Site(builder, node, args, tuple(a in moving for a in node.args)))
        if planted is None:
            params = dict(node.params)
            if node.op == "at":
                params["inputs"] = tuple(where[i] for i in replaced(graph, index))
            planted = builder.append(replace(node, args=args, params=params))
        else:
            places += 1
        where[index] = planted
    builder.inputs = {name: where[i] for name, i in graph.inputs.items()}
    builder.lets = {name: where[i] for name, i in graph.lets.items()}
    return Planted(builder.graph(), tuple(where[root] for root in roots), places)
