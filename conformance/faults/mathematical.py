"""Which kinds of faults special functions and elementwise arithmetic can have: additions to `catalog`, in its form."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ARGUMENTS", "FLAT", "NOT_ON", "ONLY_ON"]

ARGUMENTS: Mapping[str, tuple[int, ...]] = {"zeta": (1,), "gammainc": (1,), "gammaincc": (1,), "copysign": (0,)}
"""Operators that have no derivative in some argument, or none but zero."""

_STEPS = "floor ceil trunc round floor_divide heaviside"
FLAT: Mapping[str, str] = dict.fromkeys(_STEPS.split(), "nan-entry wrong-shape wrong-dtype")
"""Operators whose derivative is zero, and what can be wrong with that."""

ONLY_ON: Mapping[str, str] = {
    "broadcast-sum": "betaln zeta gammainc gammaincc xlog1py xdivy logaddexp2 remainder fmod copysign",
    "swapped": "betaln xlog1py xdivy logaddexp2 remainder fmod",
    "tie": "i0e",
}

NOT_ON: Mapping[str, Mapping[str, str]] = {
    "second-order": {
        "the second derivative is zero": "frac remainder fmod copysign deg2rad rad2deg",
    },
    "zero-at-zero": {
        "the derivative is zero there": "i0 j0",
        "zero is a subgradient there": "i0e copysign",
        "there is no finite derivative there": "expi spence gamma polygamma multigammaln betaln zeta gammainc"
        " gammaincc ndtri entr xdivy.1 reciprocal fmod.1 remainder",
    },
    "negative-side": {
        "outside the domain": "multigammaln betaln zeta gammainc gammaincc ndtri entr spence",
    },
}
