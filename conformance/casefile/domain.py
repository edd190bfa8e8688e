"""What the values of an input satisfy: interval and structure, decided in exact arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from conformance.casefile.constants import constant
from conformance.language.graph import Shape

__all__ = ["FIXED", "contradiction", "determinant", "exact", "matrix", "misfit", "satisfies"]

_SQUARE = frozenset({"symmetric", "positive-definite", "orthogonal", "invertible"})
_ENTRYWISE = frozenset({"positive", "nonnegative", "nonzero", "integer", "distinct"})
FIXED = frozenset({"unit", "simplex", "orthogonal", "positive-definite"})
"""Structures whose values come from no interval."""
_SIGNS = frozenset({"positive", "nonnegative", "nonzero"})

WITH: Mapping[str, frozenset[str]] = {
    "unit": _SIGNS | {"distinct"},
    "simplex": _SIGNS | {"distinct"},
    "orthogonal": frozenset({"nonzero", "invertible"}),
    "symmetric": _SIGNS | {"integer", "invertible", "positive-definite"},
    "positive-definite": _SIGNS | {"integer", "invertible", "symmetric"},
    "invertible": _ENTRYWISE | {"symmetric", "positive-definite", "orthogonal"},
}
"""What each structure of a whole array goes together with."""


def contradiction(where: Sequence[str]) -> str | None:
    """Which two words no sample satisfies, or is made to satisfy, together."""
    for word in where:
        for other in where:
            if other != word and word in WITH and other not in WITH[word]:
                return f"{word} and {other} do not go together; with {word}: {', '.join(sorted(WITH[word]))}"
    return None


def misfit(where: Sequence[str], shape: Shape) -> str | None:
    """Why an array of this shape cannot have the structure."""
    for word in where:
        if word in _SQUARE and (len(shape) != 2 or shape[0] != shape[1]):
            return f"{word} is for square matrices"
        if word == "simplex" and len(shape) != 1:
            return "simplex is for vectors"
        if word in {"orthogonal", "simplex"} and math.prod(shape) > 400:
            return f"{word} samples have at most 400 entries"
        if word in {"invertible", "positive-definite"} and math.prod(shape) > 1600:
            return f"{word} samples have at most 1,600 entries"
    return None


def exact(text: str) -> Fraction | None:
    """A value as a rational (an irrational one as a near double); None for an infinity."""
    return constant(text).value


def satisfies(texts: Sequence[str], shape: Shape, where: Sequence[str]) -> bool:
    """Whether an array, row-major, has every one of the properties."""
    if not where:
        return True
    values = [exact(text) for text in texts]
    finite = [v for v in values if v is not None]
    return len(finite) == len(values) and all(_PREDICATES[word](finite, shape) for word in where)


def determinant(matrix: Sequence[Sequence[Fraction]]) -> Fraction:
    """Exact, by fraction-free elimination."""
    scale = math.lcm(*(v.denominator for row in matrix for v in row))
    rows = [[int(v * scale) for v in row] for row in matrix]
    size, sign, previous = len(rows), 1, 1
    for k in range(size - 1):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != k:
            rows[k], rows[pivot], sign = rows[pivot], rows[k], -sign
        for i in range(k + 1, size):
            for j in range(k + 1, size):
                rows[i][j] = (rows[i][j] * rows[k][k] - rows[i][k] * rows[k][j]) // previous
        previous = rows[k][k]
    return Fraction(sign * rows[-1][-1], scale**size)


def matrix(values: Sequence[Fraction], shape: Shape) -> list[list[Fraction]]:
    columns = shape[1]
    return [list(values[i : i + columns]) for i in range(0, len(values), columns)]


def _symmetric(values: Sequence[Fraction], shape: Shape) -> bool:
    rows = matrix(values, shape)
    return all(rows[i][j] == rows[j][i] for i in range(len(rows)) for j in range(i))


def _positive_definite(values: Sequence[Fraction], shape: Shape) -> bool:
    rows = matrix(values, shape)
    minors = ([row[:k] for row in rows[:k]] for k in range(1, len(rows) + 1))
    return _symmetric(values, shape) and all(determinant(minor) > 0 for minor in minors)


def _orthogonal(values: Sequence[Fraction], shape: Shape) -> bool:
    rows = matrix(values, shape)
    products = {(i, j): _dot(x, y) for i, x in enumerate(rows) for j, y in enumerate(rows)}
    return all(product == (i == j) for (i, j), product in products.items())


def _dot(x: Sequence[Fraction], y: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))


_PREDICATES: Mapping[str, Callable[[Sequence[Fraction], Shape], bool]] = {
    "positive": lambda values, _: all(v > 0 for v in values),
    "nonnegative": lambda values, _: all(v >= 0 for v in values),
    "nonzero": lambda values, _: all(v != 0 for v in values),
    "integer": lambda values, _: all(v.denominator == 1 for v in values),
    "distinct": lambda values, _: len(set(values)) == len(values),
    "unit": lambda values, _: sum(v * v for v in values) == 1,
    "simplex": lambda values, _: sum(values) == 1 and all(v >= 0 for v in values),
    "symmetric": _symmetric,
    "positive-definite": _positive_definite,
    "orthogonal": _orthogonal,
    "invertible": lambda values, shape: determinant(matrix(values, shape)) != 0,
}
