"""Activations, losses and normalizations in small expressions: in mpmath, and where they are not smooth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
from mpmath import mpf

__all__ = ["FORMS", "HIGHER", "INSIDE", "MANY", "NOT_SMOOTH", "ONE", "POSITIVE", "REMOVABLE", "UNARY"]

UNARY = """softsign tanhshrink hard_tanh hard_sigmoid hard_swish relu6 selu gelu_tanh squareplus sparse_plus
sparse_sigmoid celu softshrink hardshrink""".split()

FORMS: Mapping[str, tuple[str, ...]] = {
    **{name: (f"{name}(x)",) for name in UNARY},
    "celu": ("celu(x)", "celu(x, alpha=2)"),
    "softshrink": ("softshrink(x)", "softshrink(x, threshold=0.25)"),
    "hardshrink": ("hardshrink(x)", "hardshrink(x, threshold=0.25)"),
    "threshold": ("threshold(x, 0.25, -2)",),
    "prelu": ("prelu(x, y)", "prelu(A, x)"),
    "glu": ("glu(concat([x, y]))", "glu(concat([A, B]), axis=0)"),
    "mse_loss": ("mse_loss(x, y)", "mse_loss(A, B)"),
    "l1_loss": ("l1_loss(x, y)",),
    "huber_loss": ("huber_loss(x, y)", "huber_loss(4*x, y, delta=0.5)"),
    "smooth_l1_loss": ("smooth_l1_loss(x, y)", "smooth_l1_loss(4*x, y, beta=0.5)"),
    "cross_entropy": ("cross_entropy(x, y)", "cross_entropy(A, B, axis=0)"),
    "cross_entropy_of_labels": ("cross_entropy_of_labels(x, [0])", "cross_entropy_of_labels(stack([x, y]), [1, 0])"),
    "binary_cross_entropy": ("binary_cross_entropy(x, y)",),
    "binary_cross_entropy_with_logits": ("binary_cross_entropy_with_logits(x, y)",),
    "kl_div": ("kl_div(x, y)",),
    "poisson_nll_loss": ("poisson_nll_loss(x, y)",),
    "hinge_loss": ("hinge_loss(x, y)", "hinge_loss(4*x, y)"),
    "squared_hinge_loss": ("squared_hinge_loss(x, y)", "squared_hinge_loss(4*x, y)"),
    "cosine_similarity": ("cosine_similarity(x, y)", "cosine_similarity(A, B, axis=0)"),
    "batch_norm": ("batch_norm(A)", "batch_norm(A, eps=0.5)"),
    "instance_norm": ("instance_norm(stack([A, B]))",),
    "group_norm": ("group_norm(A, groups=1)", "group_norm(stack([A, B]), groups=n)"),
    "rms_norm": ("rms_norm(x)", "rms_norm(A, eps=0.5)"),
    "attention": ("attention(A, B, A @ B)",),
}

POSITIVE = frozenset({"kl_div"})
"""Generic entries are positive."""
INSIDE = frozenset({"binary_cross_entropy"})
"""Generic entries are between 0 and 1."""

NOT_SMOOTH: Mapping[str, Mapping[str, str]] = {
    "softsign": {"0": "touched", "-0.0": "touched"}, "celu": {"0": "touched", "-0.0": "touched"},
    "sparse_plus": {"1": "touched", "-1": "touched"},
    "hard_tanh": {"1": "kink", "-1": "kink"}, "sparse_sigmoid": {"1": "kink", "-1": "kink"},
    "hard_sigmoid": {"3": "kink", "-3": "kink"}, "hard_swish": {"3": "kink", "-3": "kink"},
    "relu6": {"0": "kink", "-0.0": "kink", "6": "kink"}, "selu": {"0": "kink", "-0.0": "kink"},
    "softshrink": {"1/2": "kink", "-1/2": "kink"}, "hardshrink": {"1/2": "undefined", "-1/2": "undefined"},
    "prelu": {"0 -7/16": "kink", "-0.0 -7/16": "kink", "0 0": "kink", "-0.0 -0.0": "kink"},
    "l1_loss": {"0 0 0 0": "kink", "1e-30 1e-30 1e-30 1e-30": "kink"},
    "hinge_loss": {"1 1 1 1": "kink"}, "squared_hinge_loss": {"1 1 1 1": "touched"},
    "binary_cross_entropy": dict.fromkeys(("0 0 13/32 3/16", "1 1 13/32 3/16", "0 0 0 0", "1 1 1 1"), "undefined"),
    "kl_div": dict.fromkeys(
        ("5/8 11/16 0 0", "0 0 0 0", "5/8 11/16 -1000 -1000", "-1000 -1000 -1000 -1000"), "undefined"
    ),
    "cosine_similarity": {"0 0 9/16 -1/8": "undefined", "3/8 -7/16 0 0": "undefined"},
}  # fmt: skip
"""The class of the first derivative; see `test_every_operator`."""

REMOVABLE = {("cosine_similarity", "0 0 0 0"), ("cosine_similarity", "0 0 0 0 0 0 0 0")}
"""Along a curve through both zeros the cosine has a limit, and 0/0 there."""

HIGHER = [
    ("softsign(x)", "0", "touched kink undefined undefined"),
    ("celu(x)", "0", "touched kink undefined undefined"),
    ("celu(x, alpha=2)", "0", "touched kink undefined undefined"),
    ("sparse_plus(x)", "-1", "touched kink undefined undefined"),
    ("hard_swish(x)", "-3", "kink undefined undefined undefined"),
    ("threshold(x, 0.25, -2)", "1/4", "undefined undefined undefined undefined"),
    ("threshold(x, 0.25, 0.25)", "1/4", "kink undefined undefined undefined"),
    ("huber_loss(x, y)", "2 1", "touched kink undefined undefined"),
    ("huber_loss(x, y)", "1 1", "smooth smooth smooth smooth"),
    ("huber_loss(x, y, delta=0.5)", "1/2 1", "touched kink undefined undefined"),
    ("smooth_l1_loss(x, y, beta=2)", "3 1", "touched kink undefined undefined"),
    ("l1_loss(x, y)", "1 1", "kink undefined undefined undefined"),
    ("squared_hinge_loss(x, y)", "2 1/2", "touched kink undefined undefined"),
]
"""Classes order by order; see `test_every_operator`."""


def _logistic(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


def _between(x: Any, low: int, high: int) -> Any:
    return min(max(x, low), high)


def _below(x: Any, alpha: Any) -> Any:
    return x if x > 0 else alpha * (mpmath.exp(x / alpha) - 1)


def _selu(x: Any) -> Any:
    alpha, scale = mpf("1.6732632423543772848170429916717"), mpf("1.0507009873554804934193349852946")
    return scale * x if x > 0 else scale * alpha * (mpmath.exp(x) - 1)


def _gelu_tanh(x: Any) -> Any:
    return x * _logistic(2 * mpmath.sqrt(2 / mpmath.pi) * (x + mpf("0.044715") * x**3))


ONE: Mapping[str, Callable[[Any], Any]] = {
    "softsign": lambda x: x / (1 + abs(x)), "tanhshrink": lambda x: x - mpmath.tanh(x),
    "hard_tanh": lambda x: _between(x, -1, 1), "hard_sigmoid": lambda x: _between(x + 3, 0, 6) / mpf(6),
    "hard_swish": lambda x: x * _between(x + 3, 0, 6) / mpf(6), "relu6": lambda x: _between(x, 0, 6),
    "celu": lambda x: _below(x, mpf(1)), "selu": _selu, "gelu_tanh": _gelu_tanh,
    "squareplus": lambda x: (x + mpmath.sqrt(x * x + 4)) / 2,
    "sparse_plus": lambda x: max(x, 0) if abs(x) >= 1 else (x + 1) ** 2 / 4,
    "sparse_sigmoid": lambda x: _between(x + 1, 0, 2) / mpf(2),
    "softshrink": lambda x: mpmath.sign(x) * max(abs(x) - mpf(1) / 2, 0),
    "hardshrink": lambda x: x if abs(x) > mpf(1) / 2 else 0,
}  # fmt: skip


def _mean(terms: Sequence[Any]) -> Any:
    return sum(terms) / len(terms)


def _pairs(of: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    return lambda x, y: _mean([of(a, b) for a, b in zip(x, y, strict=True)])


def _huber(d: Any, delta: Any) -> Any:
    return d * d / 2 if abs(d) <= delta else delta * (abs(d) - delta / 2)


def _half() -> Any:
    return mpf(1) / 2


def _logarithms(x: Sequence[Any]) -> list[Any]:
    total = mpmath.log(sum(map(mpmath.exp, x)))
    return [v - total for v in x]


def _cosine(x: Sequence[Any], y: Sequence[Any]) -> Any:
    xx, xy, yy = (sum(a * b for a, b in zip(u, v, strict=True)) for u, v in ((x, x), (x, y), (y, y)))
    return xy / mpmath.sqrt(xx * yy)


def _columns_normal(A: Any) -> list[Any]:
    found = []
    for column in A.T.tolist():
        mean = _mean(column)
        spread = mpmath.sqrt(_mean([(v - mean) ** 2 for v in column]) + mpf(1) / 10**5)
        found.append([(v - mean) / spread for v in column])
    return [v for row in zip(*found, strict=True) for v in row]


def _attention(A: Any, B: Any) -> list[Any]:
    scores, values, out = A * B.T / mpmath.sqrt(A.cols), A * B, []
    for i in range(A.rows):
        weights = [mpmath.exp(v) for v in _logarithms([scores[i, j] for j in range(A.rows)])]
        out += [sum(w * values[j, k] for j, w in enumerate(weights)) for k in range(A.cols)]
    return out


MANY: Mapping[str, Callable[..., Any]] = {
    "celu(x, alpha=2)": lambda x: _below(x, mpf(2)),
    "softshrink(x, threshold=0.25)": lambda x: mpmath.sign(x) * max(abs(x) - mpf(1) / 4, 0),
    "hardshrink(x, threshold=0.25)": lambda x: x if abs(x) > mpf(1) / 4 else 0,
    "threshold(x, 0.25, -2)": lambda x: x if x > mpf(1) / 4 else -2,
    "prelu(x, y)": lambda x, y: max(x, 0) + y * min(x, 0),
    "glu(concat([x, y]))": lambda x, y: [a * _logistic(b) for a, b in zip(x, y, strict=True)],
    "mse_loss(x, y)": _pairs(lambda a, b: (a - b) ** 2),
    "l1_loss(x, y)": _pairs(lambda a, b: abs(a - b)),
    "huber_loss(4*x, y, delta=0.5)": _pairs(lambda a, b: _huber(4 * a - b, _half())),
    "smooth_l1_loss(4*x, y, beta=0.5)": _pairs(lambda a, b: 2 * _huber(4 * a - b, _half())),
    "cross_entropy(x, y)": lambda x, y: -sum(p * v for p, v in zip(y, _logarithms(x), strict=True)),
    "cross_entropy_of_labels(x, [0])": lambda x: -_logarithms(x)[0],
    "binary_cross_entropy(x, y)": _pairs(lambda p, t: -t * mpmath.log(p) - (1 - t) * mpmath.log(1 - p)),
    "binary_cross_entropy_with_logits(x, y)": _pairs(
        lambda x, t: -t * mpmath.log(_logistic(x)) - (1 - t) * mpmath.log(_logistic(-x))
    ),
    "kl_div(x, y)": lambda x, y: sum(p * (mpmath.log(p) - v) for v, p in zip(x, y, strict=True)),
    "poisson_nll_loss(x, y)": _pairs(lambda x, y: mpmath.exp(x) - x * y),
    "hinge_loss(4*x, y)": _pairs(lambda x, y: max(1 - 4 * x * y, 0)),
    "squared_hinge_loss(4*x, y)": _pairs(lambda x, y: max(1 - 4 * x * y, 0) ** 2),
    "cosine_similarity(x, y)": _cosine,
    "batch_norm(A)": _columns_normal,
    "rms_norm(x)": lambda x: [v / mpmath.sqrt(_mean([w * w for w in x]) + mpf(1) / 10**5) for v in x],
    "attention(A, B, A @ B)": _attention,
}
"""In the order of the inputs that a form has."""
