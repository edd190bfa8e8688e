"""Factorizations, solvers and functions of matrices.

- `triangular_solve(A, b)` reads the lower triangle of A (with lower=0 the upper), and takes its diagonal
  for ones if unit_diagonal=1; `cholesky_solve(L, b)` solves L Lᵀ x = b and `cholesky_inverse(L)` is (L Lᵀ)⁻¹, of the
  lower triangle. What is not read has the derivative zero.
- `lstsq` and `pinv` are for matrices of full rank: the least squares solution of a tall one, that of least norm
  of a wide one. Where the rank changes they are not continuous.
- `vector_norm` is (Σ|x|ᵖ)^(1/p), p = ord; `matrix_norm` the largest sum of a column's magnitudes (1), the largest
  singular value (2), or the smallest (-1, -2); `nuclear_norm` the sum of the singular values.

Factors of a matrix are not unique, but what follows is, and is computed from them, so that it is the derivative of
the factorization that is tested:

- `svdvals`: the singular values, descending;
- `qr_q`, `qr_r`: Q and R of the reduced QR factorization, signs chosen so that the diagonal of R is positive;
- `qr_product`, `svd_product`, `eigh_product` (of the symmetric part), `eig_product`: the product Q R, U Σ Vᵀ,
  V Λ Vᵀ, Re V Λ V⁻¹ of the factors, which is the matrix again, also where it has no derivative factor by factor;
- `svd_polar`: U Vᵀ, the nearest orthogonal matrix; `svd_projector`: U Uᵀ with the first k columns of U;
- `eigh_exp`: V exp(Λ) Vᵀ of the symmetric part; `eig_power_sum`: Re Σ λᵏ.
"""

from __future__ import annotations

from conformance.language import matrix_shapes, shapes
from conformance.language.operator import REQUIRED, Operator, rows
from conformance.language.special_points import IDENTITY, NEGATIVE_ZERO, ONES, TIES, ZERO

__all__ = ["ROWS"]

ROWS: list[Operator] = [
    *rows("linear-algebra", "triangular_solve", 2, shapes.solve, (IDENTITY, ONES), lower=1, unit_diagonal=0),
    *rows("linear-algebra", "cholesky_solve", 2, shapes.solve, (IDENTITY, ONES)),
    *rows("linear-algebra", "cholesky_inverse", 1, shapes.square_to_square, (IDENTITY, ONES)),
    *rows("linear-algebra", "lstsq", 2, matrix_shapes.least_squares, (IDENTITY,)),
    *rows("linear-algebra", "pinv", 1, matrix_shapes.pseudoinverse, (IDENTITY,)),
    *rows("linear-algebra", "matrix_power", 1, shapes.square_to_square, (ZERO, IDENTITY, ONES), n=REQUIRED),
    *rows("linear-algebra", "matrix_exp", 1, shapes.square_to_square, (ZERO, IDENTITY, ONES)),
    *rows("linear-algebra", "multi_dot", None, matrix_shapes.chain),
    *rows("linear-algebra", "svdvals", 1, matrix_shapes.singular_values, (IDENTITY,)),
    *rows("linear-algebra", "nuclear_norm", 1, matrix_shapes.matrix_to_scalar, (ZERO, IDENTITY, ONES)),
    *rows("linear-algebra", "matrix_norm", 1, matrix_shapes.norm_order, (ZERO, IDENTITY, ONES), ord=2),
    *rows("linear-algebra", "qr_q", 1, matrix_shapes.orthonormal, (IDENTITY,)),
    *rows("linear-algebra", "qr_r", 1, matrix_shapes.triangular, (IDENTITY,)),
    *rows("linear-algebra", "qr_product svd_product", 1, matrix_shapes.whole_matrix, (IDENTITY,)),
    *rows("linear-algebra", "eigh_product eig_product", 1, shapes.square_to_square, (IDENTITY,)),
    *rows("linear-algebra", "svd_polar", 1, matrix_shapes.whole_matrix, (IDENTITY,)),
    *rows("linear-algebra", "svd_projector", 1, matrix_shapes.leading, k=1),
    *rows("linear-algebra", "eigh_exp", 1, shapes.square_to_square, (ZERO, IDENTITY, ONES)),
    *rows("linear-algebra", "eig_power_sum", 1, matrix_shapes.power_sum, (IDENTITY, ONES), k=1),
    *rows("linear-algebra", "vector_norm", 1, matrix_shapes.vector_to_scalar, (ZERO, NEGATIVE_ZERO, TIES), ord=2),
]
