"""Input declarations: their shapes at given sizes, intervals and structure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from conformance.casefile.constants import Constant, constant
from conformance.casefile.domain import FIXED, contradiction, misfit
from conformance.casefile.each import Expression
from conformance.casefile.model import Input
from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.errors import ExpressionError
from conformance.language.graph import Shape
from conformance.language.shapes import bounded
from conformance.language.suggest import listed, nearest

__all__ = ["Declaration", "declaration", "shown"]

DEFAULT = ("-2", "2")


@dataclass(frozen=True, slots=True)
class Declaration:
    """An input as written, after `each`."""

    name: str
    type: Expression
    interval: tuple[str, str]
    where: tuple[str, ...]
    tree: Tree

    def at(self, sizes: Mapping[str, int], broken: Collection[str], problems: Problems) -> Input | None:
        """The input at these sizes; None, with the problem reported, where it cannot be one.

        Broken are the sizes whose own mistakes have been reported.
        """
        if not {self.name, *re.findall(r"\w+", self.type.text)}.isdisjoint(broken):
            return None
        try:
            shape = _shape(self.type.text, sizes)
        except ExpressionError as error:
            self.type.report(problems, error)
            return None
        if message := misfit(self.where, shape):
            where = self.tree.get("where")
            problems.add(where or self.tree, f"{message}; {self.name} is {self.type.text}{shown(sizes)}", once=True)
            return None
        return Input(self.name, shape, self.interval, self.where)


def declaration(name: str, tree: Tree, values: Mapping[str, str], problems: Problems) -> Declaration | None:
    """An input's entry in the short form or the long."""
    if tree.kind != "mapping":
        return Declaration(name, Expression.of(tree, values), DEFAULT, (), tree)
    kind, interval, where = tree.get("type"), tree.get("in"), tree.get("where")
    if kind is None or tree.dropped:
        return None
    words = tuple(dict.fromkeys([w.text for w in (where.items if where.kind == "list" else (where,))] if where else ()))
    if where is not None and (message := contradiction(words)):
        problems.add(where, message)
        return None
    ends = DEFAULT
    if interval is not None:
        found = _interval(interval, values, problems)
        if found is None:
            return None
        ends = found
        for word in words:
            if word in FIXED:
                problems.add(interval, f"`in` does not go with {word}, whose values it would not bound")
                return None
    return Declaration(name, Expression.of(kind, values), ends, words, tree)


def _interval(tree: Tree, values: Mapping[str, str], problems: Problems) -> tuple[str, str] | None:
    ends: list[Constant] = []
    for item in tree.items:
        expression = Expression.of(item, values)
        try:
            end = constant(expression.text)
            if end.value is None:
                raise ExpressionError("an end of the interval is infinite; allowed: finite numbers")
            ends.append(end)
        except ExpressionError as error:
            expression.report(problems, error)
    if len(ends) < 2:
        return None
    low, high = ends
    assert low.value is not None
    assert high.value is not None
    if low.value >= high.value:
        problems.add(tree, f"the interval from {low.text} to {high.text} is empty; the lower end comes first")
        return None
    return low.text, high.text


def _shape(text: str, sizes: Mapping[str, int]) -> Shape:
    """`matrix(n, 3)` as a shape. ExpressionError if a dimension is no size or the array too large."""
    if "(" not in text:
        return ()
    opening = text.index("(")
    shape = []
    for match in re.finditer(r"\w+", text[opening:]):
        word, start = match.group(), opening + match.start()
        if not word.isdigit() and word not in sizes:
            hint = nearest(word, sizes)
            raise ExpressionError(
                f"unknown size {word}{hint}; sizes here: {listed(sizes)}", start, opening + match.end()
            )
        if len(word) > 9 and word.isdigit():
            raise ExpressionError("a dimension has at most 9 digits", start, opening + match.end())
        shape.append(int(word) if word.isdigit() else sizes[word])
    return bounded(tuple(shape))


def shown(sizes: Mapping[str, object]) -> str:
    """` (at n=2, m=3)`, for the end of a message."""
    return f" (at {', '.join(f'{n}={v}' for n, v in sizes.items())})" if sizes else ""
