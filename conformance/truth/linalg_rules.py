"""Vector-Jacobian products of linear algebra (Giles 2008; Petersen and Pedersen 2012)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Node
from conformance.truth.arrays import whole
from conformance.truth.sugar import Expr

__all__ = ["LINALG"]

Rule = Callable[[Expr, Expr, Sequence[Expr], Node], Sequence[Expr | None]]


def _dot(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [g * x[1], g * x[0]]


def _matmul(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    a, b = x
    match len(a.shape), len(b.shape):
        case 1, 1:
            return [g * b, g * a]
        case 2, 1:
            return [g.op("outer", b), a.T @ g]
        case 1, 2:
            return [b @ g, a.op("outer", g)]
        case _:
            return [g @ b.T, a.T @ g]


def _kron(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    a, b = x
    (m, n), (p, q) = a.shape, b.shape
    blocks = g.reshape((m, p, n, q)).op("transpose", axes=(0, 2, 1, 3)).reshape((m * n, p * q))
    return [(blocks @ b.op("flatten")).reshape(a.shape), (a.op("flatten") @ blocks).reshape(b.shape)]


def _eye(like: Expr, n: int) -> Expr:
    return Expr(like.builder, like.builder.op("eye", n=n))


def _trace(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [g * _eye(g, x[0].shape[0])]


def _det(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """Jacobi's formula: by cofactors, which exist where the inverse does not; past 4×4 by the inverse."""
    n = x[0].shape[0]
    if n > 4:
        return [g * y * x[0].op("inv").T]
    rows = [[_cofactor(x[0], i, j) for j in range(n)] for i in range(n)]
    stacked = [row[0].stacked_with(row[1:]) for row in rows]
    return [g * stacked[0].stacked_with(stacked[1:])]


def _cofactor(a: Expr, i: int, j: int) -> Expr:
    n = a.shape[0]
    if n == 1:
        # Exactly 1, but a factorization that gets there divides and multiplies.
        return a.number(1).raw("charged", (), units=4)
    rows, columns = (tuple(k for k in range(n) if k != left_out) for left_out in (i, j))
    minor = a.op("take", indices=rows, axis=0).op("take", indices=columns, axis=1).op("det")
    return -minor if (i + j) % 2 else minor


def _logdet(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [g * x[0].op("inv").T]


def _inv(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [-(y.T @ g @ y.T)]


def _solve(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    gb = x[0].T.op("solve", g)
    return [-(gb.op("outer", y) if len(y.shape) == 1 else gb @ y.T), gb]


def _cholesky(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """Ā = sym(L⁻ᵀ Φ(LᵀL̄) L⁻¹), Φ the lower triangle with half the diagonal (Murray 2016)."""
    inner = y.T @ g
    phi = (inner.op("tril") + inner.op("tril", k=-1)) * Fraction(1, 2)
    back = y.op("inv")
    s = back.T @ phi @ back
    return [(s + s.T) * Fraction(1, 2)]


def _eigvalsh(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """Σᵢ gᵢ Pᵢ with the spectral projectors Pᵢ = Πⱼ (S - λⱼ)/(λᵢ - λⱼ), S the symmetric part."""
    n = y.shape[0]
    s = (x[0] + x[0].T) * Fraction(1, 2)
    values = [y.op("index", index=(i,)) for i in range(n)]
    total: Expr | None = None
    for i in range(n):
        projector = _eye(g, n)
        for j in range(n):
            if j != i:
                projector = projector @ ((s - values[j] * _eye(g, n)) / (values[i] - values[j]))
        term = g.op("index", index=(i,)) * projector
        total = term if total is None else total + term
    assert total is not None
    return [total]


def _matrix_exp(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """The upper right block of exp [[Aᵀ, G], [0, Aᵀ]] (Najfeld and Havel 1995)."""
    n = y.shape[0]
    zero = Expr(g.builder, g.builder.op("zeros", shape=(n, n)))
    above = x[0].T.op("concat", g, axis=1)
    below = zero.op("concat", x[0].T, axis=1)
    both = above.op("concat", below, axis=0).op("matrix_exp")
    first, last = tuple(range(n)), tuple(range(n, 2 * n))
    return [both.op("take", indices=first, axis=0).op("take", indices=last, axis=1)]


def _polar(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    """UZ + (G - UUᵀG)H⁻¹ with HZ + ZH = UᵀG - GᵀU, H = UᵀA; the equation as one linear system."""
    n = y.shape[1]
    h = y.T @ x[0]
    h, one, inner = (h + h.T) * Fraction(1, 2), _eye(g, n), y.T @ g
    z = (h.op("kron", one) + one.op("kron", h)).op("solve", (inner - inner.T).op("flatten")).reshape((n, n))
    rest = (g - y @ inner) @ h.op("inv") if x[0].shape[0] > n else None
    return [y @ z if rest is None else y @ z + rest]


def _projector(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr | None]:
    """Σⱼ (PᵢGPⱼ + PⱼGPᵢ)/(λᵢ - λⱼ); the eigenvalues are functions of the matrix, not arguments beside it."""
    s, values = x
    i = whole(node.params["index"])
    total = s * 0
    for j in range(values.shape[0]):
        if j != i:
            other = s.raw("projector", s.shape, values, index=j)
            gap = values.op("index", index=(i,)) - values.op("index", index=(j,))
            total = total + (y @ g @ other + other @ g @ y) / gap
    return [total, None]


def _diag(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [g.op("diag")] if len(x[0].shape) == 1 else [g.raw("undiag", x[0].shape)]


def _undiag(g: Expr, y: Expr, x: Sequence[Expr], node: Node) -> Sequence[Expr]:
    return [g.op("diag")]


LINALG: Mapping[str, Rule] = {
    "dot": _dot,
    "matmul": _matmul,
    "outer": lambda g, y, x, node: [g @ x[1], g.T @ x[0]],
    "kron": _kron,
    "trace": _trace,
    "det": _det,
    "slogdet": _logdet,
    "logdet": _logdet,
    "inv": _inv,
    "solve": _solve,
    "cholesky": _cholesky,
    "eigvalsh": _eigvalsh,
    "matrix_exp": _matrix_exp,
    "polar": _polar,
    "projector": _projector,
    "eigh_product": lambda g, y, x, node: [(g + g.T) * Fraction(1, 2)],
    "svd_product": lambda g, y, x, node: [g],
    "qr_product": lambda g, y, x, node: [g],
    "eig_product": lambda g, y, x, node: [g],
    "diag": _diag,
    "undiag": _undiag,
    "tril": lambda g, y, x, node: [g.op("tril", k=node.params["k"])],
    "triu": lambda g, y, x, node: [g.op("triu", k=node.params["k"])],
    "matrix_transpose": lambda g, y, x, node: [g.T],
}
