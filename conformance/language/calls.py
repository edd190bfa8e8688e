"""Calls of the table's functions: arrays first, then literal parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformance.language import derivatives
from conformance.language.errors import ExpressionError
from conformance.language.graph import DERIVATIVES, Param
from conformance.language.ops import OPERATORS, REQUIRED, Operator
from conformance.language.rational import Number
from conformance.language.scope import FUNCTIONS
from conformance.language.suggest import listed, nearest
from conformance.language.syntax import span

if TYPE_CHECKING:
    from conformance.language.visit import Visitor

__all__ = ["call"]

_LISTS = frozenset({"shape", "indices", "axes", "labels", "reps", "segments", "widths"})
_REALS = frozenset({"alpha", "beta", "delta", "threshold", "value", "correction", "eps", "q", "slope"})
_TEXTS = frozenset({"spec"})
_SYMBOL_OF = {
    "add": "+", "subtract": "-", "sub": "-", "multiply": "*", "mul": "*", "divide": "/", "div": "/", "power": "**",
    "negative": "-", "matrix_transpose": ".T",
}  # fmt: skip
_TWO_ARGUMENTS = {"max": "maximum", "min": "minimum", "sum": "+", "prod": "*"}


def call(visitor: Visitor, tree: ast.Call) -> int:
    """A call as a node. ExpressionError if there is no such function or it is not called so."""
    name = function(visitor, tree)
    for argument in (*tree.args, *(k.value for k in tree.keywords if k.arg is None)):
        if isinstance(argument, ast.Starred) or argument not in tree.args:
            raise visitor.error(argument, "not part of the language: unpacking; arguments are written out")
    if name in DERIVATIVES or name in {"at", "partial"}:
        return derivatives.call(visitor, tree, name)
    if name == "O":
        raise visitor.error(tree, "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)")
    operator = OPERATORS[name]
    arrays = _arrays(visitor, tree, operator)
    params = _parameters(visitor, tree, operator, tree.args[1 if operator.arity is None else operator.arity :])
    return visitor.make(tree, name, *arrays, **params)


def function(visitor: Visitor, tree: ast.Call) -> str:
    """The name of the function called."""
    if not isinstance(tree.func, ast.Name):
        if isinstance(tree.func, ast.Attribute):
            hint = "; functions are called by name, as in sum(x)"
            raise visitor.error(tree.func, f"no attribute {tree.func.attr[:40]} to call{hint}")
        raise visitor.error(tree.func, "only a function's name may stand before parentheses; * multiplies")
    name = tree.func.id
    if name in FUNCTIONS:
        return name
    if name in visitor.scope.known:
        raise visitor.error(tree.func, f"{name} is not a function; {name}*(…) multiplies")
    if name in _SYMBOL_OF:
        raise visitor.error(tree.func, f"unknown function {name}; it is written {_SYMBOL_OF[name]}")
    raise visitor.error(tree.func, f"unknown function {name[:40]}{nearest(name, FUNCTIONS)}")


def _arrays(visitor: Visitor, tree: ast.Call, operator: Operator) -> list[int]:
    count = 1 if operator.arity is None else operator.arity
    if len(tree.args) < count:
        raise visitor.error(tree, f"too few arguments; allowed: {signature(operator)}")
    if operator.arity is None:
        first = tree.args[0]
        if not isinstance(first, ast.List) or not first.elts:
            raise visitor.error(first, f"{operator.name} takes a list first: {signature(operator)}")
        return [visitor.node(element) for element in first.elts]
    given = tree.args[:count]
    if operator.name == "where":
        return [visitor.comparison(given[0]), *map(visitor.node, given[1:])]
    values = [visitor.value(argument) for argument in given]
    if operator.name == "pow":
        visitor.bounded_exponent(given[1], values[1])
    return [visitor.as_node(value) for value in values]


def _parameters(visitor: Visitor, tree: ast.Call, operator: Operator, positional: list[ast.expr]) -> dict[str, Param]:
    names = list(operator.params)
    if len(positional) > len(names):
        raise visitor.error(positional[len(names)], f"too many arguments; allowed: {signature(operator)}")
    given: dict[str, Param] = {}
    for name, argument in zip(names, positional, strict=False):
        given[name] = _parameter(visitor, operator, name, argument, by_position=True)
    for keyword in tree.keywords:
        name = keyword.arg or ""
        if name not in names:
            message = f"{operator.name} has no parameter {name}{nearest(name, names)}; allowed: {signature(operator)}"
            raise ExpressionError(message, *span(keyword))
        if name in given:
            raise ExpressionError(f"{name} is given twice", *span(keyword))
        given[name] = _parameter(visitor, operator, name, keyword.value)
    missing = [n for n, default in operator.params.items() if default == REQUIRED and n not in given]
    if missing:
        raise visitor.error(tree, f"{operator.name} needs {listed(missing)}; allowed: {signature(operator)}")
    return given


def _parameter(visitor: Visitor, operator: Operator, name: str, tree: ast.expr, *, by_position: bool = False) -> Param:
    if name in _LISTS:
        if isinstance(tree, ast.List):
            return tuple(visitor.integer(item, f"an entry of {name}") for item in tree.elts)
        return (visitor.integer(tree, f"{name} of {operator.name}"),)
    if name in _TEXTS:
        if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
            return tree.value
        raise visitor.error(tree, f'{name} of {operator.name} is text in double quotes, such as "ij,jk->ik"')
    value = visitor.value(tree)
    if isinstance(value, Number):
        if value.integer is not None:
            return value.integer
        if name in _REALS:
            return float(value.value)
    kind = "a number" if name in _REALS else "an integer"
    other = _TWO_ARGUMENTS.get(operator.name) if by_position else None
    hint = f" ({operator.name} reduces one array; {other} is for two)" if other else ""
    raise visitor.error(tree, f"{name} of {operator.name} must be {kind}, written out{hint}")


def signature(operator: Operator) -> str:
    """How a function is called: `sum(x, axis=…)`."""
    arrays = ["[x, …]"] if operator.arity is None else list("xyz"[: operator.arity])
    if operator.name == "where":
        arrays = ["x < y", "a", "b"]
    parameters = [f"{name}" if default == REQUIRED else f"{name}=…" for name, default in operator.params.items()]
    return f"{operator.name}({', '.join(arrays + parameters)})"
