"""The exponential of a matrix: of balls, of power series, and how far it moves.

Of series by scaling, Taylor polynomial and squaring: what the polynomial leaves out of the coefficient of
tʲ is at most that of tʲ in Σ aᵏ/k! over the k left out, a = Σ‖Aᵢ‖tⁱ, since every norm of a product is at
most the product of the norms. No derivative of exp is used on the way.

Of A + Δ with |Δ| ≤ R (|·| and ≤ entry by entry): exp(A + Δ) - exp(A) is ∫ exp(sA) Δ exp((1-s)A) ds but for what is
of second order in Δ, at most exp(‖A‖)(exp‖Δ‖ - 1 - ‖Δ‖). The integral is bounded on steps of s: within one,
|exp(sA)| is at most |exp(s₀A)| exp(|A|h). All of this is done for D⁻¹AD, with powers of two D that make the norm
small, since exp(D⁻¹AD) = D⁻¹exp(A)D: a derivative is a block of the exponential of [[A, G], [0, A]], linear in G,
which the norm of that matrix would not show.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from flint import arb, arb_mat, ctx, fmpq

from conformance.truth.arrays import Array, array_of, dot, each
from conformance.truth.scalar_functions import poison_in
from conformance.truth.scalars import Poison, UndecidedError, ball
from conformance.truth.series import Series, lift

__all__ = ["balanced", "balancing", "exponential", "first_order", "moved"]

STEPS = 16
SWEEPS = 10
"""Of balancing; a matrix of blocks takes three or four."""
FARTHEST = 2.0**200
"""Of the scales, so that no product of them leaves the floats."""


def _matrix(a: Array) -> arb_mat:
    return arb_mat(*a.shape, [ball(x) for x in a.ravel()])


def _array(m: arb_mat) -> Array:
    return array_of(list(m.entries()), (m.nrows(), m.ncols()))


def exponential(a: Array) -> Array:
    """exp(A); a Poison where an entry does not exist or grows without bound."""
    missing = poison_in(a.ravel())
    if missing:
        return np.full(a.shape, missing, dtype=object)
    if any(isinstance(x, Series) for x in a.ravel()):
        return _of_series(a)
    if not any(x != 0 for x in a.ravel()):
        return array_of([fmpq(i == j) for i, j in np.ndindex(a.shape)], a.shape)
    return _array(_matrix(a).exp())


def _norm(m: arb_mat) -> arb:
    """An upper bound of the norm that row sums induce."""
    rows = ([abs(m[i, j]).upper() for j in range(m.ncols())] for i in range(m.nrows()))
    return max((sum(row, arb(0)).upper() for row in rows), key=float)


def _of_series(a: Array) -> Array:
    known = min(x.known for x in a.ravel() if isinstance(x, Series))
    entries = [lift(x, known).stripped() for x in a.ravel()]
    if any(x.valuation < 0 for x in entries):
        return np.full(a.shape, Poison("the exponential of what grows without bound"), dtype=object)
    if known < 1:
        raise UndecidedError
    parts = [arb_mat(*a.shape, [ball(x[k]) for x in entries]) for k in range(known)]
    norms = [_norm(p) for p in parts]
    if not all(n.is_finite() for n in norms):
        raise UndecidedError
    halvings = max(0, math.ceil(math.log2(max(float(max(norms, key=float)), 1))) + 4)
    scale = arb(2) ** -halvings
    result = _taylor([p * scale for p in parts], [n * scale for n in norms])
    for _ in range(halvings):
        result = _times(result, result)
    return array_of(
        [Series([part[i, j] for part in result]) for i, j in np.ndindex(a.shape)], a.shape
    )  # fmt: skip


def _times(a: list[arb_mat], b: list[arb_mat]) -> list[arb_mat]:
    return [sum((a[i] * b[k - i] for i in range(1, k + 1)), a[0] * b[k]) for k in range(len(a))]


def _taylor(parts: list[arb_mat], norms: list[arb]) -> list[arb_mat]:
    """Σ Aᵏ/k! for norms of at most 1/16, and the bound on what is left out in each radius."""
    n, known = parts[0].nrows(), len(parts)
    nothing = arb_mat(n, n)
    one = [arb_mat(n, n, [arb(i == j) for i in range(n) for j in range(n)]), *[nothing] * (known - 1)]
    total, term = one, one
    bound, majorant = [arb(1), *[arb(0)] * (known - 1)], norms
    for k in range(1, ctx.prec):
        term = [p / arb(k) for p in _times(term, parts)]
        bound = [c / k for c in _product(bound, majorant)]
        total = [p + q for p, q in zip(total, term, strict=True)]
        if max(float(c) for c in bound) < 2.0 ** -min(ctx.prec + 8, 1000) and k > known:
            break
    # The terms left out: Σ over k of bound·aᵏ is at most bound/(1 - a), a series whose terms are positive.
    rest = _product(bound, _geometric(majorant))
    return [
        arb_mat(n, n, [x + arb(0, r.upper()) for x in p.entries()]) for p, r in zip(total, rest, strict=True)
    ]  # fmt: skip


def _product(a: list[arb], b: list[arb]) -> list[arb]:
    return [sum((a[i] * b[k - i] for i in range(k + 1)), arb(0)) for k in range(len(a))]


def _geometric(a: list[arb]) -> list[arb]:
    """a/(1 - a) as a series, for a[0] < 1."""
    result: list[arb] = []
    for k in range(len(a)):
        rest = sum((a[i] * result[k - i] for i in range(1, k + 1)), a[k])
        result.append(rest / (1 - a[0]))
    return result


def balancing(a: Array) -> Array:
    """D: of powers of two, one a row, that bring the sums of the rows and columns of D⁻¹AD near one another,
    or to 1 (after Osborne 1960; what is below 1 makes no exponential large). Ones if a sum is not a float."""
    size = np.array([[float(ball(v).abs_upper()) for v in row] for row in a])
    scales = np.ones(len(a))
    with np.errstate(over="ignore"):
        if not np.isfinite(size.sum()):
            return _powers(scales)
    for _ in range(SWEEPS):
        before = scales.copy()
        for i in range(len(a)):
            row, column = max(size[i].sum(), 1.0), max(size[:, i].sum(), 1.0)
            factor = 2.0 ** round(math.log2(row / column) / 2)
            if not 1 / FARTHEST <= scales[i] * factor <= FARTHEST:
                continue
            size[i] /= factor
            size[:, i] *= factor
            scales[i] *= factor
        if (scales == before).all():
            break
    return _powers(scales)


def _powers(scales: npt.NDArray[np.float64]) -> Array:
    return array_of([arb(float(s)) for s in scales], scales.shape)


def balanced(a: Array, scales: Array) -> Array:
    """D⁻¹AD."""
    return a * scales[None, :] / scales[:, None]


def moved(a: Array, reach: Array) -> Array:
    """Entry by entry, how far exp(A + Δ) may be from exp(A) for |Δ| ≤ reach, A known exactly."""
    scales = balancing(a)
    a, reach = balanced(a, scales), balanced(reach, scales)
    size, far = _norm(_matrix(a)), _norm(_matrix(reach))
    rest = size.exp() * (far.expm1() - far)
    return balanced(each(lambda v: (v + rest).abs_upper(), first_order(a, reach)), 1 / scales)


def first_order(a: Array, reach: Array) -> Array:
    """The part of it that is of first order in Δ; A as it is."""
    n, h = len(a), arb(1) / STEPS
    middle = _matrix(a)
    step = (middle * h).exp()
    slack = _array((arb_mat(n, n, [abs(x) for x in middle.entries()]) * h).exp())
    powers = [_array(arb_mat(n, n, [arb(i == j) for i in range(n) for j in range(n)]))]
    current = step
    for _ in range(STEPS):
        powers.append(_array(current))
        current = current * step
    sizes = [each(lambda v: ball(v).abs_upper(), p) for p in powers]
    outer = dot(dot(slack, reach), slack)
    total = np.full(a.shape, arb(0), dtype=object)
    for k in range(STEPS):
        total = total + dot(dot(sizes[k], outer), sizes[STEPS - 1 - k])
    return each(lambda v: (v * h).abs_upper(), total)
