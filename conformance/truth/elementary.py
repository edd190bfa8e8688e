"""Taylor coefficients of the one-argument functions, at a ball.

`coefficients(name, x, n)` encloses g(x), g'(x), g''(x)/2, …, g⁽ⁿ⁾(x)/n!. They come
from FLINT's power series where it has the function, else from the differential
equation that the function satisfies, written so that nothing cancels. They are
computed at the ball's midpoint, at whatever precision that needs, and the ball's
radius is carried over by the mean value theorem with the next coefficient.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import arb, arb_series

from conformance.language.graph import Param
from conformance.truth.activation_series import ACTIVATIONS
from conformance.truth.elementary_parts import Coefficients, Expansion, integrate, listed, precisely, variable
from conformance.truth.elementary_special import SPECIAL, normal_cdf
from conformance.truth.scalars import Poison, Scalar, UndecidedError, ball

__all__ = ["KNOWN", "coefficients"]


def _native(method: str) -> Expansion:
    return lambda x, n: listed(getattr(variable(x, n), method)(), n)


def _replace_first(value: arb, rest: Coefficients) -> Coefficients:
    return [value, *rest[1:]]


def _scaled_log(base: int) -> Expansion:
    return lambda x, n: [c / arb(base).log() for c in listed(variable(x, n).log(), n)]


def _exp2(x: arb, n: int) -> Coefficients:
    return listed((variable(x, n) * arb.const_log2()).exp(), n)


def _cbrt(x: arb, n: int) -> Coefficients:
    if x < 0:
        return [c if k % 2 else -c for k, c in enumerate(_cbrt(-x, n))]
    return listed((variable(x, n).log() / 3).exp(), n)


def _hyperbolic(sign: int) -> Expansion:
    def expand(x: arb, n: int) -> Coefficients:
        even, odd = (x.cosh(), x.sinh()) if sign > 0 else (x.sinh(), x.cosh())
        result, factorial = [], arb(1)
        for k in range(n + 1):
            factorial = factorial * max(k, 1)
            result.append((odd if k % 2 else even) / factorial)
        return result

    return expand


def _tanh(x: arb, n: int) -> Coefficients:
    """y' = d with d = sech², d' = -2 y d."""
    y, d = [x.tanh()], [1 / (x.cosh() * x.cosh())]
    for k in range(n):
        y.append(d[k] / (k + 1))
        d.append(-2 * sum((y[i] * d[k - i] for i in range(k + 1)), arb(0)) / (k + 1))
    return y


def _sigmoid(x: arb, n: int) -> Coefficients:
    """y' = d with d = σ(x)σ(-x), d' = w d, w = 1 - 2y, w' = -2 d."""
    y, w = [1 / (1 + (-x).exp())], [-(x / 2).tanh()]
    d = [y[0] / (1 + x.exp())]
    for k in range(n):
        y.append(d[k] / (k + 1))
        w.append(-2 * d[k] / (k + 1))
        d.append(sum((w[i] * d[k - i] for i in range(k + 1)), arb(0)) / (k + 1))
    return y


def _softplus(x: arb, n: int) -> Coefficients:
    value = x + (-x).exp().log1p() if x > 0 else x.exp().log1p()
    return integrate(value, _sigmoid(x, n)[:n])


def _log_sigmoid(x: arb, n: int) -> Coefficients:
    return [c if k % 2 else -c for k, c in enumerate(_softplus(-x, n))]


def _logit(x: arb, n: int) -> Coefficients:
    v = variable(x, n)
    return listed(v.log() - (1 - v).log(), n)


def _asinh(x: arb, n: int) -> Coefficients:
    v = variable(x, n)
    return integrate(x.asinh(), listed((1 + v * v).rsqrt(), n)[:n])


def _acosh(x: arb, n: int) -> Coefficients:
    v = variable(x, n)
    return integrate(x.acosh(), listed(((v - 1) * (v + 1)).rsqrt(), n)[:n]) if n else [x.acosh()]


