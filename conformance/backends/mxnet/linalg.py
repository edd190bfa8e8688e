"""Factorizations, solvers and functions of matrices, as MXNet has them.

Factors are made unique, or put together again, with the framework's own products and signs: `language.tables.linalg`
says which function of them is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mxnet as mx

from conformance.backends.contract import Array, Operator, UnsupportedError, absent
from conformance.backends.mxnet.spaces import in_np, symbolic

__all__ = ["OPERATORS"]


def _legacy(path: str) -> Operator:
    """An operator of `mx.nd.linalg`, which `mx.np` has not taken over, on numpy-style arrays."""

    def call(*args: Array, **params: Any) -> Array:
        space = mx.symbol.linalg if symbolic(*args) else mx.nd.linalg
        return getattr(space, path)(*(a.as_nd_ndarray() for a in args), **params).as_np_ndarray()

    return call


def _triangular_solve(a: Array, b: Array, lower: int, unit_diagonal: int) -> Array:
    if unit_diagonal:
        raise UnsupportedError("mxnet's trsm reads the diagonal of a triangular matrix")
    if symbolic(b):
        raise UnsupportedError("mxnet's trsm takes right sides of rank 2, and a symbol has none")
    if b.ndim == 2:
        return _legacy("trsm")(a, b, lower=bool(lower))
    return _legacy("trsm")(a, b.reshape((-1, 1)), lower=bool(lower)).reshape((-1,))


def _not_tall(a: Array) -> None:
    if not symbolic(a) and a.shape[0] > a.shape[1]:
        raise UnsupportedError("mxnet's singular values are those of matrices no taller than wide")


def _svd(a: Array) -> tuple[Array, Array, Array]:
    _not_tall(a)
    u, values, vt = in_np("linalg.svd")(a)
    return u, values, vt


def _svd_product(a: Array) -> Array:
    u, values, vt = _svd(a)
    return in_np("matmul")(u * values, vt)


def _svd_polar(a: Array) -> Array:
    u, _, vt = _svd(a)
    return in_np("matmul")(u, vt)


def _svd_projector(a: Array, k: int) -> Array:
    leading = _svd(a)[0][:, :k]
    return in_np("matmul")(leading, in_np("transpose")(leading))


def _eigh(function: Callable[[Array], Array]) -> Operator:
    def applied(a: Array) -> Array:
        values, vectors = in_np("linalg.eigh")((a + in_np("transpose")(a)) / 2)
        return in_np("matmul")(vectors * function(values), in_np("transpose")(vectors))

    return applied


def _matrix_norm(a: Array, **order: int | str) -> Array:
    if order["ord"] in (2, -2, "nuc"):
        _not_tall(a)
    return in_np("linalg.norm")(a, **order)


def _borrowed(function: str) -> Operator:
    return absent(f"mxnet's {function} is numpy's, which autograd does not follow")


OPERATORS: Mapping[str, Operator] = {
    "triangular_solve": _triangular_solve,
    "cholesky_inverse": _legacy("potri"),
    "lstsq": _borrowed("lstsq"),
    "pinv": in_np("linalg.pinv"),
    "matrix_power": _borrowed("matrix_power"),
    "multi_dot": _borrowed("multi_dot"),
    "svdvals": lambda a: _svd(a)[1],
    "matrix_norm": _matrix_norm,
    "nuclear_norm": lambda a: _matrix_norm(a, ord="nuc"),
    "qr_q": _borrowed("qr"),
    "qr_r": _borrowed("qr"),
    "qr_product": _borrowed("qr"),
    "svd_product": _svd_product,
    "svd_polar": _svd_polar,
    "svd_projector": _svd_projector,
    "eigh_product": _eigh(lambda values: values),
    "eigh_exp": _eigh(in_np("exp")),
    "vector_norm": in_np("linalg.norm"),
}
