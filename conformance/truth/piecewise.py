"""Elementwise operators of one argument that are defined by the sign of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flint import arb, fmpq

from conformance.language.graph import Param
from conformance.truth.scalar_functions import Branches, choose, decimal, unary
from conformance.truth.scalars import Scalar, ball

__all__ = ["PIECEWISE"]


def _absolute(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return abs(ball(x)) if s is None else x if s >= 0 else -x


def _sign(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return arb(0, 1) if s is None else fmpq(s)


def _relu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return choose(None if s is None else s > 0, x, fmpq(0))


def _leaky_relu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    return choose(None if s is None else s > 0, x, x * decimal(params["slope"]))


def _elu(x: Scalar, params: Mapping[str, Param], branches: Branches) -> Scalar:
    s = branches.sign(x)
    decision = None if s is None else s > 0
    return x if decision else choose(decision, x, unary("expm1", x, {}) * decimal(params["alpha"]))


PIECEWISE: Mapping[str, Callable[[Scalar, Mapping[str, Param], Branches], Scalar]] = {
    "abs": _absolute,
    "sign": _sign,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "elu": _elu,
}
