"""What factorizations lose to rounding, in units of the roundoff u.

Elimination with partial pivoting finds the exact factors of a matrix within E of A, and
each substitution solves exactly a system that is off by as much again (Higham 2002, chapters 9
and 14): every entry is a sum of products, charged for each product and for its partial sums in
whatever order. An entry of the result is charged for what the result of such a matrix
differs by: |A⁻¹|E|x| for a solution, the trace of |A⁻¹|E for the logarithm of a determinant. That
is what LU attains. At a singular matrix the determinant is charged by its cofactors.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from flint import arb

from conformance.language.graph import Node
from conformance.truth import linalg
from conformance.truth.arrays import Array, array_of, dot, each, whole
from conformance.truth.linalg_exp import balanced, balancing, first_order
from conformance.truth.linalg_factors import PRODUCTS, lost_in_direction, lost_in_product, lost_in_second
from conformance.truth.linalg_polar import smallest_singular_value
from conformance.truth.perturbed import absolute, half_triangle
from conformance.truth.scalar_functions import divide, poison_in
from conformance.truth.scalars import Scalar, UndecidedError, ball, is_zero
from conformance.truth.summation import partial_sums

__all__ = ["FACTORIZED"]

Units = Any


def _middle(a: Array) -> Array:
    return each(lambda v: ball(v).mid(), a)


class _Factors:
    """P A = L U at the midpoints; `lost` is E in the order of A's own rows. Singular: `regular` is false."""

    def __init__(self, a: Array) -> None:
        n = len(a)
        work, self.order = _middle(a), list(range(n))
        self.regular = True
        for k in range(n):
            pivot = max(range(k, n), key=lambda i: float(abs(work[i, k])))
            work[[k, pivot]] = work[[pivot, k]]
            self.order[k], self.order[pivot] = self.order[pivot], self.order[k]
            if is_zero(work[k, k]):
                self.regular = False
                return
            for i in range(k + 1, n):
                work[i, k] = divide(work[i, k], work[k, k])
                work[i, k + 1 :] = work[i, k + 1 :] - work[k, k + 1 :] * np.asarray(work[i, k], dtype=object)
        self.lower = np.tril(work, -1) + linalg.identity(n)
        self.upper = np.triu(work)
        self.lost = np.empty((n, n), dtype=object)
        for i in range(n):
            for j in range(n):
                m = min(i, j)
                terms = [ball(x) * y for x, y in zip(self.lower[i, :m], self.upper[:m, j], strict=True)]
                last = abs(ball(self.lower[i, m]) * self.upper[m, j])
                self.lost[self.order[i], j] = _eliminated(terms, _middle(a)[self.order[i], j]) + last * (i > j)

    def solving(self, x: Array) -> Array:
        """The residual that forward and back substitution leave in A x, for a vector x."""
        n = len(x)
        y = dot(self.upper, x)
        forward, back = [], []
        for i in range(n):
            terms = [ball(p) * q for p, q in zip(self.lower[i, :i], y[:i], strict=True)]
            forward.append(_eliminated(terms, sum(terms, ball(y[i]))))
            terms = [ball(p) * q for p, q in zip(self.upper[i, i + 1 :], x[i + 1 :], strict=True)]
            back.append(_eliminated(terms, y[i]) + abs(ball(self.upper[i, i]) * x[i]))
        left = array_of(forward, (n,)) + dot(absolute(self.lower), array_of(back, (n,)))
        found = np.empty(n, dtype=object)
        found[self.order] = left
        return found + dot(self.lost, absolute(x))


def _eliminated(terms: list[arb], start: Scalar) -> arb:
    """What start - Σ terms loses: every product, and every partial sum in whatever order."""
    return sum((abs(t) for t in terms), arb(0)) + partial_sums([start, *(-t for t in terms)])


def _inverted(a: Array) -> Array | None:
    found = linalg.inverse(_middle(a))
    return None if poison_in(found.ravel()) else absolute(found)


def _solve(node: Node, args: list[Array], value: Array) -> Units:
    factors, inverted = _Factors(args[0]), _inverted(args[0])
    if not factors.regular or inverted is None:
        return arb.pos_inf()
    columns = _middle(value).reshape(len(inverted), -1).T
    left = np.stack([factors.solving(x) for x in columns], axis=1)
    return dot(inverted, left).reshape(value.shape) + absolute(value)


