"""Functions that a script defines for itself, where its framework has none that takes a function."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from conformance.language.graph import Shape
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import LAMBDA, Node, Slot, Symbol, node_of

__all__ = ["columns", "define", "helper", "listed", "row"]


def define(*texts: str) -> Mapping[str, Import]:
    """Each a `def`, by its name."""
    named = {text.split("(")[0].split()[-1]: text.strip() for text in texts}
    return {name: Import(name, text) for name, text in named.items()}


def helper(name: str) -> Node:
    return node_of(Symbol.module(name))


def listed(nodes: Sequence[Node]) -> Node:
    return node_of([Symbol(node) for node in nodes])


Push = Callable[[Node], Node]
"""The tangent along a direction: a list or tuple of tangents, one for each primal."""


def row(nodes: Sequence[Node]) -> Node:
    return node_of(tuple(map(Symbol, nodes)))


def columns(
    push: Push, primals: Sequence[Node], shape: Shape, module: str, *, axis: str = "axis", tuples: bool = False
) -> Node:
    """The Jacobian by pushing forward once for each entry of the primals.

    `module` has ones_like, eye, reshape and stack, whose axis is called `axis`. `shape` is
    that of the function's value. Tangents are lists, or `tuples`.
    """

    def of(name: str) -> Symbol:
        return Symbol.module(f"{module}.{name}")

    first = primals[0]
    target = first.shape if len(primals) == 1 else (len(primals),)
    assert target is not None
    if target == ():
        return push((row if tuples else listed)([node_of(of("ones_like")(Symbol(first)))]))
    size = math.prod(target)
    units = of("eye")(size, dtype=Symbol(first).dtype)
    if len(target) > 1:
        units = of("reshape")(units, (size, *target))
        units._node.shape = (size, *target)
    several, one = ("tuple(unit)", "(unit,)") if tuples else ("list(unit)", "[unit]")
    column = push(Node((several if len(primals) > 1 else one,)))
    each = Node(("[", Slot(column, LAMBDA), " for unit in ", Slot(node_of(units), LAMBDA), "]"))
    made = of("stack")(Symbol(each), **{axis: -1})
    made._node.shape = (*shape, size)
    return node_of(made if len(target) == 1 else of("reshape")(made, (*shape, *target)))
