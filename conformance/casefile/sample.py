"""Sampled points: the same for a case and its sizes for ever, whatever else changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from random import Random

from conformance.casefile.constants import constant, decimal
from conformance.casefile.draw import EmptyDomainError
from conformance.casefile.model import Input
from conformance.casefile.structured import array

__all__ = ["sample"]


def sample(case: str, sizes: Mapping[str, int], inputs: Sequence[Input], number: int) -> dict[str, tuple[str, ...]]:
    """The values of every input at the sampled point of this number. EmptyDomainError if there are none."""
    return {i.name: _values(_seeded(case, sizes, i.name, number), i) for i in inputs}


def _seeded(case: str, sizes: Mapping[str, int], name: str, number: int) -> Random:
    text = "\n".join([case, *(f"{n}={sizes[n]}" for n in sorted(sizes)), name, str(number)])
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big"))


def _values(random: Random, target: Input) -> tuple[str, ...]:
    low, high = (constant(end).value for end in target.interval)
    assert low is not None
    assert high is not None
    try:
        return tuple(decimal(v) for v in array(random, target.shape, low, high, target.where))
    except EmptyDomainError as error:
        error.name = target.name
        raise
