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

from collections.abc import Mapping
from dataclasses import dataclass, field

from conformance.language import shapes
from conformance.language.graph import Param
from conformance.language.shapes import ShapeRule

__all__ = ["COMPARISONS", "INTERNAL", "OPERATORS", "REQUIRED", "Operator", "Special"]

REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Special:
    """A value worth visiting: constant text that fills an input, or for array inputs
    one of the patterns `ones`, `identity`, `ties`; and why."""

    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Operator:
    name: str
    group: str
    arity: int | None
    """Array arguments; None: one list of them (`stack`, `concat`)."""
    shape: ShapeRule
    params: Mapping[str, Param] = field(default_factory=dict)
    """Static parameters in positional order with their defaults; REQUIRED has none."""
    special: tuple[Special, ...] = ()
    notation: str = ""
    """How it is written: `infix:+`, `postfix:ᵀ`, `bars`, `norm`, `root`, `frac`, `power`,
    `floor`, or the upright function name (the default: the operator's own)."""


OPERATORS: dict[str, Operator] = {}

_ZERO = Special("0", "where signs, kinks and removable singularities are")
_NEGATIVE_ZERO = Special("-0.0", "a sign bit without a sign")
_TINY = Special("1e-30", "where a formula that cancels returns 0")
_SMALL = Special("1e-4", "where series and formulas are switched")
_LARGE = Special("40", "saturated in float64, where a naive exponential swamps 1")
_LARGE_NEGATIVE = Special("-40", "saturated on the other side")
_HUGE = Special("1000", "exp overflows here in every dtype")
_HUGE_NEGATIVE = Special("-1000", "exp underflows here in every dtype")
_ONE = Special("1", "an end of the domain, a root or a fixed point")
_MINUS_ONE = Special("-1", "an end of the domain or a threshold")
_HALF = Special("1/2", "half-integers and midpoints")
_TIES = Special("ties", "all entries equal: who gets the gradient")
_IDENTITY = Special("identity", "repeated eigenvalues, determinant 1")
_ONES = Special("ones", "rank 1, singular above 1×1")


def _add(
    group: str,
    names: str,
    arity: int | None,
    rule: ShapeRule,
    special: tuple[Special, ...] = (),
    /,
    *,
    notation: str = "",
    **params: Param,
) -> None:
    for name in names.split():
        OPERATORS[name] = Operator(name, group, arity, rule, params, special, notation)


# Arithmetic, written with symbols.
_add("arithmetic", "add", 2, shapes.elementwise, notation="infix:+")
_add("arithmetic", "subtract", 2, shapes.elementwise, notation="infix:−")
_add("arithmetic", "multiply", 2, shapes.elementwise, (_ZERO,), notation="infix:·")
_add("arithmetic", "divide", 2, shapes.elementwise, (_ONE,), notation="frac")
_add("arithmetic", "power", 2, shapes.elementwise, (_ZERO, _ONE), notation="power")
_add("arithmetic", "negative", 1, shapes.elementwise, notation="prefix:−")
_add("arithmetic", "index", 1, shapes.index, notation="index", index=REQUIRED)
_add("arithmetic", "matrix_transpose", 1, shapes.matrix_transpose, notation="postfix:ᵀ")

COMPARISONS = {
    "==": "equal",
    "!=": "not_equal",
    "<": "less",
    "<=": "less_equal",
    ">": "greater",
    ">=": "greater_equal",
}
for _symbol, _name in COMPARISONS.items():
    _add("comparison", _name, 2, shapes.elementwise, (_ZERO,), notation=f"infix:{_symbol}")

