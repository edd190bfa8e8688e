"""Factorizations, solvers and functions of matrices, as numpy has them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from conformance.backends.contract import Operator

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {
    "matrix_power": lambda a, n: np.linalg.matrix_power(a, n),
    "multi_dot": lambda *factors: np.linalg.multi_dot(factors),
}
