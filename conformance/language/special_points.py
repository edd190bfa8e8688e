"""The special points that many operators share."""

from __future__ import annotations

from conformance.language.operator import Special

__all__ = [
    "HALF",
    "HUGE",
    "HUGE_NEGATIVE",
    "IDENTITY",
    "LARGE",
    "LARGE_NEGATIVE",
    "MINUS_ONE",
    "NEGATIVE_ZERO",
    "ONE",
    "ONES",
    "SMALL",
    "TIES",
    "TINY",
    "ZERO",
]

ZERO = Special("0", "where signs, kinks and removable singularities are")
NEGATIVE_ZERO = Special("-0.0", "a sign bit without a sign")
TINY = Special("1e-30", "where a formula that cancels returns 0")
SMALL = Special("1e-4", "where series and formulas are switched")
LARGE = Special("40", "saturated in float64, where a naive exponential swamps 1")
LARGE_NEGATIVE = Special("-40", "saturated on the other side")
HUGE = Special("1000", "exp overflows here in every dtype")
HUGE_NEGATIVE = Special("-1000", "exp underflows here in every dtype")
ONE = Special("1", "an end of the domain, a root or a fixed point")
MINUS_ONE = Special("-1", "an end of the domain or a threshold")
HALF = Special("1/2", "half-integers and midpoints")
TIES = Special("ties", "all entries equal: who gets the gradient")
IDENTITY = Special("identity", "repeated eigenvalues, determinant 1")
ONES = Special("ones", "rank 1, singular above 1×1")
