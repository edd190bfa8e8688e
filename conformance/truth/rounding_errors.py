"""What each operator may lose to rounding, in units of the roundoff u.

`error_units(node, args, value)` is the absolute error of each entry divided by u:
nothing for operators that move or choose values, c·|value| for elementwise ones with
c = 1, 4 or 8, Σ|partial sums| for sums, and for fused operators what their stable
algorithm loses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb, fmpq

from conformance.language.graph import Node
from conformance.truth.arrays import Array, array_of, whole
from conformance.truth.infinity import infinite
from conformance.truth.linalg_rounding import FACTORIZED
from conformance.truth.replay import Loose
from conformance.truth.scalar_functions import decimal
from conformance.truth.scalars import Poison, Scalar, ball
from conformance.truth.summation import partial_sums
from conformance.truth.tensor_functions import FUNCTIONS

__all__ = ["EXACT", "all_finite", "each", "error_units"]

Units = Any
"""An array of balls of the value's shape, or one ball for all entries."""

# Operators that only move, choose or negate values.
EXACT = frozenset(
    "input array alias negative index unindex matrix_transpose transpose reshape flatten take stack concat diag undiag "
    "tril triu spread broadcast_to onehot zeros ones eye arange where branch select_max select_min abs sign relu "
    "regular maximum minimum clip floor round max min less less_equal greater greater_equal equal not_equal".split()
)
_ONE = frozenset("add subtract multiply divide sqrt square leaky_relu literal outer kron xdivy".split())
_FOUR = frozenset(
    ["exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sin", "cos", "power", "pow", "rsqrt", "elu"]
)
# Everything else elementwise: 8.


def all_finite(args: list[Array]) -> bool:
    """Whether every entry exists and is known to within something."""
    return all(not isinstance(x, Poison) and ball(x).is_finite() for a in args for x in a.ravel())


_WEIGHING = frozenset({"softmax", "log_softmax", "logsumexp"})


def _weighs(node: Node, args: list[Array]) -> bool:
    """Whether the entries are exponents, each of them known or -∞, whose weight is 0."""
    return node.op in _WEIGHING and all_finite([each(lambda v: fmpq(0) if infinite(v) < 0 else v, args[0])])


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


def _lines_of(node: Node, x: Array) -> tuple[Array, tuple[int, ...]]:
    """What the node takes together, as rows, and the shape of what is left."""
    axis = node.params.get("axis")
    if axis is None:
        return x.reshape(1, -1), ()
    moved = np.moveaxis(x, whole(axis), -1)
    return moved.reshape(-1, moved.shape[-1]), moved.shape[:-1]


def _sum(node: Node, args: list[Array], value: Array) -> Units:
    lines, shape = _lines_of(node, args[0])
    return array_of([partial_sums(line) for line in lines], shape)


def _axis_sum(x: Array, node: Node) -> tuple[Array, int]:
    """Σ|x| over what the node reduces, and how many terms that is."""
    lines, shape = _lines_of(node, _absolute(x))
    return array_of([sum(line, arb(0)) for line in lines], shape), lines.shape[1]


def _mean(node: Node, args: list[Array], value: Array) -> Units:
    return _sum(node, args, value) * fmpq(1, _count(node, args[0])) + _absolute(value)


def _sum_to(node: Node, args: list[Array], value: Array) -> Units:
    """The terms of each entry are those along the axes that broadcasting repeated."""
    x = args[0]
    shape = (1,) * (x.ndim - value.ndim) + value.shape
    axes = [i for i, n in enumerate(shape) if n < x.shape[i]]
    kept = [i for i in range(x.ndim) if i not in axes]
    rows = np.transpose(x, [*kept, *axes]).reshape(value.size, -1)
    return array_of([partial_sums(row) for row in rows], value.shape)


def _cumulative(node: Node, args: list[Array], value: Array) -> Units:
    """Σ|terms| up to the entry; the order of a scan is free, so the full depth is charged."""
    return FUNCTIONS[node.op](Loose(), node, _absolute(args[0])) * _count(node, args[0])


def _products(a: Array, b: Array) -> arb:
    """Every product, and their sum."""
    terms = [ball(x) * ball(y) for x, y in zip(a, b, strict=True)]
    return sum((abs(t) for t in terms), arb(0)) + partial_sums(terms)


def _product_sum(node: Node, args: list[Array], value: Array) -> Units:
    """Entries of a product of vectors or matrices: each a sum of products."""
    a, b = args
    rows = a.reshape(-1, a.shape[-1])
    columns = b.reshape(1, -1) if b.ndim == 1 else b.T
    return array_of([_products(row, column) for row in rows for column in columns], value.shape)


def _trace(node: Node, args: list[Array], value: Array) -> Units:
    return array_of([partial_sums(np.diagonal(args[0]))], ())


