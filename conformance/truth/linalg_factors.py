"""What is lost where a matrix is put together again from its factors, in units of the roundoff u.

Factors are exact for a matrix that is off by a few u·‖A‖, and so is their product. But the derivatives of
the factors of A divide by what tells them apart: differences of eigenvalues, of the squares of
singular values, a diagonal entry of R. In the derivative of the product these quotients cancel, and what
they lost does not. Eigenvalues that coincide divide nothing that a good implementation needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

from conformance.language.graph import Node
from conformance.truth.arrays import Array
from conformance.truth.scalars import ball

__all__ = ["PRODUCTS", "lost_in_direction", "lost_in_product", "lost_in_second"]

Floats = npt.NDArray[Any]
SAME = 1e-9
"""Eigenvalues that are no further apart than this, relatively, count as one."""


def _floats(a: Array) -> Floats:
    return np.array([float(ball(x).mid()) for x in a.ravel()]).reshape(a.shape)


def _closest(values: Floats, size: float) -> float:
    """How many times the largest distance that could be is that of the two closest different ones."""
    gaps = np.abs(values[:, None] - values[None, :])
    apart = gaps[gaps > SAME * size]
    return float(size / apart.min()) if apart.size else 1.0


def _eigh(a: Floats) -> float:
    values = np.linalg.eigvalsh((a + a.T) / 2)
    return _closest(values, float(np.abs(values).max(initial=0)) or 1.0)


def _svd(a: Floats) -> float:
    values = np.linalg.svd(a, compute_uv=False)
    size = float(values.max()) or 1.0
    square = a.shape[0] == a.shape[1]
    return _closest(values**2, size**2) + (0 if square else float(size / max(values.min(), SAME * size)))


def _qr(a: Floats) -> float:
    return float(min(np.linalg.cond(a[:, : min(a.shape)]), 1 / SAME))


def _eig(a: Floats) -> float:
    values, vectors = np.linalg.eig(a)
    size = float(np.abs(values).max()) or 1.0
    return float(min(np.linalg.cond(vectors), 1 / SAME)) * _closest(values, size)


PRODUCTS: Mapping[str, Callable[[Floats], float]] = {
    "eigh_product": _eigh,
    "svd_product": _svd,
    "qr_product": _qr,
    "eig_product": _eig,
}
"""For each product of factors how many times their derivatives may be larger than that of the matrix."""


def _norm(a: Array) -> arb:
    return sum((ball(x).abs_upper() ** 2 for x in a.ravel()), arb(0)).sqrt().upper()


def _all(value: Array, size: arb) -> Array:
    return np.full(value.shape, size * (max(value.shape) + 6), dtype=object)


def lost_in_product(node: Node, args: list[Array], value: Array) -> Array:
    return _all(value, _norm(args[0]) * (PRODUCTS[node.op](_floats(args[0])) if node.op == "eig_product" else 1))


def lost_in_direction(node: Node, args: list[Array], value: Array) -> Array:
    g, a = args
    return _all(value, _norm(g) * PRODUCTS[str(node.params["of"])](_floats(a)))


def lost_in_second(node: Node, args: list[Array], value: Array) -> Array:
    g, h, a = args
    factor = PRODUCTS[str(node.params["of"])](_floats(a))
    return _all(value, _norm(g) * _norm(h) * factor**2 / (_norm(a) or 1))
