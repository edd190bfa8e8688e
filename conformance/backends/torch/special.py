"""Special functions of mathematics, as torch has them."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import special

from conformance.backends.contract import Operator

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {
    "i0": special.i0,
    "i1": special.i1,
    "i0e": special.i0e,
    "i1e": special.i1e,
    "j0": special.bessel_j0,
    "j1": special.bessel_j1,
    "polygamma": lambda x, n: special.polygamma(n, x),
    "multigammaln": lambda x, p: special.multigammaln(x, p),
    "zeta": special.zeta,
    "gammainc": special.gammainc,
    "gammaincc": special.gammaincc,
    "ndtr": special.ndtr,
    "log_ndtr": special.log_ndtr,
    "ndtri": special.ndtri,
    "erfcx": special.erfcx,
    "entr": special.entr,
    "xlog1py": special.xlog1py,
    "logaddexp2": torch.logaddexp2,
    "floor": torch.floor,
    "ceil": torch.ceil,
    "trunc": torch.trunc,
    "round": torch.round,
    "frac": torch.frac,
    "remainder": torch.remainder,
    "fmod": torch.fmod,
    "floor_divide": torch.floor_divide,
    "heaviside": torch.heaviside,
    "copysign": torch.copysign,
    "reciprocal": torch.reciprocal,
    "deg2rad": torch.deg2rad,
    "rad2deg": torch.rad2deg,
}
