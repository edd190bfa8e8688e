"""Truth for a run: computed once for each claim, point and dtype, kept in the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy.typing as npt

from conformance.casefile.model import Claim, Instance, Point
from conformance.truth.api import claim_truth, input_values
from conformance.truth.cache import Cache
from conformance.truth.model import SideTruth

__all__ = ["CachedTruth"]


class CachedTruth:
    """What `conformance.truth` knows."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def inputs(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Mapping[str, npt.NDArray[Any]]:
        """The inputs rounded to the dtype: what a backend is given."""
        return input_values(instance, claim, point, dtype)

    def sides(self, instance: Instance, claim: Claim, point: Point, dtype: str) -> Sequence[SideTruth]:
        """The truth at those inputs, one a side of the claim."""
        return claim_truth(instance, claim, point, dtype, self._cache)
