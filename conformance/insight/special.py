"""Which special points of the table of operators a point of a case is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from conformance.casefile.model import Instance, Point
from conformance.casefile.patterns import PATTERNS
from conformance.language.graph import Graph, ancestors
from conformance.language.operator import Special

__all__ = ["arguments", "exact", "plain_input", "specials"]


def specials(table: Iterable[Special], instance: Instance, point: Point, inputs: Iterable[str]) -> tuple[Special, ...]:
    """Those of the table that one of the named inputs is at."""
    shapes = {i.name: i.shape for i in instance.inputs}
    here = [(shapes[name], point.values[name]) for name in inputs if name in point.values]
    return tuple(s for s in table if any(_is(s, shape, entries) for shape, entries in here))


def arguments(graph: Graph, roots: Sequence[int], operator: str) -> set[str]:
    """The inputs that the operator is applied to as they are, somewhere under the roots."""
    found = set()
    for index in set().union(*(ancestors(graph, root) for root in roots)):
        if graph[index].op == operator:
            found |= {plain for argument in graph[index].args if (plain := plain_input(graph, argument))}
    return found


def plain_input(graph: Graph, index: int) -> str | None:
    """The name of the input that the node is, perhaps under another name."""
    node = graph[index]
    while node.op == "alias":
        node = graph[node.args[0]]
    return str(node.params["name"]) if node.op == "input" else None


def _is(special: Special, shape: tuple[int, ...], entries: tuple[str, ...]) -> bool:
    pattern = PATTERNS.get(special.value)
    if pattern is None:
        value = exact(special.value)
        return value is not None and all(exact(entry) == value for entry in entries)
    # Filling an array with a pattern that it has already leaves it as it is.
    return math.prod(shape) > 1 and pattern(shape, entries) == entries


def exact(text: str) -> tuple[Fraction | str, bool] | None:
    """A constant text and whether it has a minus sign, so that -0.0 is not 0; None for an expression such as pi/3."""
    negative = text.startswith("-")
    if text.removeprefix("-") in ("inf", ".inf"):
        return "inf", negative
    try:
        return Fraction(text), negative
    except (ValueError, ZeroDivisionError):
        return None
