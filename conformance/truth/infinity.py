"""What a smooth function of one argument is at ±∞: its limit, where that is finite.

Each function listed tends to its limit so that every derivative of it tends to 0. One that
grows without bound (log, softplus on the right) has no value at infinity, nor has one that
keeps turning (sin); their derivatives there are left undefined too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import arb

from conformance.truth.scalars import Scalar
from conformance.truth.series import Series

__all__ = ["at_infinity", "infinite"]


def _number(value: int) -> Callable[[], arb]:
    return lambda: arb(value)


_LIMITS: Mapping[tuple[str, int], Callable[[], arb]] = {
    **{(name, -1): _number(0) for name in ("exp", "exp2", "sigmoid", "softplus", "silu", "gelu", "mish", "sinc")},
    **{(name, 1): _number(0) for name in ("rsqrt", "erfc", "log_sigmoid", "sinc")},
    **{(name, 1): _number(1) for name in ("sigmoid", "tanh", "erf")},
    **{(name, -1): _number(-1) for name in ("expm1", "tanh", "erf")},
    ("erfc", -1): _number(2),
    **{(name, 1): _number(0) for name in ("scaled_i0", "scaled_i1", "j0", "j1", "log_ndtr", "erfcx", "dawsn")},
    **{(name, -1): _number(0) for name in ("j0", "j1", "ndtr", "dawsn", "expi")},
    ("ndtr", 1): _number(1),
    ("atan", 1): lambda: arb.pi() / 2,
    ("atan", -1): lambda: -arb.pi() / 2,
}


def infinite(x: Scalar) -> int:
    """1 or -1 for ∞ or -∞, whatever its ball's radius, or a series that starts there; 0 for everything else."""
    head = x[0] if isinstance(x, Series) and x.known > 0 else x
    if not isinstance(head, arb) or head.is_finite():
        return 0
    return 1 if head > 0 else -1 if head < 0 else 0


def at_infinity(name: str, x: Scalar, n: int) -> list[Scalar] | None:
    """The limits of g, g', …, g⁽ⁿ⁾/n!; None where x is not infinite, or g has no finite limit there."""
    limit = _LIMITS.get((name, infinite(x)))
    return None if limit is None else [limit(), *[arb(0)] * n]