def _spread(a: Array) -> arb | None:
    """The relative error of the determinant; None at a singular matrix."""
    factors, inverted = _Factors(a), _inverted(a)
    if not factors.regular or inverted is None:
        return None
    return sum(np.diagonal(dot(inverted, factors.lost)), arb(0)) + len(a)


def _determinant(node: Node, args: list[Array], value: Array) -> Units:
    relative = _spread(args[0])
    if relative is not None:
        return absolute(value) * relative
    every = math.prod((sum(row, arb(0)) for row in absolute(args[0])), start=arb(1))
    return np.asarray(every * len(args[0]) ** 2, dtype=object)


def _log_determinant(node: Node, args: list[Array], value: Array) -> Units:
    """The determinant's relative error, and the logarithms of its n factors, taken and added."""
    relative = _spread(args[0])
    return arb.pos_inf() if relative is None else absolute(value) * (len(args[0]) + 4) + relative


def _cholesky(node: Node, args: list[Array], value: Array) -> Units:
    """The exact factor of a matrix within E of A: its entries are sums of products of the factor's."""
    n, inverted = len(value), _inverted(value)
    if inverted is None:
        return arb.pos_inf()
    lower, lost = _middle(value), np.full((n, n), arb(0), dtype=object)
    for i in range(n):
        for j in range(i + 1):
            terms = [ball(x) * y for x, y in zip(lower[i, :j], lower[j, :j], strict=True)]
            last = ball(lower[i, j]) * lower[j, j]
            # A square root halves the relative error of what it takes, and is squared again.
            lost[i, j] = lost[j, i] = _eliminated(terms, sum(terms, last)) + abs(last) * 2
    return dot(absolute(lower), half_triangle(dot(dot(inverted, lost), inverted.T)))


def _exponential(node: Node, args: list[Array], value: Array) -> Units:
    """Scaling and squaring finds the exponential of a matrix that is off by a few u·‖A‖ (Al-Mohy and Higham 2009), here
    of the balanced one: what scales by the norm of the matrix as it is loses digits to a long adjoint, and need not."""
    n, scales = len(value), balancing(args[0])
    a = balanced(_middle(args[0]), scales)
    lost = np.full(value.shape, _frobenius(a) * 2, dtype=object)
    return balanced(first_order(a, lost), 1 / scales) + absolute(value) * (n + 4)


def _polar(node: Node, args: list[Array], value: Array) -> Units:
    """That of a matrix that is off by a few u·‖A‖, over the smallest singular value."""
    try:
        smallest = smallest_singular_value(_middle(args[0]))
    except UndecidedError:
        return arb.pos_inf()
    return np.full(value.shape, _frobenius(args[0]) / smallest * (max(value.shape) + 2), dtype=object)


def _frobenius(a: Array) -> arb:
    return sum((v * v for v in absolute(a).ravel()), arb(0)).sqrt()


def _eigenvalues(node: Node, args: list[Array], value: Array) -> Units:
    return np.full(value.shape, _frobenius(args[0]) * (len(value) + 2), dtype=object)


def _projector(node: Node, args: list[Array], value: Array) -> Units:
    """The eigenvectors are those of a matrix that is off by a few u·‖S‖, which each gap divides."""
    s, values = args
    i, n = whole(node.params["index"]), len(s)
    lost = absolute(value) * (n + 4)
    for j in range(n):
        if j != i:
            gap = ball(values[i] - values[j]).abs_lower()
            lost = lost + _frobenius(s) * 2 / gap
    return lost


FACTORIZED: Mapping[str, Callable[[Node, list[Array], Array], Units]] = {
    "det": _determinant, "slogdet": _log_determinant, "logdet": _log_determinant, "inv": _solve,
    "solve": _solve, "cholesky": _cholesky, "eigvalsh": _eigenvalues, "projector": _projector,
    "matrix_exp": _exponential, "polar": _polar, **dict.fromkeys(PRODUCTS, lost_in_product),
    "refactored": lost_in_direction, "unresolved": lost_in_second,
}  # fmt: skip
