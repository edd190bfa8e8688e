"""What the entries of an operator are weighed with in a claim: `grad(dot(w, g(x)), x)` asks for w·g′."""

from __future__ import annotations

from conformance.casefile.model import Claim, Instance
from conformance.insight.element import flat
from conformance.insight.sources import Result
from conformance.language.graph import Graph

__all__ = ["weights"]


def weights(result: Result, instance: Instance, claim: Claim) -> list[float] | None:
    """The weight of each entry of a gradient, where an input weighs the entries of what is differentiated."""
    graph = instance.graph
    root = _named(graph, claim.rhs if result["side"] == "right" and claim.rhs is not None else claim.lhs)
    node = graph[root]
    if node.op != "grad" or len(node.targets) != 1:
        return None
    body = graph[_named(graph, node.body)]
    if body.op == "sum":
        body = graph[_named(graph, body.args[0])]
    if body.op not in ("dot", "multiply"):
        return None
    weight, weighed = (_named(graph, argument) for argument in body.args)
    if graph[weighed].op == "input" and graph[weight].op != "input":
        weight, weighed = weighed, weight
    name = graph[weight].params.get("name") if graph[weight].op == "input" else None
    if name not in result["inputs"] or graph[weighed].shape != graph[node.targets[0]].shape:
        return None
    values = flat(result["inputs"][name])
    size = len(flat(result["choice"]["answer"])) if "choice" in result else len(values)
    return values * size if len(values) == 1 else values


def _named(graph: Graph, index: int) -> int:
    """The node behind the names."""
    while graph[index].op == "alias":
        index = graph[index].args[0]
    return index
