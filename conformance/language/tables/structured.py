"""Operators that gather, sort, slide a window over, or transform an array."""

from __future__ import annotations

from conformance.language.operator import Operator

__all__ = ["ROWS"]

ROWS: list[Operator] = []
