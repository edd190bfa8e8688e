"""What each operator may lose to rounding, in units of the roundoff u.

`error_units(node, args, value)` is the absolute error of each entry divided by u:
nothing for operators that move or choose values, c·|value| for elementwise ones with
c = 1, 4 or 8, (k-1)·Σ|terms| for sums, and for fused operators what their stable
algorithm loses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb, fmpq

from conformance.language.graph import Node
from conformance.truth.arrays import Array, array_of, dot, whole
from conformance.truth.linalg import inverse
from conformance.truth.replay import Loose
from conformance.truth.scalar_functions import decimal, poison_in
from conformance.truth.scalars import Poison, Scalar, ball
from conformance.truth.tensor_functions import FUNCTIONS

__all__ = ["EXACT", "each", "error_units"]

Units = Any
"""An array of balls of the value's shape, or one ball for all entries."""

# Operators that only move, choose or negate values.
EXACT = frozenset(
    "input array alias negative index unindex matrix_transpose transpose reshape flatten take stack concat diag undiag "
    "tril triu spread broadcast_to onehot zeros ones eye arange where branch select_max select_min abs sign relu "
    "maximum minimum clip max min less less_equal greater greater_equal equal not_equal".split()
)
_ONE = frozenset({"add", "subtract", "multiply", "divide", "sqrt", "square", "leaky_relu", "literal", "outer", "kron"})
_FOUR = frozenset(
    ["exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "power", "pow", "rsqrt", "elu"]
)
# Everything else elementwise: 8.


def _absolute(x: Array) -> Array:
    return each(lambda v: ball(v).abs_upper(), x)


def each(function: Callable[[Scalar], Scalar], x: Array) -> Array:
    """The function of every entry that exists, in an array of the same shape."""
    out = np.empty(x.size, dtype=object)
    for i, v in enumerate(x.ravel()):
        out[i] = v if isinstance(v, Poison) else function(v)
    return out.reshape(x.shape)


def _count(node: Node, x: Array) -> int:
    """How many entries the node takes together."""
    axis = node.params.get("axis")
    return int(x.size) if axis is None else int(x.shape[whole(axis)])


def _by_line(node: Node, x: Array, function: Callable[[Array], arb]) -> Array:
    """A number for each line along the axis, shaped so that it broadcasts against x."""
    if node.params["axis"] is None:  # the softmax in the derivative of logsumexp
        return array_of([function(x.ravel())], ())
    axis = whole(node.params["axis"])
    moved = np.moveaxis(x, axis, -1)
    found = [function(line) for line in moved.reshape(-1, moved.shape[-1])]
    return np.expand_dims(array_of(found, moved.shape[:-1]), axis)


def _axis_sum(x: Array, node: Node) -> tuple[Array, int]:
    """Σ|x| over what the node reduces, and how many terms that is."""
    axis = node.params.get("axis")
    if axis is None:
        return np.asarray(sum(_absolute(x).ravel(), arb(0)), dtype=object), x.size
    return _absolute(x).sum(axis=whole(axis)), x.shape[whole(axis)]


def _sum(node: Node, args: list[Array], value: Array) -> Units:
    total, count = _axis_sum(args[0], node)
    return total * max(count - 1, 0)


def _mean(node: Node, args: list[Array], value: Array) -> Units:
    total, count = _axis_sum(args[0], node)
    return total * fmpq(max(count - 1, 0), count) + _absolute(value)


def _sum_to(node: Node, args: list[Array], value: Array) -> Units:
    count = args[0].size // max(value.size, 1)
    return FUNCTIONS["sum_to"](Loose(), node, _absolute(args[0])) * max(count - 1, 0)


def _cumulative(node: Node, args: list[Array], value: Array) -> Units:
    """Σ|terms| up to the entry; the order of a scan is free, so the full depth is charged."""
    return FUNCTIONS[node.op](Loose(), node, _absolute(args[0])) * _count(node, args[0])


def _product_sum(node: Node, args: list[Array], value: Array) -> Units:
    a, b = _absolute(args[0]), _absolute(args[1])
    return dot(a, b) * args[0].shape[-1]


def _trace(node: Node, args: list[Array], value: Array) -> Units:
    return np.asarray(sum(_absolute(np.diagonal(args[0])), arb(0)) * args[0].shape[0], dtype=object)


def _product(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * _count(node, args[0])


def _scatter(node: Node, args: list[Array], value: Array) -> Units:
    indices = node.params["indices"]
    assert isinstance(indices, tuple)
    repeats = max((indices.count(i) for i in indices), default=1) - 1
    return FUNCTIONS["scatter"](Loose(), node, _absolute(args[0])) * repeats


def _variance(node: Node, args: list[Array], value: Array) -> Units:
    """Two passes: the mean is off by up to u·Σ|x|, each deviation by that and u of itself; the
    square of the first is of order u², and u is at most float32's."""
    total, count = _axis_sum(args[0], node)
    spread = each(lambda v: ball(v).abs_upper().sqrt(), value)
    return _absolute(value) * (count + 4) + spread * total * 2 + total * total * fmpq(1, 2**24)


def _deviation(node: Node, args: list[Array], value: Array) -> Units:
    total, count = _axis_sum(args[0], node)
    return _absolute(value) * (count + 4) + total * 2


def _norm(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * (_count(node, args[0]) // 2 + 4)


def _range(x: Array) -> arb:
    """How far the entries are apart, but no further than an exponential can tell."""
    middle = [ball(v).mid() for v in x.ravel() if not isinstance(v, Poison)]
    gap = max(middle, key=float) - min(middle, key=float) if middle else arb(0)
    return gap if gap < 800 else arb(800)


def _softmax(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * (_by_line(node, args[0], _range) + 8 + _count(node, args[0]))


def _logsumexp(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * 4 + np.full(value.shape, arb(2 * _count(node, args[0]) + 8), dtype=object)


def _log_softmax(node: Node, args: list[Array], value: Array) -> Units:
    """log1p of the other entries' weights keeps relative accuracy; the differences xⱼ - xᵢ lose u each."""
    return _absolute(value) * (8 + _count(node, args[0])) + _by_line(node, args[0], _range)


def _layer_norm(node: Node, args: list[Array], value: Array) -> Units:
    """(x - mean)/σ: the difference loses u·max|x|, σ relatively that over σ."""
    count = _count(node, args[0])
    variance = FUNCTIONS["var"](Loose(), Node("var", (), {"axis": node.params["axis"]}), args[0])
    eps = ball(decimal(node.params["eps"]))
    narrowest = each(lambda v: (ball(v).abs_lower() + eps).sqrt(), np.expand_dims(variance, whole(node.params["axis"])))
    biggest = _by_line(node, _absolute(args[0]), lambda line: max(line, key=float))
    lost = biggest * (count + 2) / narrowest
    return _absolute(value) * (lost + count + 8) + lost


def _normalize(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * (_count(node, args[0]) // 2 + 8)


def _permanent(a: Array) -> arb:
    """A bound on every product that a determinant sums: Π of row sums of |A|."""
    return math.prod((sum(row, arb(0)) for row in _absolute(a)), start=arb(1))


def _determinant(node: Node, args: list[Array], value: Array) -> Units:
    return np.asarray(_permanent(args[0]) * len(args[0]) ** 2, dtype=object)


def _log_determinant(node: Node, args: list[Array], value: Array) -> Units:
    determinant = ball(value[()]).exp().abs_lower()
    return np.asarray(_permanent(args[0]) * len(args[0]) ** 2 / determinant, dtype=object) + _absolute(value) * 4


def _inverse(node: Node, args: list[Array], value: Array) -> Units:
    size = _absolute(value)
    return dot(dot(size, _absolute(args[0])), size) * (4 * len(size))


def _solve(node: Node, args: list[Array], value: Array) -> Units:
    inverted = _absolute(inverse(each(lambda v: ball(v).mid(), args[0])))
    return dot(inverted, dot(_absolute(args[0]), _absolute(value))) * (4 * len(inverted))


def _cholesky(node: Node, args: list[Array], value: Array) -> Units:
    """ΔL from ΔA = (n+1)u|L||Lᵀ|, to first order |L|·tril(|L⁻¹|ΔA|L⁻ᵀ|)."""
    size, inverted = _absolute(value), _absolute(inverse(each(lambda v: ball(v).mid(), value)))
    change = dot(dot(inverted, dot(size, size.T)), inverted.T) * (len(size) + 1)
    return dot(size, change)


def _eigenvalues(node: Node, args: list[Array], value: Array) -> Units:
    frobenius = sum((v * v for v in _absolute(args[0]).ravel()), arb(0)).sqrt()
    return np.full(value.shape, frobenius * 8 * len(value), dtype=object)


_FUSED: Mapping[str, Callable[[Node, list[Array], Array], Units]] = {
    "sum": _sum, "mean": _mean, "sum_to": _sum_to, "cumsum": _cumulative, "rcumsum": _cumulative, "dot": _product_sum,
    "matmul": _product_sum, "trace": _trace, "prod": _product, "cumprod": _product, "scatter": _scatter,
    "var": _variance, "std": _deviation, "norm": _norm, "softmax": _softmax, "logsumexp": _logsumexp,
    "log_softmax": _log_softmax, "layer_norm": _layer_norm, "normalize": _normalize, "det": _determinant,
    "slogdet": _log_determinant, "logdet": _log_determinant, "inv": _inverse, "solve": _solve,
    "cholesky": _cholesky, "eigvalsh": _eigenvalues,
}  # fmt: skip


def _constant(node: Node) -> int:
    name = str(node.params["of"]) if node.op == "diff" else node.op
    return 1 if name in _ONE else 4 if name in _FOUR else 8


def error_units(node: Node, args: list[Array], value: Array) -> Units:
    """The absolute error of each entry of the value, divided by the unit roundoff.

    Infinite where a fused operator takes in a value that does not exist.
    """
    if node.op == "charged":
        return _absolute(value) * whole(node.params["units"])
    if node.op in _FUSED:
        if poison_in(x for a in args for x in a.ravel()):
            return arb.pos_inf()
        return _FUSED[node.op](node, args, value)
    return _absolute(value) * _constant(node)
