"""Which kinds of faults factorizations, solvers, Fourier transforms and complex functions can have; see `catalog`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NOT_ON", "ONLY_ON"]

ONLY_ON: Mapping[str, str] = {
    "transposed": "triangular_solve cholesky_solve cholesky_inverse lstsq pinv matrix_power matrix_exp multi_dot"
    " svdvals nuclear_norm matrix_norm qr_q qr_r qr_product svd_product eig_product svd_polar svd_projector"
    " eig_power_sum",
    "untransposed": "lstsq.1",
    "swapped": "triangular_solve cholesky_solve lstsq complex_multiply complex_divide",
}

NOT_ON: Mapping[str, Mapping[str, str]] = {
    "second-order": {
        "the second derivative is zero": "qr_product svd_product eigh_product eig_product fft ifft rfft irfft",
    },
    "zero-at-zero": {
        "the derivative is zero there": "vector_norm complex_abs",
    },
    "size-one": {
        "constant there": "qr_q svd_polar svd_projector",
        "two parts are two entries": "fft ifft irfft complex_abs complex_angle complex_exp complex_log complex_sqrt"
        " complex_power complex_multiply complex_divide",
    },
}
