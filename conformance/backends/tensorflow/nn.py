"""Activations, losses and normalizations of neural networks, as tensorflow and the keras in it have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import tensorflow as tf

from conformance.backends.contract import Array, Operator, absent

__all__ = ["OPERATORS"]


def _mean(loss: Callable[..., Array]) -> Operator:
    """Keras' losses take the target first, and the mean along the last axis."""

    def of_all(x: Array, y: Array, **params: Any) -> Array:
        return loss(tf.reshape(y, (-1,)), tf.reshape(x, (-1,)), **params)

    return of_all


def _group_norm(x: Array, groups: int, eps: float) -> Array:
    """A layer without weights."""
    layer = tf.keras.layers.GroupNormalization(
        groups, axis=1, epsilon=eps, center=False, scale=False, dtype=x.dtype.name
    )
    return layer(x)


def _attention(q: Array, k: Array, v: Array) -> Array:
    """In a batch of one and with one head."""
    q, k, v = (a[None, :, None, :] for a in (q, k, v))
    return tf.keras.ops.dot_product_attention(q, k, v)[0, :, 0, :]


def _with_logits(y: Array, x: Array) -> Array:
    return tf.keras.losses.binary_crossentropy(y, x, from_logits=True)


def _cross_entropy_of_labels(x: Array, labels: Any) -> Array:
    targets = labels if len(x.shape) > 1 else labels[0]
    return tf.nn.sparse_softmax_cross_entropy_with_logits(targets, x)


OPERATORS: Mapping[str, Operator] = {
    "softsign": tf.nn.softsign,
    "tanhshrink": tf.keras.ops.tanh_shrink,
    "hard_tanh": tf.keras.ops.hard_tanh,
    "hard_sigmoid": tf.keras.ops.hard_sigmoid,
    "hard_swish": tf.keras.ops.hard_swish,
    "relu6": tf.nn.relu6,
    "celu": lambda x, alpha: tf.keras.ops.celu(x, alpha=alpha),
    "selu": tf.nn.selu,
    "softshrink": lambda x, threshold: tf.keras.ops.soft_shrink(x, threshold=threshold),
    "hardshrink": lambda x, threshold: tf.keras.ops.hard_shrink(x, threshold=threshold),
    "threshold": lambda x, threshold, value: tf.keras.ops.threshold(x, threshold, value),
    "prelu": absent("tensorflow has prelu only as a layer of keras, with slopes of its own"),
    "gelu_tanh": lambda x: tf.nn.gelu(x, approximate=True),
    "squareplus": lambda x: tf.keras.ops.squareplus(x, b=4),
    "sparse_plus": tf.keras.ops.sparse_plus,
    "sparse_sigmoid": tf.keras.ops.sparse_sigmoid,
    "glu": lambda x, axis: tf.keras.ops.glu(x, axis=axis),
    "mse_loss": _mean(tf.keras.losses.mse),
    "l1_loss": _mean(tf.keras.losses.mae),
    "huber_loss": _mean(tf.keras.losses.huber),
    "cross_entropy": lambda x, p, axis: tf.nn.softmax_cross_entropy_with_logits(p, x, axis=axis),
    "cross_entropy_of_labels": _cross_entropy_of_labels,
    "binary_cross_entropy": _mean(tf.keras.losses.binary_crossentropy),
    "binary_cross_entropy_with_logits": _mean(_with_logits),
    "kl_div": absent("tensorflow's kl_divergence (of keras) takes probabilities, and clips them"),
    "poisson_nll_loss": absent("tensorflow's log_poisson_loss is of each entry, and keras' takes no logarithms"),
    "hinge_loss": _mean(tf.keras.losses.hinge),
    "squared_hinge_loss": _mean(tf.keras.losses.squared_hinge),
    "cosine_similarity": absent("tensorflow's cosine_similarity (of keras) is a loss: it has the opposite sign"),
    "batch_norm": absent("tensorflow has batch_norm of the batch's statistics only with running ones, in a layer"),
    "group_norm": _group_norm,
    "rms_norm": lambda x, eps: tf.keras.ops.rms_normalization(x, axis=-1, epsilon=eps),
    "attention": _attention,
}
