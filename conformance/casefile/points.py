"""Points as written: literal values, samples, special points."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from conformance.casefile.budget import Budget
from conformance.casefile.constants import constant
from conformance.casefile.draw import EmptyDomainError
from conformance.casefile.each import Expression
from conformance.casefile.model import Input, Point
from conformance.casefile.problems import Problems
from conformance.casefile.sample import sample
from conformance.casefile.special import special, values
from conformance.casefile.tree import Tree
from conformance.language.errors import ExpressionError
from conformance.language.graph import Graph, Shape
from conformance.language.shapes import show
from conformance.language.suggest import listed, nearest

__all__ = ["Group", "Groups", "group"]

MAX_SPECIAL = 200


@dataclass(frozen=True, slots=True)
class Group:
    """One entry under `points`: literal values, so many samples, or (neither) the special points."""

    name: str
    tree: Tree
    literal: Mapping[str, tuple[Shape, tuple[str, ...]]] | None = None
    samples: int = 0


def group(name: str, tree: Tree, inputs: Collection[str], each: Mapping[str, str], problems: Problems) -> Group | None:
    """A point as written; None, with its problems reported, where it is mistaken."""
    if (count := tree.get("sample")) is not None:
        return Group(name, tree, samples=int(count.text))
    if "special" in tree.entries:
        return Group(name, tree)
    literal: dict[str, tuple[Shape, tuple[str, ...]]] = {}
    good = not tree.dropped
    for target, (key, value) in tree.entries.items():
        if target not in inputs:
            problems.add(key, f"there is no input {target}{nearest(target, inputs)}; inputs here: {listed(inputs)}")
            good = False
            continue
        texts: list[str] = []
        shape = _flatten(value, each, texts, problems)
        if shape is None:
            good = False
        else:
            literal[target] = (shape, tuple(texts))
    return Group(name, tree, literal) if good else None


def _flatten(tree: Tree, each: Mapping[str, str], texts: list[str], problems: Problems) -> Shape | None:
    """The shape of a value, its entries appended in row-major order."""
    if tree.kind != "list":
        expression = Expression.of(tree, each)
        try:
            texts.append(constant(expression.text).text)
        except ExpressionError as error:
            expression.report(problems, error)
            return None
        return ()
    shapes = [_flatten(item, each, texts, problems) for item in tree.items]
    if any(shape is None for shape in shapes):
        return None
    for shape, item in zip(shapes, tree.items, strict=True):
        if shape != shapes[0]:
            problems.add(item, "ragged: the entries of a list have one shape")
            return None
    return (len(shapes), *(shapes[0] or ()))


@dataclass(slots=True)
class Groups:
    """The points of one instance, each group made when a claim first asks for it."""

    case: str
    sizes: Mapping[str, int]
    inputs: Sequence[Input]
    declared: Mapping[str, Tree]
    graph: Graph
    budget: Budget
    made: dict[str, tuple[Point, ...]] = field(default_factory=dict)

    def points(self, group: Group, problems: Problems) -> tuple[Point, ...]:
        """The points of a group; none where a literal one does not fit these sizes."""
        if group.name not in self.made:
            try:
                self.made[group.name] = tuple(self._make(group, problems))
            except EmptyDomainError as error:
                problems.add(self.declared[error.name], f"{error.name} cannot be sampled: {error}", once=True)
                self.made[group.name] = ()
        return self.made[group.name]

    def mismatch(self, group: Group) -> str | None:
        """Why a literal point does not fit these sizes."""
        assert group.literal is not None
        for target in self.inputs:
            if target.name in group.literal and group.literal[target.name][0] != target.shape:
                got = show(group.literal[target.name][0])
                return f"{target.name} is {show(target.shape)}, its value is {got}"
        return None

    def _make(self, group: Group, problems: Problems) -> Iterator[Point]:
        entries = sum(math.prod(i.shape) for i in self.inputs)
        if group.literal is not None:
            if self.mismatch(group) is None:
                yield Point(group.name, {n: texts for n, (_, texts) in group.literal.items()})
        elif group.samples:
            if self.budget.spend_entries(group.samples * entries, group.tree, problems):
                for k in range(group.samples):
                    yield Point(f"{group.name}#{k}", sample(self.case, self.sizes, self.inputs, k))
        else:
            bound = len(values(self.graph)) * (len(self.inputs) + 1)
            if bound > MAX_SPECIAL:
                message = f"{bound} special points; allowed: at most {MAX_SPECIAL}; split the case"
                problems.add(group.tree, message, once=True)
            elif self.budget.spend_entries(bound * entries, group.tree, problems):
                generic = sample(self.case, self.sizes, self.inputs, 0)
                for k, point in enumerate(special(self.graph, self.inputs, generic)):
                    yield Point(f"{group.name}#{k}", point)
