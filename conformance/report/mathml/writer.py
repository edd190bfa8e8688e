"""Operators of the expression language to MathML: arithmetic, relations, lists, indices."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from markupsafe import Markup

from conformance.language.ops import OPERATORS
from conformance.report.mathml import ranks
from conformance.report.mathml.names import function_name, powered_name, write_name, write_number
from conformance.report.mathml.tags import (
    APPLY,
    ATOM,
    BIG,
    FACTOR,
    PRODUCT,
    RELATION,
    SUM,
    THIN,
    TIMES,
    Written,
    fenced,
    mi,
    mn,
    mo,
    parenthesized,
    row,
    separated,
    tag,
)  # fmt: skip

__all__ = ["Args", "Keywords", "NotationError", "Rule", "Writer", "exactly", "one"]

Args = list[ast.expr]
Keywords = dict[str, ast.expr]
Rule = Callable[["Writer", Args, Keywords], Written]
"""How calls of one function are written."""


_RELATIONS: dict[type[ast.cmpop], str] = {
    ast.Eq: "=", ast.NotEq: "≠", ast.Lt: "<", ast.LtE: "≤", ast.Gt: ">", ast.GtE: "≥",
}  # fmt: skip

_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "−"}

MAX_DEPTH = 100


class NotationError(Exception):
    """No expression of the language, or none that this module knows how to write."""


class Writer:
    """Writes the nodes of one parsed text; `names` gives the rank of the names in it, `rules` how
    calls are written that are not a name with arguments."""

    def __init__(self, source: str, names: Mapping[str, int], rules: Mapping[str, Rule]) -> None:
        self.source = source
        self.names = names
        self.rules = rules
        self.depth = 0

    def rank(self, node: ast.expr) -> int | None:
        return ranks.rank(node, self.names)

    def write(self, node: ast.expr) -> Written:
        """The node; NotationError if it is not of the language."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise NotationError("nested too deeply")
        try:
            return self._write(node)
        finally:
            self.depth -= 1

    def bound(self, node: ast.expr, level: int) -> Written:
        """The node, in parentheses unless it is bound at least as tightly as `level`."""
        written = self.write(node)
        return written if written.level >= level else parenthesized(written)

    def _write(self, node: ast.expr) -> Written:
        match node:
            case ast.Constant(value=value) if type(value) in (int, float):
                return write_number(ast.get_source_segment(self.source, node) or str(value))
            case ast.Constant(value=str(value)) if ast.get_source_segment(self.source, node) == f'"{value}"':
                return Written(tag("mtext", value))
            case ast.Name(id=name):
                return write_name(name, self.names.get(name, 0))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inside = self.bound(operand, BIG)
                return Written(row(mo("−", form="prefix"), inside.markup), SUM, "", inside.ends)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(left, op, right)
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _RELATIONS:
                return Written(
                    row(self.bound(left, SUM).markup, mo(_RELATIONS[type(op)]), self.bound(right, SUM).markup), RELATION
                )
            case ast.List(elts=items) if items:
                return self.vector(items)
            case ast.Subscript(value=value, slice=index):
                keys = index.elts if isinstance(index, ast.Tuple) else [index]
                below = separated([self._key(key) for key in keys])
                return Written(tag("msub", self.bound(value, ATOM).markup, below))
            case ast.Attribute(value=value, attr="T"):
                return self.raised(self.write(value), mo("⊤"))
            case ast.Call(func=ast.Name(id=function), args=args, keywords=keywords):
                if all(k.arg for k in keywords):
                    return self._call(function, args, {str(k.arg): k.value for k in keywords})
        raise NotationError(type(node).__name__)

    def pieces(self, node: ast.expr) -> list[Markup]:
        """The node cut before its relation sign and before the signs of its terms."""
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _RELATIONS:
                first, *rest = self.pieces(right)
                return [*self.pieces(left), row(mo(_RELATIONS[type(op)], form="infix"), first), *rest]
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sum_op, right=right):
                self.depth += 1
                term = row(mo(_SIGNS[type(sum_op)], form="infix"), self.bound(right, BIG).markup)
                terms = [*self.pieces(left), term]
                self.depth -= 1
                return terms
        return [self.bound(node, SUM).markup]

    def _call(self, function: str, args: Args, keywords: Keywords) -> Written:
        rule = self.rules.get(function)
        if rule is not None:
            return rule(self, args, keywords)
        if not args:
            raise NotationError(f"{function} of nothing")
        head = function_name(function) if function in OPERATORS else write_name(function).markup
        return self.applied(head, self.arguments(args, keywords))

    def applied(self, head: Markup, arguments: Markup) -> Written:
        return Written(row(head, APPLY, arguments), FACTOR, "word", "fence")

    def arguments(self, args: Args, keywords: Keywords) -> Markup:
        """Arguments in parentheses, named ones after a semicolon."""
        items = [self.plain(a) if isinstance(a, ast.Tuple) else self.write(a).markup for a in args]
        inside = separated(items)
        if keywords:
            named = [row(mi(key), mo("="), self.plain(value)) for key, value in keywords.items()]
            inside = row(inside, mo(";", separator="true"), separated(named))
        return fenced("(", inside, ")")

    def raised(self, base: Written, exponent: Markup) -> Written:
        """The base with something above its right corner, in parentheses where it needs them."""
        if base.level < ATOM:
            base = parenthesized(base)
        return Written(tag("msup", base.markup, exponent), FACTOR, base.starts)

    def vector(self, items: list[ast.expr]) -> Written:
        if all(isinstance(item, ast.List) and item.elts for item in items):
            lines = [
                tag("mtr", *(tag("mtd", self.write(entry).markup) for entry in item.elts))
                for item in items
                if isinstance(item, ast.List)
            ]
            return Written(fenced("[", tag("mtable", *lines), "]"), ATOM, "fence", "fence")
        return Written(fenced("[", separated([self.write(i).markup for i in items]), "]"), ATOM, "fence", "fence")

    def _key(self, key: ast.expr) -> Markup:
        if isinstance(key, ast.Slice):
            if key.lower or key.upper or key.step:
                raise NotationError("a slice with bounds")
            return mo(":")
        return self.write(key).markup

    def _binary(self, left: ast.expr, op: ast.operator, right: ast.expr) -> Written:
        match op:
            case ast.Add() | ast.Sub():
                first, second = self.bound(left, SUM), self.bound(right, BIG)
                return Written(row(first.markup, mo(_SIGNS[type(op)]), second.markup), SUM, first.starts, second.ends)
            case ast.Mult():
                return self._product(left, right)
            case ast.MatMult():
                return self.matrix_product(left, right)
            case ast.Div():
                return Written(tag("mfrac", self.write(left).markup, self.write(right).markup), FACTOR)
            case ast.Pow():
                return self.power(left, right)
        raise NotationError(type(op).__name__)

    def power(self, base: ast.expr, exponent: ast.expr) -> Written:
        """base^exponent; sin²(x) where the base is a named function and the exponent a small number."""
        match base, exponent:
            case ast.Call(func=ast.Name(id=name), args=[_], keywords=[]), ast.Constant(value=int(number)):
                head = powered_name(name, mn(str(number)))
                if head is not None:
                    return self.applied(head, self.arguments(base.args, {}))
        above = self.write(exponent).markup
        if self.rank(base) == 2:  # entry by entry; a matrix with a bare exponent is its product with itself
            above = row(mo("∘", form="prefix"), above)
        return self.raised(self.write(base), above)

    def product(self, first: Written, second: Written, between: Markup, kind: str = "") -> Written:
        level = BIG if second.level == BIG else PRODUCT
        level = SUM if first.level == SUM else level  # it starts with a minus sign
        return Written(row(first.markup, between, second.markup), level, first.starts, second.ends, kind)

    def factors(self, left: ast.expr, right: ast.expr, kind: str = "") -> tuple[Written, Written]:
        """Both sides of a product. A minus sign needs no parentheses where the product starts with it;
        a product of arrays does unless this is one of its kind (`⊙`, `⊗`, `·`, or `@` side by side)."""
        first, second = self.write(left), self.write(right)
        leading = first.level == SUM and isinstance(left, ast.UnaryOp | ast.BinOp) and _leads_with_minus(left)
        if (first.level < PRODUCT and not leading) or first.kind not in {"", kind}:
            first = parenthesized(first)
        if second.level < FACTOR and second.level != BIG:
            second = parenthesized(second)
        return first, second

    def _product(self, left: ast.expr, right: ast.expr) -> Written:
        if self.rank(left) and self.rank(right):
            return self.product(*self.factors(left, right, "⊙"), mo("⊙"), "⊙")
        first, second = self.factors(left, right)
        if first.ends == "digit" and second.starts not in {"digit", "word"}:
            return self.product(first, second, TIMES)
        worded = "word" in (first.ends, second.starts)
        opens = second.starts == "fence" and first.ends != "fence"
        if worded or opens or second.starts == "digit":
            return self.product(first, second, mo("·"))
        return self.product(first, second, row(TIMES, THIN))

    def matrix_product(self, left: ast.expr, right: ast.expr) -> Written:
        """Matrices side by side; a vector on the left is a row, so it is written transposed."""
        if self.rank(left) == 1 and not self._is_row(left) and self.rank(right) == 1:
            return self.product(*self.factors(left, right, "·"), mo("·"), "·")
        first, second = self.factors(left, right, "@")
        if self.rank(left) == 1 and not self._is_row(left):
            first = self.raised(first, mo("⊤"))
        dotted = "word" in (first.ends, second.starts) or (second.starts == "fence" and first.ends != "fence")
        return self.product(first, second, mo("·") if dotted else row(TIMES, THIN), "@")

    def _is_row(self, node: ast.expr) -> bool:
        """Whether a vector is the product of a row and a matrix, so that it stands for a row already."""
        return isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult) and self.rank(node.left) == 1

    def name(self, node: ast.expr) -> Markup:
        """What stands under a ∇: a name, or several with commas."""
        if isinstance(node, ast.List):
            return separated([self.write(item).markup for item in node.elts])
        return self.write(node).markup

    def plain(self, node: ast.expr) -> Markup:
        """A parameter such as an axis or a shape."""
        if isinstance(node, ast.List | ast.Tuple):
            return fenced("(", separated([self.plain(item) for item in node.elts]), ")")
        return mi("none") if isinstance(node, ast.Constant) and node.value is None else self.write(node).markup


def exactly(args: Args, keywords: Keywords, low: int, high: int | None = None) -> None:
    """NotationError unless there are so many arguments and no named ones."""
    if keywords or not low <= len(args) <= (high or low):
        raise NotationError("arguments")


def one(args: Args, keywords: Keywords) -> ast.expr:
    exactly(args, keywords, 1)
    return args[0]


def _leads_with_minus(node: ast.expr) -> bool:
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.MatMult):
        node = node.left
    return isinstance(node, ast.UnaryOp)
