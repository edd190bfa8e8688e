"""Linear algebra on object arrays of scalars (rationals, balls, series).

Determinants are division-free, so they are right at singular matrices; elimination
pivots on the entry that is largest for certain.
"""

from __future__ import annotations

import itertools

import numpy as np
from flint import acb_mat, arb, arb_mat, fmpq

from conformance.truth.arrays import Array, dot
from conformance.truth.scalar_functions import Branches, divide, poison_in, square_root_of, unary
from conformance.truth.scalars import VOID, Poison, Scalar, UndecidedError, ball, is_zero
from conformance.truth.series import Series

__all__ = ["cholesky", "determinant", "eigenvalues", "inverse", "is_regular", "solve", "symmetric_part"]


def symmetric_part(a: Array) -> Array:
    return np.asarray((a + a.T) * fmpq(1, 2), dtype=object)


def identity(n: int) -> Array:
    result = np.full((n, n), fmpq(0), dtype=object)
    for i in range(n):
        result[i, i] = fmpq(1)
    return result


def determinant(a: Array) -> Scalar:
    """Laplace expansion over column subsets, each minor once: 2ⁿ·n operations, no division."""
    n = len(a)
    if n > 10:
        return _determinant_by_elimination(a)
    minors: dict[int, Scalar] = {0: fmpq(1)}
    for row in range(n):
        following: dict[int, Scalar] = {}
        for used, minor in minors.items():
            position = 0
            for column in range(n):
                if used >> column & 1:
                    continue
                term = minor * a[row, column] * (-1 if position % 2 else 1)
                key = used | 1 << column
                following[key] = following[key] + term if key in following else term
                position += 1
        minors = following
    return minors[(1 << n) - 1]


def _size(x: Scalar) -> arb:
    """How large the pivot certainly is."""
    if isinstance(x, Series):
        return _size(x[0])
    return arb(0) if x is VOID or isinstance(x, Poison) else ball(x).abs_lower()


def _determinant_by_elimination(a: Array) -> Scalar:
    work, result = a.copy(), fmpq(1)
    for k in range(len(work)):
        pivot = _pivot(work, k, k)
        if pivot != k:
            work[[k, pivot]] = work[[pivot, k]]
            result = -result
        if is_zero(work[k, k]):
            return fmpq(0)
        result = result * work[k, k]
        for i in range(k + 1, len(work)):
            factor = divide(work[i, k], work[k, k])
            work[i, k:] = work[i, k:] - work[k, k:] * np.asarray(factor, dtype=object)
    return result


def _pivot(work: Array, k: int, column: int) -> int:
    sizes = [_size(work[i, column]) for i in range(k, len(work))]
    best = 0
    for i, size in enumerate(sizes):
        if size > sizes[best]:
            best = i
    return k + best


def solve(a: Array, b: Array) -> Array:
    """A⁻¹ b by Gauss-Jordan elimination; Poison where A is singular."""
    n = len(a)
    work = np.concatenate([a, b.reshape(n, -1)], axis=1)
    missing = poison_in(work.ravel())
    if missing:
        return np.full(b.shape, missing, dtype=object)
    for k in range(n):
        pivot = _pivot(work, k, k)
        if pivot != k:
            work[[k, pivot]] = work[[pivot, k]]
        if not isinstance(work[k, k], Series):
            if is_zero(work[k, k]):
                return np.full(b.shape, Poison("a singular matrix"), dtype=object)
            if _size(work[k, k]) == 0:
                raise UndecidedError
        head = work[k, k]
        for j in range(work.shape[1]):
            work[k, j] = divide(work[k, j], head)
        for i in range(n):
            if i != k:
                factor = work[i, k]
                for j in range(work.shape[1]):
                    work[i, j] = work[i, j] - factor * work[k, j]
    return work[:, n:].reshape(b.shape)


def inverse(a: Array) -> Array:
    return solve(a, identity(len(a)))


def is_regular(a: Array) -> bool:
    """Whether the matrix has an inverse; at the start of series."""
    start = np.array([x[0] if isinstance(x, Series) else x for x in a.ravel()], dtype=object).reshape(a.shape)
    value = determinant(start)
    return not isinstance(value, Poison) and not ball(value).contains(0)


def cholesky(a: Array, branches: Branches) -> Array:
    """The lower factor of the symmetric part."""
    s, n = symmetric_part(a), len(a)
    lower = np.full((n, n), fmpq(0), dtype=object)
    for j in range(n):
        for i in range(j, n):
            rest = s[i, j] - sum((lower[i, k] * lower[j, k] for k in range(j)), fmpq(0))
            lower[i, j] = square_root_of(rest, branches) if i == j else divide(rest, lower[j, j])
    return lower


def eigenvalues(a: Array) -> Array:
    """Ascending eigenvalues of the symmetric part; UndecidedError where they are not separated."""
    s, n = symmetric_part(a), len(a)
    series = [x for x in s.ravel() if isinstance(x, Series)]
    start = np.array([x[0] if isinstance(x, Series) else x for x in s.ravel()], dtype=object).reshape(n, n)
    for x in start.ravel():
        if isinstance(x, Poison):
            return np.full(n, x, dtype=object)
    if n == 1:
        values = [start[0, 0]]
    else:
        try:
            found = acb_mat(arb_mat(n, n, [ball(x) for x in start.ravel()])).eig()
        except ValueError as error:
            raise UndecidedError from error
        values = sorted((x.real for x in found), key=lambda x: float(x.mid()))
        if any(a.overlaps(b) for a, b in itertools.pairwise(values)):
            raise UndecidedError
    if series:
        known = max(x.known for x in series)
        polynomial = _characteristic(s)
        values = [_follow(polynomial, x, known) for x in values]
    result = np.empty(n, dtype=object)
    result[:] = values
    return result


def _characteristic(s: Array) -> list[Scalar]:
    """Coefficients of det(λ - S), leading first, by Faddeev and LeVerrier."""
    n = len(s)
    polynomial: list[Scalar] = [fmpq(1)]
    m = identity(n)
    for k in range(1, n + 1):
        product = dot(s, m)
        c = sum((product[i, i] for i in range(n)), fmpq(0)) * fmpq(-1, k)
        polynomial.append(c)
        m = product + identity(n) * np.asarray(c, dtype=object)
    return polynomial


def _follow(polynomial: list[Scalar], start: Scalar, known: int) -> Scalar:
    """The eigenvalue as a series: Newton on the characteristic polynomial from a simple root."""
    degree = len(polynomial) - 1
    root: Scalar = Series([start, *[fmpq(0)] * (known - 1)])
    steps = max(1, known.bit_length())
    for _ in range(steps):
        value: Scalar = fmpq(0)
        slope: Scalar = fmpq(0)
        for k, c in enumerate(polynomial):
            value = root * value + c
            if k < degree:
                slope = root * slope + c * (degree - k)
        root = root - value / slope
    return root


def log_abs_determinant(a: Array, branches: Branches) -> Scalar:
    value = determinant(a)
    leading = value[0] if isinstance(value, Series) else value
    if is_zero(leading):
        return Poison("the logarithm of a determinant that is 0")
    s = branches.sign(value)
    return unary("log", value if s is None or s > 0 else -value, {})
