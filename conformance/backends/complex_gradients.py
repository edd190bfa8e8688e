"""What each framework calls the gradient of a real function of a complex number: a convention, and they differ.

The suite differentiates in the two real parts, where there is one answer; a user who moves a program of complex
numbers from one framework to another conjugates.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPLEX_GRADIENT"]

COMPLEX_GRADIENT: Mapping[str, str] = {
    "torch": "∂f/∂x + i ∂f/∂y",
    "jax": "∂f/∂x - i ∂f/∂y",
    "tensorflow": "∂f/∂x + i ∂f/∂y",
}
"""For f(x + iy). The first is the direction in which f grows fastest; of the real part of a holomorphic function the
second is its derivative. mxnet has no complex numbers."""
