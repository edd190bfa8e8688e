"""What is made of the factors of a matrix, by what it means without them.

Singular values are those of [[0, A], [Aᵀ, 0]], whose eigenvalues they are without being squared; of a 2×2
matrix half the sum and difference of the lengths of (a + d, b - c) and (a - d, b + c), which says
what happens where they coincide or vanish. Gram and Schmidt's columns, each freed of the one before at once,
have the same R as reflections to within rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.truth.arrays import whole
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["DEFINITIONS"]

Params = Mapping[str, Param]
HALF = Fraction(1, 2)


def _entry(x: Expr, *index: int) -> Expr:
    return x.op("index", index=index)


def _symmetric(a: Expr) -> Expr:
    return (a + a.T) * HALF


def _vector(*entries: Expr) -> Expr:
    return entries[0].stacked_with(entries[1:])


def _eigvalsh(args: Sequence[Expr], params: Params) -> Expr:
    """Of a 2×2 matrix by the quadratic formula, which also holds where the two coincide; but what computes them goes
    through eigenvectors, whose errors stay where the formula's derivatives cancel (of their sum, in every entry)."""
    a = args[0]
    if a.shape[0] != 2:
        return a.raw("eigvalsh", a.shape[:1])
    a = a.raw("eigh_product", a.shape)
    middle = (_entry(a, 0, 0) + _entry(a, 1, 1)) * HALF
    half = (_entry(a, 0, 0) - _entry(a, 1, 1)) * HALF
    radius = half.op("hypot", (_entry(a, 0, 1) + _entry(a, 1, 0)) * HALF)
    return _vector(middle - radius, middle + radius)


def _pair(a: Expr) -> tuple[Expr, Expr]:
    """σ₁ + σ₂ and σ₁ - σ₂ of a 2×2 matrix; which length is which, the determinant knows exactly."""
    (p, q), (r, s) = ((_entry(a, i, 0), _entry(a, i, 1)) for i in range(2))
    same, opposite = (p + s).op("hypot", q - r), (p - s).op("hypot", q + r)
    positive = (p * s - q * r).op("greater_equal", 0)
    return positive.op("where", same, opposite), positive.op("where", opposite, same)


def _svdvals(args: Sequence[Expr], params: Params) -> Expr:
    a = args[0]
    m, n = a.shape
    if min(m, n) == 1:
        return a.op("norm").reshape((1,))
    if m == n == 2:
        total, difference = _pair(a.raw("svd_product", a.shape))
        return _vector((total + difference) * HALF, (total - difference) * HALF)
    k = min(m, n)
    if abs(m - n) > 1:
        values = _squares(a).op("sqrt")
        return values.op("take", indices=tuple(range(k - 1, -1, -1)))
    above, below = _nothing(a, m).op("concat", a, axis=1), a.T.op("concat", _nothing(a, n), axis=1)
    values = above.op("concat", below, axis=0).raw("eigvalsh", (m + n,))
    return values.op("take", indices=tuple(range(m + n - 1, m + n - 1 - k, -1)))


def _nothing(like: Expr, n: int) -> Expr:
    return Expr(like.builder, like.builder.op("zeros", shape=(n, n)))


def _gram(a: Expr) -> Expr:
    """The smaller of AᵀA and AAᵀ."""
    return a.T @ a if a.shape[0] >= a.shape[1] else a @ a.T


def _squares(a: Expr) -> Expr:
    """The squares of the singular values, ascending; to be used where they are apart."""
    gram = _gram(a)
    return gram.raw("eigvalsh", gram.shape[:1])


def _nuclear_norm(args: Sequence[Expr], params: Params) -> Expr:
    """The trace of UᵀA, which is smooth where singular values coincide."""
    a = args[0]
    if min(a.shape) == 1:
        return a.op("norm")
    if a.shape == (2, 2):
        return _pair(a)[0]
    return (a * _polar(a)).op("sum")


def _polar(a: Expr) -> Expr:
    """U Vᵀ."""
    if a.shape[0] < a.shape[1]:
        return a.T.raw("polar", a.shape[::-1]).T
    return a.raw("polar", a.shape)


def _matrix_norm(args: Sequence[Expr], params: Params) -> Expr:
    a, order = args[0], whole(params["ord"])
    if abs(order) == 1:
        sums = a.op("abs").op("sum", axis=0)
        return sums.op("max" if order > 0 else "min")
    return _entry(_svdvals(args, params), 0 if order > 0 else min(a.shape) - 1)


def _columns(a: Expr) -> list[Expr]:
    return [a.op("index", index=(None, j)) for j in range(a.shape[1])]


def _factors(a: Expr) -> tuple[list[Expr], list[list[Expr]]]:
    """The columns of Q and the rows of R, whose diagonal is positive (the modified Gram-Schmidt process)."""
    left, q, r = _columns(a), [], []
    for i in range(min(a.shape)):
        length = left[i].op("norm")
        q.append(left[i] / length)
        row = [a.number(0)] * i + [length] + [q[i].op("dot", v) for v in left[i + 1 :]]
        left[i + 1 :] = [v - x * q[i] for v, x in zip(left[i + 1 :], row[i + 1 :], strict=True)]
        r.append(row)
    return q, r


def _qr_q(args: Sequence[Expr], params: Params) -> Expr:
    q, _ = _factors(args[0])
    return q[0].stacked_with(q[1:], axis=1)


def _qr_r(args: Sequence[Expr], params: Params) -> Expr:
    _, r = _factors(args[0])
    return _vector(*(_vector(*row) for row in r))


def _svd_polar(args: Sequence[Expr], params: Params) -> Expr:
    return _polar(args[0].raw("svd_product", args[0].shape))


def _svd_projector(args: Sequence[Expr], params: Params) -> Expr:
    """Σ vᵢvᵢᵀ of the leading eigenvectors of AAᵀ; unless it is wide Σ A wᵢwᵢᵀ Aᵀ/λᵢ with those of AᵀA."""
    a = args[0]
    gram, squares, tall = _gram(a), _squares(a), a.shape[0] >= a.shape[1]
    total: Expr | None = None
    for i in range(min(whole(params["k"]), min(a.shape))):
        index = min(a.shape) - 1 - i
        part = gram.raw("projector", gram.shape, squares, index=index)
        if tall:
            part = a @ part @ a.T / _entry(squares, index)
        total = part if total is None else total + part
    assert total is not None
    return total


def _eigh_exp(args: Sequence[Expr], params: Params) -> Expr:
    return args[0].raw("eigh_product", args[0].shape).op("matrix_exp")


def _eig_power_sum(args: Sequence[Expr], params: Params) -> Expr:
    """The trace of Aᵏ."""
    a = args[0].raw("eig_product", args[0].shape)
    product = a
    for _ in range(whole(params["k"]) - 1):
        product = product @ a
    return product.op("trace")


DEFINITIONS: Mapping[str, Definition] = {
    "eigvalsh": _eigvalsh,
    "svdvals": _svdvals,
    "nuclear_norm": _nuclear_norm,
    "matrix_norm": _matrix_norm,
    "qr_q": _qr_q,
    "qr_r": _qr_r,
    "svd_polar": _svd_polar,
    "svd_projector": _svd_projector,
    "eigh_exp": _eigh_exp,
    "eig_power_sum": _eig_power_sum,
}
