"""Activations, losses and normalizations of neural networks, as mxnet has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mxnet as mx

from conformance.backends.contract import Array, Operator, UnsupportedError, absent
from conformance.backends.mxnet.spaces import in_np, in_npx, symbolic

__all__ = ["OPERATORS"]


def _legacy(name: str, *args: Array, **params: Any) -> Array:
    """An operator that `mx.nd` and `mx.symbol` alone have."""
    space = mx.symbol if symbolic(*args) else mx.nd
    return getattr(space, name)(*(a.as_nd_ndarray() for a in args), **params).as_np_ndarray()


def _prelu(x: Array, slope: Array) -> Array:
    """Slopes go along the second axis; a symbol does not know how many there are."""
    if symbolic(x, slope):
        raise UnsupportedError("mxnet's symbols do not know their shape, by which slopes are laid out")
    rows = x if x.ndim > 1 else x.reshape((1, -1))
    return mx.npx.leaky_relu(rows, slope.reshape((-1,)), act_type="prelu").reshape(x.shape)


def _mean(loss: Callable[..., Array], legacy: bool = False) -> Operator:
    """The losses of gluon take the mean, or the sum, over all axes but the first: here one of length 1.
    Some of them know legacy arrays only."""

    def of_all(x: Array, y: Array, **params: Any) -> Array:
        rows = [in_np("reshape")(a, (1, -1)) for a in (x, y)]
        if not legacy:
            return in_np("reshape")(loss(**params)(*rows), ())
        with mx.util.np_array(False):
            value = loss(**params)(*(a.as_nd_ndarray() for a in rows))
        return in_np("reshape")(value.as_np_ndarray(), ())

    return of_all


def _softmax_loss(x: Array, target: Array, sparse: bool) -> Array:
    """Of each row."""
    loss = mx.gluon.loss.SoftmaxCELoss(sparse_label=sparse)
    return loss(x.reshape((-1, x.shape[-1])), target).reshape(x.shape[:-1])


def _cross_entropy(x: Array, p: Array, axis: int) -> Array:
    if symbolic(x, p) or axis not in (-1, x.ndim - 1):
        raise UnsupportedError("mxnet's SoftmaxCELoss takes a row of logits for each example")
    return _softmax_loss(x, p.reshape((-1, x.shape[-1])), sparse=False)


def _cross_entropy_of_labels(x: Array, labels: Any) -> Array:
    if symbolic(x):
        raise UnsupportedError("mxnet's SoftmaxCELoss needs an array of labels, which hybridize cannot hold")
    return _softmax_loss(x, mx.np.array(labels, dtype=x.dtype), sparse=True)


def _plain(shape: Any, dtype: Any) -> tuple[Array, Array]:
    """Scales of one and offsets of zero."""
    return mx.np.ones(shape, dtype=dtype), mx.np.zeros(shape, dtype=dtype)


def _needs_sizes(x: Array) -> None:
    if symbolic(x):
        raise UnsupportedError("mxnet's normalizations need scales and offsets of a size that a symbol does not know")


def _batch_norm(x: Array, eps: float) -> Array:
    """In training, whether recorded or not: elsewhere it takes the running statistics."""
    _needs_sizes(x)
    channels = x.shape[1:]
    scale, offset = _plain(channels, x.dtype)
    variance, mean = _plain(channels, x.dtype)
    with mx.autograd.train_mode():
        return mx.npx.batch_norm(x, scale, offset, mean, variance, eps=eps, fix_gamma=False)


def _group_norm(x: Array, groups: int, eps: float) -> Array:
    _needs_sizes(x)
    lines = x.reshape((*x.shape[:2], -1))  # it wants a third axis
    normal = _legacy("GroupNorm", lines, *_plain((groups,), x.dtype), num_groups=groups, eps=eps)
    return normal.reshape(x.shape)


OPERATORS: Mapping[str, Operator] = {
    "softsign": lambda x: in_npx("activation")(x, act_type="softsign"),
    "hard_sigmoid": lambda x: _legacy("hard_sigmoid", x, alpha=1 / 6, beta=0.5),
    "selu": lambda x: in_npx("leaky_relu")(x, act_type="selu"),
    "prelu": _prelu,
    "mse_loss": _mean(lambda: mx.gluon.loss.L2Loss(weight=2)),
    "l1_loss": _mean(mx.gluon.loss.L1Loss),
    "huber_loss": absent("mxnet's HuberLoss is huber_loss divided by the corner: smooth_l1_loss"),
    "smooth_l1_loss": _mean(lambda beta: mx.gluon.loss.HuberLoss(rho=beta), legacy=True),
    "cross_entropy": _cross_entropy,
    "cross_entropy_of_labels": _cross_entropy_of_labels,
    "binary_cross_entropy": _mean(lambda: mx.gluon.loss.SigmoidBCELoss(from_sigmoid=True)),
    "binary_cross_entropy_with_logits": _mean(mx.gluon.loss.SigmoidBCELoss),
    "kl_div": _mean(mx.gluon.loss.KLDivLoss, legacy=True),
    "poisson_nll_loss": _mean(mx.gluon.loss.PoissonNLLLoss, legacy=True),
    "hinge_loss": _mean(mx.gluon.loss.HingeLoss, legacy=True),
    "squared_hinge_loss": _mean(mx.gluon.loss.SquaredHingeLoss, legacy=True),
    "cosine_similarity": absent("mxnet has the cosine only in CosineEmbeddingLoss, which takes labels"),
    "batch_norm": _batch_norm,
    "instance_norm": absent("mxnet's instance_norm (InstanceNorm) takes float32 only"),
    "group_norm": _group_norm,
}
