"""Fourier transforms and complex numbers, as TensorFlow has them, on real and imaginary parts stacked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import tensorflow as tf

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _complex(z: Array) -> Array:
    return tf.complex(z[0], z[1])


def _parts(w: Array) -> Array:
    return tf.stack([tf.math.real(w), tf.math.imag(w)])


def _within(function: Callable[..., Array]) -> Operator:
    """From complex arrays to one."""

    def applied(*args: Array, **params: Any) -> Array:
        return _parts(function(*map(_complex, args), **params))

    return applied


OPERATORS: Mapping[str, Operator] = {
    "fft": _within(tf.signal.fft),
    "ifft": _within(tf.signal.ifft),
    "rfft": lambda x: _parts(tf.signal.rfft(x)),
    "irfft": lambda z, n: tf.signal.irfft(_complex(z), fft_length=[n]),
    "complex_abs": lambda z: tf.abs(_complex(z)),
    "complex_angle": lambda z: tf.math.angle(_complex(z)),
    "complex_exp": _within(tf.exp),
    "complex_log": _within(tf.math.log),
    "complex_sqrt": _within(tf.sqrt),
    "complex_power": _within(lambda z, k: z**k),
    "complex_multiply": _within(tf.multiply),
    "complex_divide": _within(tf.divide),
}
