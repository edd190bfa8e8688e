"""Special functions of mathematics, as mxnet has them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.backends.contract import Operator, absent
from conformance.backends.mxnet.spaces import in_np, in_npx

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {
    "i0": absent("mxnet's i0 is numpy's, which nothing records"),
    "heaviside": absent("mxnet's heaviside is numpy's, which nothing records"),
    "frac": absent("mxnet has frac as numpy's modf alone, which nothing records"),
    "gamma": in_npx("gamma"),
    "floor": in_np("floor"),
    "ceil": in_np("ceil"),
    "trunc": in_np("trunc"),
    "round": in_np("around"),
    "remainder": in_np("mod"),
    "copysign": in_np("copysign"),
    "reciprocal": in_np("reciprocal"),
    "deg2rad": in_np("radians"),
    "rad2deg": in_np("degrees"),
}
