"""Factorizations, solvers and functions of matrices, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.truth.definitions.model import Definition

__all__ = ["DEFINITIONS"]

DEFINITIONS: Mapping[str, Definition] = {}
