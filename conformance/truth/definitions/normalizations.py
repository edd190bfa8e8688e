"""Normalizations by groups, and attention, by what they mean."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from conformance.language.graph import Param
from conformance.truth.arrays import whole
from conformance.truth.definitions.activations import number
from conformance.truth.definitions.model import Definition
from conformance.truth.sugar import Expr

__all__ = ["NORMALIZATIONS"]

Args = Sequence[Expr]
Params = Mapping[str, Param]


def _group_norm(args: Args, params: Params) -> Expr:
    (x,) = args
    lines = x.shape[0] * whole(params["groups"])
    grouped = x.reshape((lines, math.prod(x.shape) // lines))
    return grouped.op("layer_norm", axis=-1, eps=params["eps"]).reshape(x.shape)


def _rms_norm(args: Args, params: Params) -> Expr:
    (x,) = args
    root = (x.op("square").op("mean", axis=-1) + number(params["eps"])).op("sqrt")
    return x / root.reshape((*x.shape[:-1], 1))


def _attention(args: Args, params: Params) -> Expr:
    q, k, v = args
    scores = (q @ k.T) / q.number(q.shape[1]).op("sqrt")
    return scores.op("softmax", axis=-1) @ v


NORMALIZATIONS: Mapping[str, Definition] = {
    "batch_norm": lambda args, params: args[0].op("layer_norm", axis=0, eps=params["eps"]),
    "instance_norm": lambda args, params: args[0].op("layer_norm", axis=-1, eps=params["eps"]),
    "group_norm": _group_norm,
    "rms_norm": _rms_norm,
    "attention": _attention,
}
