"""Fourier transforms and complex numbers, away from zero and from where the principal values are cut."""

from __future__ import annotations

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family


def away(g: Grower, shape: Shape, depth: int) -> str:
    """Both parts between 3 and 5."""
    return f"(4 + tanh({g(shape, depth)}))"


@family("complex_abs complex_angle", lambda shape: len(shape) < 3)
def size(g: Grower, shape: Shape, depth: int) -> str:
    return f"{g.pick(g.among('complex_abs', 'complex_angle'))}({away(g, (2, *shape), depth)})"


@family("complex_exp complex_log complex_sqrt complex_power complex_multiply complex_divide", lambda s: s[:1] == (2,))
def parts(g: Grower, shape: Shape, depth: int) -> str:
    names = "complex_exp complex_log complex_sqrt complex_power complex_multiply complex_divide"
    name = g.pick(g.among(*names.split()))
    if name == "complex_exp":
        return f"complex_exp(tanh({g(shape, depth)}))"
    if name == "complex_power":
        return f"complex_power({away(g, shape, depth)}, {g.pick([-1, 0, 1, 2, 3])})"
    if name in {"complex_multiply", "complex_divide"}:
        return f"{name}({g(shape, depth)}, {away(g, shape, depth)})"
    return f"{name}({away(g, shape, depth)})"


@family("fft ifft rfft", lambda shape: len(shape) == 2 and shape[0] == 2)
def spectrum(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among("fft", "ifft", "rfft"))
    return f"{name}({g((2 * shape[1] - 1,) if name == 'rfft' else shape, depth)})"


@family("irfft", lambda shape: len(shape) == 1)
def signal(g: Grower, shape: Shape, depth: int) -> str:
    return f"irfft({g((2, shape[0] // 2 + 1), depth)}, {shape[0]})"
