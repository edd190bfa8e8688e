"""Pseudo-random entries: short exact decimals or integers inside an interval.

Everything is made from `Random.getrandbits`, the one part of the module whose values
Python promises to keep.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from fractions import Fraction
from random import Random

__all__ = ["EmptyDomainError", "below", "entries", "shuffled"]

TRIES = 200


class EmptyDomainError(Exception):
    """No value satisfies what is asked for; the message says why, `name` of which input."""

    name = ""


def below(random: Random, count: int) -> int:
    """A whole number from 0 to count - 1."""
    bits = count.bit_length()
    while (value := random.getrandbits(bits)) >= count:
        pass
    return value


def shuffled(random: Random, count: int) -> list[int]:
    """A permutation of 0 to count - 1."""
    order = list(range(count))
    for i in reversed(range(1, count)):
        j = below(random, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def entries(random: Random, count: int, low: Fraction, high: Fraction, where: Collection[str] = ()) -> list[Fraction]:
    """Values in the interval that satisfy the entrywise words of `where`.

    They differ from one another in magnitude as far as the interval allows, so that
    permuted, transposed or negated results show; and they keep away from 0.
    """
    if "positive" in where or "nonnegative" in where:
        low = max(low, Fraction(0))
    if "integer" in where:
        return _integers(random, count, low, high, where)
    if low >= high:
        raise EmptyDomainError(f"no {'positive ' if 'positive' in where else ''}numbers between the ends of `in`")
    if "distinct" in where:
        return _apart(random, count, low, high)
    width = high - low
    step = _step(width, count)
    gap = math.ceil(width / (20 if "nonzero" in where else 100) / step)
    first, last = math.floor(low / step) + 1, math.ceil(high / step) - 1
    found: list[int] = []
    seen: set[int] = set()
    while len(found) < count:
        good = None
        for _ in range(TRIES):
            value = first + below(random, last - first + 1)
            if abs(value) >= gap:
                good = value
                if abs(value) not in seen:
                    break
        if good is None:
            raise EmptyDomainError("no numbers between the ends of `in`")
        seen.add(abs(good))
        found.append(good)
    return [value * step for value in found]


def _step(width: Fraction, count: int) -> Fraction:
    """The power of ten of which values are multiples: a thousandth of the width, finer for many values."""
    digits = max(3, len(str(count)) + 1)
    exponent = math.floor(_log10(width)) - digits
    return Fraction(10) ** exponent


def _log10(x: Fraction) -> float:
    return math.log10(x.numerator) - math.log10(x.denominator)


def _apart(random: Random, count: int, low: Fraction, high: Fraction) -> list[Fraction]:
    """One value in the middle of each of `count` equal parts, in random order."""
    part = (high - low) / count
    step = _step(part, 1)
    found = []
    for k in shuffled(random, count):
        value = Fraction(0)
        while abs(value) < part / 10:
            first = math.ceil((low + k * part + part / 10) / step)
            last = math.floor((low + (k + 1) * part - part / 10) / step)
            value = (first + below(random, last - first + 1)) * step
        found.append(value)
    return found


def _integers(random: Random, count: int, low: Fraction, high: Fraction, where: Collection[str]) -> list[Fraction]:
    first, last = math.ceil(low), math.floor(high)
    if "positive" in where:
        first = max(first, 1)
    size = last - first + 1
    skip = "nonzero" in where and first <= 0 <= last
    size -= skip
    if size < 1:
        raise EmptyDomainError("no such integers between the ends of `in`")
    if "distinct" in where and size < count:
        raise EmptyDomainError(f"{count} distinct integers are needed, the interval has {size}")
    if "distinct" in where and size <= 4 * count:
        picks = shuffled(random, size)[:count]
    else:
        picks = []
        seen: set[int] = set()
        while len(picks) < count:
            pick = below(random, size)
            if "distinct" not in where or pick not in seen:
                picks.append(pick)
                seen.add(pick)
    return [Fraction(value + (skip and value >= 0)) for value in (first + pick for pick in picks)]
