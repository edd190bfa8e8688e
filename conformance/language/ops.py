"""The one table of operators.

A row gives the operator's name (the array API standard's where it has one), how
many array arguments it takes, its static parameters with their defaults, its shape
rule, the special points that `{special: true}` visits, and how it is written in
mathematics. Adding an operator is adding a row here and its derivative rule in
`conformance.truth`.

Meanings, where libraries differ, are those of the case format: `var` divides by
n - correction, `sinc` is sin(πx)/(πx), `gelu` is x·Φ(x) exactly, `eigvalsh` and
`cholesky` read the symmetric part (A + Aᵀ)/2 of their argument.
"""

from __future__ import annotations

from collections.abc import Iterable

from conformance.language import shapes
from conformance.language.operator import REQUIRED, Operator, Special, rows
from conformance.language.special_points import (
    DIAGONAL,
    HALF,
    HUGE,
    HUGE_NEGATIVE,
    IDENTITY,
    INFINITY,
    LARGE,
    LARGE_NEGATIVE,
    MASKED,
    MINUS_INFINITY,
    MINUS_ONE,
    NEAR,
    NEAR_NEGATIVE,
    NEGATIVE_ZERO,
    ONE,
    ONE_ZERO,
    ONES,
    RANK_ONE,
    REPEATED,
    SMALL,
    SMALL_NEGATIVE,
    SUBNORMAL,
    THREE,
    TIES,
    TINY,
    TINY_NEGATIVE,
    TRIANGULAR,
    TWO,
    TWO_ZEROS,
    ZERO,
    just_inside,
    outside,
)
from conformance.language.tables import fourier, linalg, nn, special, structured

__all__ = ["COMPARISONS", "INTERNAL", "OPERATORS", "REQUIRED", "Operator", "Special"]

OPERATORS: dict[str, Operator] = {}


def _put(operators: Iterable[Operator]) -> None:
    OPERATORS.update((operator.name, operator) for operator in operators)


# Arithmetic, written with symbols.
_put(rows("arithmetic", "add", 2, shapes.elementwise, notation="infix:+"))
_put(rows("arithmetic", "subtract", 2, shapes.elementwise, notation="infix:−"))
_put(rows("arithmetic", "multiply", 2, shapes.elementwise, (ZERO,), notation="infix:·"))
_put(rows("arithmetic", "divide", 2, shapes.elementwise, (ONE,), notation="frac"))
_put(rows("arithmetic", "power", 2, shapes.elementwise, (ZERO, HALF, ONE, TWO, THREE, MINUS_ONE), notation="power"))
_put(rows("arithmetic", "negative", 1, shapes.elementwise, notation="prefix:−"))
_put(rows("arithmetic", "index", 1, shapes.index, notation="index", index=REQUIRED))
_put(rows("arithmetic", "matrix_transpose", 1, shapes.matrix_transpose, notation="postfix:ᵀ"))

COMPARISONS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
for _symbol, _name in COMPARISONS.items():
    _put(rows("comparison", _name, 2, shapes.elementwise, (ZERO,), notation=f"infix:{_symbol}"))

# Elementwise functions.
_put(rows("elementwise", "exp", 1, shapes.elementwise, (ZERO, LARGE, LARGE_NEGATIVE, MINUS_INFINITY), notation="exp"))
_put(rows("elementwise", "exp2", 1, shapes.elementwise, (ZERO, ONE, LARGE, LARGE_NEGATIVE, MINUS_INFINITY)))
_put(rows(
    "elementwise", "expm1", 1, shapes.elementwise,
    (ZERO, NEGATIVE_ZERO, SUBNORMAL, NEAR, SMALL_NEGATIVE, HALF, LARGE_NEGATIVE, MINUS_INFINITY),
))  # fmt: skip
_put(rows(
    "elementwise", "log log2 log10", 1, shapes.elementwise,
    (ZERO, NEGATIVE_ZERO, TINY, ONE, Special("1.0001", "beside the root: relative accuracy"), outside("-1")),
))  # fmt: skip
_put(rows(
    "elementwise", "log1p", 1, shapes.elementwise,
    (ZERO, NEGATIVE_ZERO, SUBNORMAL, NEAR, SMALL_NEGATIVE, HALF, MINUS_ONE, just_inside("-0.9999"), outside("-2")),
))  # fmt: skip
_put(rows("elementwise", "sqrt", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY, ONE, outside("-1")),
     notation="root"))  # fmt: skip