# Elementwise functions.
_add("elementwise", "exp", 1, shapes.elementwise, (_ZERO, _LARGE, _LARGE_NEGATIVE), notation="exp")
_add("elementwise", "exp2", 1, shapes.elementwise, (_ZERO, _LARGE, _LARGE_NEGATIVE))
_add("elementwise", "expm1", 1, shapes.elementwise, (_ZERO, _TINY, _LARGE_NEGATIVE))
_add("elementwise", "log log2 log10", 1, shapes.elementwise, (_ZERO, _ONE, _TINY))
_add("elementwise", "log1p", 1, shapes.elementwise, (_ZERO, _TINY, _MINUS_ONE))
_add("elementwise", "sqrt", 1, shapes.elementwise, (_ZERO, _TINY, _ONE), notation="root")
_add("elementwise", "rsqrt", 1, shapes.elementwise, (_ZERO, _ONE))
_add("elementwise", "cbrt", 1, shapes.elementwise, (_ZERO, _ONE, _MINUS_ONE))
_add("elementwise", "square", 1, shapes.elementwise, (_ZERO, _TINY), notation="square")
_add("elementwise", "abs", 1, shapes.elementwise, (_ZERO, _NEGATIVE_ZERO, _TINY), notation="bars")
_add("elementwise", "sign", 1, shapes.elementwise, (_ZERO, _TINY), notation="sgn")
_add("elementwise", "sin cos tan", 1, shapes.elementwise, (_ZERO, _SMALL, Special("pi/2", "a zero or a pole")))
_add("elementwise", "asin acos", 1, shapes.elementwise, (_ZERO, _ONE, _MINUS_ONE), notation="arc")
_add("elementwise", "atan", 1, shapes.elementwise, (_ZERO, _HUGE), notation="arctan")
_add("elementwise", "atan2", 2, shapes.elementwise, (_ZERO, _ONE))
_add("elementwise", "sinh cosh", 1, shapes.elementwise, (_ZERO, _SMALL, _LARGE))
_add("elementwise", "tanh", 1, shapes.elementwise, (_ZERO, _SMALL, _LARGE, _LARGE_NEGATIVE))
_add("elementwise", "asinh", 1, shapes.elementwise, (_ZERO, _TINY, _HUGE), notation="arsinh")
_add("elementwise", "acosh", 1, shapes.elementwise, (_ONE, _HUGE), notation="arcosh")
_add("elementwise", "atanh", 1, shapes.elementwise, (_ZERO, _TINY, _ONE, _MINUS_ONE), notation="artanh")
_add("elementwise", "erf erfc", 1, shapes.elementwise, (_ZERO, _SMALL, Special("6", "erfc is 1e-17 here")))
_add("elementwise", "erfinv", 1, shapes.elementwise, (_ZERO, Special("0.999", "a steep tail"), _ONE))
_add(
    "elementwise", "lgamma digamma", 1, shapes.elementwise,
    (_ONE, Special("2", "a zero of lgamma"), _HALF, Special("-1/2", "reflection"), _SMALL, _ZERO),
)  # fmt: skip
_add("elementwise", "sinc", 1, shapes.elementwise, (_ZERO, _TINY, _SMALL, _ONE, _HALF))
_add("elementwise", "sigmoid log_sigmoid softplus", 1, shapes.elementwise,
     (_ZERO, _LARGE, _LARGE_NEGATIVE, _HUGE, _HUGE_NEGATIVE))  # fmt: skip
_add("elementwise", "logit", 1, shapes.elementwise, (_HALF, _TINY, _ZERO, _ONE))
_add("elementwise", "relu", 1, shapes.elementwise, (_ZERO, _NEGATIVE_ZERO, _TINY))
_add("elementwise", "leaky_relu", 1, shapes.elementwise, (_ZERO, _NEGATIVE_ZERO), slope=0.01)
_add("elementwise", "elu", 1, shapes.elementwise, (_ZERO, _LARGE_NEGATIVE), alpha=1)
_add("elementwise", "silu gelu mish", 1, shapes.elementwise, (_ZERO, _SMALL, _LARGE, _LARGE_NEGATIVE))
_add("elementwise", "hypot", 2, shapes.elementwise, (_ZERO, _TINY, _ONE))
_add("elementwise", "logaddexp", 2, shapes.elementwise, (_ZERO, _HUGE, _HUGE_NEGATIVE))
_add("elementwise", "xlogy", 2, shapes.elementwise, (_ZERO, _ONE))
_add("elementwise", "maximum minimum", 2, shapes.elementwise, (_ZERO, _ONE), notation="minmax")
_add("elementwise", "clip", 3, shapes.elementwise, (_ZERO, _ONE, _MINUS_ONE))
_add("elementwise", "pow", 2, shapes.elementwise, (_ZERO, _ONE, Special("2", "an integer exponent")), notation="power")
_add("elementwise", "where", 3, shapes.elementwise, (_ZERO,), notation="cases")

