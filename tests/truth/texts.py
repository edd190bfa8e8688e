"""Expressions written as text, evaluated at exact points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from flint import fmpq

from conformance.language.graph import Graph, Shape
from conformance.language.parse import Scope, parse_expression, parse_let
from conformance.truth.arrays import Array, array_of
from conformance.truth.model import Floats
from conformance.truth.permit import Bound
from conformance.truth.scalars import UndecidedError, ball
from conformance.truth.side import PRECISIONS, Expression, Value, precision

Number = int | str | Fraction
Entries = Number | Sequence["Entries"]
Point = Mapping[str, Entries]


def rational(value: Number) -> fmpq:
    exact = Fraction(value)
    return fmpq(exact.numerator, exact.denominator)


def shape_of(value: Entries) -> Shape:
    return np.shape(np.array(value, dtype=object))


def array(value: Entries) -> Array:
    entries = np.array(value, dtype=object)
    return array_of([rational(v) for v in entries.ravel()], entries.shape)


def exact(point: Point) -> dict[str, Array]:
    return {name: array(value) for name, value in point.items()}


def parsed(text: str, point: Point, lets: Mapping[str, str] | None = None) -> tuple[Graph, int]:
    scope = Scope()
    for name, value in point.items():
        scope.builder.input(name, shape_of(value))
    for name, definition in (lets or {}).items():
        parse_let(name, definition, scope)
    root = parse_expression(text, scope)
    return scope.builder.graph(), root


def value_at(text: str, point: Point, lets: Mapping[str, str] | None = None) -> Value:
    """The value at the precision that is set; UndecidedError if that does not decide."""
    graph, root = parsed(text, point, lets)
    return Expression(graph, root).at(exact(point))


def truth(text: str, point: Point, lets: Mapping[str, str] | None = None) -> Value:
    """The value at the lowest precision that decides; UndecidedError if none does."""
    for bits in PRECISIONS[:3]:
        with precision(bits):
            try:
                return value_at(text, point, lets)
            except UndecidedError:
                continue
    raise UndecidedError


def numbers(value: Value) -> list[float]:
    return [float(ball(x).mid()) for x in value.value.ravel()]


def vertices(value: Value) -> set[tuple[float, ...]]:
    (finding,) = value.findings.values()
    return {tuple(round(float(ball(x).mid()), 12) for x in limit.ravel()) for _, limit in finding.limits}


def permitted(text: str, point: Point, dtype: str = "float64") -> Floats:
    graph, root = parsed(text, point)
    with precision(256):
        value = Expression(graph, root).at(exact(point))
        return np.asarray(Bound(graph, root).permitted(exact(point), value, dtype))