_put(rows("elementwise", "rsqrt", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, SMALL, ONE, INFINITY, outside("-1"))))
_put(rows(
    "elementwise", "cbrt", 1, shapes.elementwise,
    (ZERO, NEGATIVE_ZERO, TINY, ONE, MINUS_ONE, Special("-8", "a negative number through exp and log is nan")),
))  # fmt: skip
_put(rows("elementwise", "square", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, NEAR), notation="square"))
_put(rows("elementwise", "abs", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY, TINY_NEGATIVE),
     notation="bars"))  # fmt: skip
_put(rows("elementwise", "sign", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY, TINY_NEGATIVE), notation="sgn"))
_put(rows(
    "elementwise", "sin cos", 1, shapes.elementwise,
    (ZERO, NEGATIVE_ZERO, SMALL, Special("pi/2", "the number next to a zero"),
     Special("pi", "the number next to a zero"), Special("100000", "π is subtracted 31,830 times")),
))  # fmt: skip
_put(rows("elementwise", "tan", 1, shapes.elementwise,
     (ZERO, NEGATIVE_ZERO, SMALL, Special("1.5707", "beside a pole"), Special("100000", "π is subtracted 31,830 times"))
))  # fmt: skip
_put(rows("elementwise", "asin acos", 1, shapes.elementwise,
     (ZERO, SMALL, HALF, ONE, MINUS_ONE, just_inside("0.9999"), outside("2")), notation="arc"))  # fmt: skip
_put(rows("elementwise", "atan", 1, shapes.elementwise, (ZERO, SMALL, ONE, HUGE, INFINITY, MINUS_INFINITY),
     notation="arctan"))  # fmt: skip
_put(rows("elementwise", "atan2", 2, shapes.elementwise, (ZERO, TINY, ONE, MINUS_ONE)))
_put(rows("elementwise", "sinh cosh", 1, shapes.elementwise, (ZERO, NEAR, SMALL_NEGATIVE, LARGE, LARGE_NEGATIVE)))
_put(rows(
    "elementwise", "tanh", 1, shapes.elementwise,
    (ZERO, SUBNORMAL, SMALL, Special("0.625", "where a polynomial ends and exp begins"),
     Special("9", "where float32 is clamped to 1"), LARGE, LARGE_NEGATIVE, INFINITY, MINUS_INFINITY),
))  # fmt: skip
_put(rows(
    "elementwise", "asinh", 1, shapes.elementwise,
    (ZERO, NEAR, SMALL_NEGATIVE, HUGE, HUGE_NEGATIVE, Special("-1e10", "x + √(x² + 1) cancels to 0")),
    notation="arsinh",
))  # fmt: skip
_put(rows(
    "elementwise", "acosh", 1, shapes.elementwise,
    (ONE, just_inside("1.0001"), HUGE, Special("1e10", "x² - 1 is x²"), outside("1/2")), notation="arcosh",
))  # fmt: skip
_put(rows("elementwise", "atanh", 1, shapes.elementwise,
     (ZERO, NEAR, SMALL_NEGATIVE, HALF, just_inside("0.9999"), ONE, MINUS_ONE, outside("2")),
     notation="artanh"))  # fmt: skip
_put(rows(
    "elementwise", "erf erfc", 1, shapes.elementwise,
    (ZERO, SMALL, HALF, ONE, Special("3", "rational approximations meet; 1 - erf cancels"),
     Special("6", "erfc is 2e-17 here"), Special("-6", "erf rounds to -1, erfc to 2"),
     INFINITY, MINUS_INFINITY),
))  # fmt: skip
_put(rows(
    "elementwise", "erfinv", 1, shapes.elementwise,
    (ZERO, NEAR, SMALL_NEGATIVE, HALF, Special("0.7", "the central approximation ends"),
     Special("0.9375", "where another approximation of the tail begins"), Special("0.999", "a steep tail"),
     Special("-0.999", "the tail on the left, through 1 + x or 1 - |x|"), ONE, MINUS_ONE, outside("2")),
))  # fmt: skip
_put(rows(
    "elementwise", "lgamma digamma", 1, shapes.elementwise,
    (ONE, TWO, THREE, HALF, Special("1.4616", "where lgamma is least and digamma vanishes"),
     Special("0.9999", "beside a zero of lgamma"), Special("10", "where the asymptotic series takes over"),
     Special("-1/2", "found by reflection"), Special("-1.5", "by reflection, where the gamma function is positive"),
     SMALL, Special("-1e-4", "beside a pole, from the left"), ZERO, MINUS_ONE),
))  # fmt: skip
_put(rows("elementwise", "sinc", 1, shapes.elementwise,
     (ZERO, NEGATIVE_ZERO, TINY, NEAR, SMALL_NEGATIVE, HALF, ONE)))  # fmt: skip
