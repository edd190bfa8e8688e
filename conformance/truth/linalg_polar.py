"""The orthonormal factor of a matrix A = U H, U = A(AᵀA)^(-½), by the square root of AᵀA: of balls and power series.

Newton's iteration finds X near √M; how near, X itself tells: √M - X solves the equation E√M + XE = M - X²
with positive definite coefficients, so its norm is at most ‖M - X²‖ over the smallest eigenvalue of X, which is
at least 1/‖X⁻¹‖. Every matrix within the balls is covered, since M - X² is taken in balls.
"""

from __future__ import annotations

import numpy as np
from flint import arb, ctx, fmpq

from conformance.truth import linalg
from conformance.truth.arrays import Array, array_of, dot, each
from conformance.truth.scalar_functions import Branches, poison_in
from conformance.truth.scalars import Poison, UndecidedError, ball
from conformance.truth.series import Series

__all__ = ["orthogonal", "smallest_singular_value"]


def orthogonal(a: Array) -> Array:
    """U; a Poison where the columns of A depend on one another, UndecidedError if they may."""
    root = _square_root(dot(a.T, a))
    missing = poison_in(root.ravel())
    return np.full(a.shape, missing, dtype=object) if missing else dot(a, linalg.inverse(root))


def smallest_singular_value(a: Array) -> arb:
    """A lower bound, positive; UndecidedError if there may be none."""
    root = _square_root(dot(a.T, a))
    if poison_in(root.ravel()):
        raise UndecidedError
    return (1 / _norm(linalg.inverse(root))).lower()


def _square_root(a: Array) -> Array:
    """√ of the symmetric part; a Poison where it is singular or has no root, UndecidedError if it may be."""
    missing = poison_in(a.ravel())
    if missing:
        return np.full(a.shape, missing, dtype=object)
    s = linalg.symmetric_part(a)
    if any(isinstance(x, Series) for x in s.ravel()):
        return _of_series(s)
    if not linalg.is_regular(s):
        if all(isinstance(x, fmpq) for x in s.ravel()):
            return np.full(a.shape, Poison("the root of a singular matrix"), dtype=object)
        raise UndecidedError
    return _of_balls(s)


def _middle(a: Array) -> Array:
    return each(lambda v: ball(v).mid(), a)


def _norm(a: Array) -> arb:
    """Frobenius."""
    return sum((ball(v).abs_upper() ** 2 for v in a.ravel()), arb(0)).sqrt().upper()


def _of_balls(s: Array) -> Array:
    middle = _middle(s)
    scale = _norm(middle).sqrt().mid()
    x = linalg.identity(len(s)) * np.asarray(scale, dtype=object)
    half = np.asarray(fmpq(1, 2), dtype=object)
    for _ in range(2 * ctx.prec.bit_length() + 60):
        inverse = linalg.inverse(x)
        if poison_in(inverse.ravel()):
            raise UndecidedError
        following = _middle(linalg.symmetric_part((x + dot(inverse, middle)) * half))
        step, x = _norm(following - x), following
        if step < scale * arb(2) ** (-ctx.prec * 3 // 4):
            break
    if poison_in(linalg.cholesky(x, Branches()).ravel()):
        raise UndecidedError
    smallest = 1 / _norm(linalg.inverse(x))
    reach = (_norm(s - dot(x, x)) / smallest).abs_upper()
    if not reach.is_finite():
        raise UndecidedError
    return each(lambda v: ball(v) + arb(0, reach), x)


def _of_series(s: Array) -> Array:
    """Coefficient after coefficient: X₀Xₖ + XₖX₀ is what the earlier ones leave of Mₖ."""
    known = min(x.known for x in s.ravel() if isinstance(x, Series))
    if any(isinstance(x, Series) and x.stripped().valuation < 0 for x in s.ravel()):
        return np.full(s.shape, Poison("the root of what grows without bound"), dtype=object)
    if known < 1:
        raise UndecidedError
    parts = [
        array_of([x[k] if isinstance(x, Series) else x if k == 0 else fmpq(0) for x in s.ravel()], s.shape)
        for k in range(known)
    ]
    found = [_square_root(parts[0])]
    if poison_in(found[0].ravel()):
        return found[0]
    n = len(s)
    one = linalg.identity(n)
    pair = np.asarray(np.kron(found[0], one) + np.kron(one, found[0]), dtype=object)
    for k in range(1, known):
        rest = parts[k]
        for i in range(1, k):
            rest = rest - dot(found[i], found[k - i])
        found.append(linalg.solve(pair, rest.reshape(-1)).reshape(n, n))
    return array_of([Series([x[i, j] for x in found]) for i, j in np.ndindex(s.shape)], s.shape)
