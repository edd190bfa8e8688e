"""Factorizations, solvers and functions of matrices, as torch has them.

Factors are made unique, or put together again, with the framework's own products and signs: `language.tables.linalg`
says which function of them is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch

from conformance.backends.contract import Array, Operator

__all__ = ["OPERATORS"]


def _columns(solver: Callable[..., Array]) -> Operator:
    """For a solver that takes matrices of right-hand sides only."""

    def solve(a: Array, b: Array, **params: Any) -> Array:
        return solver(a, b, **params) if b.ndim == 2 else solver(a, b[:, None], **params)[:, 0]

    return solve


def _triangular_solve(a: Array, b: Array, lower: int, unit_diagonal: int) -> Array:
    return torch.linalg.solve_triangular(a, b, upper=not lower, unitriangular=bool(unit_diagonal))


def _symmetric(a: Array) -> Array:
    return (a + a.T) / 2


def _qr(a: Array) -> tuple[Array, Array]:
    q, r = torch.linalg.qr(a)
    signs = torch.sign(torch.diagonal(r))
    return q * signs, signs[:, None] * torch.triu(r)


def _svd(a: Array) -> tuple[Array, Array, Array]:
    u, values, vh = torch.linalg.svd(a, full_matrices=False)
    return u, values, vh


def _qr_product(a: Array) -> Array:
    q, r = torch.linalg.qr(a)
    return q @ r


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
        values, vectors = torch.linalg.eigh(_symmetric(a))
        return (vectors * function(values)) @ vectors.T

    return applied


def _eig_product(a: Array) -> Array:
    values, vectors = torch.linalg.eig(a)
    return ((vectors * values) @ torch.linalg.inv(vectors)).real


OPERATORS: Mapping[str, Operator] = {
    "triangular_solve": _columns(_triangular_solve),
    "cholesky_solve": _columns(lambda factor, b: torch.cholesky_solve(b, factor)),
    "cholesky_inverse": torch.cholesky_inverse,
    "lstsq": _columns(lambda a, b: torch.linalg.lstsq(a, b).solution),
    "pinv": torch.linalg.pinv,
    "matrix_power": torch.linalg.matrix_power,
    "matrix_exp": torch.linalg.matrix_exp,
    "multi_dot": lambda *factors: torch.linalg.multi_dot(factors),
    "svdvals": torch.linalg.svdvals,
    "nuclear_norm": lambda a: torch.linalg.matrix_norm(a, ord="nuc"),
    "matrix_norm": torch.linalg.matrix_norm,
    "qr_q": lambda a: _qr(a)[0],
    "qr_r": lambda a: _qr(a)[1],
    "qr_product": _qr_product,
    "svd_product": _svd_product,
    "svd_polar": _svd_polar,
    "svd_projector": _svd_projector,
    "eigh_product": _eigh(lambda values: values),
    "eigh_exp": _eigh(torch.exp),
    "eig_product": _eig_product,
    "eig_power_sum": lambda a, k: torch.sum(torch.linalg.eigvals(a) ** k).real,
    "vector_norm": torch.linalg.vector_norm,
}
