"""Derivative rules against Taylor series, and both against mpmath, for every operator."""

from __future__ import annotations

import math

import mpmath
import pytest
from flint import arb, fmpq

from conformance.language.build import Builder
from conformance.truth.arrays import array_of
from conformance.truth.elementary import KNOWN, coefficients
from conformance.truth.scalars import ball
from conformance.truth.side import Expression, precision
from tests.truth.catalog import Sample, samples

MPMATH = {
    "exp": mpmath.exp,
    "log": mpmath.log,
    "sqrt": mpmath.sqrt,
    "cbrt": mpmath.cbrt,
    "sin": mpmath.sin,
    "tan": mpmath.tan,
    "asin": mpmath.asin,
    "acos": mpmath.acos,
    "atan": mpmath.atan,
    "sinh": mpmath.sinh,
    "tanh": mpmath.tanh,
    "asinh": mpmath.asinh,
    "acosh": mpmath.acosh,
    "atanh": mpmath.atanh,
    "erf": mpmath.erf,
    "erfc": mpmath.erfc,
    "erfinv": mpmath.erfinv,
    "lgamma": lambda x: mpmath.log(abs(mpmath.gamma(x))),
    "digamma": mpmath.digamma,
    "sinc": lambda x: mpmath.sincpi(x),
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log1p(mpmath.exp(x)),
    "log_sigmoid": lambda x: -mpmath.log1p(mpmath.exp(-x)),
    "logit": lambda x: mpmath.log(x / (1 - x)),
    "silu": lambda x: x / (1 + mpmath.exp(-x)),
    "gelu": lambda x: x * mpmath.ncdf(x),
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "exp2": lambda x: mpmath.power(2, x),
    "rsqrt": lambda x: 1 / mpmath.sqrt(x),
    "log1p": mpmath.log1p,
    "expm1": mpmath.expm1,
    "cos": mpmath.cos,
    "cosh": mpmath.cosh,
    "log2": lambda x: mpmath.log(x, 2),
    "log10": mpmath.log10,
}


@pytest.mark.parametrize("order", ["grad", "hess"])
@pytest.mark.parametrize("sample", list(samples()), ids=lambda s: s.name)
def test_rules_and_series_agree(sample: Sample, order: str) -> None:
    """`Expression.at` raises DisagreementError if their enclosures do not meet."""
    node = sample.builder.derivative(order, sample.f, [sample.x])
    with precision(256):
        value = Expression(sample.builder.graph(), node).at(sample.point)
    assert value.kind == "smooth"
    assert all(ball(x).is_finite() for x in value.value.ravel())


@pytest.mark.parametrize("name", sorted(KNOWN | {"square"}))
def test_rules_and_series_agree_to_order_four(name: str) -> None:
    b = Builder()
    x = b.input("x", ())
    node = b.derivative("derivative", b.op(name, x), [x], order=4)
    at = fmpq(21, 16) if name == "acosh" else fmpq(5, 16)
    with precision(512):
        value = Expression(b.graph(), node).at({"x": array_of([at], ())})
    assert value.kind == "smooth"


@pytest.mark.parametrize("at", ["0.3125", "0.84375"])
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_coefficients_against_mpmath(name: str, at: str) -> None:
    if name == "acosh":
        at = "1.3125"
    with precision(256):
        ours = coefficients(name, arb(at), 4)
    with mpmath.workdps(60):
        theirs = mpmath.taylor(MPMATH[name], mpmath.mpf(at), 4)
        for k, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            assert math.isclose(float(mine.mid()), float(other), rel_tol=1e-13, abs_tol=1e-18), (name, k)


def test_a_wrong_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from conformance.truth import elementwise_rules
    from conformance.truth.side import DisagreementError

    monkeypatch.setitem(elementwise_rules.DERIVATIVES, "tanh", lambda x, y: 1 + y * y)  # type: ignore[arg-type]
    b = Builder()
    x = b.input("x", ())
    node = b.derivative("grad", b.op("tanh", x), [x])
    with precision(256), pytest.raises(DisagreementError, match="bug of the suite"):
        Expression(b.graph(), node).at({"x": array_of([fmpq(1, 3)], ())})
