"""Calls of the derivative operators, and of `at`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from conformance.language.errors import ExpressionError
from conformance.language.shapes import show
from conformance.language.suggest import listed, nearest
from conformance.language.syntax import span

if TYPE_CHECKING:
    from conformance.language.visit import Visitor

__all__ = ["call"]

MAX_ORDER = 20

_SIGNATURES = {
    "grad": "grad(f, x)",
    "jac": "jac(F, x)",
    "hess": "hess(f, x)",
    "derivative": "derivative(f, x, k)",
    "jvp": "jvp(F, x, v)",
    "vjp": "vjp(F, x, v)",
    "hvp": "hvp(f, x, v)",
    "partial": "partial(f, a)",
    "at": "at(expr, x = …)",
}


def call(visitor: Visitor, tree: ast.Call, name: str) -> int:
    """A derivative or `at` as a node."""
    if name == "at":
        return _at(visitor, tree)
    if tree.keywords:
        raise ExpressionError(f"{name} has no named parameters; allowed: {_SIGNATURES[name]}", *span(tree.keywords[0]))
    least, most = (2, 3) if name == "derivative" else (3, 3) if name in {"jvp", "vjp", "hvp"} else (2, 2)
    if not least <= len(tree.args) <= most:
        raise visitor.error(tree, f"{len(tree.args)} arguments; allowed: {_SIGNATURES[name]}")
    if name == "partial":
        return _partial(visitor, tree)
    body = visitor.node(tree.args[0])
    targets, stacked = _targets(visitor, tree.args[1], name)
    vector = order = None
    if name == "derivative":
        order = _order(visitor, tree.args[2]) if len(tree.args) == 3 else 1
    elif len(tree.args) == 3:
        vector = visitor.node(tree.args[2])
    return visitor.placed(
        tree,
        lambda: visitor.builder.derivative(name, body, targets, stacked=stacked, vector=vector, order=order),
    )


def _targets(visitor: Visitor, tree: ast.expr, name: str) -> tuple[list[int], bool]:
    """The nodes differentiated with respect to, and whether they are a list."""
    if not isinstance(tree, ast.List):
        return [_target(visitor, tree, name)], False
    if not tree.elts:
        raise visitor.error(tree, f"{name} needs something to differentiate with respect to; the list is empty")
    nodes: list[int] = []
    for element in tree.elts:
        node = _target(visitor, element, name)
        if visitor.builder.shape(node):
            shape = show(visitor.builder.shape(node))
            raise visitor.error(element, f"a list of targets takes scalars; this is {shape}: name it alone")
        if node in nodes:
            raise visitor.error(element, f"{visitor.source(element)} stands in the list twice")
        nodes.append(node)
    return nodes, True


def _target(visitor: Visitor, tree: ast.expr, name: str) -> int:
    known = visitor.scope.named
    if isinstance(tree, ast.Name):
        node = visitor.scope.node(tree.id)
        if node is not None:
            visitor.mentions[tree.id] = None
            return node
        what = f"{tree.id}{nearest(tree.id, known)}"
    else:
        source = visitor.source(tree)
        what = f"`{source if len(source) <= 30 else source[:29] + '…'}`"
    raise visitor.error(
        tree,
        f"{name} is with respect to an input, a let name, or a list of scalar ones, not {what}; "
        f"known here: {listed(known)}",
    )


def _order(visitor: Visitor, tree: ast.expr) -> int:
    order = visitor.integer(tree, "the order k of derivative(f, x, k)")
    if not 1 <= order <= MAX_ORDER:
        raise visitor.error(tree, f"the order of a derivative is from 1 to {MAX_ORDER}; got {order}")
    return order


def _partial(visitor: Visitor, tree: ast.Call) -> int:
    first = tree.args[0]
    scope = visitor.scope
    lets = scope.builder.lets
    if not isinstance(first, ast.Name) or (scope.node(first.id) is None or first.id not in lets):
        raise visitor.error(first, f"partial takes the name of a let first; known here: {listed(lets)}")
    name = first.id
    visitor.mentions[name] = None
    targets, stacked = _targets(visitor, tree.args[1], "partial")
    held = [node for n in scope.mentions[name] if (node := scope.node(n)) is not None and node not in targets]
    (body,) = scope.builder.nodes[lets[name]].args
    return visitor.placed(tree, lambda: scope.builder.derivative("jac", body, targets, stacked=stacked, held=held))


def _at(visitor: Visitor, tree: ast.Call) -> int:
    builder = visitor.builder
    if len(tree.args) != 1 or not tree.keywords:
        raise visitor.error(tree, f"at takes one expression and a value for one input or more: {_SIGNATURES['at']}")
    body = visitor.node(tree.args[0])
    values: list[tuple[str, int]] = []
    for keyword in tree.keywords:
        name = keyword.arg or ""
        if visitor.scope.node(name) is None or name not in builder.inputs:
            what = f"{name} is a let" if name in builder.lets else f"there is no input {name}"
            raise ExpressionError(
                f"at replaces inputs only and {what}{nearest(name, builder.inputs)}; "
                f"known here: {listed(builder.inputs)}",
                *span(keyword),
            )
        if name in dict(values):
            raise ExpressionError(f"{name} is given twice", *span(keyword))
        node = visitor.node(keyword.value)
        wanted, got = builder.shape(builder.inputs[name]), builder.shape(node)
        if wanted != got:
            raise visitor.error(keyword.value, f"{name} is {show(wanted)}, its new value is {show(got)}")
        values.append((name, node))
    return visitor.placed(tree, lambda: builder.at(body, values))
