"""Operators that gather, sort, slide a window over, or transform an array, as jax has them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.backends.contract import Operator

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {}
