"""From a syntax tree to graph nodes: numbers, names, symbols, lists, indices.

A value is a node's index, or a Number as long as only numbers have met, so that
constant arithmetic is exact.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TypeVar

from conformance.language import calls
from conformance.language.errors import ExpressionError, ShapeError
from conformance.language.graph import Param
from conformance.language.ops import COMPARISONS
from conformance.language.rational import Number, exponent_in_bounds, fold, negate
from conformance.language.scope import CONSTANTS, FUNCTIONS, Scope
from conformance.language.shapes import show
from conformance.language.suggest import listed, nearest
from conformance.language.syntax import span

__all__ = ["SYMBOLS", "Value", "Visitor"]

Value = int | Number
T = TypeVar("T")

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "subtract",
    ast.Mult: "multiply",
    ast.Div: "divide",
    ast.Pow: "power",
    ast.MatMult: "matmul",
}
SYMBOLS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_REFUSED: dict[type[ast.expr], str] = {
    ast.Tuple: "a tuple; a list is written [a, b]",
    ast.Lambda: "lambda",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.IfExp: "if … else; where(a < b, x, y) chooses",
    ast.BoolOp: "and/or; a claim is a single relation",
    ast.NamedExpr: "`:=`; names are given under let",
    ast.Starred: "unpacking",
    ast.Slice: "a slice with ends; allowed: `:` alone, or take(x, [1, 2])",
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.Await: "await",
}
_ALLOWED = "allowed: numbers, names, + - * / ** @, function calls, [a, b], x[i] and A.T"
MAX_RANK = 32


class Visitor:
    """Lowers one expression into the scope's graph; `mentions` collects the names it uses directly."""

    def __init__(self, scope: Scope, text: str) -> None:
        self.scope = scope
        self.builder = scope.builder
        self.text = text
        self.mentions: dict[str, None] = {}

    def node(self, tree: ast.expr) -> int:
        """The expression as a graph node."""
        value = self.value(tree)
        return self.builder.literal(value.text) if isinstance(value, Number) else value

    def value(self, tree: ast.expr) -> Value:
        """The expression as a Number if it is one, as a graph node if not."""
        match tree:
            case ast.Constant(value=constant) if type(constant) in (int, float):
                return Number.read(self.source(tree))
            case ast.Name():
                return self._name(tree)
            case ast.UnaryOp():
                return self._unary(tree)
            case ast.BinOp():
                return self._binary(tree)
            case ast.List():
                return self._list(tree)
            case ast.Subscript():
                return self._index(tree)
            case ast.Attribute():
                return self._transpose(tree)
            case ast.Call():
                return calls.call(self, tree)
            case ast.Compare():
                raise self.error(tree, "a comparison stands at the top of a claim, or first in where(a < b, x, y)")
        what = _REFUSED.get(type(tree), f"`{self.source(tree)[:20]}`")
        raise self.error(tree, f"not part of the language: {what}; {_ALLOWED}")

    def comparison(self, tree: ast.expr) -> int:
        """The first argument of `where`."""
        if not isinstance(tree, ast.Compare):
            raise self.error(tree, "where takes a comparison first, as in where(x < 0, a, b)")
        symbol, left, right = self.relation(tree)
        return self.make(tree, COMPARISONS[symbol], self.node(left), self.node(right))

    def relation(self, tree: ast.Compare) -> tuple[str, ast.expr, ast.expr]:
        """A comparison's symbol and sides."""
        if len(tree.ops) > 1:
            raise self.error(tree, "comparisons do not chain; allowed: one, as in a < b")
        symbol = SYMBOLS.get(type(tree.ops[0]))
        if symbol is None:
            raise self.error(tree, f"no such relation; allowed: {' '.join(COMPARISONS)}")
        return symbol, tree.left, tree.comparators[0]

    def make(self, tree: ast.AST, op: str, *args: int, **params: Param) -> int:
        """A node of the table's operator, its errors placed at the tree."""
        return self.placed(tree, lambda: self.builder.op(op, *args, **params))

    def placed(self, tree: ast.AST, build: Callable[[], T]) -> T:
        """What `build` returns; an ExpressionError that it raises is placed at the tree."""
        try:
            result = build()
        except ExpressionError as error:
            raise type(error)(error.message, *self._span(tree)) from None
        if isinstance(result, int) and len(self.builder.shape(result)) > MAX_RANK:
            raise ShapeError(f"an array of more than {MAX_RANK} dimensions", *self._span(tree))
        return result

    def integer(self, tree: ast.expr, what: str) -> int:
        """A literal integer or integer arithmetic on sizes."""
        value = self.value(tree)
        if not isinstance(value, Number) or value.integer is None:
            raise self.error(tree, f"{what} must be an integer such as 2, or made of sizes")
        return value.integer

    def source(self, tree: ast.AST) -> str:
        start, end = self._span(tree)
        return self.text[start:end]

    def error(self, tree: ast.AST, message: str) -> ExpressionError:
        return ExpressionError(message, *self._span(tree))

    def _span(self, tree: ast.AST) -> tuple[int, int]:
        start, end = span(tree)
        return start, min(end, len(self.text))  # a tuple's parentheses may be the parser's own

    def _name(self, tree: ast.Name) -> Value:
        name = tree.id
        node = self.scope.node(name)
        if node is not None:
            self.mentions[name] = None
            return node
        if name in self.scope.sizes:
            size = self.scope.sizes[name]
            return Number.read(str(size))
        if name in CONSTANTS:
            return self.builder.literal(name)
        if name in FUNCTIONS:
            raise self.error(tree, f"{name} is a function; it is called as {name}(…)")
        if name.startswith("_"):
            raise self.error(tree, f"the name {name} is not allowed; names start with a letter")
        known = self.scope.known
        raise self.error(tree, f"unknown name {name}{nearest(name, known)}; known here: {listed(known)}")

    def _unary(self, tree: ast.UnaryOp) -> Value:
        if not isinstance(tree.op, ast.USub | ast.UAdd):
            raise self.error(tree, f"not part of the language: not and ~; {_ALLOWED}")
        value = self.value(tree.operand)
        if isinstance(tree.op, ast.UAdd):
            return value
        if isinstance(value, Number):
            return negate(value)
        node = self.builder.nodes[value]
        if node.op == "literal" and node.params["value"] == "inf":
            return self.builder.literal("-inf")
        return self.make(tree, "negative", value)

    def _binary(self, tree: ast.BinOp) -> Value:
        op = _BINARY.get(type(tree.op))
        if op is None:
            raise self.error(tree, "no such operator; allowed: + - * / ** @")
        left, right = self.value(tree.left), self.value(tree.right)
        if op == "power":
            self.bounded_exponent(tree.right, right)
        if isinstance(left, Number) and isinstance(right, Number) and op != "matmul":
            x, y = left, right
            folded = self.placed(tree, lambda: fold(op, x, y))
            if folded is not None:
                return folded
        return self.make(tree, op, *map(self.as_node, (left, right)))

    def bounded_exponent(self, tree: ast.expr, value: Value) -> None:
        if isinstance(value, Number):
            self.placed(tree, lambda: exponent_in_bounds(value))

    def as_node(self, value: Value) -> int:
        return self.builder.literal(value.text) if isinstance(value, Number) else value

    def _list(self, tree: ast.List) -> int:
        if not tree.elts:
            raise self.error(tree, "an empty list; allowed: one entry or more")
        nodes = [self.node(element) for element in tree.elts]
        for element, node in zip(tree.elts, nodes, strict=True):
            shape = self.builder.shape(node)
            if len(shape) > 1:
                raise self.error(element, f"a list holds scalars or equal vectors; this is {show(shape)} (see stack)")
        return self.make(tree, "stack", *nodes, axis=0)

    def _index(self, tree: ast.Subscript) -> int:
        items: Sequence[ast.expr] = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
        key: list[int | None] = []
        for item in items:
            if isinstance(item, ast.Slice) and item.lower is item.upper is item.step is None:
                key.append(None)
            elif isinstance(item, ast.Slice):
                raise self.error(item, f"not part of the language: {_REFUSED[ast.Slice]}")
            else:
                key.append(self.integer(item, "an index"))
        if not key:
            raise self.error(tree, "no index; allowed: x[0], x[0, 1] and x[0, :]")
        return self.make(tree, "index", self.node(tree.value), index=tuple(key))

    def _transpose(self, tree: ast.Attribute) -> int:
        if tree.attr != "T":
            raise self.error(tree, f"no attribute {tree.attr[:40]}; allowed: .T, the transpose of a matrix")
        return self.make(tree, "matrix_transpose", self.node(tree.value))
