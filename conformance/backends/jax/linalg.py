"""Factorizations, solvers and functions of matrices, as jax has them.

Factors are made unique, or put together again, with the framework's own products and signs: `language.tables.linalg`
says which function of them is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import jax.numpy as jnp
import jax.scipy.linalg

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _triangular_solve(a: Array, b: Array, lower: int, unit_diagonal: int) -> Array:
    return jax.scipy.linalg.solve_triangular(a, b, lower=bool(lower), unit_diagonal=bool(unit_diagonal))


def _qr(a: Array) -> tuple[Array, Array]:
    q, r = jnp.linalg.qr(a)
    signs = jnp.sign(jnp.diagonal(r))
    return q * signs, signs[:, None] * jnp.triu(r)


def _qr_product(a: Array) -> Array:
    q, r = jnp.linalg.qr(a)
    return q @ r


def _svd(a: Array) -> tuple[Array, Array, Array]:
    u, values, vh = jnp.linalg.svd(a, full_matrices=False)
    return u, values, vh


def _svd_product(a: Array) -> Array:
    u, values, vh = _svd(a)
    return (u * values) @ vh


def _svd_polar(a: Array) -> Array:
    u, _, vh = _svd(a)
    return u @ vh


def _svd_projector(a: Array, k: int) -> Array:
    leading = _svd(a)[0][:, :k]
    return leading @ leading.T


def _eigh(function: Callable[[Array], Array]) -> Operator:
    def applied(a: Array) -> Array:
        values, vectors = jnp.linalg.eigh((a + a.T) / 2)
        return (vectors * function(values)) @ vectors.T

    return applied


def _eig_product(a: Array) -> Array:
    values, vectors = jnp.linalg.eig(a)
    return ((vectors * values) @ jnp.linalg.inv(vectors)).real


OPERATORS: Mapping[str, Operator] = {
    "triangular_solve": _triangular_solve,
    "cholesky_solve": lambda factor, b: jax.scipy.linalg.cho_solve((factor, True), b),
    "lstsq": lambda a, b: jnp.linalg.lstsq(a, b)[0],
    "pinv": jnp.linalg.pinv,
    "matrix_power": lambda a, n: jnp.linalg.matrix_power(a, n),
    "matrix_exp": jax.scipy.linalg.expm,
    "multi_dot": lambda *factors: jnp.linalg.multi_dot(factors),
    "svdvals": jnp.linalg.svdvals,
    "nuclear_norm": lambda a: jnp.linalg.matrix_norm(a, ord="nuc"),
    "matrix_norm": jnp.linalg.matrix_norm,
    "qr_q": lambda a: _qr(a)[0],
    "qr_r": lambda a: _qr(a)[1],
    "qr_product": _qr_product,
    "svd_product": _svd_product,
    "svd_polar": _svd_polar,
    "svd_projector": _svd_projector,
    "eigh_product": _eigh(lambda values: values),
    "eigh_exp": _eigh(jnp.exp),
    "eig_product": _eig_product,
    "eig_power_sum": lambda a, k: jnp.sum(jnp.linalg.eigvals(a) ** k).real,
    "vector_norm": jnp.linalg.vector_norm,
}
