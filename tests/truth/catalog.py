"""One scalar function for each operator of the table, with points inside its domain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import fmpq

from conformance.language.build import Builder
from conformance.language.graph import Shape
from conformance.language.ops import OPERATORS
from conformance.truth.arrays import Array, array_of

POSITIVE = frozenset(["log", "log2", "log10", "sqrt", "rsqrt", "lgamma", "digamma", "xlogy", "pow"])
UNIT = frozenset(["asin", "acos", "atanh", "erfinv"])
ABOVE_ONE = frozenset({"acosh"})
BETWEEN = frozenset({"logit"})
SMALL = [fmpq(3, 8), fmpq(-7, 16), fmpq(5, 32), fmpq(9, 16), fmpq(-1, 8), fmpq(11, 64)]
MATRIX = [fmpq(n, 16) for n in (40, 7, -5, 9, 50, 3, -6, 11, 45)]


@dataclass(frozen=True)
class Sample:
    """A scalar function of one input `x`, weighted so that every output entry counts differently."""

    name: str
    builder: Builder
    x: int
    f: int
    point: dict[str, Array]


def samples() -> Iterator[Sample]:
    """Every differentiable operator of the table once."""
    for name, operator in OPERATORS.items():
        if operator.group in {"comparison", "making"}:
            continue
        yield _sample(name)


def _entries(name: str, count: int) -> list[fmpq]:
    values = [SMALL[i % len(SMALL)] + fmpq(i, 128) for i in range(count)]
    if name in POSITIVE:
        return [abs(v) + fmpq(1, 4) for v in values]
    if name in ABOVE_ONE:
        return [abs(v) + fmpq(5, 4) for v in values]
    if name in BETWEEN:
        return [abs(v) / 2 + fmpq(1, 8) for v in values]
    return values


def _sample(name: str) -> Sample:
    operator = OPERATORS[name]
    shape: Shape = (3,)
    if operator.group == "linear-algebra" and name not in {"dot", "outer"}:
        shape = (3, 3)
    b = Builder()
    x = b.input("x", shape)
    reverse = b.op("take", x, indices=(2, 0, 1)) if shape == (3,) else b.op("matrix_transpose", x)
    params = {"index": {"index": (1,)}, "reshape": {"shape": (3, 1)}, "take": {"indices": (0, 2, 2)}}.get(name, {})
    if name == "matrix_transpose":
        y = b.op(name, b.op("outer", x, reverse))
    elif name == "solve":
        y = b.op(name, x, b.op("index", b.op("sin", x), index=(None, 1)))
    elif name == "where":
        y = b.op(name, b.op("greater", x, b.literal("0")), b.op("sin", x), b.op("square", x))
    elif name == "clip":
        y = b.op(name, x, b.literal("-1/4"), b.literal("1/2"))
    elif name == "power":
        y = b.op(name, x, b.literal("3"))
    elif name in {"stack", "concat"}:
        y = b.op(name, x, b.op("sin", x))
    elif operator.arity == 2:
        y = b.op(name, x, reverse)
    else:
        y = b.op(name, x, **params)
    entries = MATRIX if shape == (3, 3) else _entries(name, 3)
    f = weighted_sum(b, y)
    return Sample(name, b, x, f, {"x": array_of(entries, shape)})


def weighted_sum(b: Builder, y: int) -> int:
    """Σ wₖ rational weights times the entries: a scalar that tells entries apart."""
    shape = b.shape(y)
    if shape == ():
        return y
    flat = b.op("flatten", y)
    count = b.shape(flat)[0]
    weights = b.op("stack", *(b.literal(f"{k + 2}/{k + 3}") for k in range(count)))
    return b.op("dot", flat, weights)
