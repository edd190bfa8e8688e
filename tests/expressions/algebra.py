"""Linear algebra, on matrices that are kept invertible, or positive definite, or with eigenvalues apart."""

from __future__ import annotations

from conformance.language.graph import Shape
from tests.expressions.grow import Grower, family


def dominant(g: Grower, n: int, depth: int) -> str:
    """A matrix whose diagonal outweighs the rest of each row: its determinant is positive."""
    return f"({n + 1}*eye({n}) + tanh({g((n, n), depth)}))"


def symmetric(g: Grower, n: int, depth: int) -> str:
    """Symmetric, with entries between -1 and 1. Libraries read different parts of a matrix that is not."""
    half = g((n, n), depth - 1)
    return f"(0.5*tanh({half}) + 0.5*tanh({half}).T)"


def apart(g: Grower, n: int, depth: int) -> str:
    """Symmetric, with eigenvalues near 0, 4 and 8."""
    return f"(diag(4*arange({n})) + 0.5*{symmetric(g, n, depth)})"


@family("dot trace det slogdet logdet matmul", lambda shape: not shape)
def scalar(g: Grower, shape: Shape, depth: int) -> str:
    name, n = g.pick(g.among("dot", "trace", "det", "slogdet", "logdet", "matmul")), g.dimension()
    if name == "dot":
        return f"dot({g((n,), depth)}, {g((n,), depth)})"
    if name == "matmul":
        return f"({g((n,), depth)} @ {g((n,), depth)})"
    return f"{name}({dominant(g, n, depth) if name in {'slogdet', 'logdet'} else g((n, n), depth)})"


@family("matmul solve eigvalsh diag", lambda shape: len(shape) == 1)
def vector(g: Grower, shape: Shape, depth: int) -> str:
    name, n, m = g.pick(g.among("matmul", "solve", "eigvalsh", "diag")), shape[0], g.dimension()
    if name == "solve":
        return f"solve({dominant(g, n, depth)}, {g((n,), depth)})"
    if name == "eigvalsh":
        return f"eigvalsh({apart(g, n, depth)})"
    if name == "diag":
        return f"diag({g(g.pick([(n, n), (n, n + 1), (n + 1, n)]), depth)})"
    return g.pick([f"({g((n, m), depth)} @ {g((m,), depth)})", f"({g((m,), depth)} @ {g((m, n), depth)})"])


@family("matmul outer tril triu matrix_transpose kron", lambda shape: len(shape) == 2)
def matrix(g: Grower, shape: Shape, depth: int) -> str:
    name = g.pick(g.among("matmul", "outer", "tril", "triu", "matrix_transpose", "kron"))
    (n, m), k = shape, g.dimension()
    if name == "matmul":
        return f"({g((n, k), depth)} @ {g((k, m), depth)})"
    if name == "outer":
        return f"outer({g((n,), depth)}, {g((m,), depth)})"
    if name == "matrix_transpose":
        return f"{g((m, n), depth)}.T"
    if name == "kron":
        halves = g.pick([((n, 1), (1, m)), ((1, m), (n, 1)), ((n, m), (1, 1))])
        return f"kron({g(halves[0], depth)}, {g(halves[1], depth)})"
    return f"{name}({g(shape, depth)}, k={k - 2})"


@family("inv solve cholesky diag", lambda shape: len(shape) == 2 and shape[0] == shape[1])
def square(g: Grower, shape: Shape, depth: int) -> str:
    name, n = g.pick(g.among("inv", "solve", "cholesky", "diag")), shape[0]
    if name == "diag":
        return f"diag({g((n,), depth)})"
    if name == "solve":
        return f"solve({dominant(g, n, depth)}, {g(shape, depth)})"
    if name == "cholesky":
        return f"cholesky({n + 1}*eye({n}) + {symmetric(g, n, depth)})"
    return f"inv({dominant(g, n, depth)})"
