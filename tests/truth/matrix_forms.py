"""Forms of factorizations, solvers, Fourier transforms and functions of complex numbers; see `catalog`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["FORMS", "NOT_SMOOTH"]

TALL = "stack([x, y], axis=1)"
WIDE = "stack([x, y])"

FORMS: Mapping[str, tuple[str, ...]] = {
    "triangular_solve": (
        "triangular_solve(A, x)", "triangular_solve(A, B, lower=0)", "triangular_solve(A, x, unit_diagonal=1)",
    ),
    "cholesky_solve": ("cholesky_solve(A, x)", "cholesky_solve(A, B)"),
    "cholesky_inverse": ("cholesky_inverse(A)",),
    "lstsq": ("lstsq(A, x)", f"lstsq({TALL}, cumsum(x))", f"lstsq({WIDE}, [1, 2])"),
    "pinv": ("pinv(A)", f"pinv({TALL})"),
    "matrix_power": ("matrix_power(A, 3)", "matrix_power(A, -2)", "matrix_power(A, 0) @ A"),
    "matrix_exp": ("matrix_exp(A)",),
    "multi_dot": ("multi_dot([x, A, B, y])", "multi_dot([A, B, x])"),
    "svdvals": ("svdvals(A)", f"svdvals({WIDE})"),
    "nuclear_norm": ("nuclear_norm(A)", f"nuclear_norm({TALL})"),
    "matrix_norm": ("matrix_norm(A)", "matrix_norm(A, 1)", "matrix_norm(A, -1)", "matrix_norm(A, -2)"),
    "qr_q": ("qr_q(A)", f"qr_q({TALL})"),
    "qr_r": ("qr_r(A)", f"qr_r({WIDE})"),
    **{name: (f"{name}(A)",) for name in ("qr_product", "svd_product", "eigh_product", "eig_product", "eigh_exp")},
    "svd_polar": ("svd_polar(A)", f"svd_polar({WIDE})"),
    "svd_projector": ("svd_projector(A)", f"svd_projector({TALL})"),
    "eig_power_sum": ("eig_power_sum(A)", "eig_power_sum(A, 3)"),
    "fft": ("fft([x, y])",),
    "ifft": ("ifft([x, y])",),
    "rfft": ("rfft(x)",),
    "irfft": ("irfft([x, y], 2*n - 1)",),
    **{f"complex_{name}": (f"complex_{name}([x, y])",) for name in ("abs", "angle", "exp", "log", "sqrt")},
    "complex_power": ("complex_power([x, y], 3)", "complex_power([x, y], -2)", "complex_power([x, y], 0)"),
    "complex_multiply": ("complex_multiply([x, y], [y, sin(x)])",),
    "complex_divide": ("complex_divide([x, y], [y, cos(x)])",),
    "vector_norm": ("vector_norm(x)", "vector_norm(x, 1)", "vector_norm(x, 3)"),
}  # fmt: skip

NOT_SMOOTH: Mapping[str, Mapping[str, str]] = {
    "eigvalsh": {"1 0 0 1": "kink"},
    "svdvals": {"1 0 0 1": "kink"},
    "matrix_norm": {"0 0 0 0": "kink", "1 0 0 1": "kink", "1 1 1 1": "touched"},
    "nuclear_norm": {"0 0 0 0": "kink", "1 1 1 1": "kink", "1 0 0 1": "touched"},
    "complex_abs": dict.fromkeys(("0 0 0 0", "-0.0 -0.0 -0.0 -0.0"), "kink"),
    "vector_norm": {"0 0": "kink", "-0.0 -0.0": "kink"},
}
