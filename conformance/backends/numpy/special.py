"""Special functions of mathematics, as numpy has them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conformance.backends.contract import Operator
from conformance.backends.numpy.real import real

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {
    "i0": real(np.i0),
    "logaddexp2": real(np.logaddexp2),
    "floor": real(np.floor),
    "ceil": real(np.ceil),
    "trunc": real(np.trunc),
    "round": real(np.round),
    "frac": real(lambda x: np.modf(x)[0]),
    "remainder": real(np.remainder),
    "fmod": real(np.fmod),
    "floor_divide": real(np.floor_divide),
    "heaviside": real(np.heaviside),
    "copysign": real(np.copysign),
    "reciprocal": np.reciprocal,
    "deg2rad": real(np.deg2rad),
    "rad2deg": real(np.rad2deg),
}
