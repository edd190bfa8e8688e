"""What a sum loses to rounding, whatever the order and the tree of its additions."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from flint import arb

from conformance.truth.scalars import Scalar, ball

__all__ = ["partial_sums"]


def partial_sums(terms: Iterable[Scalar]) -> arb:
    """Σ|partial sums| of the terms, each rounded once, in whatever order and tree they are added.

    A tree with k leaves has at least as large an m-th smallest sum of fewest terms as a chain, whose
    sums have 2, 3, …, k terms; and m terms add up to no more than the m largest of one sign.
    """
    values = [ball(v) for v in terms]
    signs = [sorted((max(v.upper(), arb(0), key=float) for v in part), key=float, reverse=True)
             for part in (values, [-v for v in values])]  # fmt: skip
    sums = [list(itertools.accumulate(part)) for part in signs]
    return sum((max(a, b, key=float) for a, b in list(zip(*sums, strict=True))[1:]), arb(0))
