"""Derivatives of the smooth activations as textbooks give them; see `elementwise_rules`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from conformance.truth.sugar import Expr

__all__ = ["ACTIVATION_RULES"]


def _gelu_tanh(x: Expr, y: Expr) -> Expr:
    """(1 + tanh u)/2 + x·sech²(u)·u'/2."""
    cubic = Fraction("0.044715")
    root = (2 / Expr(x.builder, x.builder.literal("pi"))).op("sqrt")
    t = (root * (x + cubic * (x * x * x))).op("tanh")
    return (1 + t) / 2 + x * (1 - t * t) * (root * (1 + 3 * cubic * (x * x))) / 2


ACTIVATION_RULES: Mapping[str, Callable[[Expr, Expr], Expr]] = {
    "gelu_tanh": _gelu_tanh,
    "squareplus": lambda x, y: (1 + x / (x * x + 4).op("sqrt")) / 2,
    "tanhshrink": lambda x, y: x.op("tanh").op("square"),
}
