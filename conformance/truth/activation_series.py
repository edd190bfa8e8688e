"""Taylor coefficients of the smooth activations, at an exact number."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb

from conformance.truth.elementary_parts import Coefficients, Expansion, listed, variable

__all__ = ["ACTIVATIONS"]


def _tanhshrink(x: arb, n: int) -> Coefficients:
    """x - tanh x. tanh x = sgn x · (1 - q)/(1 + q) with q = exp(-2|x|)."""
    v = variable(x, n)
    s = -1 if x < 0 else 1
    q = (-2 * s * v).exp()
    return listed(v - s * (1 - q) / (1 + q), n)


def _gelu_tanh(x: arb, n: int) -> Coefficients:
    """x·σ(2u), which is x - x·σ(-2u)."""
    v = variable(x, n)
    u = (2 / arb.pi()).sqrt() * (v + arb("0.044715") * v * v * v)
    if x > 0:
        return listed(v / (1 + (-2 * u).exp()), n)
    q = (2 * u).exp()
    return listed(v * q / (1 + q), n)


def _squareplus(x: arb, n: int) -> Coefficients:
    """(x + √(x² + 4))/2 = 2/(√(x² + 4) - x)."""
    v = variable(x, n)
    root = (v * v + 4).sqrt()
    return listed((v + root) / 2 if x > 0 else 2 / (root - v), n)


ACTIVATIONS: Mapping[str, Expansion] = {
    "gelu_tanh": _gelu_tanh,
    "squareplus": _squareplus,
    "tanhshrink": _tanhshrink,
}
