"""Special functions of mathematics, as tensorflow has them."""

from __future__ import annotations

from collections.abc import Mapping

import tensorflow as tf
from tensorflow.experimental import numpy as tnp

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _polygamma(x: Array, n: int) -> Array:
    """The order is an array like the argument."""
    return tf.math.polygamma(tf.cast(n, x.dtype), x)


def _betaln(x: Array, y: Array) -> Array:
    """The two arguments are the entries along a last axis."""
    shape = tf.broadcast_static_shape(x.shape, y.shape)
    return tf.math.lbeta(tf.stack([tf.broadcast_to(x, shape), tf.broadcast_to(y, shape)], axis=-1))


OPERATORS: Mapping[str, Operator] = {
    "i0": tf.math.bessel_i0,
    "i1": tf.math.bessel_i1,
    "i0e": tf.math.bessel_i0e,
    "i1e": tf.math.bessel_i1e,
    "j0": tf.math.special.bessel_j0,
    "j1": tf.math.special.bessel_j1,
    "polygamma": _polygamma,
    "betaln": _betaln,
    "zeta": tf.math.zeta,
    "gammainc": tf.math.igamma,
    "gammaincc": tf.math.igammac,
    "ndtri": tf.math.ndtri,
    "dawsn": tf.math.special.dawsn,
    "expi": tf.math.special.expint,
    "spence": tf.math.special.spence,
    "xlog1py": tf.math.xlog1py,
    "xdivy": tf.math.xdivy,
    "logaddexp2": tnp.logaddexp2,
    "floor": tf.floor,
    "ceil": tf.math.ceil,
    "trunc": tnp.fix,
    "round": tf.round,
    "remainder": tf.math.floormod,
    "fmod": tf.truncatemod,
    "floor_divide": tf.math.floordiv,
    "heaviside": tnp.heaviside,
    "reciprocal": tf.math.reciprocal,
    "deg2rad": tnp.deg2rad,
    "rad2deg": tnp.rad2deg,
}
