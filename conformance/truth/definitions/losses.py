"""Losses by what they mean. A prediction comes first, a target second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from conformance.language.graph import Param
from conformance.language.shapes import integers
from conformance.truth.definitions.activations import number
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["LOSSES"]

Args = Sequence[Expr]
Params = Mapping[str, Param]


def _mean(x: Expr) -> Expr:
    return x.op("mean", axis=None)


def _bent(d: Expr, corner: Fraction, curvature: Fraction) -> Expr:
    """Mean of curvature·d²/2 between the corners and of the tangents there beyond them.

    Both sides are written out: |d| would be a kink at 0, where there is none.
    """
    slope = curvature * corner
    inside = (d * d) * (curvature / 2)
    below = d.op("less", -corner).op("where", slope * (-d - corner / 2), inside)
    return _mean(d.op("greater", corner).op("where", slope * (d - corner / 2), below))


def _cross_entropy(args: Args, params: Params) -> Expr:
    x, p = args
    return -(p * x.op("log_softmax", axis=params["axis"])).op("sum", axis=params["axis"])


def _cross_entropy_of_labels(args: Args, params: Params) -> Expr:
    (x,), labels = args, integers(params["labels"])
    logarithms = x.op("log_softmax", axis=-1)
    if len(x.shape) == 1:
        return -logarithms.op("index", index=labels)
    picked = [logarithms.op("index", index=(row, label)) for row, label in enumerate(labels)]
    return -picked[0].stacked_with(picked[1:])


def _binary_cross_entropy(args: Args, params: Params) -> Expr:
    """-(t·log p + (1 - t)·log(1 - p)), where 0·log 0 is 0."""
    p, t = args
    return _mean(-(t.op("xlogy", p) + (1 - t).op("xlogy", 1 - p)))


def _with_logits(args: Args, params: Params) -> Expr:
    """t·softplus(-x) + (1 - t)·softplus(x): a sum of what is positive, where x - t·x + … cancels."""
    x, t = args
    return _mean(t * (-x).op("softplus") + (1 - t) * x.op("softplus"))


def _kl_div(args: Args, params: Params) -> Expr:
    x, p = args
    return (p.op("xlogy", p) - p * x).op("sum", axis=None)


def _poisson(args: Args, params: Params) -> Expr:
    x, y = args
    return _mean(x.op("exp") - y * x)


def _hinge(args: Args) -> Expr:
    x, y = args
    return (1 - x * y).op("relu")


def _cosine_similarity(args: Args, params: Params) -> Expr:
    (x, y), axis = args, params["axis"]
    return (x * y).op("sum", axis=axis) / (x.op("norm", axis=axis) * y.op("norm", axis=axis))


LOSSES: Mapping[str, Definition] = {
    "mse_loss": lambda args, params: _mean((args[0] - args[1]).op("square")),
    "l1_loss": lambda args, params: _mean((args[0] - args[1]).op("abs")),
    "huber_loss": lambda args, params: _bent(args[0] - args[1], number(params["delta"]), Fraction(1)),
    "smooth_l1_loss": lambda args, params: _bent(args[0] - args[1], number(params["beta"]), 1 / number(params["beta"])),
    "cross_entropy": _cross_entropy,
    "cross_entropy_of_labels": _cross_entropy_of_labels,
    "binary_cross_entropy": _binary_cross_entropy,
    "binary_cross_entropy_with_logits": _with_logits,
    "kl_div": _kl_div,
    "poisson_nll_loss": _poisson,
    "hinge_loss": lambda args, params: _mean(_hinge(args)),
    "squared_hinge_loss": lambda args, params: _mean(_hinge(args).op("square")),
    "cosine_similarity": _cosine_similarity,
}
