"""Every operator of the table on object arrays of scalars, and those that derivative rules add.

The operators that rules add, none of them written by users:

- `charged` (params `units`, `together`): its argument, which the rounding model charges that many u,
  of the largest entry if together;
- `diff` (params `of`, `order`): the derivative of an elementwise operator, as an operator;
- `slope` (a, x; params `of`, `order`): the derivative in x of a function of `parametric`, as an operator;
- `unknown`: a derivative of which there is no enclosure;
- `branch` (condition, x): x where the condition holds, VOID elsewhere;
- `select_max`, `select_min` (x, g): g at the extremal entry, VOID elsewhere;
- `regular` (A; params `negated`): the condition that A has an inverse, as far as that is known;
- `projector` (S, its eigenvalues; params `index`): the spectral projector of one of them;
- `refactored` (G, A; params `of`): G, a derivative of the product of A's factors, charged for what those lose;
- `unresolved` (G, H, A; `of`): the zero of that product's second derivative, charged likewise;
- `polar` (A): the orthonormal factor A(AᵀA)^(-½) of a matrix of full column rank;
- `settled` (x): x with VOID as the plain zero that it is once a derivative is a value;
- `spread` (params `axis`, `shape`): a reduced value put back along its axis;
- `sum_to`, `broadcast_to` (params `shape`), `onehot` (`shape`, `position`),
  `scatter` (adjoint of `take`), `unindex` (of `index`), `undiag` (of `diag`),
  `rcumsum` (of `cumsum`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from conformance.language.graph import Node, Shape
from conformance.language.shapes import integers
from conformance.truth import linalg
from conformance.truth.arrays import Array, array_of, dot, each, scalar, whole
from conformance.truth.linalg_exp import exponential
from conformance.truth.linalg_polar import orthogonal
from conformance.truth.parametric import parametric
from conformance.truth.perturbed import projector
from conformance.truth.piecewise import PIECEWISE
from conformance.truth.reductions import REDUCTIONS
from conformance.truth.scalar_functions import (
    BINARY,
    SMOOTH,
    Branches,
    choose,
    divide,
    square_root_of,
    sum_of,
    unary,
)
from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, tidy
from conformance.truth.special_functions import SPECIAL_BINARY
from conformance.truth.steps import STEPS

__all__ = ["FUNCTIONS"]

Function = Callable[..., Array]
ZERO, ONE = fmpq(0), fmpq(1)


def _arithmetic(function: Callable[[Scalar, Scalar], Scalar]) -> Function:
    return lambda branches, node, a, b: each(function, a, b)


def _compare(test: Callable[[int], bool]) -> Function:
    def decide(branches: Branches, a: Scalar, b: Scalar) -> bool | Poison | None:
        for x in (a, b):
            if isinstance(x, Poison):
                return x
        s = branches.sign(a - b)
        return None if s is None else test(s)

    return lambda branches, node, a, b: each(lambda p, q: decide(branches, p, q), a, b)


def _sum_to(branches: Branches, node: Node, g: Array) -> Array:
    shape = node.shape
    extra = g.ndim - len(shape)
    result = g
    for axis in range(g.ndim):
        if axis < extra or (shape[axis - extra] == 1 and g.shape[axis] != 1):
            lines = np.moveaxis(result, axis, -1)
            summed = array_of([sum_of(list(v)) for v in lines.reshape(-1, lines.shape[-1])], lines.shape[:-1])
            result = np.expand_dims(summed, axis)
    return result.reshape(shape)


def _spread(branches: Branches, node: Node, g: Array) -> Array:
    axis = node.params["axis"]
    if axis is not None:
        g = np.expand_dims(g, whole(axis) % len(node.shape))
    return np.broadcast_to(g, node.shape)


def _transpose(node: Node, x: Array) -> Array:
    axes = node.params["axes"]
    return x.T if axes is None else np.transpose(x, integers(axes))


def _zeros(shape: Shape) -> Array:
    return array_of([ZERO] * math.prod(shape), shape)


def _scatter(branches: Branches, node: Node, g: Array) -> Array:
    out, axis = _zeros(node.shape), whole(node.params["axis"]) % len(node.shape)
    moved, source = np.moveaxis(out, axis, 0), np.moveaxis(g, axis, 0)
    for k, i in enumerate(integers(node.params["indices"])):
        moved[i] = moved[i] + source[k]
    return out


def _key(node: Node) -> tuple[Any, ...]:
    index = node.params["index"]
    assert isinstance(index, tuple)
    return tuple(slice(None) if i is None else i for i in index)


def _unindex(branches: Branches, node: Node, g: Array) -> Array:
    out = _zeros(node.shape)
    if g.ndim:
        out[_key(node)] = g
    else:
        out[_key(node)] = g[()]
    return out


def _diag(branches: Branches, node: Node, x: Array) -> Array:
    if x.ndim == 2:
        return np.diagonal(x).copy()
    out = _zeros(node.shape)
    for i, value in enumerate(x):
        out[i, i] = value
    return out


def _undiag(branches: Branches, node: Node, g: Array) -> Array:
    out = _zeros(node.shape)
    for i, value in enumerate(g):
        out[i, i] = value
    return out


def _triangle(lower: bool) -> Function:
    def apply(branches: Branches, node: Node, x: Array) -> Array:
        k = whole(node.params["k"])
        rows, columns = x.shape
        keep = np.tri(rows, columns, k) > 0 if lower else np.tri(rows, columns, k - 1) == 0
        return np.where(keep, x, _zeros(x.shape))

    return apply


def _filled(value: Scalar) -> Function:
    return lambda branches, node: array_of([value] * math.prod(node.shape), node.shape)


def _onehot(branches: Branches, node: Node) -> Array:
    out = _zeros((math.prod(node.shape),))
    out[whole(node.params["position"])] = ONE
    return out.reshape(node.shape)


def _unknown(branches: Branches, node: Node, x: Array) -> Array:
    raise UndecidedError


def _kron(branches: Branches, node: Node, a: Array, b: Array) -> Array:
    blocks = np.multiply.outer(a, b)
    return blocks.transpose(0, 2, 1, 3).reshape(node.shape)


FUNCTIONS: dict[str, Function] = {
    **REDUCTIONS,
    "add": _arithmetic(lambda a, b: tidy(a + b)),
    "subtract": _arithmetic(lambda a, b: tidy(a - b)),
    "multiply": _arithmetic(lambda a, b: tidy(a * b)),
    "divide": _arithmetic(divide),
    "negative": lambda branches, node, x: each(lambda v: -v, x),
    "matrix_transpose": lambda branches, node, x: x.T,
    "index": lambda branches, node, x: np.asarray(x[_key(node)], dtype=object) if node.shape else scalar(x[_key(node)]),
    "less": _compare(lambda s: s < 0),
    "less_equal": _compare(lambda s: s <= 0),
    "greater": _compare(lambda s: s > 0),
    "greater_equal": _compare(lambda s: s >= 0),
    "equal": _compare(lambda s: s == 0),
    "not_equal": _compare(lambda s: s != 0),
    "where": lambda branches, node, c, a, b: each(choose, c, a, b),
    "branch": lambda branches, node, c, g: each(
        lambda d, v: v if v is VOID else choose(d, v, ZERO if d is None else VOID), c, g
    ),
    "clip": lambda branches, node, x, low, high: each(
        lambda v, a, b: BINARY["minimum"](BINARY["maximum"](v, a, branches), b, branches), x, low, high
    ),
    "diff": lambda branches, node, x: each(
        lambda v: unary(str(node.params["of"]), v, {}, whole(node.params["order"])),
        x,
    ),
    "slope": lambda branches, node, a, x: each(
        lambda p, q: parametric(str(node.params["of"]), p, q, whole(node.params["order"])), a, x
    ),
    "unknown": _unknown,
    "dot": lambda branches, node, a, b: scalar(sum_of(list(a * b))),
    "matmul": lambda branches, node, a, b: (
        dot(a, b) if node.shape else scalar(sum_of([p * q for p, q in zip(a, b, strict=True)]))
    ),
    "outer": lambda branches, node, a, b: np.multiply.outer(a, b),
    "kron": _kron,
    "trace": lambda branches, node, a: scalar(sum_of(list(np.diagonal(a)))),
    "det": lambda branches, node, a: scalar(linalg.determinant(a)),
    "slogdet": lambda branches, node, a: scalar(linalg.log_abs_determinant(a, branches)),
    "logdet": lambda branches, node, a: scalar(unary("log", linalg.determinant(a), {})),
    "inv": lambda branches, node, a: linalg.inverse(a),
    "solve": lambda branches, node, a, b: linalg.solve(a, b),
    "cholesky": lambda branches, node, a: linalg.cholesky(a, branches),
    "eigvalsh": lambda branches, node, a: linalg.eigenvalues(a),
    "matrix_exp": lambda branches, node, a: exponential(a),
    "polar": lambda branches, node, a: orthogonal(a),
    "eigh_product": lambda branches, node, a: linalg.symmetric_part(a),
    "svd_product": lambda branches, node, a: a,
    "qr_product": lambda branches, node, a: a,
    "eig_product": lambda branches, node, a: a,
    "refactored": lambda branches, node, g, a: g,
    "unresolved": lambda branches, node, g, h, a: _zeros(node.shape),
    "regular": lambda branches, node, a: scalar(linalg.is_regular(a) != node.params["negated"]),
    "projector": lambda branches, node, s, values: projector(s, values, whole(node.params["index"])),
    "diag": _diag,
    "undiag": _undiag,
    "tril": _triangle(True),
    "triu": _triangle(False),
    "stack": lambda branches, node, *x: np.stack(x, axis=whole(node.params["axis"])),
    "concat": lambda branches, node, *x: np.concatenate(x, axis=whole(node.params["axis"])),
    "reshape": lambda branches, node, x: x.reshape(node.shape),
    "flatten": lambda branches, node, x: x.reshape(-1),
    "transpose": lambda branches, node, x: _transpose(node, x),
    "take": lambda branches, node, x: np.take(x, integers(node.params["indices"]), axis=whole(node.params["axis"])),
    "scatter": _scatter,
    "unindex": _unindex,
    "spread": _spread,
    "sum_to": _sum_to,
    "broadcast_to": lambda branches, node, x: np.broadcast_to(x, node.shape),
    "onehot": _onehot,
    "zeros": _filled(ZERO),
    "ones": _filled(ONE),
    "eye": lambda branches, node: linalg.identity(node.shape[0]),
    "arange": lambda branches, node: array_of([fmpq(i) for i in range(node.shape[0])], node.shape),
    "array": lambda branches, node, x: x,
    "alias": lambda branches, node, x: x,
    "charged": lambda branches, node, x: x,
    "settled": lambda branches, node, x: each(lambda v: ZERO if v is VOID else v, x),
}


def _install() -> None:
    bent = {**PIECEWISE, **STEPS}

    def smooth(name: str) -> Function:
        return lambda branches, node, x: each(lambda v: unary(name, v, node.params), x)

    def piecewise(name: str) -> Function:
        def apply(v: Scalar, node: Node, branches: Branches) -> Scalar:
            return v if isinstance(v, Poison) else bent[name](v, node.params, branches)

        return lambda branches, node, x: each(lambda v: apply(v, node, branches), x)

    def binary(name: str) -> Function:
        return lambda branches, node, a, b: each(lambda p, q: BINARY[name](p, q, branches), a, b)

    FUNCTIONS.update({name: smooth(name) for name in SMOOTH})
    FUNCTIONS["sqrt"] = lambda branches, node, x: each(lambda v: square_root_of(v, branches), x)
    FUNCTIONS.update({name: piecewise(name) for name in bent})
    FUNCTIONS.update({name: binary(name) for name in BINARY})
    FUNCTIONS.update({name: _arithmetic(function) for name, function in SPECIAL_BINARY.items()})


_install()