def _atanh(x: arb, n: int) -> Coefficients:
    v = variable(x, n)
    return integrate(x.atanh(), listed(((1 - v) * (1 + v)).inv(), n)[:n]) if n else [x.atanh()]


def _erfinv(x: arb, n: int) -> Coefficients:
    """y' = √π/2 · exp(y²)."""
    y = [x.erfinv()]
    for k in range(n):
        square = arb_series(y, prec=k + 1)
        y.append(arb.pi().sqrt() / 2 * (square * square).exp()[k] / (k + 1))
    return y


def _lgamma(x: arb, n: int) -> Coefficients:
    if x > 0:
        return listed(variable(x, n).lgamma(), n)
    v = variable(x, n)
    sine = v.sin_pi()
    sine = -sine if sine[0] < 0 else sine
    return listed(arb.pi().log() - sine.log() - (1 - v).lgamma(), n)


def _digamma(x: arb, n: int) -> Coefficients:
    return [(k + 1) * c for k, c in enumerate(_lgamma(x, n + 1)[1:])]


def _sinc(x: arb, n: int) -> Coefficients:
    if x == 0:
        result, term = [], arb(1)
        for k in range(n + 1):
            result.append(arb(0) if k % 2 else term / (k + 1))
            term = term * arb.pi() / (k + 1) * (-1 if k % 2 else 1)
        return result
    return listed(variable(x, n + 1).sin_pi() / (arb.pi() * variable(x, n + 1)), n)


def _times_x(factor: Expansion) -> Expansion:
    def expand(x: arb, n: int) -> Coefficients:
        c = factor(x, n)
        return [x * c[k] + (c[k - 1] if k else 0) for k in range(n + 1)]

    return expand


def _tanh_softplus(x: arb, n: int) -> Coefficients:
    """tanh(log(1 + eˣ)) = m / (m + 2) with m = eˣ(eˣ + 2)."""
    if x > 0:
        q = (-variable(x, n)).exp()
        return listed((1 + 2 * q) / (1 + 2 * q + 2 * q * q), n)
    q = variable(x, n).exp()
    m = q * (q + 2)
    return listed(m / (m + 2), n)


_EXPANSIONS: Mapping[str, Expansion] = {
    **ACTIVATIONS,
    "exp": _native("exp"),
    "exp2": _exp2,
    "expm1": lambda x, n: _replace_first(x.expm1(), listed(variable(x, n).exp(), n)),
    "log": _native("log"),
    "log1p": lambda x, n: _replace_first(x.log1p(), listed((1 + variable(x, n)).log(), n)),
    "log2": _scaled_log(2),
    "log10": _scaled_log(10),
    "sqrt": _native("sqrt"),
    "rsqrt": _native("rsqrt"),
    "cbrt": _cbrt,
    "sin": _native("sin"),
    "cos": _native("cos"),
    "tan": _native("tan"),
    "asin": _native("asin"),
    "acos": _native("acos"),
    "atan": _native("atan"),
    "sinh": _hyperbolic(-1),
    "cosh": _hyperbolic(1),
    "tanh": _tanh,
    "asinh": _asinh,
    "acosh": _acosh,
    "atanh": _atanh,
    "erf": _native("erf"),
    "erfc": lambda x, n: listed(variable(x, n).erfc(), n),
    "erfinv": _erfinv,
    "lgamma": _lgamma,
    "digamma": _digamma,
    "sinc": _sinc,
    "sigmoid": _sigmoid,
    "logit": _logit,
    "softplus": _softplus,
    "log_sigmoid": _log_sigmoid,
    "silu": _times_x(_sigmoid),
    "gelu": _times_x(normal_cdf),
    "mish": _times_x(_tanh_softplus),
    **SPECIAL,
}

KNOWN = frozenset(_EXPANSIONS)