# Reductions; without axis they take all entries.
_add("reduction", "sum", 1, shapes.reduction, notation="sum", axis=None)
_add("reduction", "mean", 1, shapes.reduction, axis=None)
_add("reduction", "prod", 1, shapes.reduction, (_ZERO, _ONE), notation="prod", axis=None)
_add("reduction", "var std", 1, shapes.reduction, (_TIES,), axis=None, correction=0)
_add("reduction", "max min", 1, shapes.reduction, (_TIES, _ZERO), axis=None)
_add("reduction", "norm", 1, shapes.reduction, (_ZERO, _TINY), notation="norm", axis=None)
_add("reduction", "logsumexp", 1, shapes.reduction, (_TIES, _HUGE, _HUGE_NEGATIVE), axis=None)
_add("reduction", "cumsum", 1, shapes.cumulative, axis=None)
_add("reduction", "cumprod", 1, shapes.cumulative, (_ZERO, _ONE), axis=None)

# Normalizing functions; axis -1 unless told.
_add("normalizing", "softmax log_softmax", 1, shapes.along_axis, (_TIES, _HUGE, _HUGE_NEGATIVE), axis=-1)
_add("normalizing", "layer_norm", 1, shapes.along_axis, (_TIES,), axis=-1, eps=1e-5)
_add("normalizing", "normalize", 1, shapes.along_axis, (_ZERO, _TINY), axis=-1)

# Linear algebra.
_add("linear-algebra", "dot", 2, shapes.dot, notation="infix:·")
_add("linear-algebra", "matmul", 2, shapes.matmul, notation="infix:")
_add("linear-algebra", "outer", 2, shapes.outer, notation="infix:⊗")
_add("linear-algebra", "kron", 2, shapes.kron, notation="infix:⊗")
_add("linear-algebra", "trace", 1, shapes.square_to_scalar, (_IDENTITY,), notation="tr")
_add("linear-algebra", "det", 1, shapes.square_to_scalar, (_ZERO, _IDENTITY, _ONES), notation="bars")
_add("linear-algebra", "slogdet logdet", 1, shapes.square_to_scalar, (_IDENTITY, _ONES))
_add("linear-algebra", "inv", 1, shapes.square_to_square, (_IDENTITY, _ONES), notation="postfix:⁻¹")
_add("linear-algebra", "solve", 2, shapes.solve, (_IDENTITY,))
_add("linear-algebra", "cholesky", 1, shapes.square_to_square, (_IDENTITY,))
_add("linear-algebra", "eigvalsh", 1, shapes.square_to_vector, (_IDENTITY,))
_add("linear-algebra", "diag", 1, shapes.diag)
_add("linear-algebra", "tril triu", 1, shapes.matrix_to_matrix, k=0)

# Shaping.
_add("shaping", "stack", None, shapes.stack, notation="vector", axis=0)
_add("shaping", "concat", None, shapes.concat, axis=0)
_add("shaping", "reshape", 1, shapes.reshape, shape=REQUIRED)
_add("shaping", "flatten", 1, shapes.flatten)
_add("shaping", "transpose", 1, shapes.transpose, notation="postfix:ᵀ", axes=None)
_add("shaping", "take", 1, shapes.take, indices=REQUIRED, axis=0)

# Making.
_add("making", "zeros ones", 0, shapes.filled, shape=REQUIRED)
_add("making", "eye", 0, shapes.eye, n=REQUIRED)
_add("making", "arange", 0, shapes.arange, n=REQUIRED)
_add("making", "array", 1, shapes.same)

INTERNAL: dict[str, Operator] = {
    "stop_gradient": Operator("stop_gradient", "internal", 1, shapes.same),
    "astype": Operator("astype", "internal", 1, shapes.same, {"dtype": REQUIRED}),
}
"""What `conformance.faults` plants in graphs and no case can name: the identity with derivative zero, and an
array in another dtype, by which its derivative passes too. They have no truth: that is found without faults."""
