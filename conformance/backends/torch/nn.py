"""Activations, losses and normalizations of neural networks, as torch has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own users give it

from conformance.backends.contract import Array, Operator, absent

__all__ = ["OPERATORS"]


def _prelu(x: Array, slope: Array) -> Array:
    """Slopes go along the second axis, so what has one axis or none gets one in front."""
    slope = torch.reshape(slope, (-1,))
    if x.ndim > 1:
        return F.prelu(x, slope)
    return torch.reshape(F.prelu(torch.reshape(x, (1, -1)), slope), x.shape)


def _cross_entropy(x: Array, p: Array, axis: int) -> Array:
    """Classes are along the second axis, or the only one."""
    if x.ndim > 1:
        x, p = torch.movedim(x, axis, 1), torch.movedim(p, axis, 1)
    return F.cross_entropy(x, p, reduction="none")


def _cross_entropy_of_labels(x: Array, labels: Any) -> Array:
    target = torch.tensor(labels if x.ndim > 1 else labels[0])
    return F.cross_entropy(x, target, reduction="none")


OPERATORS: Mapping[str, Operator] = {
    "softsign": F.softsign,
    "tanhshrink": F.tanhshrink,
    "hard_tanh": F.hardtanh,
    "hard_sigmoid": F.hardsigmoid,
    "hard_swish": F.hardswish,
    "relu6": F.relu6,
    "celu": lambda x, alpha: F.celu(x, alpha=alpha),
    "selu": F.selu,
    "softshrink": lambda x, threshold: F.softshrink(x, lambd=threshold),
    "hardshrink": lambda x, threshold: F.hardshrink(x, lambd=threshold),
    "threshold": lambda x, threshold, value: F.threshold(x, threshold, value),
    "prelu": _prelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "glu": lambda x, axis: F.glu(x, dim=axis),
    "mse_loss": F.mse_loss,
    "l1_loss": F.l1_loss,
    "huber_loss": lambda x, y, delta: F.huber_loss(x, y, delta=delta),
    "smooth_l1_loss": lambda x, y, beta: F.smooth_l1_loss(x, y, beta=beta),
    "cross_entropy": _cross_entropy,
    "cross_entropy_of_labels": _cross_entropy_of_labels,
    "binary_cross_entropy": F.binary_cross_entropy,
    "binary_cross_entropy_with_logits": F.binary_cross_entropy_with_logits,
    "kl_div": lambda x, p: F.kl_div(x, p, reduction="sum"),
    "poisson_nll_loss": lambda x, y: F.poisson_nll_loss(x, y, log_input=True),
    "hinge_loss": absent("torch's hinge losses take labels (hinge_embedding_loss, multi_margin_loss): other functions"),
    "cosine_similarity": lambda x, y, axis: F.cosine_similarity(x, y, dim=axis, eps=0.0),
    "batch_norm": lambda x, eps: F.batch_norm(x, None, None, training=True, eps=eps),
    "instance_norm": lambda x, eps: F.instance_norm(x, eps=eps),
    "group_norm": lambda x, groups, eps: F.group_norm(x, groups, eps=eps),
    "rms_norm": lambda x, eps: F.rms_norm(x, x.shape[-1:], eps=eps),
    "attention": F.scaled_dot_product_attention,
}
