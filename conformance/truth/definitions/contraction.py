"""Operators that sum products: einsum and its relatives, covariances, distances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.language.einsum_spec import read_spec
from conformance.language.graph import Param
from conformance.truth.definitions.model import Definition
from conformance.truth.definitions.parts import gathered, ordered, taken
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]


def _distinct(x: Expr, letters: str) -> tuple[Expr, str]:
    """The entries at which axes of one letter have one index, each letter an axis."""
    kept = "".join(dict.fromkeys(letters))
    if kept == letters:
        return x, letters
    sizes = dict(zip(letters, x.shape, strict=True))
    places, count = [0], 1
    for letter in kept:
        stride = sum(_strides(x)[k] for k, own in enumerate(letters) if own == letter)
        places = [p + i * stride for p in places for i in range(sizes[letter])]
        count *= sizes[letter]
    return gathered(x, places, tuple(sizes[letter] for letter in kept)), kept


def _strides(x: Expr) -> list[int]:
    strides, stride = [], len(ordered(x))
    for size in x.shape:
        stride //= size
        strides.append(stride)
    return strides


def _summed(x: Expr, letters: str, gone: str) -> tuple[Expr, str]:
    for letter in gone:
        x, letters = x.op("sum", axis=letters.index(letter)), letters.replace(letter, "")
    return x, letters


def _spread(x: Expr, letters: str, over: str) -> Expr:
    """Axes in the order of `over`, of length 1 where x has none."""
    order = sorted(range(len(letters)), key=lambda k: over.index(letters[k]))
    x = x.op("transpose", axes=tuple(order)) if len(order) > 1 else x
    sizes = {letters[k]: size for k, size in zip(order, x.shape, strict=True)}
    return x.reshape(tuple(sizes.get(letter, 1) for letter in over))


def _einsum(args: Sequence[Expr], params: Params) -> Expr:
    spec = read_spec(params["spec"])
    operands = [_distinct(x, letters) for x, letters in zip(args, spec.operands, strict=True)]
    ready = []
    for k, (x, letters) in enumerate(operands):
        others = spec.result + "".join(own for j, (_, own) in enumerate(operands) if j != k)
        ready.append(_summed(x, letters, "".join(letter for letter in letters if letter not in others)))
    inner = "".join(dict.fromkeys(letter for _, own in ready for letter in own if letter not in spec.result))
    over = spec.result + inner
    product, *factors = (_spread(x, letters, over) for x, letters in ready)
    for factor in factors:
        product = product * factor
    for _ in inner:
        product = product.op("sum", axis=len(spec.result))
    return product


def _cross(args: Sequence[Expr], params: Params) -> Expr:
    a, b = args
    axis = len(a.shape) - 1
    first, second = (1, 2, 0), (2, 0, 1)
    return taken(a, first, axis) * taken(b, second, axis) - taken(a, second, axis) * taken(b, first, axis)


def _trapezoid(args: Sequence[Expr], params: Params) -> Expr:
    y, x = args
    left, right = range(y.shape[0] - 1), range(1, y.shape[0])
    if not left:
        return (y * x * 0).op("sum")
    return ((taken(x, right, 0) - taken(x, left, 0)) * (taken(y, right, 0) + taken(y, left, 0)) / 2).op("sum")


def _cov(args: Sequence[Expr], params: Params) -> Expr:
    (x,) = args
    rows, count = x.shape
    centred = x - x.op("mean", axis=1).reshape((rows, 1))
    return (centred @ centred.T) / (count - 1)


def _corrcoef(args: Sequence[Expr], params: Params) -> Expr:
    covariance = _cov(args, params)
    rows = covariance.shape[0]
    scale = covariance.op("diag").op("rsqrt")
    return covariance * scale.reshape((rows, 1)) * scale.reshape((1, rows))


def _cdist(args: Sequence[Expr], params: Params) -> Expr:
    a, b = args
    (n, d), m = a.shape, b.shape[0]
    return (a.reshape((n, 1, d)) - b.reshape((1, m, d))).op("norm", axis=2)


DEFINITIONS: Mapping[str, Definition] = {
    "einsum": _einsum,
    "cross": _cross,
    "trapezoid": _trapezoid,
    "cov": _cov,
    "corrcoef": _corrcoef,
    "cdist": _cdist,
}
