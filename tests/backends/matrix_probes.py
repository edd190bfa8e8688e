"""Places to plant faults of factorizations, solvers and functions of matrices in; see `fault_probes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MATRICES"]

Places = tuple[tuple[Any, ...], ...]
"""Arguments, and parameters if there are any."""

_V, _Z, _N = [0.3, 0.6, 0.85], [0.0, -0.4, 0.7], [-0.3, -0.6, 0.85]
_S = [[2.0, 0.3, -0.2], [0.0, 1.5, 0.4], [-0.6, 0.1, 1.8]]
_T = [[1.2, -0.4, 0.0], [0.7, 0.9, -1.1], [0.25, -0.35, 1.6]]
_U = [[0.3, 1.2, -0.2], [0.9, 1.5, 0.4], [-0.6, 0.1, 1.8]]
_EMPTY_DIAGONAL = [[0.0, -0.4, 0.0], [0.7, 0.0, -1.1], [0.25, -0.35, 0.0]]
_LOWER = {"lower": 1, "unit_diagonal": 0}
_COMPLEX = [[0.3, 0.0, -0.7], [0.5, -0.4, 0.9]]
_TWISTED = [[-0.8, 0.6, 0.0], [0.0, 0.7, -1.1]]
_ONE, _OTHER = [[0.6]], [[0.7]]

MATRICES: Mapping[str, Places] = {
    "triangular_solve": (
        ((_S, _T), _LOWER), ((_S, _Z), _LOWER), ((_ONE, _OTHER), _LOWER),
        ((_EMPTY_DIAGONAL, _T), {"lower": 1, "unit_diagonal": 1}),
    ),
    "cholesky_solve": (((_S, _T),), ((_S, _Z),), ((_ONE, _OTHER),)),
    "lstsq": (((_S, _T),), ((_S, _Z),), ((_ONE, _OTHER),)),
    "multi_dot": (((_S, _T, _U),), ((_T, _S),), ((_ONE, _OTHER),)),
    "matrix_power": (((_S,), {"n": 3}), ((_T,), {"n": -1}), ((_ONE,), {"n": 3})),
    "matrix_exp": (((_S,),), ((_T,),), ((_ONE,),)),
    "eig_power_sum": (((_S,), {"k": 3}), ((_ONE,), {"k": 3})),
    **dict.fromkeys(("fft", "ifft", "complex_abs", "complex_angle", "complex_exp", "complex_log"), (((_COMPLEX,),),)),
    "complex_sqrt": (((_COMPLEX,),),),
    "rfft": (((_Z,),), (([0.6],),)),
    "irfft": (((_COMPLEX,), {"n": 4}),),
    "complex_power": (((_COMPLEX,), {"k": 3}),),
    "complex_multiply": (((_COMPLEX, _TWISTED),), ((_TWISTED, _COMPLEX),)),
    "complex_divide": (((_COMPLEX, _TWISTED),), ((_TWISTED, _COMPLEX),)),
    "vector_norm": (((_N,), {"ord": 3}), ((_Z,), {"ord": 1}), (([0.6],), {"ord": 3})),
}  # fmt: skip
