"""Operators that order entries: by a network of comparisons, so that a tie is noticed where it matters.

Two entries are compared once, and both places take what the comparison says: at a tie the
result is a permutation whichever way it falls, and the limits from all sides are the legal answers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.truth.definitions.model import Definition
from conformance.truth.definitions.parts import along, joined, place, slices, taken
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]


def ascending(entries: list[Expr]) -> list[Expr]:
    """By exchanging neighbours."""
    out = list(entries)
    for last in range(len(out) - 1, 0, -1):
        for i in range(last):
            a, b = out[i], out[i + 1]
            swap = a.op("greater", b)
            out[i], out[i + 1] = swap.op("where", b, a), swap.op("where", a, b)
    return out


def _sort(args: Sequence[Expr], params: Params) -> Expr:
    return along(ascending, args[0], params["axis"])


def _topk(args: Sequence[Expr], params: Params) -> Expr:
    return along(lambda entries: ascending(entries)[::-1][: place(params, "k")], args[0], -1)


def _running(choose: str) -> Definition:
    def accumulate(entries: list[Expr]) -> list[Expr]:
        out = entries[:1]
        for entry in entries[1:]:
            out.append(out[-1].op(choose, entry))
        return out

    return lambda args, params: along(accumulate, args[0], params["axis"])


def _reduced(args: Sequence[Expr], params: Params) -> list[Expr]:
    """What the node reduces, in order."""
    x, axis = args[0], params["axis"]
    return ascending(slices(x.op("flatten"), 0) if axis is None else slices(x, place(params, "axis") % len(x.shape)))


def _median(args: Sequence[Expr], params: Params) -> Expr:
    entries = _reduced(args, params)
    return entries[len(entries) // 2]


def _quantile(args: Sequence[Expr], params: Params) -> Expr:
    """Between the two entries around the place q·(n - 1), the place as a library computes it."""
    entries = _reduced(args, params)
    q = Fraction(str(params["q"]))
    below = math.floor(q * (len(entries) - 1))
    above = math.ceil(q * (len(entries) - 1))
    if below == above:
        return entries[below]
    part = entries[0].number(q) * (len(entries) - 1) - below
    return entries[below] + (entries[above] - entries[below]) * part


def _logcumsumexp(args: Sequence[Expr], params: Params) -> Expr:
    (x,) = args
    axis = 0 if params["axis"] is None else place(params, "axis") % len(x.shape)
    parts = [taken(x, range(k + 1), axis).op("logsumexp", axis=axis) for k in range(x.shape[axis])]
    return joined(parts, axis)


DEFINITIONS: Mapping[str, Definition] = {
    "sort": _sort,
    "topk": _topk,
    "cummax": _running("maximum"),
    "cummin": _running("minimum"),
    "median": _median,
    "quantile": _quantile,
    "logcumsumexp": _logcumsumexp,
}
