"""Fourier transforms and complex numbers, as jax has them, on real and imaginary parts stacked on a first axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _complex(z: Array) -> Array:
    return jax.lax.complex(z[0], z[1])


def _parts(w: Array) -> Array:
    return jnp.stack([jnp.real(w), jnp.imag(w)])


def _within(function: Callable[..., Array]) -> Operator:
    """From complex arrays to one."""

    def applied(*args: Array, **params: Any) -> Array:
        return _parts(function(*map(_complex, args), **params))

    return applied


OPERATORS: Mapping[str, Operator] = {
    "fft": _within(jnp.fft.fft),
    "ifft": _within(jnp.fft.ifft),
    "rfft": lambda x: _parts(jnp.fft.rfft(x)),
    "irfft": lambda z, n: jnp.fft.irfft(_complex(z), n=n),
    "complex_abs": lambda z: jnp.abs(_complex(z)),
    "complex_angle": lambda z: jnp.angle(_complex(z)),
    "complex_exp": _within(jnp.exp),
    "complex_log": _within(jnp.log),
    "complex_sqrt": _within(jnp.sqrt),
    "complex_power": _within(lambda z, k: z**k),
    "complex_multiply": _within(jnp.multiply),
    "complex_divide": _within(jnp.divide),
}