_put(rows("elementwise", "sigmoid", 1, shapes.elementwise,
     (ZERO, SMALL, LARGE, LARGE_NEGATIVE, INFINITY, MINUS_INFINITY)))  # fmt: skip
_put(rows(
    "elementwise", "log_sigmoid softplus", 1, shapes.elementwise,
    (ZERO, Special("20", "the threshold past which softplus is taken for x"),
     Special("20.5", "past that threshold, where e⁻ˣ still counts in float64"),
     Special("-15", "where log(1 + eˣ) is taken for eˣ in float32"), LARGE, LARGE_NEGATIVE, HUGE, HUGE_NEGATIVE,
     INFINITY, MINUS_INFINITY),
))  # fmt: skip
_put(rows(
    "elementwise", "logit", 1, shapes.elementwise,
    (HALF, Special("0.5001", "beside the root: log(x/(1 - x)) cancels"), TINY, just_inside("0.9999"), ZERO, ONE,
     outside("2")),
))  # fmt: skip
_put(rows("elementwise", "relu", 1, shapes.elementwise,
     (ZERO, NEGATIVE_ZERO, TINY, TINY_NEGATIVE, MINUS_INFINITY)))  # fmt: skip
_put(rows("elementwise", "leaky_relu", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY_NEGATIVE), slope=0.01))
_put(rows("elementwise", "elu", 1, shapes.elementwise,
     (ZERO, NEGATIVE_ZERO, TINY, NEAR_NEGATIVE, SMALL_NEGATIVE, LARGE_NEGATIVE, MINUS_INFINITY), alpha=1))  # fmt: skip
_put(rows(
    "elementwise", "silu gelu mish", 1, shapes.elementwise,
    (ZERO, SMALL, Special("6", "Φ rounds to 1 in float32"), Special("-6", "Φ is 1e-9: 1 + erf cancels"),
     Special("-10", "Φ is 8e-24, less than any difference from 1"),
     Special("20.5", "past the threshold of a softplus inside"), LARGE, LARGE_NEGATIVE, MINUS_INFINITY),
))  # fmt: skip
_put(rows("elementwise", "hypot", 2, shapes.elementwise, (ZERO, NEGATIVE_ZERO, TINY, ONE)))
_put(rows("elementwise", "logaddexp", 2, shapes.elementwise, (ZERO, HUGE, HUGE_NEGATIVE, MINUS_INFINITY)))
_put(rows("elementwise", "xlogy", 2, shapes.elementwise, (ZERO, TINY, ONE)))
_put(rows("elementwise", "maximum minimum", 2, shapes.elementwise, (ZERO, NEGATIVE_ZERO, ONE), notation="minmax"))
_put(rows("elementwise", "clip", 3, shapes.elementwise, (ZERO, ONE, MINUS_ONE)))
_put(rows("elementwise", "pow", 2, shapes.elementwise, (ZERO, HALF, ONE, TWO, THREE, MINUS_ONE), notation="power"))
_put(rows("elementwise", "where", 3, shapes.elementwise, (ZERO,), notation="cases"))

