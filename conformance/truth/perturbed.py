"""How far inverse, determinant, Cholesky factor and eigenvalues move with a matrix that is known to within balls.

Elimination in balls forgets that the same entry is used many times, so its radius grows
exponentially with the size. Here the value is found at the midpoints A, and what any
matrix A + Δ with |Δ| ≤ R can add is bounded entry by entry (|·| and ≤ are meant so):

- inverse: |A⁻¹|(I - N)⁻¹N with N = R|A⁻¹|, the Neumann series;
- solution x of A x = b: |A⁻¹|(I - N)⁻¹(r + R|x|) where b is known to within r;
- determinant: |det A|(exp ℓ - 1) with ℓ = -log det(I - |A⁻¹|R), since |log det(I + M)| ≤ Σ tr|M|ᵏ/k;
- Cholesky factor: |L|Φ(G + X Xᵀ) with G = |L⁻¹|R|L⁻ᵀ|, X = tril(G(I - G)⁻¹), Φ the lower triangle with
  half the diagonal (Higham 2002, theorem 10.8, put once into X + Xᵀ + X Xᵀ = G);
- eigenvalues: ‖R‖, by Weyl's inequality;
- exponential: see `linalg_exp`;
- orthonormal polar factor: 2‖R‖/(σ + σ') with σ and σ' the smallest singular values of A and A + Δ (Li 1995);
- spectral projector: Σⱼ (|Pᵢ|R|Pⱼ| + |Pⱼ|R|Pᵢ|)/|λᵢ - λⱼ|, and q²/(1 - q) with q = 2‖R‖/gap for the rest
  of Kato's series.

All hold for every Δ, not to first order alone. UndecidedError where a series does not converge:
a singular matrix lies within the balls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from flint import arb

from conformance.language.graph import Node
from conformance.truth import linalg
from conformance.truth.arrays import Array, array_of, dot, each, scalar, whole
from conformance.truth.linalg_exp import exponential, moved
from conformance.truth.linalg_polar import orthogonal, smallest_singular_value
from conformance.truth.scalar_functions import Branches, poison_in
from conformance.truth.scalars import UndecidedError, ball

__all__ = ["PERTURBED", "absolute", "half_triangle", "projector"]


def absolute(x: Array) -> Array:
    """Upper bounds of the magnitudes."""
    return each(lambda v: ball(v).abs_upper(), x)


def half_triangle(x: Array) -> Array:
    """Φ: the lower triangle with half the diagonal."""
    return array_of(
        [v if i > j else v / 2 if i == j else arb(0) for (i, j), v in np.ndenumerate(x)], x.shape
    )  # fmt: skip


def projector(s: Array, values: Array, i: int) -> Array:
    """The spectral projector Πⱼ (S - λⱼ)/(λᵢ - λⱼ) of a symmetric matrix with different eigenvalues."""
    result = linalg.identity(len(s))
    for j in range(len(s)):
        if j != i:
            shifted = s - linalg.identity(len(s)) * np.asarray(values[j], dtype=object)
            result = dot(result, shifted) / np.asarray(values[i] - values[j], dtype=object)
    return result


def _split(a: Array) -> tuple[Array, Array]:
    """Midpoints and radii."""
    return each(lambda v: ball(v).mid(), a), each(lambda v: ball(v).rad(), a)


def _around(centre: Array, reach: Array) -> Array:
    return each(lambda c, r: c + arb(0, ball(r).abs_upper()), centre, reach)


def _converges(n: Array) -> bool:
    """Whether the powers of the matrix, which has no negative entries, sum up."""
    largest = min(max(n.sum(axis=axis), key=float) for axis in (0, 1))
    return bool(largest < 1)


def _summed(n: Array) -> Array:
    """(I - N)⁻¹ = I + N + N² + …"""
    if not _converges(n):
        raise UndecidedError
    return absolute(linalg.inverse(linalg.identity(len(n)) - n))


def _inverse_at(a: Array) -> Array:
    found = linalg.inverse(a)
    if poison_in(found.ravel()):
        raise UndecidedError
    return found


def _inverse(node: Node, a: Array) -> Array:
    middle, radii = _split(a)
    found = _inverse_at(middle)
    n = dot(radii, absolute(found))
    return _around(found, dot(absolute(found), dot(_summed(n), n)))


def _regular(node: Node, a: Array) -> Array:
    try:
        _inverse(node, a)
    except UndecidedError:
        return scalar(bool(node.params["negated"]))
    return scalar(not node.params["negated"])


def _solve(node: Node, a: Array, b: Array) -> Array:
    (middle, radii), (right, reach) = _split(a), _split(b)
    inverted = absolute(_inverse_at(middle))
    found = linalg.solve(middle, right)
    moved = dot(_summed(dot(radii, inverted)), reach + dot(radii, absolute(found)))
    return _around(found, dot(inverted, moved))


def _spread(middle: Array, radii: Array) -> arb:
    """ℓ: how far the logarithm of the determinant may move."""
    m = dot(absolute(_inverse_at(middle)), radii)
    if not _converges(m):
        raise UndecidedError
    return -ball(linalg.determinant(linalg.identity(len(m)) - m)).log()


def _determinant(node: Node, a: Array) -> Array:
    middle, radii = _split(a)
    try:
        reach = _spread(middle, radii).expm1()
    except UndecidedError:
        return scalar(linalg.determinant(a))  # by cofactors, which exist where the inverse does not
    found = ball(linalg.determinant(middle))
    return scalar(found + arb(0, (found * reach).abs_upper()))


def _log_determinant(node: Node, a: Array) -> Array:
    middle, radii = _split(a)
    found = ball(linalg.determinant(middle))
    if node.op == "slogdet":
        found = abs(found)
    if not found > 0:
        raise UndecidedError
    return scalar(found.log() + arb(0, _spread(middle, radii).abs_upper()))


def _cholesky(node: Node, a: Array) -> Array:
    middle, radii = _split(linalg.symmetric_part(a))
    found = linalg.cholesky(middle, Branches())
    if poison_in(found.ravel()):
        raise UndecidedError
    inverted = absolute(_inverse_at(found))
    g = dot(dot(inverted, radii), inverted.T)
    x = np.tril(dot(g, _summed(g)))
    return _around(found, dot(absolute(found), half_triangle(g + dot(x, x.T))))


def _exponential(node: Node, a: Array) -> Array:
    middle, radii = _split(a)
    return _around(exponential(middle), moved(middle, radii))


def _polar(node: Node, a: Array) -> Array:
    middle, radii = _split(a)
    found, size = orthogonal(middle), sum((v * v for v in radii.ravel()), arb(0)).sqrt()
    smallest = smallest_singular_value(middle)
    if poison_in(found.ravel()) or not smallest > size:
        raise UndecidedError
    return _around(found, np.full(a.shape, 2 * size / (2 * smallest - size), dtype=object))


def _norm(r: Array) -> arb:
    """A bound on the spectral norm of every symmetric matrix within R."""
    frobenius = sum((ball(v) * v for v in r.ravel()), arb(0)).sqrt()
    return min(frobenius, max(r.sum(axis=0), key=float), key=float)


def _eigenvalues(node: Node, a: Array) -> Array:
    middle, radii = _split(linalg.symmetric_part(a))
    found = linalg.eigenvalues(middle)
    return _around(found, np.full(found.shape, _norm(radii), dtype=object))


def _projector(node: Node, s: Array, values: Array) -> Array:
    i = whole(node.params["index"])
    middle, radii = _split(s)
    at = linalg.eigenvalues(middle)
    every = [projector(middle, at, j) for j in range(len(at))]
    if len(at) == 1:
        return every[0]
    reach = np.full(s.shape, arb(0), dtype=object)
    for j, gap in _gaps(at, i):
        moved = dot(dot(absolute(every[i]), radii), absolute(every[j]))
        reach = reach + (moved + moved.T) / gap
    q = 2 * _norm(radii) / min((gap for _, gap in _gaps(at, i)), key=float)
    if not q < 1:
        raise UndecidedError
    return _around(every[i], reach + q * q / (1 - q))


def _gaps(values: Array, i: int) -> list[tuple[int, arb]]:
    """The distance from the eigenvalue to each of the others."""
    return [(j, ball(values[i] - values[j]).abs_lower()) for j in range(len(values)) if j != i]


PERTURBED: Mapping[str, Callable[..., Array]] = {
    "regular": _regular,
    "inv": _inverse, "solve": _solve, "det": _determinant, "slogdet": _log_determinant,
    "logdet": _log_determinant, "cholesky": _cholesky, "eigvalsh": _eigenvalues, "projector": _projector,
    "matrix_exp": _exponential, "polar": _polar,
}  # fmt: skip
"""The node and its arguments, balls or rationals that exist, to the value in balls."""
