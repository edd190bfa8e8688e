"""What each operator means, in numbers: rows of arguments, parameters and the value.

The values come from the definition, by mpmath, the standard library or plain arithmetic,
never from a framework.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import mpmath
import numpy as np

from conformance.language.ops import COMPARISONS, OPERATORS
from tests.backends import matrix_values, nn_values, special_values, structured_values

__all__ = ["ROWS", "Row"]


@dataclass(frozen=True, eq=False)
class Row:
    op: str
    args: tuple[Any, ...]
    expected: Any
    params: dict[str, Any] = field(default_factory=dict)


ROWS: list[Row] = []


def row(op: str, args: Sequence[Any], expected: Any, **params: Any) -> None:
    ROWS.append(Row(op, tuple(args), np.asarray(expected, float).tolist(), params))


def unary(op: str, function: Callable[[float], Any], *points: float) -> None:
    """Entry by entry, at each point, and of a scalar."""
    row(op, [points], [float(function(x)) for x in points])
    row(op, [points[0]], float(function(points[0])))


sigmoid = lambda x: 1 / (1 + math.exp(-x))  # noqa: E731
softplus = lambda x: math.log1p(math.exp(x))  # noqa: E731

unary("exp", math.exp, 0.5, -2)
unary("exp2", lambda x: 2.0**x, 0.5, -2)
unary("expm1", math.expm1, 1e-9, -2)
unary("log", math.log, 0.5, 3)
unary("log1p", math.log1p, 1e-9, 3)
unary("log2", math.log2, 0.5, 3)
unary("log10", math.log10, 0.5, 3)
unary("sqrt", math.sqrt, 0.5, 3)
unary("rsqrt", lambda x: 1 / math.sqrt(x), 0.5, 3)
unary("cbrt", mpmath.cbrt, 0.5, 3)
unary("square", lambda x: x * x, 0.5, -3)
unary("abs", abs, 0.5, -3)
unary("sign", lambda x: math.copysign(1, x) if x else 0, 0.5, -3, 0)
unary("negative", lambda x: -x, 0.5, -3)
for trigonometric in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "asinh", "atan", "erf", "erfc"):
    unary(trigonometric, getattr(math, trigonometric), 0.5, -1.5)
for limited in ("asin", "acos", "atanh"):
    unary(limited, getattr(math, limited), 0.5, -0.25)
unary("acosh", math.acosh, 1.5, 3)
unary("erfinv", mpmath.erfinv, 0.5, -0.9)
unary("lgamma", math.lgamma, 0.5, 3.5)
unary("digamma", mpmath.digamma, 0.5, 3.5)
unary("sinc", lambda x: math.sin(math.pi * x) / (math.pi * x) if x else 1, 0.5, -1.25, 0)
unary("sigmoid", sigmoid, 0.5, -3)
unary("logit", lambda p: math.log(p / (1 - p)), 0.25, 0.9)
unary("softplus", softplus, 0.5, -3)
unary("log_sigmoid", lambda x: -softplus(-x), 0.5, -3)
unary("relu", lambda x: max(x, 0), 0.5, -3)
unary("silu", lambda x: x * sigmoid(x), 0.5, -3)
unary("gelu", lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2, 0.5, -2)
unary("mish", lambda x: x * math.tanh(softplus(x)), 0.5, -3)
row("leaky_relu", [[0.5, -3]], [0.5, -0.03])
row("leaky_relu", [[0.5, -3]], [0.5, -0.75], slope=0.25)
row("elu", [[0.5, -3]], [0.5, math.expm1(-3)])
row("elu", [[0.5, -3]], [0.5, 2 * math.expm1(-3)], alpha=2)

row("add", [[1, 2], 3], [4, 5])
row("subtract", [[1, 2], 3], [-2, -1])
row("multiply", [[1, 2], 3], [3, 6])
row("divide", [[1, 2], 4], [0.25, 0.5])
row("power", [[2, 3], 2], [4, 9])
row("pow", [[2, 3], [3, 0.5]], [8, math.sqrt(3)])
row("atan2", [[1, -2], [-3, 4]], [math.atan2(1, -3), math.atan2(-2, 4)])
row("hypot", [[3, 5], [4, 12]], [5, 13])
row("logaddexp", [[0.5, 1], [2, -1]], [math.log(math.exp(0.5) + math.exp(2)), math.log(math.e + 1 / math.e)])
row("xlogy", [[2, 0], [3, 0]], [2 * math.log(3), 0])
row("maximum", [[1, 5], 3], [3, 5])
row("minimum", [[1, 5], 3], [1, 3])
row("clip", [[-3, 0.5, 7], -1, 2], [-1, 0.5, 2])

V, M = [1.0, 2.0, 4.0], [[1.0, 2.0], [3.0, 5.0]]
T = np.arange(24.0).reshape(2, 3, 4)
for name, function in {
    "sum": np.sum, "mean": lambda x, axis: np.sum(x, axis=axis) / (x.size if axis is None else x.shape[axis]),
    "prod": np.prod, "max": np.max, "min": np.min,
}.items():  # fmt: skip
    row(name, [V], function(np.array(V), axis=None))
    row(name, [M], function(np.array(M), axis=None))
    row(name, [M], function(np.array(M), axis=0), axis=0)
    row(name, [T], function(T, axis=-2), axis=-2)
row("var", [V], (16 / 9 + 1 / 9 + 25 / 9) / 3)
row("var", [V], (16 / 9 + 1 / 9 + 25 / 9) / 2, correction=1)
row("var", [M], [1, 2.25], axis=0)
row("std", [V], math.sqrt(42 / 27))
row("std", [M], [1, 1.5], axis=0)
row("norm", [[3, 4]], 5)
row("norm", [[-2.0]], 2)
row("norm", [M], math.sqrt(39))
row("norm", [M], [math.sqrt(5), math.sqrt(34)], axis=1)
row("norm", [T], math.sqrt(sum(k * k for k in range(24))))
row("logsumexp", [V], math.log(sum(map(math.exp, V))))
row("logsumexp", [M], math.log(math.exp(1) + math.exp(2) + math.exp(3) + math.exp(5)))
row("logsumexp", [M], [math.log(math.exp(1) + math.exp(3)), math.log(math.exp(2) + math.exp(5))], axis=0)
row("logsumexp", [[1000, 1000]], 1000 + math.log(2))
row("logsumexp", [2.0], 2)
row("cumsum", [V], [1, 3, 7])
row("cumsum", [M], [[1, 3], [3, 8]], axis=1)
row("cumprod", [V], [1, 2, 8])
row("cumprod", [M], [[1, 2], [3, 10]], axis=0)


def softmax(x: Sequence[float]) -> list[float]:
    total = sum(map(math.exp, x))
    return [math.exp(v) / total for v in x]


row("softmax", [V], softmax(V))
row("softmax", [M], [softmax(M[0]), softmax(M[1])])
row("softmax", [M], np.transpose([softmax([1, 3]), softmax([2, 5])]), axis=0)
row("log_softmax", [V], [math.log(p) for p in softmax(V)])
row("log_softmax", [M], np.log(np.transpose([softmax([1, 3]), softmax([2, 5])])), axis=0)
row("layer_norm", [V], [d / math.sqrt(42 / 27 + 1e-5) for d in (-4 / 3, -1 / 3, 5 / 3)])
row("layer_norm", [M], [[-0.5 / math.sqrt(1.25), 0.5 / math.sqrt(1.25)], [-1 / math.sqrt(2), 1 / math.sqrt(2)]], eps=1)
row("normalize", [[3, 4]], [0.6, 0.8])
row("normalize", [[3e-14, 4e-14]], [0.6, 0.8])
row("normalize", [M], [[1 / math.sqrt(10), 2 / math.sqrt(29)], [3 / math.sqrt(10), 5 / math.sqrt(29)]], axis=0)

S = [[4.0, 1.0], [1.0, 3.0]]
row("dot", [V, [1, -1, 3]], 11)
row("matmul", [M, S], [[6, 7], [17, 18]])
row("matmul", [M, [1, -1]], [-1, -2])
row("matmul", [[1, -1], M], [-2, -3])
row("matmul", [[1, 2], [3, 4]], 11)
row("matmul", [[[2.0]], [[3.0]]], [[6]])
row("outer", [[1, 2], V], [[1, 2, 4], [2, 4, 8]])
row("kron", [[[1, 2]], M], [[1, 2, 2, 4], [3, 5, 6, 10]])
row("trace", [M], 6)
row("det", [M], -1)
row("slogdet", [[[2, 0], [0, -3]]], math.log(6))
row("logdet", [S], math.log(11))
row("logdet", [[[0, -2], [1, 0]]], math.log(2))
row("inv", [M], [[-5, 2], [3, -1]])
row("solve", [S, [6, 7]], [1, 2])
row("solve", [S, [[6], [7]]], [[1], [2]])
row("cholesky", [[[4, 2], [2, 5]]], [[2, 0], [1, 2]])
row("eigvalsh", [[[2, 1], [1, 2]]], [1, 3])
row("diag", [[1, 2]], [[1, 0], [0, 2]])
row("diag", [[[1, 2, 3], [4, 5, 6]]], [1, 5])
row("tril", [M], [[1, 0], [3, 5]])
row("tril", [M], [[1, 2], [3, 5]], k=1)
row("triu", [M], [[1, 2], [0, 5]])
row("triu", [M], [[0, 2], [0, 0]], k=1)

row("stack", [V, V], [V, V])
row("stack", [V, V], np.transpose([V, V]), axis=-1)
row("stack", [1, 2], [1, 2])
row("concat", [M, S], [*M, *S])
row("concat", [M, S], [[1, 2, 4, 1], [3, 5, 1, 3]], axis=1)
row("reshape", [T], T.reshape(4, 6), shape=(4, 6))
row("reshape", [[[7]]], 7, shape=())
row("reshape", [V], np.reshape(V, (3, 1)), shape=(3, 1))
row("flatten", [T], T.ravel())
row("transpose", [T], T.transpose(2, 1, 0))
row("transpose", [T], T.transpose(1, 2, 0), axes=(1, 2, 0))
row("matrix_transpose", [[[1, 2, 3]]], [[1], [2], [3]])
row("take", [V], [4, 1, 4], indices=(2, 0, -1))
row("take", [M], [[2], [5]], indices=(1,), axis=1)
row("index", [T], 23, index=(1, 2, 3))
row("index", [T], T[-1], index=(-1,))
row("index", [T], T[:, 1], index=(None, 1))
row("index", [T], T[1, :, -2], index=(1, None, -2))

row("zeros", [], [[0, 0]], shape=(1, 2))
row("ones", [], 1, shape=())
row("eye", [], [[1, 0], [0, 1]], n=2)
row("arange", [], [0, 1, 2], n=3)

matrix_values.add(row)
nn_values.add(row)
special_values.add(row)
structured_values.add(row)

COVERED = {r.op for r in ROWS} | {"where", "array", *COMPARISONS.values()}
assert set(OPERATORS) <= COVERED, set(OPERATORS) - COVERED
