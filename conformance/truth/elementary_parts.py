"""What the lists of Taylor coefficients are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import arb, arb_series, ctx

__all__ = ["Coefficients", "Expansion", "integrate", "listed", "precisely", "variable"]

Coefficients = list[arb]
"""c₀, c₁, …, cₙ."""

Expansion = Callable[[arb, int], Coefficients]
"""The coefficients at a ball, up to the n-th."""


def variable(x: arb, n: int) -> arb_series:
    """x + t, to the n-th power of t."""
    return arb_series([x, 1], prec=n + 1)


def listed(series: arb_series, n: int) -> Coefficients:
    return [series[k] for k in range(n + 1)]


def integrate(value: arb, derivative: Sequence[arb]) -> Coefficients:
    """The coefficients of a function from its value and its derivative's."""
    return [value, *(c / (k + 1) for k, c in enumerate(derivative))]


def precisely(compute: Callable[[], Sequence[arb]]) -> Coefficients:
    """What is computed, at whatever precision makes each number nearly as precise, relative to it, as the working
    precision; as precise as six times that makes it, if nothing does."""
    wanted = ctx.prec
    best: Coefficients = []
    try:
        for factor in (1, 2, 6):
            ctx.prec = wanted * factor + 30
            best = list(compute())
            if all(c.rel_accuracy_bits() >= wanted or c == 0 for c in best):
                break
    finally:
        ctx.prec = wanted
    return best
