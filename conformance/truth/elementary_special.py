"""Taylor coefficients of special functions: Bessel's, gamma, those of the normal distribution, integrals."""

from __future__ import annotations

import math
from collections.abc import Mapping

from flint import arb, arb_series

from conformance.truth.elementary_parts import Coefficients, Expansion, integrate, listed, variable

__all__ = ["SPECIAL", "normal_cdf"]


def _bessel(kind: int, order: int) -> Expansion:
    """I (kind 1) or J (kind -1): the k-th derivative is 2⁻ᵏ Σⱼ (±1)ʲ C(k, j) B₍ₙ₋ₖ₊₂ⱼ₎, terms of one sign for I."""

    def expand(x: arb, n: int) -> Coefficients:
        of = x.bessel_i if kind > 0 else x.bessel_j
        values = [of(m) for m in range(n + order + 1)]

        def value(m: int) -> arb:
            return values[m] if m >= 0 else values[-m] * kind**-m

        def coefficient(k: int) -> arb:
            terms = (value(order - k + 2 * j) * (kind**j * math.comb(k, j)) for j in range(k + 1))
            return sum(terms, arb(0)) / (2**k * math.factorial(k))

        return [coefficient(k) for k in range(n + 1)]

    return expand


def _scaled_i0(x: arb, n: int) -> Coefficients:
    """e⁻ˣI₀(x) = 1/π ∫ exp(x(cos θ - 1)) dθ: cₖ = (-2)ᵏ (1/2)ₖ/k!² · ₁F₁(k + 1/2; k + 1; -2x)."""
    result, factor = [], arb(1)
    for k in range(n + 1):
        result.append(factor * (-2 * x).hypgeom_1f1(arb(2 * k + 1) / 2, k + 1))
        factor = factor * (-(2 * k + 1)) / (k + 1) ** 2
    return result


def _scaled_i1(x: arb, n: int) -> Coefficients:
    """e⁻ˣI₁(x) is the sum of e⁻ˣI₀(x) and its derivative."""
    c = _scaled_i0(x, n + 1)
    return [x.bessel_i(1, scaled=True), *(c[k] + (k + 1) * c[k + 1] for k in range(1, n + 1))]


def _density(x: arb, n: int) -> arb_series:
    v = variable(x, n)
    return (-v * v / 2).exp() / (2 * arb.pi()).sqrt()


def normal_cdf(x: arb, n: int) -> Coefficients:
    return [c / 2 for c in listed((-variable(x, n) / arb(2).sqrt()).erfc(), n)]


def _erfcx(x: arb, n: int) -> Coefficients:
    """exp(x²) erfc x. Where its factors are huge and tiny, cₖ = (-1)ᵏ U((k + 1)/2, 1/2, x²)/√π, repeated integrals of
    erfc (DLMF 7.18.11)."""
    if not x > 2:
        v = variable(x, n)
        return listed((v * v).exp() * v.erfc(), n)
    root = arb.pi().sqrt()
    return [(-1) ** k * (x * x).hypgeom_u(arb(k + 1) / 2, arb(1) / 2) / root for k in range(n + 1)]


def _log_ndtr(x: arb, n: int) -> Coefficients:
    """The derivative is the quotient of density and distribution; in the left tail log Φ is -x²/2 and the logarithm of
    erfcx(-x/√2)/2."""
    if x < -3:
        step = -1 / arb(2).sqrt()
        scaled = arb_series([c * step**k / 2 for k, c in enumerate(_erfcx(x * step, n))], prec=n + 1)
        v = variable(x, n)
        return listed(scaled.log() - v * v / 2, n)
    cdf = normal_cdf(x, n)
    value = (-normal_cdf(-x, 0)[0]).log1p() if x > 0 else cdf[0].log()
    return integrate(value, listed(_density(x, n) / arb_series(cdf, prec=n + 1), n)[:n])


def _ndtri(x: arb, n: int) -> Coefficients:
    """y' = √(2π)·exp(y²/2)."""
    y = [-(arb(2).sqrt()) * (2 * x).erfcinv()]
    for k in range(n):
        series = arb_series(y, prec=k + 1)
        y.append((2 * arb.pi()).sqrt() * (series * series / 2).exp()[k] / (k + 1))
    return y


def _dawsn(x: arb, n: int) -> Coefficients:
    v = variable(x, n)
    return listed(arb.pi().sqrt() / 2 * (-v * v).exp() * v.erfi(), n)


def _spence(x: arb, n: int) -> Coefficients:
    """Li₂(1 - x), whose derivative is log x/(1 - x) = -∫₀¹ ds/(1 + s(x - 1)), near 1 by the bounds of that integral."""
    value = arb(0) if x == 1 else (1 - x).polylog(2)
    if x.contains(1):
        return integrate(value, [arb((-1) ** (k + 1)) / ((k + 1) * x ** (k + 1)) for k in range(n)])
    v = variable(x, n)
    return integrate(value, listed(v.log() / (1 - v), n)[:n])


SPECIAL: Mapping[str, Expansion] = {
    "i0": _bessel(1, 0),
    "i1": _bessel(1, 1),
    "j0": _bessel(-1, 0),
    "j1": _bessel(-1, 1),
    "scaled_i0": _scaled_i0,
    "scaled_i1": _scaled_i1,
    "gamma": lambda x, n: listed(variable(x, n).gamma(), n),
    "ndtr": normal_cdf,
    "log_ndtr": _log_ndtr,
    "ndtri": _ndtri,
    "erfcx": _erfcx,
    "dawsn": _dawsn,
    "expi": lambda x, n: listed(variable(x, n).ei(), n),
    "spence": _spence,
}
"""`scaled_i0` and `scaled_i1` are e⁻ˣI₀(x) and e⁻ˣI₁(x), which the definitions of i0e and i1e take of |x|."""
