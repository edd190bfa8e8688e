"""Places to plant faults of special functions in: arguments, parameters, which stay fixed; see `fault_probes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["NEGATIVE", "NO_ZERO", "SPECIAL"]

_V, _W, _Z, _N = [0.3, 0.6, 0.85], [0.7, 0.2, 1.4], [0.0, -0.4, 0.7], [-0.3, -0.6, 0.85]
_ABOVE = [1.3, 1.6, 1.85]

NO_ZERO = frozenset({"gamma", "polygamma", "ndtri", "entr", "reciprocal", "expi", "spence"})
"""Functions of one argument without a derivative at 0."""
NEGATIVE = frozenset({"gamma", "polygamma", "reciprocal", "expi"})
"""Those of them that have one at negative numbers."""


def _last_moves(first: str) -> tuple[tuple[Any, ...], ...]:
    """The last argument moves, with the first a number, or one for each row."""
    return tuple(((a, x), {}, (0,)) for a, x in ((first, _V), (first, [0.6]), (first, [1.4]), ([[1.5], [2.5]], [_V])))


SPECIAL: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    "polygamma": tuple(((x,), {"n": n}, ()) for n, x in ((1, _V), (1, [0.6]), (1, [-0.4, -1.3]), (2, _V))),
    "multigammaln": tuple(((x,), {"p": 2}, ()) for x in (_ABOVE, [1.6])),
    **{name: _last_moves("5/2") for name in ("zeta", "gammainc", "gammaincc")},
    "betaln": tuple(
        ((a, b), {}, ())
        for a, b in ((_V, _W), ([0.6], [1.4]), ([[0.4], [1.2]], [_V]), ([_V], [[0.4], [1.2]]))
    ),
    "copysign": tuple(((a, b), {}, ()) for a, b in ((_N, _W), (_V, _N), ([0.6], [-1.4]), ([[0.3]], [_N]))),
}  # fmt: skip