# Open intervals outside which a function has no value; at an end it may have a value and no derivative.
_DOMAIN: Mapping[str, tuple[float | None, float | None]] = {
    "log": (0, None), "log2": (0, None), "log10": (0, None), "log1p": (-1, None), "sqrt": (0, None),
    "rsqrt": (0, None), "asin": (-1, 1), "acos": (-1, 1), "acosh": (1, None), "atanh": (-1, 1),
    "erfinv": (-1, 1), "logit": (0, 1), "ndtri": (0, 1), "spence": (0, None),
}  # fmt: skip
_POLES = frozenset({"gamma", "lgamma", "digamma"})
"""Functions with a pole at 0 and at every negative integer."""
_END_VALUES: Mapping[tuple[str, int], Callable[[], arb]] = {
    ("sqrt", 0): lambda: arb(0),
    ("asin", 1): lambda: arb.pi() / 2,
    ("asin", -1): lambda: -arb.pi() / 2,
    ("acos", 1): lambda: arb(0),
    ("acos", -1): lambda: arb.pi(),
    ("acosh", 1): lambda: arb(0),
    ("cbrt", 0): lambda: arb(0),
    ("spence", 0): lambda: arb.pi() ** 2 / 6,
}


def coefficients(name: str, x: Scalar, n: int, params: Mapping[str, Param] | None = None) -> list[Scalar]:
    """g(x), g'(x), …, g⁽ⁿ⁾(x)/n! as balls; a Poison where there is none. UndecidedError if the
    ball straddles an end of the domain or a singularity."""
    if isinstance(x, Poison):
        return [x] * (n + 1)
    if name == "square":
        return [x * x, 2 * x, arb(1), *[arb(0)] * n][: n + 1]
    x = ball(x)
    edge = _edge(name, x)
    if edge is not None:
        return edge + [Poison(f"{name} has no derivative here")] * (n + 1 - len(edge))
    if x.rad() == 0:
        return _precise(name, x, n)
    centre = _precise(name, x.mid(), n)
    if any(isinstance(c, Poison) for c in centre):
        raise UndecidedError
    around = _around(name, x, n + 1)
    if not all(c.is_finite() for c in around):
        raise UndecidedError
    reach = arb(0, x.rad())
    return [c + reach * (k + 1) * around[k + 1] for k, c in enumerate(centre)]


def _around(name: str, x: arb, n: int) -> Coefficients:
    if name == "sinc" and x.contains(0):
        # |sinc⁽ᵏ⁾| ≤ πᵏ/(k+1), from sinc(x) = ∫₀¹ cos(πxs) ds.
        bounds, factorial = [], arb(1)
        for k in range(n + 1):
            factorial = factorial * max(k, 1)
            bounds.append(arb(0, (arb.pi() ** k / (k + 1) / factorial).upper()))
        return bounds
    return _EXPANSIONS[name](x, n)


def _edge(name: str, x: arb) -> list[Scalar] | None:
    """Value and poison at or beyond the end of the domain or a pole; None inside."""
    low, high = _DOMAIN.get(name, (None, None))
    for end, outward in ((low, -1), (high, 1)):
        if end is None:
            continue
        gap = (x - arb(end)) * outward
        if gap == 0:
            value = _END_VALUES.get((name, int(end)))
            return [value() if value else Poison(f"{name} at {end:g}")]
        if gap > 0:
            return [Poison(f"{name} outside its domain")]
        if not gap < 0:
            raise UndecidedError
    if name == "cbrt" and x.contains(0):
        if x == 0:
            return [arb(0)]
        raise UndecidedError
    if (name in _POLES and x <= 0 and x.is_integer()) or (name == "expi" and x == 0):
        return [Poison(f"{name} at a pole")]
    if not x.is_finite():
        return [Poison(f"{name} at infinity")]
    return None


def _precise(name: str, x: arb, n: int) -> list[Scalar]:
    """Coefficients at an exact number, to nearly the working precision relative to each."""
    best: list[Scalar] = list(precisely(lambda: _EXPANSIONS[name](x, n)))
    if not all(c.is_finite() for c in best):
        raise UndecidedError  # inside the domain every coefficient exists: it is too large to represent
    return best