# Reductions; without axis they take all entries.
_put(rows("reduction", "sum", 1, shapes.reduction, notation="sum", axis=None))
_put(rows("reduction", "mean", 1, shapes.reduction, axis=None))
_put(rows("reduction", "prod", 1, shapes.reduction, (ZERO, ONE, ONE_ZERO, TWO_ZEROS), notation="prod", axis=None))
_put(rows("reduction", "var std", 1, shapes.reduction, (TIES, ZERO), axis=None, correction=0))
_put(rows("reduction", "max min", 1, shapes.reduction, (TIES, ZERO), axis=None))
_put(rows("reduction", "norm", 1, shapes.reduction, (ZERO, TINY, ONE_ZERO), notation="norm", axis=None))
_put(rows("reduction", "logsumexp", 1, shapes.reduction, (TIES, HUGE, HUGE_NEGATIVE, MASKED), axis=None))
_put(rows("reduction", "cumsum", 1, shapes.cumulative, axis=None))
_put(rows("reduction", "cumprod", 1, shapes.cumulative, (ZERO, ONE, ONE_ZERO, TWO_ZEROS), axis=None))

# Normalizing functions; axis -1 unless told.
_put(rows("normalizing", "softmax log_softmax", 1, shapes.along_axis, (TIES, HUGE, HUGE_NEGATIVE, MASKED), axis=-1))
_put(rows("normalizing", "layer_norm", 1, shapes.along_axis, (TIES, ZERO), axis=-1, eps=1e-5))
_put(rows("normalizing", "normalize", 1, shapes.along_axis, (ZERO, TINY, ONE_ZERO), axis=-1))

# Linear algebra.
_put(rows("linear-algebra", "dot", 2, shapes.dot, notation="infix:·"))
_put(rows("linear-algebra", "matmul", 2, shapes.matmul, notation="infix:"))
_put(rows("linear-algebra", "outer", 2, shapes.outer, notation="infix:⊗"))
_put(rows("linear-algebra", "kron", 2, shapes.kron, notation="infix:⊗"))
_put(rows("linear-algebra", "trace", 1, shapes.square_to_scalar, (IDENTITY,), notation="tr"))
_put(rows("linear-algebra", "det", 1, shapes.square_to_scalar,
     (ZERO, IDENTITY, DIAGONAL, TRIANGULAR, ONES, RANK_ONE), notation="bars"))  # fmt: skip
_put(rows("linear-algebra", "slogdet logdet", 1, shapes.square_to_scalar, (IDENTITY, DIAGONAL, TRIANGULAR, ONES)))
_put(rows("linear-algebra", "inv", 1, shapes.square_to_square, (IDENTITY, DIAGONAL, TRIANGULAR, ONES),
     notation="postfix:⁻¹"))  # fmt: skip
_put(rows("linear-algebra", "solve", 2, shapes.solve, (IDENTITY, DIAGONAL, TRIANGULAR)))
_put(rows("linear-algebra", "cholesky", 1, shapes.square_to_square, (IDENTITY, DIAGONAL, ONES)))
_put(rows("linear-algebra", "eigvalsh", 1, shapes.square_to_vector, (IDENTITY, DIAGONAL, REPEATED, ONES)))
_put(rows("linear-algebra", "diag", 1, shapes.diag))
_put(rows("linear-algebra", "tril triu", 1, shapes.matrix_to_matrix, k=0))

# Shaping.
_put(rows("shaping", "stack", None, shapes.stack, notation="vector", axis=0))
_put(rows("shaping", "concat", None, shapes.concat, axis=0))
_put(rows("shaping", "reshape", 1, shapes.reshape, shape=REQUIRED))
_put(rows("shaping", "flatten", 1, shapes.flatten))
_put(rows("shaping", "transpose", 1, shapes.transpose, notation="postfix:ᵀ", axes=None))
_put(rows("shaping", "take", 1, shapes.take, indices=REQUIRED, axis=0))

# Making.
_put(rows("making", "zeros ones", 0, shapes.filled, shape=REQUIRED))
_put(rows("making", "eye", 0, shapes.eye, n=REQUIRED))
_put(rows("making", "arange", 0, shapes.arange, n=REQUIRED))
_put(rows("making", "array", 1, shapes.same))

for _rows in (special.ROWS, nn.ROWS, structured.ROWS, linalg.ROWS, fourier.ROWS):
    _put(_rows)

INTERNAL: dict[str, Operator] = {
    "stop_gradient": Operator("stop_gradient", "internal", 1, shapes.same),
    "astype": Operator("astype", "internal", 1, shapes.same, {"dtype": REQUIRED}),
}
"""What `conformance.faults` plants in graphs and no case can name: the identity with derivative zero, and an
array in another dtype, by which its derivative passes too. They have no truth: that is found without faults."""
