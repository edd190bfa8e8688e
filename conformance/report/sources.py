"""What a report is made from, as far as it looks at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from conformance.casefile.model import Case, Claim, Instance, Point
from conformance.insight.sources import Result, Run
from conformance.truth.model import SideTruth

__all__ = ["Audit", "Result", "Run", "Truths"]

Truths = Callable[[Instance, Claim, Point], Sequence[SideTruth] | None]
"""The true value of each side of a claim at a point; None where it is not known."""


class Audit(Protocol):
    """What the audit says of one claim at fixed sizes; the point is the one that refutes it."""

    @property
    def case(self) -> Case: ...
    @property
    def instance(self) -> Instance: ...
    @property
    def claim(self) -> Claim: ...
    @property
    def verdict(self) -> str: ...
    @property
    def point(self) -> str | None: ...
    @property
    def inputs(self) -> Mapping[str, Sequence[str]] | None: ...
    @property
    def lhs(self) -> Sequence[str] | None: ...
    @property
    def rhs(self) -> Sequence[str] | None: ...
    @property
    def difference(self) -> str | None: ...
    @property
    def as_expected(self) -> bool: ...
    @property
    def per_point(self) -> Sequence[tuple[str, str]]: ...
