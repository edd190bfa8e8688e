"""Activations, losses and normalizations of neural networks.

Meanings, where libraries differ. `hard_sigmoid` is relu6(x + 3)/6. `squareplus` is (x + √(x² + 4))/2. `gelu_tanh` is
x·σ(2u) = x·(1 + tanh u)/2 with u = √(2/π)·(x + 0.044715·x³). `threshold` keeps what is greater than the threshold and
puts `value` elsewhere. `glu` is the first half along the axis times σ of the second.

A loss takes the prediction, then the target, and is the mean over all entries, but for `kl_div`, which is the sum of
p·(log p - x) for logarithms x, and the cross entropies, which sum along the last axis. `smooth_l1_loss` is Huber's
divided by `beta`. In `binary_cross_entropy` 0·log 0 is 0; nothing is clipped.

`batch_norm` takes the statistics of the columns, as in training; `instance_norm` those of the last of three axes;
`group_norm` those of each group of channels, the second axis; `rms_norm` divides by √(mean of squares + eps) along the
last axis. `attention` is softmax(q·kᵀ/√d)·v.
"""

from __future__ import annotations

from conformance.language import nn_shapes, shapes
from conformance.language.operator import REQUIRED, Operator, Special, rows
from conformance.language.special_points import (
    HALF,
    HUGE,
    HUGE_NEGATIVE,
    LARGE,
    LARGE_NEGATIVE,
    MINUS_ONE,
    NEGATIVE_ZERO,
    ONE,
    SMALL,
    TIES,
    TINY,
    ZERO,
)

__all__ = ["ROWS"]

_MINUS_HALF = Special("-1/2", "the default threshold on the other side")
_THREE = Special("3", "where the upper corner is")
_MINUS_THREE = Special("-3", "where the lower corner is")
_SIX = Special("6", "where the upper corner is")
_MINUS_SIX = Special("-6", "1 + tanh cancels here in every dtype, and σ does not")
_TEN = Special("-10", "a tail that 1 + tanh rounds away in float64 too")
_FAR = Special("-1e6", "the root of the square and x cancel here")

_ACTIVATIONS = [
    *rows("elementwise", "softsign", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, HUGE, HUGE_NEGATIVE)),
    *rows("elementwise", "tanhshrink", 1, shapes.elementwise, (ZERO, SMALL, TINY, LARGE, LARGE_NEGATIVE)),
    *rows("elementwise", "hard_tanh", 1, shapes.elementwise, (ZERO, ONE, MINUS_ONE, HUGE)),
    *rows("elementwise", "hard_sigmoid", 1, shapes.elementwise, (ZERO, _THREE, _MINUS_THREE, HUGE)),
    *rows("elementwise", "hard_swish", 1, shapes.elementwise, (ZERO, _THREE, _MINUS_THREE, HUGE_NEGATIVE)),
    *rows("elementwise", "relu6", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, _SIX, TINY)),
    *rows("elementwise", "celu", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, LARGE_NEGATIVE, HUGE), alpha=1),
    *rows("elementwise", "selu", 1, shapes.elementwise, (ZERO, NEGATIVE_ZERO, LARGE_NEGATIVE, HUGE)),
    *rows("elementwise", "softshrink hardshrink", 1, shapes.elementwise, (ZERO, HALF, _MINUS_HALF), threshold=0.5),
    *rows("elementwise", "threshold", 1, shapes.elementwise, (ZERO, ONE), threshold=REQUIRED, value=REQUIRED),
    *rows("elementwise", "prelu", 2, nn_shapes.slopes, (ZERO, NEGATIVE_ZERO, ONE)),
    *rows("elementwise", "gelu_tanh", 1, shapes.elementwise, (ZERO, SMALL, LARGE, _MINUS_SIX, _TEN)),
    *rows("elementwise", "squareplus", 1, shapes.elementwise, (ZERO, HUGE_NEGATIVE, _FAR)),
    *rows("elementwise", "sparse_plus sparse_sigmoid", 1, shapes.elementwise, (ZERO, ONE, MINUS_ONE)),
    *rows("layer", "glu", 1, nn_shapes.halves, (ZERO, LARGE, LARGE_NEGATIVE), axis=-1),
]

_LOSSES = [
    *rows("loss", "mse_loss l1_loss", 2, nn_shapes.loss, (ZERO, TINY)),
    *rows("loss", "huber_loss", 2, nn_shapes.loss, (ZERO, HUGE), delta=1),
    *rows("loss", "smooth_l1_loss", 2, nn_shapes.loss, (ZERO, HUGE), beta=1),
    *rows("loss", "cross_entropy", 2, nn_shapes.paired, (TIES, ZERO, HUGE, HUGE_NEGATIVE), axis=-1),
    *rows("loss", "cross_entropy_of_labels", 1, nn_shapes.labelled, (TIES, HUGE, HUGE_NEGATIVE), labels=REQUIRED),
    *rows("loss", "binary_cross_entropy", 2, nn_shapes.loss, (ZERO, HALF, ONE)),
    *rows("loss", "binary_cross_entropy_with_logits", 2, nn_shapes.loss,
          (ZERO, ONE, LARGE, LARGE_NEGATIVE, HUGE, HUGE_NEGATIVE)),
    *rows("loss", "kl_div", 2, nn_shapes.loss, (ZERO, ONE, HUGE_NEGATIVE)),
    *rows("loss", "poisson_nll_loss", 2, nn_shapes.loss, (ZERO, LARGE, LARGE_NEGATIVE)),
    *rows("loss", "hinge_loss squared_hinge_loss", 2, nn_shapes.loss, (ZERO, ONE)),
    *rows("loss", "cosine_similarity", 2, nn_shapes.paired, (ZERO, TINY, TIES), axis=-1),
]  # fmt: skip

_NORMALIZATIONS = [
    *rows("normalizing", "batch_norm", 1, nn_shapes.batch, (TIES, ZERO), eps=1e-5),
    *rows("normalizing", "instance_norm", 1, nn_shapes.channels, (TIES, ZERO), eps=1e-5),
    *rows("normalizing", "group_norm", 1, nn_shapes.groups, (TIES, ZERO), groups=REQUIRED, eps=1e-5),
    *rows("normalizing", "rms_norm", 1, nn_shapes.rows, (TIES, ZERO, TINY), eps=1e-5),
    *rows("layer", "attention", 3, nn_shapes.attention, (TIES, ZERO, HUGE)),
]

ROWS: list[Operator] = [*_ACTIVATIONS, *_LOSSES, *_NORMALIZATIONS]
