"""Activations and normalizations of neural networks, as jax has them; it has no losses of its own."""

from __future__ import annotations

from collections.abc import Mapping

import jax

from conformance.backends.contract import Array, Operator, absent

__all__ = ["OPERATORS"]


def _attention(q: Array, k: Array, v: Array) -> Array:
    """With one head, the axis before the last."""
    return jax.nn.dot_product_attention(q[:, None, :], k[:, None, :], v[:, None, :])[:, 0, :]


OPERATORS: Mapping[str, Operator] = {
    "softsign": jax.nn.soft_sign,
    "hard_tanh": jax.nn.hard_tanh,
    "hard_sigmoid": jax.nn.hard_sigmoid,
    "hard_swish": jax.nn.hard_swish,
    "relu6": jax.nn.relu6,
    "celu": lambda x, alpha: jax.nn.celu(x, alpha=alpha),
    "selu": jax.nn.selu,
    "gelu_tanh": lambda x: jax.nn.gelu(x, approximate=True),
    "squareplus": lambda x: jax.nn.squareplus(x, b=4),
    "sparse_plus": jax.nn.sparse_plus,
    "sparse_sigmoid": jax.nn.sparse_sigmoid,
    "glu": lambda x, axis: jax.nn.glu(x, axis=axis),
    "kl_div": absent("jax.scipy.special.kl_div is p·log(p/q) - p + q of each entry: another function"),
    "batch_norm": lambda x, eps: jax.nn.standardize(x, axis=0, epsilon=eps),
    "instance_norm": lambda x, eps: jax.nn.standardize(x, axis=-1, epsilon=eps),
    "attention": _attention,
}
