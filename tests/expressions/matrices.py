"""Solvers and functions of matrices, of matrices that are kept well conditioned."""

from __future__ import annotations

from conformance.language.graph import Shape
from tests.expressions.algebra import dominant, symmetric
from tests.expressions.grow import Grower, family

SOLVERS = ("triangular_solve", "cholesky_solve", "lstsq")
FACTORS = ("qr_q", "qr_r", "qr_product", "svd_product", "eigh_product", "eig_product", "svd_polar", "svd_projector",
           "eigh_exp")  # fmt: skip


def distinct(g: Grower, n: int, depth: int) -> str:
    """Symmetric, with eigenvalues near 2, 5 and 8."""
    return f"(diag(3*arange({n}) + 2) + 0.5*{symmetric(g, n, depth)})"


def _solved(g: Grower, name: str, shape: Shape, depth: int) -> str:
    n = shape[0]
    options = g.pick(["", ", lower=0", ", unit_diagonal=1"]) if name == "triangular_solve" else ""
    return f"{name}({dominant(g, n, depth)}, {g(shape, depth)}{options})"


@family("vector_norm matrix_norm nuclear_norm eig_power_sum", lambda shape: not shape)
def scalar(g: Grower, shape: Shape, depth: int) -> str:
    name, n = g.pick(g.among("vector_norm", "matrix_norm", "nuclear_norm", "eig_power_sum")), g.dimension()
    if name == "matrix_norm":
        return f"matrix_norm({distinct(g, n, depth)}, {g.pick([2, 1, -1, -2])})"
    if name != "vector_norm":
        return f"{name}({distinct(g, n, depth)})"
    return f"vector_norm(2*{g.pick(['arange', 'ones'])}({n}) + 1 + tanh({g((n,), depth)}), {g.pick([1, 2, 3])})"


@family("triangular_solve cholesky_solve lstsq multi_dot svdvals", lambda shape: len(shape) == 1)
def vector(g: Grower, shape: Shape, depth: int) -> str:
    name, n, m = g.pick(g.among(*SOLVERS, "multi_dot", "svdvals")), shape[0], g.dimension()
    if name == "multi_dot":
        return f"multi_dot([{g((n, m), depth)}, {g((m, n), depth)}, {g((n,), depth)}])"
    if name == "svdvals":
        return f"svdvals({distinct(g, n, depth)})"
    return _solved(g, name, shape, depth)


@family(" ".join(FACTORS), lambda shape: len(shape) == 2 and shape[0] == shape[1])
def factors(g: Grower, shape: Shape, depth: int) -> str:
    return f"{g.pick(g.among(*FACTORS))}({distinct(g, shape[0], depth)})"


@family(
    "triangular_solve cholesky_solve cholesky_inverse lstsq pinv matrix_power matrix_exp multi_dot",
    lambda shape: len(shape) == 2 and shape[0] == shape[1],
)
def square(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among(*SOLVERS, "cholesky_inverse", "pinv", "matrix_power", "matrix_exp", "multi_dot"))
    n, m = shape[0], g.dimension()
    if name in SOLVERS:
        return _solved(g, name, shape, depth)
    if name == "multi_dot":
        return f"multi_dot([{g((n, m), depth)}, {g((m, m), depth)}, {g((m, n), depth)}])"
    if name == "matrix_exp":
        return f"matrix_exp(tanh({g(shape, depth)}))"
    if name == "matrix_power":
        return f"matrix_power({dominant(g, n, depth)}, {g.pick([-2, -1, 0, 1, 2, 3])})"
    return f"{name}({dominant(g, n, depth)})"
