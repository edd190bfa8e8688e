"""Factorizations, solvers and functions of matrices."""

from __future__ import annotations

from conformance.language.operator import Operator

__all__ = ["ROWS"]

ROWS: list[Operator] = []
