"""What a worker returned for one claim at one point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

__all__ = ["Loss", "Observation", "Outcome", "Value"]


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a claim: an array, or a failure (`unsupported` or `error`) with the backend's message.

    `missing` says that the backend returned None for some derivative in it, which was
    taken as zeros.
    """

    array: npt.NDArray[Any] | None = None
    missing: bool = False
    failure: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """The sides of a claim at one point, and the seconds the backend took for them."""

    values: tuple[Value, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Loss:
    """A point whose worker was lost: `crash`, `timeout`, or `error` where it wrote what it may not."""

    verdict: str
    message: str


Outcome = Observation | Loss
