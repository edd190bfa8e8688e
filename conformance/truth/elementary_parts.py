"""What the lists of Taylor coefficients are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import arb, arb_series

__all__ = ["Coefficients", "Expansion", "integrate", "listed", "variable"]

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
