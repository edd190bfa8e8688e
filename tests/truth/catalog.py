"""Every operator of the table in small expressions, with points inside its domain.

A form is a text in scalars or vectors `x`, `y` and square matrices `A`, `B`, all of size `n`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conformance.language.build import Builder
from conformance.language.graph import Shape
from conformance.language.ops import COMPARISONS
from conformance.language.parse import Scope, parse_expression, parse_let
from conformance.truth.arrays import Array
from conformance.truth.rounding import exact_point
from tests.truth import matrix_forms, nn_forms, structured_forms

ELEMENTWISE = """exp exp2 expm1 log log2 log10 log1p sqrt rsqrt cbrt square abs sign sin cos tan asin acos atan sinh
cosh tanh asinh acosh atanh erf erfc erfinv lgamma digamma sinc sigmoid log_sigmoid softplus logit relu silu gelu
mish i0 i1 i0e i1e j0 j1 gamma polygamma ndtr log_ndtr ndtri erfcx dawsn expi spence entr floor ceil trunc
round frac reciprocal deg2rad rad2deg""".split()

FORMS: Mapping[str, tuple[str, ...]] = {
    **{name: (f"{name}(x)",) for name in ELEMENTWISE},
    **{name: (f"where(x {symbol} y, 2*x, x*y)",) for symbol, name in COMPARISONS.items()},
    "add": ("x + sin(y)", "x + A"),
    "subtract": ("sin(x) - y", "A - x"),
    "multiply": ("x*y", "x*A"),
    "divide": ("x/y", "A/x"),
    "power": ("x**3", "x**(-2)", "x**1.5", "x**y", "2**x"),
    "pow": ("pow(x, y)", "pow(x, 2)", "pow(x, array(3))"),
    "negative": ("-x",),
    "index": ("x[1]*x[-1]", "A[:, 0]*A[1]"),
    "matrix_transpose": ("A.T @ A",),
    "leaky_relu": ("leaky_relu(x)", "leaky_relu(x, slope=0.25)"),
    "elu": ("elu(x)", "elu(x, alpha=2)"),
    "atan2": ("atan2(x, y)",),
    "hypot": ("hypot(x, y)",),
    "logaddexp": ("logaddexp(x, y)",),
    "xlogy": ("xlogy(x, y)",),
    "polygamma": ("polygamma(x)", "polygamma(x, n=0)", "polygamma(x, n=3)"),
    "multigammaln": ("multigammaln(x, p=2)", "multigammaln(x, p=1)"),
    "betaln": ("betaln(x, y)",),
    "zeta": ("zeta(3, x)", "zeta(5/2, x)"),
    "gammainc": ("gammainc(5/2, x)", "gammainc(1, x)"),
    "gammaincc": ("gammaincc(5/2, x)", "gammaincc(1/2, x)"),
    "xlog1py": ("xlog1py(x, y)",),
    "xdivy": ("xdivy(x, y)",),
    "logaddexp2": ("logaddexp2(x, y)",),
    "remainder": ("remainder(x, y)", "remainder(3 + x, -y)"),
    "fmod": ("fmod(x, y)", "fmod(3 + x, -y)"),
    "floor_divide": ("floor_divide(x, y)",),
    "heaviside": ("heaviside(x, y)",),
    "copysign": ("copysign(x, y)",),
    "maximum": ("maximum(x, y)", "maximum(x, 0)"),
    "minimum": ("minimum(x, y)", "minimum(1, x)"),
    "clip": ("clip(x, -1/4, 1/2)", "clip(x, y, 2)", "clip(0, x, y)"),
    "where": ("where(x > 0, sin(x), square(x))",),
    "sum": ("sum(x)", "sum(A, axis=0)"),
    "mean": ("mean(x)", "mean(A, axis=1)"),
    "prod": ("prod(x)", "prod(A, axis=0)"),
    "var": ("var(x)", "var(A, axis=1)", "var(x, correction=1)"),
    "std": ("std(x)", "std(A, axis=0)", "std(x, correction=1)"),
    "max": ("max(x)", "max(A, axis=1)"),
    "min": ("min(x)", "min(A, axis=0)"),
    "norm": ("norm(x)", "norm(A, axis=1)"),
    "logsumexp": ("logsumexp(x)", "logsumexp(A, axis=0)"),
    "cumsum": ("cumsum(x)", "cumsum(A, axis=1)"),
    "cumprod": ("cumprod(x)", "cumprod(A, axis=0)"),
    "softmax": ("softmax(x)", "softmax(A, axis=0)"),
    "log_softmax": ("log_softmax(x)", "log_softmax(A, axis=0)"),
    "layer_norm": ("layer_norm(x)", "layer_norm(A, axis=0, eps=0.5)"),
    "normalize": ("normalize(x)", "normalize(A, axis=0)"),
    "dot": ("dot(x, y)",),
    "matmul": ("A @ B", "A @ x", "x @ A", "x @ y"),
    "outer": ("outer(x, y)",),
    "kron": ("kron(A, B)",),
    "trace": ("trace(A)",),
    "det": ("det(A)",),
    "slogdet": ("slogdet(A)",),
    "logdet": ("logdet(A)",),
    "inv": ("inv(A)",),
    "solve": ("solve(A, x)", "solve(A, B)"),
    "cholesky": ("cholesky(A)",),
    "eigvalsh": ("eigvalsh(A)",),
    "diag": ("diag(x)", "diag(A)"),
    "tril": ("tril(A)", "tril(A, k=1)"),
    "triu": ("triu(A)", "triu(A, k=-1)"),
    "stack": ("stack([x, sin(x)])", "stack([x, y], axis=1)", "[x, y]"),
    "concat": ("concat([x, sin(x)])", "concat([A, B], axis=1)"),
    "reshape": ("reshape(A, [n*n])", "reshape(x, [n, 1])"),
    "flatten": ("flatten(A)",),
    "transpose": ("transpose(A)", "transpose(stack([A, B]), axes=[2, 0, 1])"),
    "take": ("take(x, [0, 1, 1])", "take(A, [1, 0], axis=1)"),
    "zeros": ("zeros([n]) + x*y",),
    "ones": ("ones([n, n]) @ x",),
    "eye": ("eye(n) @ x",),
    "arange": ("arange(n)*x",),
    "array": ("array(x)",),
    **nn_forms.FORMS,
    **matrix_forms.FORMS,
    **structured_forms.FORMS,
}

POSITIVE = frozenset(["log", "log2", "log10", "sqrt", "rsqrt", "lgamma", "digamma", "xlogy", "pow", "power", "divide"])
POSITIVE |= {"gamma", "polygamma", "multigammaln", "betaln", "zeta", "gammainc", "gammaincc", "expi", "spence", "entr"}
POSITIVE |= {"xdivy"}
POSITIVE |= nn_forms.POSITIVE
UNIT = frozenset(["asin", "acos", "atanh", "erfinv"])
SMALL = ("3/8", "-7/16", "5/32", "9/16", "-1/8", "11/64", "1/2", "-9/32", "3/16")
RAISED = ("5/8", "11/16", "13/32", "13/16", "3/8", "27/64", "3/4", "17/32", "7/16")
INNER = ("5/16", "11/32", "13/64", "13/32", "3/16", "27/128", "3/8", "17/64", "7/32")
ABOVE = ("13/8", "27/16", "45/32", "29/16", "11/8", "91/64", "7/4", "49/32", "23/16")
MATRIX = ("5/2", "7/16", "-5/16", "9/16", "25/8", "3/16", "-3/8", "11/16", "45/16")


def entries(name: str, count: int) -> tuple[str, ...]:
    """Generic entries where the operator has every derivative."""
    if name in POSITIVE:
        return RAISED[:count]
    if name in nn_forms.INSIDE:
        return INNER[:count]
    if name == "acosh":
        return ABOVE[:count]
    return INNER[:count] if name in {"logit", "ndtri"} else SMALL[:count]


def shapes(text: str, shape: Shape, n: int) -> dict[str, Shape]:
    """The inputs that the form has; vectors have the shape given."""
    known: dict[str, Shape] = {"x": shape, "y": shape, "A": (n, n), "B": (n, n)}
    return {name: s for name, s in known.items() if name in re.findall(r"\w+", text)}


def generic(name: str, text: str, shape: Shape, n: int) -> dict[str, tuple[str, ...]]:
    """A point at which nothing ties and every matrix is well conditioned."""
    point = {}
    for k, (letter, of) in enumerate(shapes(text, shape, n).items()):
        if letter in "AB":
            rows = [MATRIX[3 * i : 3 * i + n] for i in range(n)]
            point[letter] = tuple(v for row in rows[:: 1 if letter == "A" else -1] for v in row)
        else:
            values = entries(name, 6)
            point[letter] = values[3 * k : 3 * k + n] if of else values[k : k + 1]
    return point


@dataclass(frozen=True)
class Sample:
    """A scalar function of one input, weighted so that every output entry counts differently."""

    name: str
    text: str
    builder: Builder
    x: int
    f: int
    point: dict[str, Array]


def samples() -> Iterator[Sample]:
    """Every form once, of a 3-vector `x` or a 3×3 matrix `A`, on which the other letters depend."""
    for name, forms in FORMS.items():
        for text in forms:
            yield _sample(name, text)


def _sample(name: str, text: str) -> Sample:
    scope = Scope(sizes={"n": 3})
    used = shapes(text, (3,), 3)
    letter = "A" if used.keys() & {"A", "B"} else "x"
    x = scope.builder.input(letter, used[letter])
    lets = {"B": "sin(A).T", "x": "A[:, 1]/4 + 1", "y": "A[0]/4 + 1"}
    if letter == "x":
        lets = {"y": "take(x, [2, 0, 1])"}
    for let, definition in lets.items():
        if let in used:
            parse_let(let, definition, scope)
    f = weighted_sum(scope.builder, parse_expression(text, scope))
    point = {letter: MATRIX if letter == "A" else entries(name, 3)}
    return Sample(name, text, scope.builder, x, f, exact_point(point, used))


def weighted_sum(b: Builder, y: int) -> int:
    """Σ wₖ rational weights times the entries: a scalar that tells entries apart."""
    shape = b.shape(y)
    if shape == ():
        return y
    flat = b.op("flatten", y)
    count = b.shape(flat)[0]
    weights = b.op("stack", *(b.literal(f"{k + 2}/{k + 3}") for k in range(count)))
    return b.op("dot", flat, weights)
