"""Operators that gather, sort, slide a window over, or transform an array, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.truth.definitions import contraction, gathering, sorting, windows
from conformance.truth.definitions.model import Definition

__all__ = ["DEFINITIONS"]

DEFINITIONS: Mapping[str, Definition] = {
    **contraction.DEFINITIONS,
    **gathering.DEFINITIONS,
    **sorting.DEFINITIONS,
    **windows.DEFINITIONS,
}
