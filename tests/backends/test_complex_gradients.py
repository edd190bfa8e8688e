"""The gradient in a complex number is what `docs/conventions.md` says, in each framework's own words."""

from __future__ import annotations

import cmath

import pytest

COMPLEX_GRADIENT = {"torch": "∂f/∂x + i ∂f/∂y", "jax": "∂f/∂x - i ∂f/∂y", "tensorflow": "∂f/∂x + i ∂f/∂y"}
"""Of a real function f(x + iy); mxnet has no complex numbers."""
Z = 1.5 - 0.5j
GRADIENTS = {"∂f/∂x + i ∂f/∂y": (cmath.exp(Z).conjugate(), 2 * Z), "∂f/∂x - i ∂f/∂y": (cmath.exp(Z), 2 * Z.conjugate())}
"""Of Re exp z and of |z|²."""


def same(backend: str, exponential: complex, square: complex) -> bool:
    return (exponential, square) == pytest.approx(GRADIENTS[COMPLEX_GRADIENT[backend]], rel=1e-12)


@pytest.mark.backend("torch")
def test_torch() -> None:
    import torch

    z = torch.tensor(Z, dtype=torch.complex128)
    exponential = torch.func.grad(lambda z: torch.exp(z).real)(z)
    square = torch.func.grad(lambda z: torch.abs(z) ** 2)(z)
    assert same("torch", exponential.item(), square.item())


@pytest.mark.backend("jax")
def test_jax() -> None:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    exponential = jax.grad(lambda z: jnp.exp(z).real)(jnp.array(Z))
    square = jax.grad(lambda z: jnp.abs(z) ** 2)(jnp.array(Z))
    assert same("jax", complex(exponential), complex(square))


@pytest.mark.backend("tensorflow")
def test_tensorflow() -> None:
    import tensorflow as tf

    z = tf.constant(Z, tf.complex128)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(z)
        exponential, square = tf.math.real(tf.exp(z)), tf.abs(z) ** 2
    assert same("tensorflow", complex(tape.gradient(exponential, z)), complex(tape.gradient(square, z)))
