"""What factorizations, solvers, Fourier transforms and complex functions mean, in numbers; see `operator_values`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["ABSENT", "add", "says_no"]

_COMPLEX = (
    "complex_abs complex_angle complex_divide complex_exp complex_log complex_multiply complex_power complex_sqrt"
    " fft ifft irfft rfft"
)
ABSENT = {
    "torch": "",
    "jax": "cholesky_inverse",
    "tensorflow": "cholesky_inverse matrix_power multi_dot nuclear_norm",
    "mxnet": f"{_COMPLEX} cholesky_solve eig_power_sum eig_product lstsq matrix_exp matrix_power multi_dot qr_product"
    " qr_q qr_r",
    "numpy": f"{_COMPLEX} cholesky_inverse cholesky_solve eig_power_sum eig_product eigh_exp eigh_product lstsq"
    " matrix_exp matrix_norm nuclear_norm pinv qr_product qr_q qr_r svd_polar svd_product svd_projector svdvals"
    " triangular_solve vector_norm",
}
"""What each framework has no function for, or none that it differentiates."""


def says_no(backend: str, op: str, args: tuple[Any, ...], params: Mapping[str, Any]) -> bool:
    """Whether the framework has the operator, but not for such arguments."""
    if params.get("unit_diagonal") == 1:
        return backend in {"mxnet", "tensorflow"}
    return backend == "tensorflow" and op == "matrix_norm" and params.get("ord", 2) < 0


M = [[1.0, 2.0], [3.0, 5.0]]
S = [[4.0, 1.0], [1.0, 3.0]]


def add(row: Callable[..., None]) -> None:
    """Rows of arguments, value and parameters."""
    _solvers(row)
    _factors(row)
    _transforms(row)
    _complex(row)


def _solvers(row: Callable[..., None]) -> None:
    row("triangular_solve", [[[2, 7], [1, 4]], [6, 11]], [3, 2])
    row("triangular_solve", [[[2, 1], [7, 4]], [[8], [8]]], [[3], [2]], lower=0)
    row("triangular_solve", [[[2, 7], [3, 4]], [6, 11]], [6, -7], unit_diagonal=1)
    row("cholesky_solve", [[[2, 0], [1, 2]], [18, 29]], [2, 5])
    row("cholesky_solve", [[[2, 0], [1, 2]], [[4], [2]]], [[1], [0]])
    row("cholesky_inverse", [[[2, 0], [1, 2]]], [[5 / 16, -1 / 8], [-1 / 8, 1 / 4]])
    row("lstsq", [[[1, 0], [0, 2], [0, 0]], [3, 4, 5]], [3, 2])
    row("lstsq", [[[1, 0], [1, 0], [0, 2]], [[3], [5], [4]]], [[4], [2]])
    row("lstsq", [[[3, 4]], [5]], [0.6, 0.8])
    row("pinv", [[[1, 0], [1, 0], [0, 2]]], [[0.5, 0.5, 0], [0, 0, 0.5]])
    row("pinv", [[[3, 4]]], [[0.12], [0.16]])
    row("matrix_power", [M], [[7, 12], [18, 31]], n=2)
    row("matrix_power", [M], [[1, 0], [0, 1]], n=0)
    row("matrix_power", [M], [[31, -12], [-18, 7]], n=-2)
    row("matrix_exp", [[[0, 3], [0, 0]]], [[1, 3], [0, 1]])
    row("matrix_exp", [[[0, -2], [2, 0]]], [[math.cos(2), -math.sin(2)], [math.sin(2), math.cos(2)]])
    row("multi_dot", [[1, 2], M, S, [3, 1]], 7 * 13 + 12 * 6)
    row("multi_dot", [[[1, 2]], M, S], [[40, 43]])
    row("vector_norm", [[3, -4]], 5)
    row("vector_norm", [[3, -4]], 7, ord=1)
    row("vector_norm", [[3, -4]], 91 ** (1 / 3), ord=3)


def _factors(row: Callable[..., None]) -> None:
    row("svdvals", [[[3, 0], [0, -4]]], [4, 3])
    row("svdvals", [[[3, 4]]], [5])
    row("nuclear_norm", [[[3, 0], [0, -4]]], 7)
    row("matrix_norm", [[[3, 0], [0, -4]]], 4)
    row("matrix_norm", [[[3, 0], [0, -4]]], 3, ord=-2)
    row("matrix_norm", [M], 7, ord=1)
    row("matrix_norm", [M], 4, ord=-1)
    row("qr_q", [[[3, 1], [4, 2]]], [[0.6, -0.8], [0.8, 0.6]])
    row("qr_r", [[[3, 1], [4, 2]]], [[5, 2.2], [0, 0.4]])
    row("qr_q", [[[0], [-2]]], [[0], [-1]])
    row("qr_r", [[[3, 1]]], [[3, 1]])
    row("qr_product", [M], M)
    row("svd_product", [M], M)
    row("eigh_product", [M], [[1, 2.5], [2.5, 5]])
    row("eig_product", [M], M)
    row("svd_polar", [[[0, -2], [3, 0]]], [[0, -1], [1, 0]])
    row("svd_projector", [[[0, 2], [1, 0]]], [[1, 0], [0, 0]])
    row("svd_projector", [[[0, 2], [1, 0]]], [[1, 0], [0, 1]], k=2)
    row("eigh_exp", [[[0, 1], [1, 0]]], [[math.cosh(1), math.sinh(1)], [math.sinh(1), math.cosh(1)]])
    row("eig_power_sum", [M], 6)
    row("eig_power_sum", [[[0, -2], [2, 0]]], -8, k=2)


def _transforms(row: Callable[..., None]) -> None:
    row("fft", [[[1, 2, 3, 5], [0, 1, 0, -1]]], [[11, 0, -3, -4], [0, 3, 0, -3]])
    row("ifft", [[[11, 0, -3, -4], [0, 3, 0, -3]]], [[1, 2, 3, 5], [0, 1, 0, -1]])
    half, side = -0.5, math.sqrt(3) / 2
    row("fft", [[[1, 2, 4], [0, 0, 0]]], [[7, 1 + 6 * half, 1 + 6 * half], [0, 2 * side, -2 * side]])
    row("rfft", [[1, 2, 3, 5]], [[11, -2, -3], [0, 3, 0]])
    row("rfft", [[1, 2, 4]], [[7, -2], [0, 2 * side]])
    row("irfft", [[[11, -2, -3], [0, 3, 0]]], [1, 2, 3, 5], n=4)
    row("irfft", [[[7, -2], [0, 2 * side]]], [1, 2, 4], n=3)
    row("rfft", [[2]], [[2], [0]])


def _complex(row: Callable[..., None]) -> None:
    row("complex_abs", [[[3, 0], [-4, 2]]], [5, 2])
    row("complex_angle", [[[1, -1], [1, 1]]], [math.pi / 4, 3 * math.pi / 4])
    row("complex_exp", [[[1, 0], [0, 2]]], [[math.e, math.cos(2)], [0, math.sin(2)]])
    row("complex_log", [[[3, 0], [-4, 2]]], [[math.log(5), math.log(2)], [math.atan2(-4, 3), math.pi / 2]])
    row("complex_sqrt", [[[3, -3, 4], [-4, 4, 0]]], [[2, 1, 2], [-1, 2, 0]])
    row("complex_power", [[[1], [2]]], [[-11], [-2]], k=3)
    row("complex_power", [[[1], [2]]], [[1], [0]], k=0)
    row("complex_power", [[[3], [4]]], [[-7 / 625], [-24 / 625]], k=-2)
    row("complex_multiply", [[[1], [2]], [[3], [-4]]], [[11], [2]])
    row("complex_divide", [[[11], [2]], [[3], [-4]]], [[1], [2]])
