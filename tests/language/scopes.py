"""A scope with one input of each kind, and shorthands to parse in it."""

from __future__ import annotations

import pytest

from conformance.language.errors import ExpressionError
from conformance.language.graph import Node
from conformance.language.parse import Relation, Scope, parse_claim, parse_expression, parse_let


def scope() -> Scope:
    """x, y: 3-vectors; A: 3×3; B: 2×3; s, t: scalars; f = dot(x, A @ x)*t, g = f**2 + s; n = 3."""
    made = Scope(sizes={"n": 3, "m": 2})
    for name, shape in {"x": (3,), "y": (3,), "A": (3, 3), "B": (2, 3), "s": (), "t": ()}.items():
        made.builder.input(name, shape)
    parse_let("f", "dot(x, A @ x)*t", made)
    parse_let("g", "f**2 + s", made)
    return made


def node(text: str) -> Node:
    """The node that an expression becomes."""
    made = scope()
    return made.builder.nodes[parse_expression(text, made)]


def claim(text: str) -> tuple[Relation, Scope]:
    made = scope()
    return parse_claim(text, made), made


def refused(text: str, part: str | None = None) -> str:
    """The message with which a claim is refused; `part` is the text that it must underline."""
    with pytest.raises(ExpressionError) as caught:
        parse_claim(text, scope())
    error = caught.value
    if part is not None:
        assert text[error.start : error.end] == part, error.message
    return error.message
