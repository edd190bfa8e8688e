"""Expressions and claims to graph nodes: the language's front door.

Python's expression syntax, a small subset, parsed by `ast` and never evaluated. Every
mistake is an ExpressionError that says what is allowed and where in the text it is.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from conformance.language.errors import ExpressionError, ShapeError
from conformance.language.scope import BrokenNameError, Scope
from conformance.language.shapes import show
from conformance.language.syntax import read, span
from conformance.language.visit import Visitor

__all__ = ["BrokenNameError", "Relation", "Scope", "parse_claim", "parse_expression", "parse_let"]

MAX_ORDER = 20


@dataclass(frozen=True, slots=True)
class Relation:
    """A parsed claim; `relation` and `rhs` are None for a bare expression.

    `variable` and `order` are those of the O(variable**order) of an asymptotic claim.
    """

    lhs: int
    relation: str | None = None
    rhs: int | None = None
    variable: str | None = None
    order: int = 0


def parse_expression(text: str, scope: Scope) -> int:
    """The node of an expression, appended to the scope's graph."""
    return Visitor(scope, text).node(read(text))


def parse_let(name: str, text: str, scope: Scope) -> int:
    """The node of a new name for an expression."""
    visitor = Visitor(scope, text)
    node = scope.builder.let(name, visitor.node(read(text)))
    scope.mentions[name] = tuple(visitor.mentions)
    return node


def parse_claim(text: str, scope: Scope) -> Relation:
    """A relation, an asymptotic relation, or a bare expression."""
    visitor = Visitor(scope, text)
    tree = read(text)
    if not isinstance(tree, ast.Compare):
        return Relation(visitor.node(tree))
    symbol, left, right = visitor.relation(tree)
    lhs = visitor.node(left)
    variable, order = None, 0
    if isinstance(right, ast.BinOp) and isinstance(right.op, ast.Add) and _is_order(right.right):
        if symbol != "==":
            raise visitor.error(tree, f"an asymptotic claim is written lhs == rhs + O(t**2), not with {symbol}")
        variable, order = _order(visitor, right.right)
        right = right.left
    rhs = visitor.node(right)
    sides = scope.builder.shape(lhs), scope.builder.shape(rhs)
    if sides[0] != sides[1] and () not in sides:
        raise ShapeError(
            f"the sides differ in shape: {show(sides[0])} {symbol} {show(sides[1])}; "
            "allowed: equal shapes, or a scalar on one side",
            *span(tree),
        )
    return Relation(lhs, symbol, rhs, variable, order)


def _is_order(tree: ast.expr) -> bool:
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "O"


def _order(visitor: Visitor, tree: ast.expr) -> tuple[str, int]:
    assert isinstance(tree, ast.Call)
    wrong = visitor.error(tree, "allowed in O(…): t or t**k, with t a scalar input and k a whole number")
    if len(tree.args) != 1 or tree.keywords:
        raise wrong
    inner, order = tree.args[0], 1
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, ast.Pow):
        order = visitor.integer(inner.right, "the order of O(…)")
        inner = inner.left
    if not isinstance(inner, ast.Name):
        raise wrong
    node = visitor.scope.node(inner.id)
    if node is None or inner.id not in visitor.builder.inputs or visitor.builder.shape(node):
        scalars = [n for n, i in visitor.builder.inputs.items() if not visitor.builder.shape(i)]
        names = ", ".join(scalars) or "none"
        raise visitor.error(inner, f"O(…) is in a scalar input, not {inner.id}; scalar inputs here: {names}")
    if not 1 <= order <= MAX_ORDER:
        raise ExpressionError(f"the order of O(…) is from 1 to {MAX_ORDER}; got {order}", *span(tree))
    return inner.id, order
