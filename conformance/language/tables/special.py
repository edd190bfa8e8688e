"""Special functions of mathematics, and the elementwise arithmetic beside them."""

from __future__ import annotations

from conformance.language import shapes
from conformance.language.operator import REQUIRED, Operator, Special, rows
from conformance.language.special_points import (
    HALF,
    HUGE,
    HUGE_NEGATIVE,
    INFINITY,
    LARGE,
    LARGE_NEGATIVE,
    MINUS_INFINITY,
    MINUS_ONE,
    NEGATIVE_ZERO,
    ONE,
    SMALL,
    SUBNORMAL,
    TINY,
    TWO,
    ZERO,
    outside,
)

__all__ = ["ROWS"]

EIGHT = Special("8", "where Chebyshev series for small and large arguments meet")
MINUS_EIGHT = Special("-8", "the same on the other side")
FIVE = Special("5", "where rational approximations for small and large arguments meet")
NEGATIVE_HALF = Special("-1/2", "by reflection")
BELOW_MINUS_ONE = Special("-3/2", "by reflection, on the next branch between poles")
SATURATED = Special("14", "the normal distribution is 1 in float64, its density 1e-44")
SATURATED_NEGATIVE = Special("-14", "the normal distribution is 1e-45, subnormal in float32")
UNDERFLOWN = Special("-38", "the normal distribution is 3e-316, subnormal in float64")
OVERFLOWN = Special("38", "the complement of the normal distribution is 3e-316")
BETWEEN = Special("5/2", "midway between integers")

ROWS: list[Operator] = [
    # Bessel functions.
    *rows("elementwise", "i0 i1", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY, SUBNORMAL, EIGHT, MINUS_EIGHT)),
    *rows("elementwise", "i0e i1e", 1, shapes.elementwise,
          (ZERO, NEGATIVE_ZERO, TINY, SUBNORMAL, EIGHT, MINUS_EIGHT, HUGE, HUGE_NEGATIVE, INFINITY)),
    *rows("elementwise", "j0 j1", 1, shapes.elementwise,
          (ZERO, NEGATIVE_ZERO, TINY, SUBNORMAL, FIVE, EIGHT, MINUS_EIGHT, HUGE)),
    # The gamma function and its kin.
    *rows("elementwise", "gamma", 1, shapes.elementwise,
          (ONE, TWO, HALF, NEGATIVE_HALF, BELOW_MINUS_ONE, TINY, Special("33", "near where float32 overflows"), ZERO,
           MINUS_ONE)),
    *rows("elementwise", "polygamma", 1, shapes.elementwise,
          (ONE, HALF, NEGATIVE_HALF, BELOW_MINUS_ONE, SMALL, Special("10", "where the asymptotic series takes over"),
           HUGE, ZERO), n=1),
    *rows("elementwise", "multigammaln", 1, shapes.elementwise,
          (TWO, EIGHT, HUGE), p=REQUIRED),
    *rows("elementwise", "betaln", 2, shapes.elementwise, (ONE, HALF, SMALL, EIGHT)),
    *rows("elementwise", "zeta", 2, shapes.elementwise,
          (Special("9", "where Euler and Maclaurin's formula takes over"), HALF, TWO)),
    *rows("elementwise", "gammainc gammaincc", 2, shapes.elementwise,
          (ONE, Special("20", "where the asymptotic expansion takes over"), TINY, ZERO)),
    # The normal distribution.
    *rows("elementwise", "ndtr", 1, shapes.elementwise,
          (ZERO, ONE, FIVE, Special("-5", "on the other side"), SATURATED, SATURATED_NEGATIVE, UNDERFLOWN, OVERFLOWN,
           INFINITY, MINUS_INFINITY)),
    *rows("elementwise", "log_ndtr", 1, shapes.elementwise,
          (ZERO, MINUS_ONE, FIVE, Special("-5", "on the other side"),
           Special("-10", "where a series takes over in float32"),
           Special("-20", "where a series takes over in float64"),
           SATURATED, SATURATED_NEGATIVE, UNDERFLOWN, OVERFLOWN, HUGE_NEGATIVE, INFINITY)),
    *rows("elementwise", "ndtri", 1, shapes.elementwise,
          (HALF, Special("1/8", "just beyond exp(-2), where the tail's approximation takes over"),
           Special("7/8", "the same for the other tail"), TINY, ZERO, ONE, outside("2"))),
    # Integrals.
    *rows("elementwise", "erfcx", 1, shapes.elementwise,
          (ZERO, TINY, ONE, MINUS_ONE, Special("10", "erfc underflows in float32, exp(x²) overflows"),
           Special("30", "erfc underflows in float64, exp(x²) overflows"), HUGE, INFINITY)),
    *rows("elementwise", "dawsn", 1, shapes.elementwise,
          (ZERO, TINY, ONE, MINUS_ONE, FIVE, Special("0.924", "where the derivative vanishes"), HUGE, INFINITY)),
    *rows("elementwise", "expi", 1, shapes.elementwise,
          (ONE, MINUS_ONE, TINY, Special("0.3725", "beside the root"), Special("6", "where approximations meet"), LARGE,
           LARGE_NEGATIVE, ZERO)),
    *rows("elementwise", "spence", 1, shapes.elementwise,
          (ONE, Special("1.0001", "beside the removable singularity of its derivative"), TWO, HALF, TINY, HUGE, ZERO,
           outside("-1"))),
    # Logarithms and quotients that are 0 where their first argument is.
    *rows("elementwise", "entr", 1, shapes.elementwise,
          (ZERO, ONE, TINY, Special("1e6", "large and negative"), outside("-1"))),
    *rows("elementwise", "xlog1py", 2, shapes.elementwise, (ZERO, ONE, TINY, MINUS_ONE)),
    *rows("elementwise", "xdivy", 2, shapes.elementwise, (ZERO, ONE)),
    *rows("elementwise", "logaddexp2", 2, shapes.elementwise, (ZERO, HUGE, HUGE_NEGATIVE)),
    # Steps, and what is left between them.
    *rows("elementwise", "floor ceil trunc round frac", 1, shapes.elementwise,
          (ZERO, NEGATIVE_ZERO, ONE, TINY, HALF, BETWEEN, Special("-5/2", "rounded away from zero or towards it"))),
    *rows("elementwise", "remainder fmod floor_divide", 2, shapes.elementwise,
          (ONE, MINUS_ONE, Special("-3/4", "a negative divisor or dividend"))),
    *rows("elementwise", "heaviside", 2, shapes.elementwise, (ZERO, ONE, MINUS_ONE)),
    *rows("elementwise", "copysign", 2, shapes.elementwise, (ONE, MINUS_ONE)),
    # Proportions.
    *rows("elementwise", "reciprocal", 1, shapes.elementwise, (ONE, LARGE, LARGE_NEGATIVE, ZERO)),
    *rows("elementwise", "deg2rad rad2deg", 1, shapes.elementwise, (ZERO, Special("180", "half a turn"), TINY)),
]  # fmt: skip
