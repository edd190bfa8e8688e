"""Taylor coefficients of the smooth activations, at an exact number."""

from __future__ import annotations

from collections.abc import Mapping

from flint import arb

from conformance.truth.elementary_parts import Coefficients, Expansion, integrate, listed, variable

__all__ = ["ACTIVATIONS"]


def _tanhshrink(x: arb, n: int) -> Coefficients:
    """x - tanh x, whose derivative is tanh²: t' = 1 - t², and 1 - t² at x is sech² x."""
    t = [x.tanh(), 1 / (x.cosh() * x.cosh())]
    for k in range(1, n):
        t.append(-sum((t[i] * t[k - i] for i in range(k + 1)), arb(0)) / (k + 1))
    squares = [sum((t[i] * t[k - i] for i in range(k + 1)), arb(0)) for k in range(n)]
    return integrate(x - t[0], squares)


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
