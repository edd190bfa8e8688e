"""The special points that many operators share."""

from __future__ import annotations

from conformance.language.operator import Special

__all__ = [
    "DIAGONAL",
    "HALF",
    "HUGE",
    "HUGE_NEGATIVE",
    "IDENTITY",
    "INFINITY",
    "LARGE",
    "LARGE_NEGATIVE",
    "MASKED",
    "MINUS_INFINITY",
    "MINUS_ONE",
    "NEAR",
    "NEAR_NEGATIVE",
    "NEGATIVE_ZERO",
    "ONE",
    "ONES",
    "ONE_ZERO",
    "RANK_ONE",
    "REPEATED",
    "SMALL",
    "SMALL_NEGATIVE",
    "SUBNORMAL",
    "THREE",
    "TIES",
    "TINY",
    "TINY_NEGATIVE",
    "TRIANGULAR",
    "TWO",
    "TWO_ZEROS",
    "ZERO",
    "just_inside",
    "outside",
]

ZERO = Special("0", "where signs, kinks and removable singularities are")
NEGATIVE_ZERO = Special("-0.0", "a sign bit without a sign")
SUBNORMAL = Special("1e-310", "subnormal in float64, where some flush it; 0 in float32")
TINY = Special("1e-30", "where a formula that cancels returns 0")
TINY_NEGATIVE = Special("-1e-30", "so near a kink that a formula that rounds takes the other side")
NEAR = Special("1e-8", "its square vanishes beside 1 in float64")
NEAR_NEGATIVE = Special("-1e-8", "its square vanishes beside 1 in float64, from the left")
SMALL = Special("1e-4", "where series and formulas are switched; its square vanishes beside 1 in float32")
SMALL_NEGATIVE = Special("-1e-4", "where series and formulas are switched, from the left")
LARGE = Special("40", "saturated in float64, where a naive exponential swamps 1")
LARGE_NEGATIVE = Special("-40", "saturated on the other side")
HUGE = Special("1000", "exp overflows here in every dtype")
HUGE_NEGATIVE = Special("-1000", "exp underflows here in every dtype")
INFINITY = Special("inf", "the limit exists; formulas make inf/inf or inf·0 of it")
MINUS_INFINITY = Special("-inf", "the limit exists, as masked scores and empty sums in logarithms need; inf·0 is nan")
ONE = Special("1", "an end of the domain, a root or a fixed point")
MINUS_ONE = Special("-1", "an end of the domain or a threshold")
TWO = Special("2", "an integer, where powers and recurrences are unrolled")
THREE = Special("3", "an odd integer, which keeps signs")
HALF = Special("1/2", "half-integers, midpoints, and where the formula for small arguments ends")
TIES = Special("ties", "all entries equal: who gets the gradient, and what is left of a spread")
MASKED = Special("masked", "an entry is -inf: its weight is 0 and the others do not notice")
ONE_ZERO = Special("one-zero", "a product that vanishes while one derivative of it does not")
TWO_ZEROS = Special("two-zeros", "a product all whose derivatives vanish, by division 0/0")
IDENTITY = Special("identity", "repeated eigenvalues, determinant 1")
ONES = Special("ones", "rank 1, singular above 1×1")
DIAGONAL = Special("diagonal", "entries that are zero in factors and eigenvectors")
TRIANGULAR = Special("triangular", "it is its own factor, and not symmetric")
REPEATED = Special("repeated", "two equal eigenvalues and one apart: gaps of 0")
RANK_ONE = Special("rank-one", "singular above 1×1, not symmetric, entries that differ")


def just_inside(value: str) -> Special:
    """A point beside an end of the domain."""
    return Special(value, "just inside an end of the domain, where 1 - x² cancels")


def outside(value: str) -> Special:
    """A point where there is no value: what is returned there is a convention."""
    return Special(value, "outside the domain: nan, or a number that a table of signs let through")
