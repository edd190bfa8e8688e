"""Factorizations, solvers and functions of matrices, as TensorFlow has them.

Factors are made unique, or put together again, with the framework's own products and signs: `language.tables.linalg`
says which function of them is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import tensorflow as tf
import tensorflow.experimental.numpy as tnp

from conformance.backends.contract import Array, Operator, UnsupportedError

__all__ = ["OPERATORS"]


def _columns(solver: Callable[..., Array]) -> Operator:
    """For a solver that takes matrices of right-hand sides only."""

    def solve(a: Array, b: Array, **params: Any) -> Array:
        return solver(a, b, **params) if len(b.shape) == 2 else solver(a, b[:, None], **params)[:, 0]

    return solve


def _triangular_solve(a: Array, b: Array, lower: int, unit_diagonal: int) -> Array:
    if unit_diagonal:
        raise UnsupportedError("tensorflow's triangular_solve reads the diagonal")
    return tf.linalg.triangular_solve(a, b, lower=bool(lower))


def _qr(a: Array) -> tuple[Array, Array]:
    q, r = tf.linalg.qr(a)
    signs = tf.sign(tf.linalg.diag_part(r))
    return q * signs, signs[:, None] * tnp.triu(r)


def _qr_product(a: Array) -> Array:
    q, r = tf.linalg.qr(a)
    return tf.matmul(q, r)


def _svd_product(a: Array) -> Array:
    values, u, v = tf.linalg.svd(a)
    return tf.matmul(u * values, v, adjoint_b=True)


def _svd_polar(a: Array) -> Array:
    _, u, v = tf.linalg.svd(a)
    return tf.matmul(u, v, adjoint_b=True)


def _svd_projector(a: Array, k: int) -> Array:
    leading = tf.linalg.svd(a)[1][:, :k]
    return tf.matmul(leading, leading, adjoint_b=True)


def _eigh(function: Callable[[Array], Array]) -> Operator:
    def applied(a: Array) -> Array:
        values, vectors = tf.linalg.eigh((a + tf.transpose(a)) / 2)
        return tf.matmul(vectors * function(values), vectors, adjoint_b=True)

    return applied


def _eig_product(a: Array) -> Array:
    values, vectors = tf.linalg.eig(a)
    return tf.math.real(tf.matmul(vectors * values, tf.linalg.inv(vectors)))


def _matrix_norm(a: Array, **order: int) -> Array:
    if order["ord"] < 0:
        raise UnsupportedError("tensorflow's norm of a matrix takes positive orders only")
    return tf.norm(a, axis=(-2, -1), **order)


OPERATORS: Mapping[str, Operator] = {
    "triangular_solve": _columns(_triangular_solve),
    "cholesky_solve": _columns(tf.linalg.cholesky_solve),
    "lstsq": _columns(tf.linalg.lstsq),
    "pinv": tf.linalg.pinv,
    "matrix_exp": tf.linalg.expm,
    "svdvals": lambda a: tf.linalg.svd(a, compute_uv=False),
    "matrix_norm": _matrix_norm,
    "qr_q": lambda a: _qr(a)[0],
    "qr_r": lambda a: _qr(a)[1],
    "qr_product": _qr_product,
    "svd_product": _svd_product,
    "svd_polar": _svd_polar,
    "svd_projector": _svd_projector,
    "eigh_product": _eigh(tf.identity),
    "eigh_exp": _eigh(tf.exp),
    "eig_product": _eig_product,
    "eig_power_sum": lambda a, k: tf.math.real(tf.reduce_sum(tf.linalg.eigvals(a) ** k)),
    "vector_norm": tf.norm,
}