def _product(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * _count(node, args[0])


def _scatter(node: Node, args: list[Array], value: Array) -> Units:
    indices = node.params["indices"]
    assert isinstance(indices, tuple)
    repeats = max((indices.count(i) for i in indices), default=1) - 1
    return FUNCTIONS["scatter"](Loose(), node, _absolute(args[0])) * repeats


def _variance(node: Node, args: list[Array], value: Array) -> Units:
    """Two passes lose u of each deviation and the square of what the mean is off by, which is of order u²,
    u being float32's at most. Welford's single pass carries what the running mean is off by, half of u·Σ|x| over the
    terms, into each deviation: u·σ·Σ|x| in all."""
    total, count = _axis_sum(args[0], node)
    spread = each(lambda v: ball(v).abs_upper().sqrt(), value)
    return _absolute(value) * (count + 4) + spread * total + total * total * fmpq(1, 2**24)


def _deviation(node: Node, args: list[Array], value: Array) -> Units:
    """Half of what the variance loses, relatively, and the root's own rounding."""
    total, count = _axis_sum(args[0], node)
    return _absolute(value) * (fmpq(count, 2) + 3) + total


def _norm(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * (_count(node, args[0]) // 2 + 4)


def _range(x: Array) -> arb:
    """How far the entries are apart, but no further than an exponential can tell."""
    middle = [ball(v).mid() for v in x.ravel() if not isinstance(v, Poison)]
    gap = max(middle, key=float) - min(middle, key=float) if middle else arb(0)
    return gap if gap < 800 else arb(800)


def _shifted(line: Array, weights: Array) -> tuple[list[arb], arb]:
    """What subtracting the maximum and summing the exponentials loses, of each entry and of the sum, relatively.

    An exponential is off by 4u and by u times its argument; the sum by the average of that, and by its additions.
    """
    top = max((ball(v).mid() for v in line), key=float)
    gaps = [min(abs(ball(v) - top).upper(), arb(800), key=float) for v in line]
    sizes = [ball(w).abs_upper() for w in weights]
    average = sum((w * gap for w, gap in zip(sizes, gaps, strict=True)), arb(0))
    return [gap + 4 for gap in gaps], average + 4 + partial_sums(sizes)


def _softmax(node: Node, args: list[Array], value: Array) -> Units:
    axis = None if node.params["axis"] is None else whole(node.params["axis"])
    lines, shape = _lines_of(node, args[0])
    weights, _ = _lines_of(node, value)
    lost = []
    for line, row in zip(lines, weights, strict=True):
        own, total = _shifted(line, row)
        lost += [ball(w).abs_upper() * (o + total + 1) for w, o in zip(row, own, strict=True)]
    if axis is None:
        return array_of(lost, value.shape)
    return np.moveaxis(array_of(lost, (*shape, lines.shape[1])), -1, axis)


def _logsumexp(node: Node, args: list[Array], value: Array) -> Units:
    """max + log Σ: the logarithm is off by the sum's relative error and 4u of itself, which is at most log n."""
    lines, shape = _lines_of(node, args[0])
    weights, _ = _lines_of(node, FUNCTIONS["softmax"](Loose(), node, args[0]))
    total = [_shifted(line, row)[1] for line, row in zip(lines, weights, strict=True)]
    return _absolute(value) + array_of([t + 4 * arb(lines.shape[1]).log() for t in total], shape)


def _log_softmax(node: Node, args: list[Array], value: Array) -> Units:
    """log1p of the other entries' weights keeps relative accuracy; the differences xⱼ - xᵢ lose u each."""
    return _absolute(value) * (8 + _count(node, args[0])) + _by_line(node, args[0], _range)


def _layer_norm(node: Node, args: list[Array], value: Array) -> Units:
    """(x - mean)/σ: a difference loses what the mean is off by and u of itself, σ half of what the variance does."""
    axis = whole(node.params["axis"])
    along = Node("var", (), {"axis": axis})
    variance = FUNCTIONS["var"](Loose(), along, args[0])
    mean = FUNCTIONS["mean"](Loose(), along, args[0])
    eps = ball(decimal(node.params["eps"]))
    square = each(lambda v: ball(v).abs_lower() + eps, variance)
    off = np.expand_dims(_mean(along, args, mean), axis)
    lost = np.expand_dims(_variance(along, args, variance) / square, axis) / 2
    return _absolute(value) * (lost + 8) + off / np.expand_dims(each(lambda v: v.sqrt(), square), axis)


def _normalize(node: Node, args: list[Array], value: Array) -> Units:
    return _absolute(value) * (_count(node, args[0]) // 2 + 8)


_FUSED: Mapping[str, Callable[[Node, list[Array], Array], Units]] = {
    "sum": _sum, "mean": _mean, "sum_to": _sum_to, "cumsum": _cumulative, "rcumsum": _cumulative, "dot": _product_sum,
    "matmul": _product_sum, "trace": _trace, "prod": _product, "cumprod": _product, "scatter": _scatter,
    "var": _variance, "std": _deviation, "norm": _norm, "softmax": _softmax, "logsumexp": _logsumexp,
    "log_softmax": _log_softmax, "layer_norm": _layer_norm, "normalize": _normalize,
    **FACTORIZED,
}  # fmt: skip


def _constant(node: Node) -> int:
    name = str(node.params["of"]) if node.op == "diff" else node.op
    return 1 if name in _ONE else 4 if name in _FOUR else 8


def error_units(node: Node, args: list[Array], value: Array) -> Units:
    """The absolute error of each entry of the value, divided by the unit roundoff.

    Infinite where a fused operator takes in a value that does not exist or can be anything.
    """
    if node.op == "charged":
        size = _absolute(value)
        if node.params.get("together"):
            size = np.full(value.shape, max(size.ravel(), key=float), dtype=object)
        return size * whole(node.params["units"])
    if node.op in _FUSED:
        if not all_finite(args) and not _weighs(node, args):
            return arb.pos_inf()
        return _FUSED[node.op](node, args, value)
    return _absolute(value) * _constant(node)
