"""What is remarkable of a point: which points are comparable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from conformance.insight.number import as_float
from conformance.insight.sources import Result

__all__ = ["marks"]

_TINY = 1e-3
_LARGE = 30.0


def marks(result: Result, inputs: Sequence[str]) -> frozenset[str]:
    """`zero`, `tiny`, `large`, `integer`, `ties`, `not finite`: whatever of these the named inputs have in them.

    Nothing for a generic point. What fails there fails anywhere; what fails at a zero need not fail
    elsewhere, and explains nothing that happens where there is none.
    """
    found: set[str] = set()
    for name in inputs:
        values = list(_entries(result["inputs"].get(name, ())))
        found.update(mark for value in values if (mark := _mark(value)))
        if len(set(values)) < len(values):
            found.add("ties")
    return frozenset(found)


def _entries(value: Any) -> Iterator[float]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from _entries(item)
    else:
        yield as_float(value)


def _mark(value: float) -> str | None:
    size = abs(value)
    if value == 0:
        return "zero"
    if not size < float("inf"):
        return "not finite"
    if size < _TINY:
        return "tiny"
    if size >= _LARGE:
        return "large"
    return "integer" if value.is_integer() else None
