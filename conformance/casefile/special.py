"""Special points: the values at which the operators of a case are known to go wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from conformance.casefile.domain import satisfies
from conformance.casefile.model import Input
from conformance.casefile.patterns import PATTERNS
from conformance.language.graph import Graph
from conformance.language.ops import OPERATORS

__all__ = ["special", "values"]

Values = dict[str, tuple[str, ...]]


def values(graph: Graph) -> tuple[str, ...]:
    """The special values of the operators that occur in the graph, each once, in the table's order."""
    present = {node.op for node in graph.nodes}
    found = (s.value for name, operator in OPERATORS.items() if name in present for s in operator.special)
    return tuple(dict.fromkeys(found))


def special(graph: Graph, inputs: Sequence[Input], generic: Mapping[str, tuple[str, ...]]) -> list[Values]:
    """Each special value in one input at a time, the others generic, then in all inputs together."""
    points: dict[tuple[tuple[str, ...], ...], None] = {}
    for point in _points(values(graph), inputs, generic):
        points[tuple(point[i.name] for i in inputs)] = None
    return [dict(zip((i.name for i in inputs), point, strict=True)) for point in points]


def _points(
    specials: Sequence[str], inputs: Sequence[Input], generic: Mapping[str, tuple[str, ...]]
) -> Iterator[Values]:
    filled = {
        (i.name, value): entries
        for i in inputs
        for value in specials
        if (entries := _fill(value, i, generic[i.name])) is not None
    }
    for i in inputs:
        for value in specials:
            if (i.name, value) in filled:
                yield {**generic, i.name: filled[i.name, value]}
    for value in specials:
        together = {i.name: filled[i.name, value] for i in inputs if (i.name, value) in filled}
        if together:
            yield {**generic, **together}


def _fill(value: str, target: Input, generic: tuple[str, ...]) -> tuple[str, ...] | None:
    """The input's entries; None where the value does not apply to its shape or breaks its `where`."""
    pattern = PATTERNS.get(value)
    entries = (value,) * math.prod(target.shape) if pattern is None else pattern(target.shape, generic)
    return entries if entries is not None and satisfies(entries, target.shape, target.where) else None
