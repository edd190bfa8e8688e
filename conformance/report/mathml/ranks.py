"""How many axes an expression has, as far as its text tells."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from conformance.language.ops import OPERATORS

__all__ = ["rank"]

_LIKE_TARGET = {"grad": 1, "hess": 2, "vjp": 1, "hvp": 1}


def rank(node: ast.expr, names: Mapping[str, int]) -> int | None:
    """The rank, given that of the names; None where it cannot be told."""
    match node:
        case ast.Constant():
            return 0
        case ast.Name(id=name):
            return names.get(name, 0 if name in {"pi", "e", "inf"} else None)
        case ast.UnaryOp(operand=operand):
            return rank(operand, names)
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return _plus(_plus(rank(left, names), rank(right, names)), -2)
        case ast.BinOp(left=left, right=right):
            return _largest([rank(left, names), rank(right, names)])
        case ast.List(elts=[first, *_]):
            return _plus(rank(first, names), 1)
        case ast.Subscript(value=value, slice=index):
            keys = index.elts if isinstance(index, ast.Tuple) else [index]
            return _plus(rank(value, names), -sum(not isinstance(key, ast.Slice) for key in keys))
        case ast.Attribute(value=value):
            return rank(value, names)
        case ast.Call(func=ast.Name(id=function), args=args, keywords=keywords):
            return _call(function, args, {k.arg: k.value for k in keywords if k.arg}, names)
    return None


def _call(function: str, args: list[ast.expr], keywords: dict[str, ast.expr], names: Mapping[str, int]) -> int | None:
    if function in {"derivative", "dot", "trace", "det", "slogdet", "logdet"}:
        return 0
    if not args:
        return None
    first = rank(args[0], names)
    if function in _LIKE_TARGET or function in {"jac", "partial"}:
        if len(args) < 2:
            return None
        target = rank(args[1], names)
        if function in _LIKE_TARGET:
            return None if target is None else target * _LIKE_TARGET[function]
        return None if target is None or first is None else first + target
    if function in {"outer", "inv", "cholesky", "kron", "tril", "triu"}:
        return 2
    if function == "eigvalsh":
        return 1
    if function == "matmul" and len(args) == 2:
        return _plus(_plus(first, rank(args[1], names)), -2)
    operator = OPERATORS.get(function)
    if function in {"at", "jvp"} or operator is None:
        return first if function in {"at", "jvp"} else None
    if operator.group == "elementwise":
        return _largest([rank(a, names) for a in args if not isinstance(a, ast.Compare)])
    if function in {"cumsum", "cumprod"} or operator.group == "normalizing":
        return first
    if operator.group == "reduction":
        return _plus(first, -1) if "axis" in keywords or len(args) > 1 else 0
    return None


def _plus(known: int | None, more: int | None) -> int | None:
    return None if known is None or more is None else max(known + more, 0)


def _largest(ranks: list[int | None]) -> int | None:
    return None if None in ranks else max((r for r in ranks if r is not None), default=None)
