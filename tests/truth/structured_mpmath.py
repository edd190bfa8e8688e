"""Operators that sort, contract and slide windows, written anew for mpmath; see `test_against_mpmath`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath

__all__ = ["MANY"]

Number = Any  # what mpmath computes in


def _quarter(x: Sequence[Number]) -> Number:
    """Linear between the entries around the place (n - 1)/4."""
    entries, at = sorted(x), mpmath.mpf(len(x) - 1) / 4
    low = int(mpmath.floor(at))
    high = min(low + 1, len(x) - 1)
    return entries[low] * (1 - at + low) + entries[high] * (at - low)


def _convolved(A: Number, B: Number) -> list[Number]:
    """Rows of A as the channels of one signal, rows of B as those of a kernel of its length, with padding 1."""
    n = A.rows
    entry = lambda row, place: A[row, place] if 0 <= place < n else mpmath.mpf(0)  # noqa: E731
    return [sum(entry(c, i + k - 1) * B[c, k] for c in range(n) for k in range(n)) for i in range(3)]


MANY: Mapping[str, Callable[..., Number]] = {
    "sort(x)": sorted,
    "cummax(x)": lambda x: [max(x[: k + 1]) for k in range(len(x))],
    "quantile(x, 0.25)": _quarter,
    "logcumsumexp(x)": lambda x: [mpmath.log(sum(map(mpmath.exp, x[: k + 1]))) for k in range(len(x))],
    "trapezoid(x, y)": lambda x, y: sum((y[k + 1] - y[k]) * (x[k + 1] + x[k]) / 2 for k in range(len(x) - 1)),
    'einsum([x, y], "i,i->")': lambda x, y: sum(a * b for a, b in zip(x, y, strict=True)),
    'einsum([A, x, y], "ij,j,i->")': lambda x, y, A: sum(
        A[i, j] * x[j] * y[i] for i in range(A.rows) for j in range(A.cols)
    ),
    'einsum([A, B], "ij,jk->ki")': lambda A, B: [(A * B)[i, k] for k in range(A.rows) for i in range(A.rows)],
    "conv1d(reshape(A, [1, n, n]), reshape(B, [1, n, n]), padding=1)": _convolved,
}
