"""Fourier transforms, and complex numbers by their real and imaginary parts.

A complex array is a real one with the real and the imaginary part on a first axis of length 2, so that a derivative
is one in two real numbers and nothing depends on how a framework writes the gradient in a complex one.

- `fft` and `ifft` of a vector, the inverse divided by n; `rfft` of a real vector, the first n//2 + 1 entries; `irfft`
  back to n of them. What `irfft` does not read, the imaginary parts of the first entry and for even n of the last, has
  the derivative zero.
- `complex_power` is zᵏ with a whole exponent; logarithm and square root are the principal ones, cut at negative
  numbers.
"""

from __future__ import annotations

from conformance.language import complex_shapes
from conformance.language.operator import REQUIRED, Operator, rows
from conformance.language.special_points import NEGATIVE_ZERO, ONE, TINY, ZERO

__all__ = ["ROWS"]

ROWS: list[Operator] = [
    *rows("fourier", "fft ifft", 1, complex_shapes.spectrum, (ZERO,)),
    *rows("fourier", "rfft", 1, complex_shapes.half_spectrum, (ZERO,)),
    *rows("fourier", "irfft", 1, complex_shapes.signal, (ZERO,), n=REQUIRED),
    *rows("complex", "complex_abs", 1, complex_shapes.size, (ZERO, NEGATIVE_ZERO, TINY)),
    *rows("complex", "complex_angle", 1, complex_shapes.size, (ONE,)),
    *rows("complex", "complex_exp", 1, complex_shapes.parts, (ZERO,)),
    *rows("complex", "complex_log complex_sqrt", 1, complex_shapes.parts, (ONE,)),
    *rows("complex", "complex_power", 1, complex_shapes.parts, (ZERO, ONE), k=REQUIRED),
    *rows("complex", "complex_multiply", 2, complex_shapes.pair, (ZERO,)),
    *rows("complex", "complex_divide", 2, complex_shapes.pair, (ONE,)),
]
