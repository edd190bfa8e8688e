"""Values and derivatives on the nodes and edges of a computation graph, at one point.

What is drawn are the variables that the case names, or each operation where it names none.
Every number is a ball that encloses the true one: derivatives by the textbook rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from conformance.casefile.model import Claim, Instance, Point
from conformance.language.build import Builder
from conformance.language.graph import DERIVATIVES, Graph, Shape, ancestors
from conformance.language.ops import COMPARISONS
from conformance.truth.api import input_values
from conformance.truth.digits import decimal_text
from conformance.truth.evaluate import Plan, run
from conformance.truth.lower import lower
from conformance.truth.rounding import as_scalars
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, UndecidedError, ball
from conformance.truth.side import precision

__all__ = ["MOST_ENTRIES", "MOST_NODES", "Numbers", "Step", "Traced", "functions", "steps", "trace"]

MOST_NODES = 40
MOST_ENTRIES = 9
"""Of an array: a matrix of 3 by 3 can still be read."""
_BITS = 256


@dataclass(frozen=True, slots=True)
class Step:
    """A node that is drawn: an input, a named variable or an operation."""

    index: int
    before: tuple[int, ...]
    """The drawn nodes that it is made from, each once."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """The entries of an array, row by row, as decimal texts."""

    shape: Shape
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traced:
    """Numbers, by index of the node or by the two ends of an edge."""

    point: Point
    source: int
    """The input that forward derivatives are taken in, all its entries moving by as much."""
    values: Mapping[int, Numbers]
    forward: Mapping[int, Numbers]
    """The derivative of the node in the source."""
    adjoints: Mapping[int, Numbers]
    """The derivative of the function in the node."""
    partials: Mapping[tuple[int, int], Numbers]
    """The derivative of one step: of the later node in the earlier one, all else that it is made from held."""


def functions(instance: Instance) -> dict[int, tuple[Claim, ...]]:
    """The functions that claims differentiate, that return a number and take arrays of few entries, and that are part
    of no other such function, each with those claims; by the index of the node that holds the function's value."""
    graph = instance.graph
    named = {graph[alias].args[0]: alias for alias in graph.lets.values()}
    found: dict[int, dict[str, Claim]] = {}
    for claim in instance.claims:
        for body in {named.get(body, body): None for body in _bodies(graph, claim.sides)}:
            behind = [graph[index] for index in ancestors(graph, body)]
            few = all(math.prod(node.shape) <= MOST_ENTRIES for node in behind)
            if few and not graph[body].shape and not any(node.op in COMPARISONS.values() for node in behind):
                found.setdefault(body, {})[claim.id] = claim
    whole = [body for body in found if not any(body in ancestors(graph, other) for other in found if other != body)]
    return {body: tuple(found[body].values()) for body in whole}


def _bodies(graph: Graph, roots: Sequence[int]) -> Iterator[int]:
    """What is differentiated under the roots and has no derivative inside."""
    for index in sorted(set().union(*(ancestors(graph, root) for root in roots))):
        if graph[index].op in DERIVATIVES:
            behind = ancestors(graph, graph[index].body)
            if not any(graph[i].op in DERIVATIVES or graph[i].op == "at" for i in behind):
                yield graph[index].body


def steps(graph: Graph, body: int) -> tuple[Step, ...]:
    """What is drawn of a function, in topological order: its named variables if it has any between, else operations."""
    behind = ancestors(graph, body)
    inputs = {i for i in graph.inputs.values() if i in behind}
    moving: set[int] = set(inputs)
    for index in sorted(behind):
        if not moving.isdisjoint(graph[index].args):
            moving.add(index)
    named = {i for i in graph.lets.values() if i in behind and i in moving}
    drawn = inputs | named | {body}
    if not named - {body}:
        drawn |= {i for i in moving if graph[i].op != "alias" or i == body}
        drawn -= {graph[body].args[0]} if graph[body].op == "alias" else set()
    return tuple(Step(index, _before(graph, index, drawn)) for index in sorted(drawn))


def _before(graph: Graph, index: int, drawn: set[int]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    stack = list(reversed(graph[index].args))
    while stack:
        argument = stack.pop()
        if argument in drawn:
            found[argument] = None
        else:
            stack.extend(reversed(graph[argument].args))
    return tuple(found)


def trace(instance: Instance, body: int, drawn: Sequence[Step], claims: Sequence[Claim]) -> Traced | None:
    """At the first point, those that the case spells out before drawn ones, where all the numbers are finite and
    nothing has a kink."""
    points: dict[str, tuple[Claim, Point]] = {}
    for claim in claims:
        for point in claim.points:
            points.setdefault(point.name, (claim, point))
    read = [name for name, index in instance.graph.inputs.items() if any(step.index == index for step in drawn)]
    for claim, point in sorted(points.values(), key=lambda found: "#" in found[1].name):
        if all(name in point.values for name in read):
            found = _at(instance, body, drawn, claim, point)
            if found is not None:
                return found
    return None


def _at(instance: Instance, body: int, drawn: Sequence[Step], claim: Claim, point: Point) -> Traced | None:
    source = next(step.index for step in drawn if not step.before)
    builder = Builder(instance.graph)
    shape = instance.graph[source].shape
    together = builder.op("ones", shape=shape) if shape else builder.literal("1")
    wanted: dict[tuple[str, int, int], int] = {}
    for step in drawn:
        wanted["value", step.index, 0] = step.index
        wanted["forward", step.index, 0] = builder.derivative("jvp", step.index, [source], vector=together)
        wanted["adjoint", step.index, 0] = builder.derivative("grad", body, [step.index])
        node = instance.graph[step.index]
        definition = node.args[0] if node.op == "alias" else step.index
        for before in step.before:
            held = [other for other in step.before if other != before]
            wanted["partial", before, step.index] = builder.derivative("jac", definition, [before], held=held)
    lowered = lower(builder.graph(), list(wanted.values()), textbook=True)
    exact = {name: as_scalars(array) for name, array in input_values(instance, claim, point, "float64").items()}
    with precision(_BITS):
        try:
            plan = Plan(lowered.graph, lowered.roots)
            branches = Branches()
            values = run(plan, {i: exact[n] for n, i in lowered.graph.inputs.items() if n in exact}, branches)
            found = {key: values[root] for key, root in zip(wanted, lowered.roots, strict=True)}
            every = (x for array in found.values() for x in array.ravel())
            if branches.at_kink or any(isinstance(x, Poison) or not ball(x).is_finite() for x in every):
                return None
        except UndecidedError:
            return None
        texts = {
            key: Numbers(array.shape, tuple(decimal_text(x).partition(" ± ")[0] for x in array.ravel()))
            for key, array in found.items()
        }
    return Traced(
        point,
        source,
        {i: text for (kind, i, _), text in texts.items() if kind == "value"},
        {i: text for (kind, i, _), text in texts.items() if kind == "forward"},
        {i: text for (kind, i, _), text in texts.items() if kind == "adjoint"},
        {(i, j): text for (kind, i, j), text in texts.items() if kind == "partial"},
    )
