"""Factorizations, solvers and functions of matrices, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.truth.arrays import whole
from conformance.truth.definitions import factorizations
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]

RESIDUAL_SCALE = Fraction(1, 1024)
"""What the residual of least squares is divided by: below the singular values, so that elimination pivots
on the matrix and not on the unit matrix beside it (Björck 1967)."""


def _eye(like: Expr, n: int) -> Expr:
    return Expr(like.builder, like.builder.op("eye", n=n))


def _zeros(like: Expr, *shape: int) -> Expr:
    return Expr(like.builder, like.builder.op("zeros", shape=shape))


def _triangular_solve(args: Sequence[Expr], params: Params) -> Expr:
    a, b = args
    unit = whole(params["unit_diagonal"])
    triangle = a.op("tril", k=-unit) if params["lower"] else a.op("triu", k=unit)
    return (triangle + _eye(a, a.shape[0]) if unit else triangle).op("solve", b)


def _cholesky_solve(args: Sequence[Expr], params: Params) -> Expr:
    lower = args[0].op("tril")
    return lower.T.op("solve", lower.op("solve", args[1]))


def _cholesky_inverse(args: Sequence[Expr], params: Params) -> Expr:
    lower = args[0].op("tril")
    inverse = lower.op("solve", _eye(lower, lower.shape[0]))
    return inverse.T @ inverse


def _blocks(rows: Sequence[Sequence[Expr]]) -> Expr:
    lines = [row[0].op("concat", *row[1:], axis=1) for row in rows]
    return lines[0].op("concat", *lines[1:], axis=0)


def _lstsq(args: Sequence[Expr], params: Params) -> Expr:
    """By the augmented system, which does not square the condition as the normal equations do."""
    a, b = args
    (m, n), k = a.shape, b.shape[1] if len(b.shape) == 2 else 1
    right = b.reshape((m, k))
    if m >= n:
        system = _blocks([[_eye(a, m) * RESIDUAL_SCALE, a], [a.T, _zeros(a, n, n)]])
        solved = system.op("solve", right.op("concat", _zeros(a, n, k), axis=0))
        x = solved.op("take", indices=tuple(range(m, m + n)), axis=0)
    else:
        system = _blocks([[_eye(a, n) * RESIDUAL_SCALE, a.T], [a, _zeros(a, m, m)]])
        solved = system.op("solve", _zeros(a, n, k).op("concat", right, axis=0))
        x = solved.op("take", indices=tuple(range(n)), axis=0)
    return x.reshape((n, *b.shape[1:]))


def _pinv(args: Sequence[Expr], params: Params) -> Expr:
    a = args[0]
    return _lstsq([a, _eye(a, a.shape[0])], params)


def _matrix_power(args: Sequence[Expr], params: Params) -> Expr:
    a, n = args[0], whole(params["n"])
    if n == 0:
        return _eye(a, a.shape[0])
    square = a.op("inv") if n < 0 else a
    result: Expr | None = None
    for bit in reversed(bin(abs(n))[2:]):
        if bit == "1":
            result = square if result is None else result @ square
        square = square @ square
    assert result is not None
    return result


def _multi_dot(args: Sequence[Expr], params: Params) -> Expr:
    result = args[0]
    for factor in args[1:]:
        result = result @ factor
    return result


def _vector_norm(args: Sequence[Expr], params: Params) -> Expr:
    x, p = args[0], whole(params["ord"])
    if p == 1:
        return x.op("abs").op("sum")
    if p == 2:
        return x.op("norm")
    return x.op("abs").op("power", p).op("sum").op("power", Fraction(1, p))


DEFINITIONS: Mapping[str, Definition] = {
    **factorizations.DEFINITIONS,
    "triangular_solve": _triangular_solve,
    "cholesky_solve": _cholesky_solve,
    "cholesky_inverse": _cholesky_inverse,
    "lstsq": _lstsq,
    "pinv": _pinv,
    "matrix_power": _matrix_power,
    "multi_dot": _multi_dot,
    "vector_norm": _vector_norm,
}
