"""Is a value in the convex hull of limiting derivatives, up to the permitted error?

A legal subgradient is a convex combination of the vertices. The permitted error is a
few units in the last place, far below what a linear-programming solver resolves in
one go, so the hull is first approached by non-negative least squares, and the
remainder, computed in exact rational arithmetic, is then decided by a linear program
in units of the permitted error.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.truth.model import Floats

__all__ = ["in_hull", "nearest_vertex"]

_SLACK = 1e-6  # of a permitted error; the solver's own feasibility tolerance is 1e-7
_REACH = 1e6  # the largest correction sought; unbounded variables beside tiny ones defeat the solver


def nearest_vertex(x: Floats, vertices: Floats, permitted: Floats) -> int | None:
    """The index of the first vertex (rows of m × n) that x (n) equals up to the permitted error (n), if any."""
    close = np.flatnonzero((np.abs(vertices - x) <= permitted).all(axis=1))
    return int(close[0]) if close.size else None


def in_hull(x: Floats, vertices: Floats, permitted: Floats) -> bool:
    """Whether some convex combination of the vertices (m × n) is within `permitted` (n) of x (n), entry by entry.

    All values are finite; entries in which the vertices agree are compared directly.
    """
    lower, upper = vertices.min(axis=0), vertices.max(axis=0)
    if not ((lower - permitted <= x) & (x <= upper + permitted)).all():
        return False
    varying = lower < upper
    if varying.sum() <= 1 or nearest_vertex(x, vertices, permitted) is not None:
        return True
    return _combination_exists(x[varying], vertices[:, varying], permitted[varying], (upper - lower)[varying])


def _combination_exists(x: Floats, vertices: Floats, permitted: Floats, extent: Floats) -> bool:
    import scipy.optimize

    unit = np.maximum(permitted, extent * 2.0**-60)
    # Rows weighted so that a residual of 1 is one permitted error; the last row is the sum of the weights.
    system = np.vstack([(vertices / unit[:, None].T).T, np.full(len(vertices), 2.0**54)])
    try:
        weights, _ = scipy.optimize.nnls(system, np.append(x / unit, 2.0**54))
    except RuntimeError:  # no convergence: start from the middle instead
        weights = np.full(len(vertices), 1.0)
    weights, residual = _exact_residual(weights, x, vertices, unit)
    if np.abs(residual).max() <= 1:
        return True
    return _smallest_residual(scipy.optimize.linprog, weights, residual, vertices, unit, extent) <= 1 + _SLACK


def _exact_residual(weights: Floats, x: Floats, vertices: Floats, unit: Floats) -> tuple[Floats, Floats]:
    """The weights scaled to sum 1, and (x - their combination) / unit without rounding on the way."""
    total = sum(map(Fraction, weights.tolist()))
    exact = [Fraction(w) / total for w in weights.tolist()]
    residual = [
        float((Fraction(xi) - sum(w * Fraction(v) for w, v in zip(exact, column, strict=True))) / Fraction(ui))
        for xi, column, ui in zip(x.tolist(), vertices.T.tolist(), unit.tolist(), strict=True)
    ]
    return np.array([float(w) for w in exact]), np.array(residual)


def _smallest_residual(
    linprog: Any, weights: Floats, residual: Floats, vertices: Floats, unit: Floats, extent: Floats
) -> float:
    """The least largest entry of |residual| over all corrections of the weights that keep them legal."""
    m, n = vertices.shape
    step = float((unit / extent).min())
    moves = ((vertices - vertices[0]) * (step / unit)).T
    column: npt.NDArray[np.float64] = np.ones((n, 1))
    solution = linprog(
        np.append(np.zeros(m), 1.0),
        A_ub=np.vstack([np.hstack([-moves, -column]), np.hstack([moves, -column])]),
        b_ub=np.concatenate([-residual, residual]),
        A_eq=np.append(np.ones(m), 0.0)[None, :],
        b_eq=[0.0],
        bounds=[*((-min(w / step, _REACH), _REACH) for w in weights.tolist()), (0.0, None)],
        method="highs",
    )
    return float(solution.fun) if solution.success else float("inf")
