"""Evaluating a graph without derivatives, in any of the scalars."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import arb, fmpq

from conformance.language.graph import Graph, Node, ancestors
from conformance.truth.arrays import Array, array_of
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Scalar
from conformance.truth.tensor_functions import FUNCTIONS

__all__ = ["Plan", "literal", "run"]

_NAMED = {"pi": arb.pi, "e": arb.const_e, "inf": arb.pos_inf, "-inf": arb.neg_inf}


def literal(text: str) -> Scalar:
    """The exact value of a literal: a rational, or a ball for pi and e."""
    if text in _NAMED:
        return _NAMED[text]()
    value = Fraction(text)
    return fmpq(value.numerator, value.denominator)


class Plan:
    """The order in which the nodes that some roots need are computed."""

    def __init__(self, graph: Graph, roots: tuple[int, ...]) -> None:
        self.graph = graph
        self.roots = roots
        self.order = sorted(set().union(*(ancestors(graph, root) for root in roots)))


class Rounding:
    """How every value is computed, and what is done to it: nothing, unless a subclass says otherwise."""

    def compute(self, branches: Branches, node: Node, args: list[Array]) -> Array:
        return FUNCTIONS[node.op](branches, node, *args)

    def apply(self, node: Node, args: list[Array], value: Array) -> Array:
        return value


def run(
    plan: Plan,
    inputs: Mapping[int, Array],
    branches: Branches,
    rounding: Rounding | None = None,
    known: Mapping[int, Array] | None = None,
) -> dict[int, Array]:
    """Every node of the plan; `inputs` maps node to value, `known` gives values that need no computing."""
    rounding = rounding or Rounding()
    values: dict[int, Array] = dict(known or {})
    values.update(inputs)
    for index in plan.order:
        if index in values:
            continue
        node = plan.graph[index]
        branches.begin(index)
        if node.op == "literal":
            value = array_of([literal(str(node.params["value"]))], ())
            args: list[Array] = []
        else:
            args = [values[a] for a in node.args]
            value = rounding.compute(branches, node, args)
        values[index] = rounding.apply(node, args, value)
    return values
