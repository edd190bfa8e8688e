"""A form along a curve through a point: its derivatives in one variable, by each method alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq

from conformance.casefile.model import Input
from conformance.casefile.special import special
from conformance.language.graph import Shape
from conformance.language.parse import Scope, parse_expression
from conformance.truth.arrays import scalar
from conformance.truth.evaluate import Plan, run
from conformance.truth.rounding import exact_point
from conformance.truth.scalar_functions import Branches
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball
from conformance.truth.series import Series
from conformance.truth.side import PRECISIONS, Expression, Value, precision
from conformance.truth.taylor import Taylor, active_nodes
from tests.truth.catalog import generic, shapes, weighted_sum

Texts = Mapping[str, tuple[str, ...]]
SPARE = 6
"""Terms of a series that the quotients of a derivative rule may use up."""


@dataclass(frozen=True)
class Found:
    """What is known of a derivative of order k: the two methods together (`value`), the rules alone at the
    point (a Poison where they divide by zero), the one-sided derivatives of orders 0 to k by series, and
    the limits of the rules on both sides (None where not decided, or where the rules have a value at the
    point of a smooth function). `right` is for t > 0. `here` is the function's value."""

    value: Value
    here: Scalar
    rules: Scalar
    right: list[Scalar]
    left: list[Scalar]
    rules_right: Scalar | None
    rules_left: Scalar | None


class Line:
    """Σ weights · form at x + t·u + t²·v, each input in directions of its own, as a function of t at 0."""

    def __init__(self, text: str, shape: Shape, n: int) -> None:
        self.inputs = shapes(text, shape, n)
        scope = Scope(sizes={"n": n})
        for name, of in (*self.inputs.items(), ("t", ())):
            scope.builder.input(name, of)
        self.directions = {
            name: (_direction(of, 2 * k), _direction(of, 2 * k + 1)) for k, (name, of) in enumerate(self.inputs.items())
        }
        form = weighted_sum(scope.builder, parse_expression(text, scope))
        moved = [
            (name, parse_expression(f"{name} + t*{_text(u, of)} + t**2*{_text(v, of)}", scope))
            for (name, of), (u, v) in zip(self.inputs.items(), self.directions.values(), strict=True)
        ]
        body, t = scope.builder.at(form, moved), scope.builder.inputs["t"]
        self.roots = {k: scope.builder.derivative("derivative", body, [t], order=k) for k in range(1, 5)}
        self.graph = scope.builder.graph()
        self._expressions: dict[int, Expression] = {}

    def expression(self, order: int) -> Expression:
        if order not in self._expressions:
            self._expressions[order] = Expression(self.graph, self.roots[order])
        return self._expressions[order]

    def at(self, point: Texts, order: int, least: int = PRECISIONS[0]) -> Found:
        """At the lowest precision, from `least` on, that decides; UndecidedError if none of those tried does."""
        for bits in (least, 2 * least, 4 * least):
            with precision(bits):
                try:
                    return self._at(point, order)
                except UndecidedError:
                    continue
        raise UndecidedError

    def _at(self, point: Texts, order: int) -> Found:
        exact = exact_point(point, self.inputs) | {"t": scalar(fmpq(0))}
        expression = self.expression(order)
        value = expression.at(exact)
        graph, node = expression.lowered.graph, expression.lowered.roots[0]
        d = expression.lowered.derivatives[node]
        inputs = {index: exact[name] for name, index in graph.inputs.items()}
        plan = Plan(graph, (node, d.body, *d.targets))
        values = run(plan, inputs, Branches())
        taylor = Taylor(graph, d, values)
        sides = [
            [taylor.coefficient((fmpq(s),), order, k)[()] * (math.factorial(k) * s**k) for k in range(order + 1)]
            for s in (1, -1)
        ]
        limits: list[Scalar | None] = [None, None]
        if value.kind != "smooth" or isinstance(values[node][()], Poison):
            limits = [self._rules_beside(taylor, node, s, order) for s in (1, -1)]
        return Found(value, values[d.body][()], values[node][()], *sides, *limits)

    def _rules_beside(self, taylor: Taylor, node: int, s: int, order: int) -> Scalar | None:
        """The limit of what the rules give for t of sign s."""
        graph, d = taylor.graph, taylor.derivative
        moving = active_nodes(graph, d, node)
        fixed = {i: v for i, v in taylor.values.items() if i not in moving}
        (t,) = d.targets
        ray = {t: scalar(Series([fmpq(0), fmpq(s), *[fmpq(0)] * (order + SPARE)]))}
        return _limit(run(Plan(graph, (node,)), ray, Branches(), known=fixed)[node][()])


def _limit(x: Scalar) -> Scalar | None:
    if not isinstance(x, Series):
        return x
    x = x.stripped()
    if x.coefficients and x.valuation < 0:
        return Poison("it grows without bound") if not ball(x.coefficients[0]).contains(0) else None
    return x[0]


def _direction(shape: Shape, seed: int) -> list[str]:
    """A generic direction, row-major."""
    return [f"{(7 * i + 5 * seed + 3) % 19 - 9 or 6}/8" for i in range(math.prod(shape))]


def _text(values: list[str], shape: Shape) -> str:
    return f"reshape([{', '.join(values)}], {list(shape)})"


def points(name: str, text: str, shape: Shape, n: int) -> list[dict[str, tuple[str, ...]]]:
    """The generic point, and the finite ones that the operator table lists for the operators of the form."""
    point = generic(name, text, shape, n)
    scope = Scope(sizes={"n": n})
    for letter, of in shapes(text, shape, n).items():
        scope.builder.input(letter, of)
    parse_expression(text, scope)
    inputs = [Input(letter, of) for letter, of in shapes(text, shape, n).items()]
    found = special(scope.builder.graph(), inputs, point)
    return [point, *(p for p in found if not {"inf", "-inf"} & {v for values in p.values() for v in values})]
