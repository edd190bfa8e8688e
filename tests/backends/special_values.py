"""What special functions and elementwise arithmetic mean, in numbers, by mpmath and the standard library."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import mpmath

__all__ = ["ABSENT", "add"]

ABSENT = {
    "torch": "gamma betaln dawsn expi spence xdivy",
    "jax": "xdivy",
    "tensorflow": "erfcx gamma multigammaln ndtr log_ndtr entr frac copysign",
    "mxnet": "i0 i1 i0e i1e j0 j1 polygamma multigammaln betaln zeta gammainc gammaincc ndtr log_ndtr ndtri entr"
    " erfcx dawsn expi spence xlog1py xdivy logaddexp2 frac fmod floor_divide heaviside",
    "numpy": "gamma i1 i0e i1e j0 j1 polygamma multigammaln betaln zeta gammainc gammaincc ndtr log_ndtr ndtri entr"
    " erfcx dawsn expi spence xlog1py xdivy",
}
"""What each framework has no function for."""

_UNARY: Sequence[tuple[str, Callable[[float], Any], tuple[float, ...]]] = (
    ("i0", lambda x: mpmath.besseli(0, x), (0.5, -9)),
    ("i1", lambda x: mpmath.besseli(1, x), (0.5, -9)),
    ("i0e", lambda x: mpmath.exp(-abs(x)) * mpmath.besseli(0, x), (0.5, -9, 1000)),
    ("i1e", lambda x: mpmath.exp(-abs(x)) * mpmath.besseli(1, x), (0.5, -9, 1000)),
    ("j0", mpmath.j0, (4, 4.5)),
    ("j1", mpmath.j1, (4, 4.5)),
    ("gamma", mpmath.gamma, (0.5, -1.5, 5)),
    ("polygamma", lambda x: mpmath.polygamma(1, x), (0.5, 3.5)),
    ("ndtr", mpmath.ncdf, (0.5, -3)),
    ("log_ndtr", lambda x: mpmath.log(mpmath.ncdf(x)), (0.5, -3)),
    ("ndtri", lambda p: mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(p) - 1), (0.25, 0.875, 0.0625)),
    ("erfcx", lambda x: mpmath.exp(x * x) * mpmath.erfc(x), (0.5, -1.5, 4)),
    ("dawsn", lambda x: mpmath.sqrt(mpmath.pi) / 2 * mpmath.exp(-x * x) * mpmath.erfi(x), (0.5, -1.5, 4)),
    ("expi", mpmath.ei, (0.5, 1.5, 4)),
    ("spence", lambda x: mpmath.polylog(2, 1 - x).real, (0.5, 1.5, 4)),
    ("entr", lambda x: -x * math.log(x) if x else 0, (0.5, 3, 0)),
    ("floor", math.floor, (2.5, -2.5, 3)),
    ("ceil", math.ceil, (2.5, -2.5, 3)),
    ("trunc", math.trunc, (2.5, -2.5, 3)),
    ("round", round, (2.75, 2.5, 1.5, -2.5, 0.5)),
    ("frac", lambda x: math.fmod(x, 1), (2.75, -2.75, 3)),
    ("reciprocal", lambda x: 1 / x, (0.5, -4)),
    ("deg2rad", math.radians, (180, -45)),
    ("rad2deg", math.degrees, (0.5, -3)),
)


def add(row: Callable[..., None]) -> None:
    for op, function, points in _UNARY:
        row(op, [points], [float(function(x)) for x in points])
        row(op, [points[0]], float(function(points[0])))
    row("polygamma", [[0.5, 3.5]], [float(mpmath.digamma(x)) for x in (0.5, 3.5)], n=0)
    row("polygamma", [[0.5, 3.5]], [float(mpmath.polygamma(2, x)) for x in (0.5, 3.5)], n=2)
    row("polygamma", [[0.5, 3.5]], [float(mpmath.polygamma(3, x)) for x in (0.5, 3.5)], n=3)
    multigamma = lambda x: math.log(math.pi) / 2 + math.lgamma(x) + math.lgamma(x - 0.5)  # noqa: E731
    row("multigammaln", [[1.5, 4]], [multigamma(1.5), multigamma(4)], p=2)
    row("betaln", [[0.5, 3], 2], [math.log(float(mpmath.beta(a, 2))) for a in (0.5, 3)])
    row("zeta", [[2, 3.5], [0.5, 4]], [float(mpmath.zeta(2, 0.5)), float(mpmath.zeta(3.5, 4))])
    lower = lambda a, x: float(mpmath.gammainc(a, 0, x, regularized=True))  # noqa: E731
    row("gammainc", [[0.5, 3], [1, 2]], [lower(0.5, 1), lower(3, 2)])
    row("gammaincc", [[0.5, 3], [1, 2]], [1 - lower(0.5, 1), 1 - lower(3, 2)])
    row("xlog1py", [[2, 0], [1e-9, -1]], [2 * math.log1p(1e-9), 0])
    row("xdivy", [[2, 0], [4, 0]], [0.5, 0])
    row("logaddexp2", [[0.5, 1], [2, -1]], [math.log2(2**0.5 + 4), math.log2(2.5)])
    row("remainder", [[5.5, -5.5, 5.5, -5.5], [2, 2, -2, -2]], [1.5, 0.5, -0.5, -1.5])
    row("fmod", [[5.5, -5.5, 5.5, -5.5], [2, 2, -2, -2]], [1.5, -1.5, 1.5, -1.5])
    row("floor_divide", [[5.5, -5.5, 5.5, -5.5], [2, 2, -2, -2]], [2, -3, -3, 2])
    row("heaviside", [[-2, 0, 3], [0.25, 0.25, 0.25]], [0, 0.25, 1])
    row("copysign", [[2, -2, 2], [3, 3, -3]], [2, 2, -2])
