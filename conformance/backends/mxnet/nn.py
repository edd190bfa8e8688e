"""Activations, losses and normalizations of neural networks, as MXNet has them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.backends.contract import Operator

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Operator] = {}
