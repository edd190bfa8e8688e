"""Both methods against mpmath: formulas written anew, differentiated numerically at high precision."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath
import pytest
from flint import arb, fmpq
from mpmath import mp, mpf

from conformance.language.graph import Shape
from conformance.language.ops import OPERATORS, REQUIRED
from conformance.truth.scalars import Scalar, ball
from conformance.truth.side import precision
from tests.truth import nn_forms, structured_mpmath
from tests.truth.catalog import ELEMENTWISE, FORMS, entries, generic
from tests.truth.lines import Line
from tests.truth.test_every_operator import NOT_SMOOTH, entrywise

DIGITS = 40
"""Those that must agree; more are asked of mpmath, and more bits of ours."""
BITS = 1024
LEFT_OUT = {
    "elu": {"0", "-0.0", "1e-30"}, "gelu": {"40", "-40"}, "gelu_tanh": {"40", "-40"},
    **{name: {"1e-310"} for name in ("abs", "relu", "expm1", "log1p", "tanh")},
    **{name: {"1e-30", "1e-310"} for name in ("i0", "i1", "i0e", "i1e", "j0", "j1", "gamma", "ndtri")},
    "spence": {"1e-30", "1000"}, "expi": {"1e-30", "40", "-40"}, "erfcx": {"1000"}, "dawsn": {"1000"},
    **{name: {"38", "-38", "14", "-1000"} for name in ("ndtr", "log_ndtr")},
}  # fmt: skip
"""A kink of the second order; tails and tiny numbers for which mpmath takes half a minute."""
SLOW = frozenset({"lgamma", "digamma", "erfinv", "i0", "i1", "i0e", "i1e", "j0", "j1", "gamma", "polygamma", "ndtri"})
SLOW |= {"spence"}
TOLERANCE, TINY = fmpq(1, 10**DIGITS), fmpq(1, 10 ** (DIGITS + 10))

Number = Any  # what mpmath computes in


def normal_quantile(p: Number) -> Number:
    """Near 0 and 1, mpmath's own inverse of erf finds nothing: Newton's method on the logarithm, from the asymptote."""
    if p > 0.5:
        return -normal_quantile(1 - p)
    x = -mpmath.sqrt(-2 * mpmath.log(2 * p)) if p < 0.25 else mpf(0)
    for _ in range(40):
        cdf = mpmath.erfc(-x / mpmath.sqrt(2)) / 2
        step = mpmath.log(cdf / p) * cdf / mpmath.npdf(x)
        x -= step
        if abs(step) < mpf(10) ** (-mp.dps // 2 - 5):
            break
    return x


ONE: Mapping[str, Callable[[Number], Number]] = {
    "exp": mpmath.exp, "exp2": lambda x: mpf(2)**x, "expm1": lambda x: mpmath.exp(x) - 1,
    "log": mpmath.log, "log2": lambda x: mpmath.log(x)/mpmath.log(2), "log10": mpmath.log10,
    "log1p": lambda x: mpmath.log(1 + x),
    "sqrt": mpmath.sqrt, "rsqrt": lambda x: x**mpf(-0.5), "cbrt": lambda x: mpmath.sign(x)*mpmath.cbrt(abs(x)),
    "square": lambda x: x*x, "abs": abs, "sign": mpmath.sign,
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "asin": mpmath.asin, "acos": mpmath.acos,
    "atan": mpmath.atan, "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh, "asinh": mpmath.asinh,
    "acosh": mpmath.acosh, "atanh": mpmath.atanh, "erf": mpmath.erf, "erfc": mpmath.erfc, "erfinv": mpmath.erfinv,
    "lgamma": lambda x: mpmath.log(abs(mpmath.gamma(x))), "digamma": mpmath.digamma, "sinc": mpmath.sincpi,
    "sigmoid": lambda x: 1/(1 + mpmath.exp(-x)), "log_sigmoid": lambda x: -mpmath.log(1 + mpmath.exp(-x)),
    "softplus": lambda x: mpmath.log(1 + mpmath.exp(x)), "logit": lambda x: mpmath.log(x) - mpmath.log(1 - x),
    "relu": lambda x: max(x, 0), "silu": lambda x: x/(1 + mpmath.exp(-x)), "gelu": lambda x: x*mpmath.ncdf(x),
    "mish": lambda x: x*mpmath.tanh(mpmath.log(1 + mpmath.exp(x))),
    "i0": lambda x: mpmath.besseli(0, x), "i1": lambda x: mpmath.besseli(1, x),
    "i0e": lambda x: mpmath.exp(-abs(x))*mpmath.besseli(0, x),
    "i1e": lambda x: mpmath.exp(-abs(x))*mpmath.besseli(1, x),
    "j0": mpmath.j0, "j1": mpmath.j1, "gamma": mpmath.gamma, "polygamma": lambda x: mpmath.polygamma(1, x),
    "ndtr": mpmath.ncdf, "log_ndtr": lambda x: mpmath.log(mpmath.erfc(-x/mpmath.sqrt(2))/2), "ndtri": normal_quantile,
    "erfcx": lambda x: mpmath.exp(x*x)*mpmath.erfc(x), "expi": mpmath.ei,
    "dawsn": lambda x: mpmath.sqrt(mpmath.pi)/2*mpmath.exp(-x*x)*mpmath.erfi(x),
    "spence": lambda x: mpmath.re(mpmath.polylog(2, 1 - x)),
    "entr": lambda x: -x*mpmath.log(x), "floor": mpmath.floor, "ceil": mpmath.ceil, "round": mpmath.nint,
    "trunc": lambda x: mpf(int(x)), "frac": lambda x: x - int(x), "reciprocal": lambda x: 1/x,
    "deg2rad": mpmath.radians, "rad2deg": mpmath.degrees,
    **nn_forms.ONE,
    "leaky_relu": lambda x: max(x, x/100), "elu": lambda x: x if x > 0 else mpmath.exp(x) - 1,
}  # fmt: skip


def weighted(values: Sequence[Number]) -> Number:
    """As `catalog.weighted_sum`, which leaves a scalar as it is."""
    return sum(v * (k + 2) / mpf(k + 3) for k, v in enumerate(values))


def mean(x: Sequence[Number]) -> Number:
    return sum(x) / len(x)


def variance(x: Sequence[Number], correction: int = 0) -> Number:
    return sum((v - mean(x)) ** 2 for v in x) / (len(x) - correction)


def euclidean(x: Sequence[Number]) -> Number:
    return mpmath.sqrt(sum(v * v for v in x))


def soft(x: Sequence[Number]) -> list[Number]:
    total = sum(map(mpmath.exp, x))
    return [mpmath.exp(v) / total for v in x]


def normed(x: Sequence[Number], eps: Number) -> list[Number]:
    return [(v - mean(x)) / mpmath.sqrt(variance(x) + eps) for v in x]


def columns(function: Callable[[Sequence[Number]], Sequence[Number]]) -> Callable[[Number], list[Number]]:
    """Of every column, the results put back in the columns, row-major."""

    def apply(A: Number) -> list[Number]:
        found = [function(list(column)) for column in A.T.tolist()]
        return [v for row in zip(*found, strict=True) for v in row]

    return apply


def symmetric(A: Number) -> Number:
    return (A + A.T) / 2


def triangle(A: Number) -> Number:
    return mpmath.matrix([[A[i, j] if i >= j else 0 for j in range(A.cols)] for i in range(A.rows)])


def waves(x: Sequence[Number], y: Sequence[Number], sign: int) -> list[Number]:
    """Σₖ zₖ exp(±2πijk/n)."""
    n, z = len(x), list(map(mpmath.mpc, x, y))
    return [sum(v * mpmath.expjpi(mpf(2 * sign * j * k) / n) for k, v in enumerate(z)) for j in range(n)]


def parts(z: Iterable[Number]) -> list[Number]:
    found = list(z)
    return [v.real for v in found] + [v.imag for v in found]


def onto(v: Number) -> Number:
    return v * v.T


def normal(x: Sequence[Number], y: Sequence[Number], b: Sequence[Number]) -> list[Number]:
    """The least squares solution for two columns by the normal equations; of one equation that of least norm."""
    A, b = mpmath.matrix([x, y]).T, mpmath.matrix(b)
    return flat(A.T * (A * A.T) ** -1 * b if len(x) == 1 else (A.T * A) ** -1 * A.T * b)


def flat(A: Number) -> list[Number]:
    return [A[i, j] for i in range(A.rows) for j in range(A.cols)]


def cofactors(A: Number) -> Number:
    """A determinant by its definition."""
    if A.rows == 1:
        return A[0, 0]
    minor = lambda j: mpmath.matrix([[A[i, k] for k in range(A.cols) if k != j] for i in range(1, A.rows)])  # noqa: E731
    return sum((-1) ** j * A[0, j] * cofactors(minor(j)) for j in range(A.cols))


MANY: Mapping[str, Callable[..., Number]] = {
    **nn_forms.MANY,
    "x/y": lambda x, y: x/y, "x**y": lambda x, y: mpmath.exp(y*mpmath.log(x)), "pow(x, 2)": lambda x: x*x,
    "x**3": lambda x: x*x*x, "x**(-2)": lambda x: 1/(x*x), "x**1.5": lambda x: x*mpmath.sqrt(x),
    "2**x": lambda x: mpmath.exp(x*mpmath.log(2)), "x*y": lambda x, y: x*y,
    "atan2(x, y)": mpmath.atan2, "hypot(x, y)": lambda x, y: mpmath.sqrt(x*x + y*y),
    "logaddexp(x, y)": lambda x, y: mpmath.log(mpmath.exp(x) + mpmath.exp(y)),
    "xlogy(x, y)": lambda x, y: x*mpmath.log(y), "maximum(x, y)": max, "minimum(x, y)": min,
    "polygamma(x, n=3)": lambda x: mpmath.polygamma(3, x), "polygamma(x, n=0)": mpmath.digamma,
    "multigammaln(x, p=2)": lambda x: (
        mpmath.log(mpmath.pi)/2 + mpmath.loggamma(x) + mpmath.loggamma(x - mpf(1)/2)
    ),
    "betaln(x, y)": lambda x, y: mpmath.log(mpmath.beta(x, y)),
    "zeta(3, x)": lambda x: mpmath.zeta(3, x), "zeta(5/2, x)": lambda x: mpmath.zeta(mpf(5)/2, x),
    "gammainc(5/2, x)": lambda x: mpmath.gammainc(mpf(5)/2, 0, x, regularized=True),
    "gammaincc(5/2, x)": lambda x: mpmath.gammainc(mpf(5)/2, x, regularized=True),
    "xlog1py(x, y)": lambda x, y: x*mpmath.log(1 + y), "xdivy(x, y)": lambda x, y: x/y,
    "logaddexp2(x, y)": lambda x, y: mpmath.log(mpf(2)**x + mpf(2)**y)/mpmath.log(2),
    "remainder(3 + x, -y)": lambda x, y: 3 + x + y*mpmath.floor(-(3 + x)/y),
    "fmod(3 + x, -y)": lambda x, y: 3 + x + y*int(-(3 + x)/y), "floor_divide(x, y)": lambda x, y: mpmath.floor(x/y),
    "heaviside(x, y)": lambda x, y: mpf(x > 0), "copysign(x, y)": lambda x, y: abs(x)*mpmath.sign(y),
    "clip(x, -1/4, 1/2)": lambda x: min(max(x, mpf(-1)/4), mpf(1)/2),
    "elu(x, alpha=2)": lambda x: x if x > 0 else 2*(mpmath.exp(x) - 1),
    "sum(x)": sum, "mean(x)": mean, "prod(x)": mpmath.fprod, "var(x)": variance,
    "var(x, correction=1)": partial(variance, correction=1), "std(x)": lambda x: mpmath.sqrt(variance(x)),
    "max(x)": max, "min(x)": min, "norm(x)": euclidean, "logsumexp(x)": lambda x: mpmath.log(sum(map(mpmath.exp, x))),
    "cumsum(x)": lambda x: [sum(x[: k + 1]) for k in range(len(x))],
    "cumprod(x)": lambda x: [mpmath.fprod(x[: k + 1]) for k in range(len(x))],
    "cumprod(A, axis=0)": columns(lambda x: [mpmath.fprod(x[: k + 1]) for k in range(len(x))]),
    "softmax(x)": soft, "softmax(A, axis=0)": columns(soft),
    "log_softmax(x)": lambda x: list(map(mpmath.log, soft(x))),
    "layer_norm(x)": lambda x: normed(x, mpf(1)/10**5),
    "layer_norm(A, axis=0, eps=0.5)": columns(lambda x: normed(x, mpf(1)/2)),
    "normalize(x)": lambda x: [v/euclidean(x) for v in x], "dot(x, y)": lambda x, y: sum(map(mpmath.fmul, x, y)),
    "A @ B": lambda A, B: flat(A*B), "trace(A)": lambda A: sum(A[i, i] for i in range(A.rows)),
    "kron(A, B)": lambda A, B: [
        A[i, j]*B[p, q] for i in range(A.rows) for p in range(A.rows) for j in range(A.rows) for q in range(A.rows)
    ],
    "det(A)": cofactors, "slogdet(A)": lambda A: mpmath.log(abs(cofactors(A))),
    "logdet(A)": lambda A: mpmath.log(cofactors(A)), "inv(A)": lambda A: flat(A**-1),
    "solve(A, x)": lambda x, A: list(mpmath.lu_solve(A, mpmath.matrix(x))),
    "triangular_solve(A, x)": lambda x, A: flat(triangle(A)**-1*mpmath.matrix(x)),
    "triangular_solve(A, B, lower=0)": lambda A, B: flat(triangle(A.T).T**-1*B),
    "cholesky_solve(A, x)": lambda x, A: flat((triangle(A)*triangle(A).T)**-1*mpmath.matrix(x)),
    "cholesky_inverse(A)": lambda A: flat((triangle(A)*triangle(A).T)**-1),
    "lstsq(stack([x, y], axis=1), cumsum(x))": lambda x, y: normal(x, y, [sum(x[: k + 1]) for k in range(len(x))]),
    "pinv(A)": lambda A: flat(A**-1), "matrix_power(A, 3)": lambda A: flat(A*A*A),
    "matrix_power(A, -2)": lambda A: flat((A*A)**-1), "matrix_exp(A)": lambda A: flat(mpmath.expm(A, "taylor")),
    "multi_dot([x, A, B, y])": lambda x, y, A, B: (mpmath.matrix(x).T*A*B*mpmath.matrix(y))[0, 0],
    "svdvals(A)": lambda A: list(mpmath.svd_r(A, compute_uv=False)),
    "nuclear_norm(A)": lambda A: sum(mpmath.svd_r(A, compute_uv=False)),
    "matrix_norm(A)": lambda A: mpmath.svd_r(A, compute_uv=False)[0],
    "matrix_norm(A, -2)": lambda A: mpmath.svd_r(A, compute_uv=False)[A.rows - 1],
    "matrix_norm(A, 1)": lambda A: max(sum(abs(v) for v in column) for column in A.T.tolist()),
    "qr_r(A)": lambda A: flat(mpmath.cholesky(A.T*A).T), "qr_q(A)": lambda A: flat(A*(mpmath.cholesky(A.T*A).T)**-1),
    "svd_polar(A)": lambda A: flat(A*mpmath.sqrtm(A.T*A)**-1),
    "svd_projector(A)": lambda A: flat(onto(mpmath.svd_r(A)[0][:, 0])),
    "eigh_exp(A)": lambda A: flat(mpmath.expm(symmetric(A), "taylor")),
    "eig_power_sum(A, 3)": lambda A: sum((A*A*A)[i, i] for i in range(A.rows)),
    "fft([x, y])": lambda x, y: parts(waves(x, y, -1)),
    "ifft([x, y])": lambda x, y: parts([v/len(x) for v in waves(x, y, 1)]),
    "rfft(x)": lambda x: parts(waves(x, [0]*len(x), -1)[: len(x)//2 + 1]),
    "irfft([x, y], 2*n - 1)": lambda x, y: [v.real/(2*len(x) - 1) for v in waves(
        [*x, *x[:0:-1]], [0, *y[1:], *(-v for v in y[:0:-1])], 1)],
    "complex_exp([x, y])": lambda x, y: parts(map(mpmath.exp, map(mpmath.mpc, x, y))),
    "complex_log([x, y])": lambda x, y: parts(map(mpmath.log, map(mpmath.mpc, x, y))),
    "complex_sqrt([x, y])": lambda x, y: parts(map(mpmath.sqrt, map(mpmath.mpc, x, y))),
    "complex_abs([x, y])": lambda x, y: list(map(abs, map(mpmath.mpc, x, y))),
    "complex_angle([x, y])": lambda x, y: list(map(mpmath.arg, map(mpmath.mpc, x, y))),
    "complex_power([x, y], 3)": lambda x, y: parts(z**3 for z in map(mpmath.mpc, x, y)),
    "complex_power([x, y], -2)": lambda x, y: parts(z**-2 for z in map(mpmath.mpc, x, y)),
    "complex_divide([x, y], [y, cos(x)])": lambda x, y: parts(
        mpmath.mpc(a, b)/mpmath.mpc(b, mpmath.cos(a)) for a, b in zip(x, y, strict=True)),
    "vector_norm(x, 3)": lambda x: mpmath.cbrt(sum(abs(v)**3 for v in x)),
    "solve(A, B)": lambda A, B: flat(A**-1*B), "cholesky(A)": lambda A: flat(mpmath.cholesky(symmetric(A))),
    "eigvalsh(A)": lambda A: sorted(mpmath.eigsy(symmetric(A), eigvals_only=True)),
    **structured_mpmath.MANY,
}  # fmt: skip


def close(mine: Scalar, theirs: Number) -> bool:
    """The ball holds the number, to `DIGITS` digits of it."""
    with precision(2048):
        difference, size = abs(ball(mine) - exactly(theirs)), abs(exactly(theirs))
        return bool(difference <= size * TOLERANCE) or bool(
            size < TINY and difference < TINY and ball(mine).contains(0)
        )


def exactly(x: Number) -> arb:
    """A number of mpmath as the ball of radius 0 that it is."""
    sign, mantissa, exponent, _ = mpf(x)._mpf_
    return arb((-1) ** sign * int(mantissa)) * arb(2) ** exponent


def at(text: str) -> Number:
    named = {"pi/2": mpmath.pi / 2, "pi": +mpmath.pi}
    return named[text] if text in named else mpf(Fraction(text).numerator) / Fraction(text).denominator


def smooth_points(name: str) -> list[str]:
    """Generic points inside the domain, and the special ones of the table where the operator is smooth."""
    listed = [s.value for s in OPERATORS[name].special]
    rough = NOT_SMOOTH.get(name, {}).keys()
    left = rough | LEFT_OUT.get(name, set()) | {"inf", "-inf"}
    return [*entries(name, 2), *(v for v in listed if v not in left)]


def test_every_elementwise_function_of_one_argument_is_there() -> None:
    unary = {
        n
        for n, o in OPERATORS.items()
        if o.group == "elementwise" and o.arity == 1 and REQUIRED not in o.params.values()
    }
    assert set(ONE) == unary == {*ELEMENTWISE, *nn_forms.UNARY, "leaky_relu", "elu"}


@pytest.mark.parametrize("name", sorted(ONE))
def test_elementwise_functions_to_order_four(name: str) -> None:
    line = Line(f"{name}(x)", (), 2)
    (u, v) = (at(d[0]) for d in line.directions["x"])
    for point in smooth_points(name):
        far = abs(at(point)) >= 40
        with mp.workdps(60 if name in SLOW else 560 if far else 110):
            x = at(point)
            theirs = mpmath.taylor(lambda t, x=x: ONE[name](x + u * t + v * t**2), 0, 4)
            for order in range(1, 5):
                found = line.at({"x": (point,)}, order, BITS)
                assert found.value.kind == "smooth"
                mine = found.value.value[()]
                assert close(mine, theirs[order] * math.factorial(order)), (point, order, mine)
            assert close(found.here, theirs[0]), point


def along(values: Sequence[str], u: Sequence[str], v: Sequence[str], shape: Shape, t: Number) -> Number:
    """x + t·u + t²·v as a number, a list or a matrix."""
    moved = [at(x) + t * at(a) + t * t * at(b) for x, a, b in zip(values, u, v, strict=True)]
    if len(shape) == 2:
        return mpmath.matrix([moved[i : i + shape[1]] for i in range(0, len(moved), shape[1])])
    return moved if shape else moved[0]


def sizes() -> Iterator[tuple[str, str, int, int]]:
    """Operator, form, size and highest order; scalars where more would show no more."""
    for text in MANY:
        (name,) = (name for name, forms in FORMS.items() if text in forms)
        if text not in {"std(x)", "var(x, correction=1)"}:  # 0 and 0/0 at size 1
            yield name, text, 1, 4
        if not entrywise(name, text):
            yield name, text, 2, 4
            yield name, text, 3, 2


@pytest.mark.parametrize(("name", "text", "n", "orders"), list(sizes()))
def test_functions_of_several_numbers_along_a_curve(name: str, text: str, n: int, orders: int) -> None:
    shape = () if entrywise(name, text) else (n,)
    point = generic(name, text, shape, n)
    line = Line(text, shape, n)

    def function(t: Number) -> Number:
        moved = [along(point[k], *line.directions[k], of, t) for k, of in line.inputs.items()]
        value = MANY[text](*moved)
        return weighted(value) if isinstance(value, list) else value

    with mp.workdps(60):
        theirs = mpmath.taylor(function, 0, orders)
        for order in range(1, orders + 1):
            found = line.at(point, order, BITS)
            assert close(found.value.value[()], theirs[order] * math.factorial(order)), order
        assert close(found.here, theirs[0])
