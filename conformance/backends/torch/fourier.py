"""Fourier transforms and complex numbers, as torch has them, on real and imaginary parts stacked on a first axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _complex(z: Array) -> Array:
    return torch.complex(z[0], z[1])


def _parts(w: Array) -> Array:
    return torch.stack([w.real, w.imag])


def _within(function: Callable[..., Array]) -> Operator:
    """From complex arrays to one."""

    def applied(*args: Array, **params: Any) -> Array:
        return _parts(function(*map(_complex, args), **params))

    return applied


OPERATORS: Mapping[str, Operator] = {
    "fft": _within(torch.fft.fft),
    "ifft": _within(torch.fft.ifft),
    "rfft": lambda x: _parts(torch.fft.rfft(x)),
    "irfft": lambda z, n: torch.fft.irfft(_complex(z), n=n),
    "complex_abs": lambda z: torch.abs(_complex(z)),
    "complex_angle": lambda z: torch.angle(_complex(z)),
    "complex_exp": _within(torch.exp),
    "complex_log": _within(torch.log),
    "complex_sqrt": _within(torch.sqrt),
    "complex_power": _within(lambda z, k: z**k),
    "complex_multiply": _within(torch.mul),
    "complex_divide": _within(torch.div),
}
