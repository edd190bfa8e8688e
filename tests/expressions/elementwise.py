"""Arithmetic and the elementwise functions, each with its argument kept where it has a value."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.language.graph import Shape
from conformance.language.ops import COMPARISONS
from tests.expressions.grow import Grower, family

INFIX = {"add": "({} + {})", "subtract": "({} - {})", "multiply": "({}*{})", "divide": "({}/(2 + sin({})))"}
UNARY = {
    **{
        name: f"{name}({{}})"
        for name in """exp exp2 expm1 square abs sign sin cos atan sinh cosh tanh asinh erf erfc sinc sigmoid
        log_sigmoid softplus relu leaky_relu elu silu gelu mish array""".split()
    },
    **{name: f"{name}(2 + sin({{}}))" for name in ("log", "log2", "log10", "lgamma", "digamma", "cbrt")},
    **{name: f"{name}(1 + square({{}}))" for name in ("log1p", "sqrt", "rsqrt")},
    **{name: f"{name}(0.5*tanh({{}}))" for name in ("asin", "acos", "atanh", "erfinv", "tan")},
    "acosh": "acosh(2 + square({}))",
    "logit": "logit(0.5 + 0.25*sin({}))",
}
BINARY = {
    **{name: f"{name}({{}}, {{}})" for name in ("hypot", "logaddexp", "maximum", "minimum")},
    "atan2": "atan2({}, 2 + sin({}))",
    "xlogy": "xlogy({}, 2 + sin({}))",
    "pow": "pow(2 + sin({}), {})",
}


@family(" ".join(INFIX), weight=2)
def infix(g: Grower, shape: Shape, depth: int) -> str:
    left, right = g.broadcasting(shape)
    return INFIX[g.pick(g.among(*INFIX))].format(g(left, depth), g(right, depth))


@family("negative")
def negative(g: Grower, shape: Shape, depth: int) -> str:
    return f"(-{g(shape, depth)})"


@family("power")
def power(g: Grower, shape: Shape, depth: int) -> str:
    exponent = g.draw(st.integers(0, 3))
    if exponent == 0:
        left, right = g.broadcasting(shape)
        return f"((2 + sin({g(left, depth)}))**{g(right, depth)})"
    return f"({g(shape, depth)}**{exponent})"


@family(" ".join(UNARY), weight=4)
def unary(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*UNARY))
    text = UNARY[name].format(g(shape, depth))
    if name == "leaky_relu" and g.draw(st.booleans()):
        return text[:-1] + ", slope=0.25)"
    return text[:-1] + ", alpha=2)" if name == "elu" and g.draw(st.booleans()) else text


@family(" ".join(BINARY))
def binary(g: Grower, shape: Shape, depth: int) -> str:
    left, right = g.broadcasting(shape)
    return BINARY[g.pick(g.among(*BINARY))].format(g(left, depth), g(right, depth))


@family("clip")
def clip(g: Grower, shape: Shape, depth: int) -> str:
    return f"clip({g(shape, depth)}, -1/3, {g((), depth)})"


@family(" ".join(["where", *COMPARISONS.values()]))
def where(g: Grower, shape: Shape, depth: int) -> str:
    condition, other = g.broadcasting(shape)
    symbols = [symbol for symbol, name in COMPARISONS.items() if g.among(name)] or list(COMPARISONS)
    compared = f"{g(condition, depth - 1)} {g.pick(symbols)} {g((), depth - 1)}"
    return f"where({compared}, {g(shape, depth)}, {g(other, depth)})"
