"""Which kinds of faults activations, losses and normalizations can have: additions to `catalog`, in its form."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NOT_ON", "ONLY_ON"]

ONLY_ON: Mapping[str, str] = {
    "swapped": "prelu attention cross_entropy binary_cross_entropy binary_cross_entropy_with_logits cosine_similarity"
    " mse_loss l1_loss huber_loss smooth_l1_loss kl_div poisson_nll_loss hinge_loss squared_hinge_loss",
    "wrong-axis": "cross_entropy cosine_similarity",
    "tie": "softsign celu selu relu6 hard_tanh hard_sigmoid hard_swish softshrink sparse_plus sparse_sigmoid",
    "held-normalizer": "batch_norm instance_norm rms_norm",
    "held-mean": "batch_norm instance_norm",
}

NOT_ON: Mapping[str, Mapping[str, str]] = {
    "second-order": {
        "the second derivative is zero": "hard_tanh hard_sigmoid relu6 softshrink hardshrink threshold sparse_sigmoid"
        " l1_loss",
    },
    "zero-at-zero": {
        "the derivative is zero there": "tanhshrink softshrink hardshrink",
        "zero is a subgradient there": "relu6",
        "finite for a target of 0 or 1 alone": "binary_cross_entropy.0",
        "there is no finite derivative there": "kl_div.1",
    },
    "negative-side": {
        "no probability is negative": "cross_entropy.1 binary_cross_entropy.0 binary_cross_entropy.1"
        " binary_cross_entropy_with_logits.1 kl_div.1",
        "the derivative is zero there": "relu6",
    },
    "size-one": {
        "constant there": "batch_norm instance_norm group_norm cross_entropy.0 cross_entropy.1 cross_entropy_of_labels"
        " cosine_similarity.0 cosine_similarity.1 attention.0 attention.1",
        "two halves are two entries": "glu",
    },
}
