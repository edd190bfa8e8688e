"""Arrays that satisfy a structure exactly: rational points of spheres, groups and cones."""

from __future__ import annotations

import math
from collections.abc import Collection
from fractions import Fraction
from random import Random

from conformance.casefile.domain import determinant, matrix
from conformance.casefile.draw import TRIES, EmptyDomainError, below, entries
from conformance.language.graph import Shape

__all__ = ["array"]


def array(random: Random, shape: Shape, low: Fraction, high: Fraction, where: Collection[str]) -> list[Fraction]:
    """One array, row-major, that satisfies every word of `where`. EmptyDomainError if none was found."""
    count = math.prod(shape)
    for _ in range(TRIES):
        if "unit" in where:
            values = _unit(random, count, positive=bool({"positive", "nonnegative"} & set(where)))
        elif "simplex" in where:
            values = _simplex(random, count)
        elif "orthogonal" in where:
            values = _orthogonal(random, shape[0])
        elif "positive-definite" in where:
            values = _positive_definite(random, shape[0], where)
        elif "symmetric" in where:
            values = _symmetric(random, shape[0], low, high, where)
        else:
            values = entries(random, count, low, high, where)
        if _accepted(values, shape, where):
            return values
    raise EmptyDomainError(f"no sample found that is {', '.join(where)}")


def _accepted(values: list[Fraction], shape: Shape, where: Collection[str]) -> bool:
    if "nonzero" in where and not all(values):
        return False
    if "distinct" in where and len(set(values)) < len(values):
        return False
    return not ("invertible" in where and "orthogonal" not in where and not determinant(matrix(values, shape)))


def _unit(random: Random, count: int, *, positive: bool) -> list[Fraction]:
    """Inverse stereographic projection of a rational point."""
    if count == 1:
        return [Fraction(1 if positive or below(random, 2) else -1)]
    numbers = _whole(random, count - 1, max(9, 2 * count))
    if not positive:
        numbers = [n if below(random, 2) else -n for n in numbers]
    norm = sum(n * n for n in numbers)
    root = math.isqrt(norm)
    scale = max(1, root * (50 + below(random, 40 if positive else 100)) // 100)
    if scale * scale == norm or (positive and scale * scale > norm):
        scale = max(1, scale - 1)
    total = norm + scale * scale
    if norm == scale * scale:  # only for a single 1
        return [Fraction(3, 5), Fraction(4, 5)]
    return [Fraction(2 * n * scale, total) for n in numbers] + [Fraction(norm - scale * scale, total)]


def _simplex(random: Random, count: int) -> list[Fraction]:
    parts = _whole(random, count, max(9, 3 * count))
    return [Fraction(p, sum(parts)) for p in parts]


def _whole(random: Random, count: int, most: int) -> list[int]:
    """Different natural numbers."""
    return [int(v) for v in entries(random, count, Fraction(1), Fraction(most), {"integer", "distinct"})]


def _orthogonal(random: Random, size: int) -> list[Fraction]:
    """Cayley's transform (I - S)(I + S)⁻¹ of a rational skew matrix, columns negated at random."""
    skew = [[Fraction(0)] * size for _ in range(size)]
    for i in range(size):
        for j in range(i):
            skew[i][j] = Fraction(1 + below(random, 5), 3) * (1 if below(random, 2) else -1)
            skew[j][i] = -skew[i][j]
    plus = [[(i == j) + skew[i][j] for j in range(size)] for i in range(size)]
    minus = [[(i == j) - skew[i][j] for j in range(size)] for i in range(size)]
    rotation = _solve(plus, minus)  # the factors commute
    signs = [1 if below(random, 2) else -1 for _ in range(size)]
    return [rotation[i][j] * signs[j] for i in range(size) for j in range(size)]


def _solve(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
    """a⁻¹ b by Gauss-Jordan elimination; a is invertible."""
    size = len(a)
    rows = [list(map(Fraction, x)) + list(map(Fraction, y)) for x, y in zip(a, b, strict=True)]
    for k in range(size):
        pivot = next(i for i in range(k, size) if rows[i][k])
        rows[k], rows[pivot] = rows[pivot], rows[k]
        head = rows[k][k]
        rows[k] = [v / head for v in rows[k]]
        for i in range(size):
            if i != k and (factor := rows[i][k]):
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[size:] for row in rows]


def _positive_definite(random: Random, size: int, where: Collection[str]) -> list[Fraction]:
    """B Bᵀ + I/2, or + I for integers."""
    integer = "integer" in where
    words = {"integer"} | ({"positive"} & set(where)) | ({"nonnegative"} & set(where))
    unit, reach = (1, 2) if integer else (10, 14)
    numbers = entries(random, size * size, Fraction(-reach), Fraction(reach), words)
    rows = matrix([Fraction(n, unit) for n in numbers], (size, size))
    shift = Fraction(1) if integer else Fraction(1, 2)
    return [
        sum((x * y for x, y in zip(rows[i], rows[j], strict=True)), shift * (i == j))
        for i in range(size)
        for j in range(size)
    ]


def _symmetric(random: Random, size: int, low: Fraction, high: Fraction, where: Collection[str]) -> list[Fraction]:
    values = iter(entries(random, size * (size + 1) // 2, low, high, where))
    rows = [[Fraction(0)] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rows[i][j] = rows[j][i] = next(values)
    return [v for row in rows for v in row]
