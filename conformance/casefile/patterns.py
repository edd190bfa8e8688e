"""What the patterns among the special values put into an array.

Each takes the array's shape and its generic entries, row-major as text, and gives the
entries; None where the pattern does not apply to the shape. Numbers that a pattern
computes are small integers, which every dtype holds: a matrix of rank 1 stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.language.graph import Shape

__all__ = ["PATTERNS", "Entries"]

Entries = tuple[str, ...]
Pattern = Callable[[Shape, Entries], Entries | None]


def _square(entry: Callable[[int, int, Entries, int], str]) -> Pattern:
    """A pattern of square matrices from its entry (row, column, generic entries, size)."""

    def fill(shape: Shape, generic: Entries) -> Entries | None:
        if len(shape) != 2 or shape[0] != shape[1]:
            return None
        n = shape[0]
        return tuple(entry(i, j, generic, n) for i in range(n) for j in range(n))

    return fill


def _first(value: str, count: int) -> Pattern:
    """The generic entries, but for so many at the start; the array has more of them."""

    def fill(shape: Shape, generic: Entries) -> Entries | None:
        return (value,) * count + generic[count:] if count < len(generic) else None

    return fill


def _all(pick: Callable[[Entries], str]) -> Pattern:
    return lambda shape, generic: (pick(generic),) * len(generic) if shape else None


PATTERNS: Mapping[str, Pattern] = {
    "ones": _all(lambda generic: "1"),
    "ties": _all(lambda generic: generic[0]),
    "one-zero": _first("0", 1),
    "two-zeros": _first("0", 2),
    "masked": _first("-inf", 1),
    "identity": _square(lambda i, j, generic, n: "1" if i == j else "0"),
    "diagonal": _square(lambda i, j, generic, n: generic[i * n + j] if i == j else "0"),
    "triangular": _square(lambda i, j, generic, n: generic[i * n + j] if i >= j else "0"),
    "repeated": _square(lambda i, j, generic, n: "0" if i != j else "2" if i < max(n - 1, 1) else "3"),
    "rank-one": _square(lambda i, j, generic, n: str((i + 1) * (2 * j + 1) * (-1) ** j)),
}
