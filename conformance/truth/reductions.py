"""Reductions, cumulative and normalizing operators on object arrays of scalars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import fmpq

from conformance.language.graph import Node, Param, Shape
from conformance.truth.arrays import Array, array_of, whole
from conformance.truth.infinity import infinite
from conformance.truth.scalar_functions import (
    Branches,
    choose,
    decimal,
    divide,
    poison_in,
    square_root_of,
    sum_of,
    unary,
)
from conformance.truth.scalars import VOID, Poison, Scalar, ball
from conformance.truth.series import Series

__all__ = ["REDUCTIONS"]

Function = Callable[..., Array]
ZERO, ONE = fmpq(0), fmpq(1)


def _lines(node: Node, x: Array) -> tuple[Array, Shape]:
    """The array with the reduced axis last, and the shape of what is left."""
    axis = node.params.get("axis")
    if axis is None:
        return x.reshape(1, -1), ()
    moved = np.moveaxis(x, whole(axis), -1)
    return moved.reshape(-1, moved.shape[-1]), moved.shape[:-1]


def _reduction(function: Callable[[Branches, Mapping[str, Param], list[Scalar]], Scalar]) -> Function:
    def apply(branches: Branches, node: Node, x: Array) -> Array:
        lines, shape = _lines(node, x)
        return array_of([function(branches, node.params, list(line)) for line in lines], shape)

    return apply


def _along(function: Callable[[Branches, Mapping[str, Param], list[Scalar]], list[Scalar]]) -> Function:
    def apply(branches: Branches, node: Node, x: Array) -> Array:
        lines, shape = _lines(node, x)
        out = [value for line in lines for value in function(branches, node.params, list(line))]
        if node.params.get("axis") is None:
            return array_of(out, x.shape)
        return np.moveaxis(array_of(out, (*shape, lines.shape[1])), -1, whole(node.params["axis"]))

    return apply


def _mean(x: list[Scalar]) -> Scalar:
    return sum_of(x) * fmpq(1, len(x))


def _variance(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> Scalar:
    mean, correction = _mean(x), params.get("correction", 0)
    total = sum_of([(v - mean) * (v - mean) for v in x])
    return divide(total, fmpq(len(x)) - decimal(correction))


def _norm(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> Scalar:
    return square_root_of(sum_of([v * v for v in x]), branches)


def _extreme(direction: int) -> Callable[[Branches, Mapping[str, Param], list[Scalar]], Scalar]:
    def find(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> Scalar:
        missing = poison_in(x)
        if missing:
            return missing
        best = x[0]
        for v in x[1:]:
            s = branches.sign((v - best) * direction)
            best = choose(None if s is None else s > 0, v, best)
        return best

    return find


def _select(direction: int) -> Function:
    def apply(branches: Branches, node: Node, x: Array, g: Array) -> Array:
        def line(values: list[Scalar], adjoint: Scalar) -> list[Scalar]:
            missing = poison_in(values)
            if missing:
                return [missing * adjoint] * len(values)
            # The first of those that may be extremal, and after it those that it does not certainly beat.
            candidates = [0]
            for i in range(1, len(values)):
                s = branches.sign((values[i] - values[candidates[0]]) * direction)
                if s is None:
                    candidates.append(i)
                elif s > 0:
                    rivals = [c for c in candidates[1:] if not (values[i] - values[c]) * direction > 0]
                    candidates = [i, *rivals]
            share = adjoint if len(candidates) == 1 else choose(None, adjoint, ZERO)
            return [share if i in candidates else VOID for i in range(len(values))]

        lines, shape = _lines(node, x)
        out = [v for values, adjoint in zip(lines, g.ravel(), strict=True) for v in line(list(values), adjoint)]
        if node.params.get("axis") is None:
            return array_of(out, x.shape)
        return np.moveaxis(array_of(out, (*shape, lines.shape[1])), -1, whole(node.params["axis"]))

    return apply


def _shift(x: list[Scalar]) -> fmpq:
    """A rational near the largest entry: subtracting it exactly keeps exp in range."""
    heads = [v[0] if isinstance(v, Series) else v for v in x]
    return fmpq(int(max(min(max(float(ball(h).mid()), -1e15), 1e15) for h in heads if not isinstance(h, Poison))))


def _exponentials(x: list[Scalar]) -> tuple[fmpq, list[Scalar]]:
    if any(isinstance(v, Poison) for v in x):
        return ZERO, list(x)
    shift = _shift(x)
    return shift, [unary("exp", v - shift, {}) for v in x]


def _logsumexp(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> Scalar:
    shift, terms = _exponentials(x)
    return unary("log", sum_of(terms), {}) + shift


def _softmax(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> list[Scalar]:
    """1 / Σⱼ exp(xⱼ - xᵢ): each difference enters once, so wide balls stay narrow."""
    kept = [i for i, v in enumerate(x) if infinite(v) >= 0]
    return [
        divide(ONE, sum_of([ONE if i == j else unary("exp", x[j] - a, {}) for j in kept]))
        if i in kept or not kept
        else ZERO  # an entry at -∞ has the weight 0
        for i, a in enumerate(x)
    ]


def _log_softmax(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> list[Scalar]:
    """-log Σⱼ exp(xⱼ - xᵢ), with log1p where the entry itself dominates."""
    return [
        -unary("log1p", sum_of([unary("exp", b - a, {}) for j, b in enumerate(x) if j != i]), {})
        for i, a in enumerate(x)
    ]


def _layer_norm(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> list[Scalar]:
    mean = _mean(x)
    spread = unary("sqrt", _variance(branches, {}, x) + decimal(params["eps"]), {})
    return [divide(v - mean, spread) for v in x]


def _normalize(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> list[Scalar]:
    length = _norm(branches, params, x)
    return [divide(v, length) for v in x]


def _cumulative(step: Callable[[Scalar, Scalar], Scalar], reverse: bool = False) -> Any:
    def run(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> list[Scalar]:
        out: list[Scalar] = []
        for v in reversed(x) if reverse else x:
            out.append(step(out[-1], v) if out else v)
        return out[::-1] if reverse else out

    return run


def _product(branches: Branches, params: Mapping[str, Param], x: list[Scalar]) -> Scalar:
    total: Scalar = ONE
    for v in x:
        total = v * total
    return total


REDUCTIONS: Mapping[str, Function] = {
    "sum": _reduction(lambda branches, params, x: sum_of(x)),
    "mean": _reduction(lambda branches, params, x: _mean(x)),
    "prod": _reduction(_product),
    "var": _reduction(_variance),
    "std": _reduction(lambda branches, params, x: square_root_of(_variance(branches, params, x), branches)),
    "max": _reduction(_extreme(1)),
    "min": _reduction(_extreme(-1)),
    "norm": _reduction(_norm),
    "logsumexp": _reduction(_logsumexp),
    "cumsum": _along(_cumulative(lambda a, b: a + b)),
    "rcumsum": _along(_cumulative(lambda a, b: a + b, reverse=True)),
    "cumprod": _along(_cumulative(lambda a, b: a * b)),
    "softmax": _along(_softmax),
    "log_softmax": _along(_log_softmax),
    "layer_norm": _along(_layer_norm),
    "normalize": _along(_normalize),
    "select_max": _select(1),
    "select_min": _select(-1),
}
