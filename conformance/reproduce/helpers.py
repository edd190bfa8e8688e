"""Functions that a script defines for itself, where its framework has none that takes a function."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from conformance.language.graph import Shape
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import LAMBDA, Block, Node, Slot, Symbol, call, node_of

__all__ = ["columns", "define", "helper", "listed"]


def define(*texts: str) -> Mapping[str, Import]:
    """Each a `def`, by its name."""
    named = {text.split("(")[0].split()[-1]: text.strip() for text in texts}
    return {name: Import(name, text) for name, text in named.items()}


def helper(name: str) -> Node:
    return node_of(Symbol.module(name))


def listed(nodes: Sequence[Node]) -> Node:
    return node_of([Symbol(node) for node in nodes])


def columns(jvp: Node, f: Block, primals: Sequence[Node], shape: Shape, module: str, *more: Node) -> Node:
    """The Jacobian by `jvp(f, primals, tangents, *more)`, once for each entry of the primals.

    `module` has ones_like, eye, reshape and stack. `shape` is that of f's value.
    """

    def of(name: str) -> Symbol:
        return Symbol.module(f"{module}.{name}")

    first = primals[0]
    target = first.shape if len(primals) == 1 else (len(primals),)
    assert target is not None
    if target == ():
        return call(jvp, [f, listed(primals), listed([node_of(of("ones_like")(Symbol(first)))]), *more])
    size = math.prod(target)
    units = of("eye")(size, dtype=Symbol(first).dtype)
    if len(target) > 1:
        units = of("reshape")(units, (size, *target))
        units._node.shape = (size, *target)
    unit = Node(("list(unit)" if len(primals) > 1 else "[unit]",))
    column = call(jvp, [f, listed(primals), unit, *more])
    made = of("stack")(
        Symbol(Node(("[", Slot(column, LAMBDA), " for unit in ", Slot(node_of(units), LAMBDA), "]"))), axis=-1
    )
    return node_of(made if len(target) == 1 else of("reshape")(made, (*shape, *target)))
