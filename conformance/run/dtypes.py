"""What a floating-point type can hold: unit roundoff, smallest normal number, spacing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

__all__ = ["Precision", "precision"]


@dataclass(frozen=True, slots=True)
class Precision:
    """A binary floating-point type with `bits` bits of significand."""

    name: str
    bits: int
    tiny: float
    """The smallest normal number."""

    @property
    def roundoff(self) -> float:
        """u, half the distance from 1 to the next number."""
        return 2.0**-self.bits

    @property
    def digits(self) -> float:
        """Decimal digits that a correctly rounded number has right: -log10(u)."""
        return -math.log10(self.roundoff)

    def ulp(self, value: float) -> float:
        """The spacing of the type's numbers at `value`; below the smallest normal number it no longer shrinks."""
        exponent = math.frexp(max(abs(value), self.tiny))[1]
        return max(math.ldexp(1.0, exponent - self.bits), math.ulp(0.0))


@cache
def precision(dtype: str) -> Precision:
    """The properties of `float32` or `float64` (any real type that numpy has)."""
    info = np.finfo(np.dtype(dtype))
    return Precision(dtype, info.nmant + 1, float(info.tiny))
