"""What activations, losses and normalizations mean, in numbers: from their formulas, in plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from conformance.language.tables.nn import ROWS

__all__ = ["ABSENT", "ROUGH", "add"]

ABSENT = {
    "torch": "hinge_loss sparse_plus sparse_sigmoid squared_hinge_loss squareplus",
    "jax": "binary_cross_entropy binary_cross_entropy_with_logits cosine_similarity cross_entropy"
    " cross_entropy_of_labels group_norm hardshrink hinge_loss huber_loss kl_div l1_loss mse_loss poisson_nll_loss"
    " prelu rms_norm smooth_l1_loss softshrink squared_hinge_loss tanhshrink threshold",
    "tensorflow": "batch_norm cosine_similarity instance_norm kl_div poisson_nll_loss prelu smooth_l1_loss",
    "mxnet": "attention celu cosine_similarity gelu_tanh glu hard_swish hard_tanh hardshrink huber_loss instance_norm"
    " relu6 rms_norm softshrink sparse_plus sparse_sigmoid squareplus tanhshrink threshold",
}
ABSENT["numpy"] = " ".join(row.name for row in ROWS)
"""What each framework has no function for."""

ROUGH = {
    "jax": {"attention"},
    "tensorflow": {"gelu_tanh"},
    "mxnet": {"hard_sigmoid", "selu", "group_norm", "binary_cross_entropy", "kl_div"},
}
"""Operators that the framework computes with single precision somewhere, or with 1e-12 added in logarithms."""

X, Y, P = [0.3, -1.25, 2.0, -4.0], [0.25, 0.75, -0.5, 1.0], [0.1, 0.2, 0.3, 0.4]
M = [[0.5, -1.0, 2.0, 0.25], [1.5, 0.75, -0.5, -2.0], [-1.25, 0.0, 1.0, 3.0]]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def below(x: float, alpha: float) -> float:
    return x if x > 0 else alpha * math.expm1(x / alpha)


def huber(d: float, delta: float) -> float:
    return d * d / 2 if abs(d) <= delta else delta * (abs(d) - delta / 2)


def normal(x: Any, eps: float = 1e-5) -> list[float]:
    mean = math.fsum(x) / len(x)
    spread = math.sqrt(math.fsum((v - mean) ** 2 for v in x) / len(x) + eps)
    return [(v - mean) / spread for v in x]


def logarithms(x: Sequence[float]) -> list[float]:
    total = math.log(math.fsum(map(math.exp, x)))
    return [v - total for v in x]


def gelu_tanh(x: float) -> float:
    return x * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))) / 2


def selu(x: float) -> float:
    return 1.0507009873554804934193349852946 * (x if x > 0 else 1.6732632423543772848170429916717 * math.expm1(x))


ACTIVATIONS: dict[str, Callable[[float], float]] = {
    "softsign": lambda x: x / (1 + abs(x)),
    "tanhshrink": lambda x: x - math.tanh(x),
    "hard_tanh": lambda x: min(max(x, -1), 1),
    "hard_sigmoid": lambda x: min(max(x + 3, 0), 6) / 6,
    "hard_swish": lambda x: x * min(max(x + 3, 0), 6) / 6,
    "relu6": lambda x: min(max(x, 0), 6),
    "celu": lambda x: below(x, 1),
    "selu": selu,
    "softshrink": lambda x: math.copysign(max(abs(x) - 0.5, 0), x),
    "hardshrink": lambda x: x if abs(x) > 0.5 else 0,
    "gelu_tanh": gelu_tanh,
    "squareplus": lambda x: (x + math.sqrt(x * x + 4)) / 2,
    "sparse_plus": lambda x: 0 if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": lambda x: min(max((x + 1) / 2, 0), 1),
}


def mean(of: Callable[[float, float], float], x: Sequence[float], y: Sequence[float]) -> float:
    return math.fsum(map(of, x, y)) / len(x)


def add(row: Callable[..., None]) -> None:
    """Their rows, by what adds a row: operator, arguments, value, parameters."""
    points = [0.3, -1.25, 2.0, -4.0, 7.0, -0.6]
    for name, function in ACTIVATIONS.items():
        row(name, [points], [function(x) for x in points])
        row(name, [0.3], function(0.3))
    row("celu", [X], [below(x, 2) for x in X], alpha=2)
    row("softshrink", [X], [math.copysign(max(abs(x) - 1, 0), x) for x in X], threshold=1)
    row("hardshrink", [X], [0, -1.25, 2, -4], threshold=1)
    row("threshold", [X], [0.3, -7, 2, -7], threshold=-1, value=-7)
    row("prelu", [X, 0.25], [0.3, -0.3125, 2, -1])
    row("prelu", [X, [1, 2, 3, 4]], [0.3, -2.5, 2, -16])
    row("prelu", [M, [1, 2, 3, 4]], np.where(np.array(M) > 0, M, np.array(M) * [1, 2, 3, 4]))
    row("glu", [X], [0.3 * sigmoid(2), -1.25 * sigmoid(-4)])
    row("glu", [np.transpose(M)[:, :2]], [[0.5 * sigmoid(2), 1.5 * sigmoid(-0.5)],
                                         [-sigmoid(0.25), 0.75 * sigmoid(-2)]], axis=0)  # fmt: skip
    _losses(row)
    _normalizations(row)


def _losses(row: Callable[..., None]) -> None:
    row("mse_loss", [X, Y], mean(lambda a, b: (a - b) ** 2, X, Y))
    row("mse_loss", [M, np.zeros((3, 4))], float(np.mean(np.square(M))))
    row("l1_loss", [X, Y], mean(lambda a, b: abs(a - b), X, Y))
    row("huber_loss", [X, Y], mean(lambda a, b: huber(a - b, 1), X, Y))
    row("huber_loss", [X, Y], mean(lambda a, b: huber(a - b, 2), X, Y), delta=2)
    row("smooth_l1_loss", [X, Y], mean(lambda a, b: huber(a - b, 2) / 2, X, Y), beta=2)
    row("cross_entropy", [X, P], -math.fsum(p * v for p, v in zip(P, logarithms(X), strict=True)))
    targets = [P, P[::-1], [1.0, 0.0, 0.0, 0.0]]
    rows = [-math.fsum(p * v for p, v in zip(t, logarithms(x), strict=True)) for t, x in zip(targets, M, strict=True)]
    row("cross_entropy", [M, targets], rows)
    row("cross_entropy_of_labels", [X], -logarithms(X)[3], labels=(3,))
    row(
        "cross_entropy_of_labels", [M], [-logarithms(x)[i] for x, i in zip(M, (2, 0, 3), strict=True)], labels=(2, 0, 3)
    )
    truths = [0.9, 0, 1, 0.25]
    row("binary_cross_entropy", [P, truths],
        mean(lambda p, t: -t * math.log(p) - (1 - t) * math.log1p(-p), P, truths))  # fmt: skip
    row("binary_cross_entropy_with_logits", [X, truths],
        mean(lambda x, t: -t * math.log(sigmoid(x)) - (1 - t) * math.log(sigmoid(-x)), X, truths))  # fmt: skip
    row("kl_div", [X, P], math.fsum(p * (math.log(p) - v) for v, p in zip(X, P, strict=True)))
    row("poisson_nll_loss", [X, Y], mean(lambda x, y: math.exp(x) - x * y, X, Y))
    row("hinge_loss", [X, Y], mean(lambda x, y: max(1 - x * y, 0), X, Y))
    row("squared_hinge_loss", [X, Y], mean(lambda x, y: max(1 - x * y, 0) ** 2, X, Y))
    row("cosine_similarity", [[3, 4], [-4, 3.5]], 2 / (5 * math.hypot(4, 3.5)))
    row("cosine_similarity", [[[3, 4], [1, 0]], [[0, 2], [5, 5]]], [0.8, math.sqrt(0.5)])
    row("cosine_similarity", [[[3, 4], [4, 3]], [[4, 5], [3, 12]]], [0.96, 56 / 65], axis=0)


def _normalizations(row: Callable[..., Any]) -> None:
    row("batch_norm", [M], np.transpose([normal(c) for c in np.transpose(M)]))
    row("batch_norm", [M], np.transpose([normal(c, 0.5) for c in np.transpose(M)]), eps=0.5)
    row("instance_norm", [[M, M[::-1]]], [[normal(x) for x in M], [normal(x) for x in M[::-1]]])
    row("group_norm", [M], [normal(x[:2]) + normal(x[2:]) for x in M], groups=2)
    row(
        "group_norm",
        [[M, M[::-1]]],
        [np.array(normal(np.ravel(part))).reshape(3, 4) for part in (M, M[::-1])],
        groups=1,
    )
    row("rms_norm", [X], [x / math.sqrt(math.fsum(v * v for v in X) / 4 + 1e-5) for x in X])
    row("rms_norm", [M], [[x / math.sqrt(math.fsum(v * v for v in r) / 4 + 1) for x in r] for r in M], eps=1)
    scores = np.array(M) @ np.array(M[1:]).T / 2
    weights = [[math.exp(v) for v in logarithms(line)] for line in scores]
    row("attention", [M, M[1:], M[:2]], np.array(weights) @ M[:2])
