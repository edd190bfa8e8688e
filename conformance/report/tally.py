"""Counting results, and finding the worst."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.numbers import as_float
from conformance.report.sources import Result
from conformance.run.verdicts import BADNESS, GROUP_OF, GROUPS

__all__ = ["Tally", "badness", "error_of", "tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many results fell into each group, and the worst of them."""

    total: int
    groups: Mapping[str, int]
    worst: Result
    error: float | None
    """The largest error in ulps; None where there is none to speak of."""

    @property
    def mark(self) -> Mark:
        return GROUP_MARKS[self.group]

    @property
    def group(self) -> str:
        """The group of the worst verdict."""
        return GROUP_OF[self.worst["verdict"]]

    @property
    def as_bad(self) -> int:
        """How many results are in that group."""
        return self.groups[self.group]

    @property
    def agrees(self) -> bool:
        return self.groups["agree"] == self.total

    @property
    def digits(self) -> float | None:
        return as_float(self.worst.get("digits"))


def error_of(result: Result) -> float | None:
    """The error in ulps; a nan counts as infinite."""
    error = as_float(result.get("error_ulps"))
    return math.inf if error is not None and math.isnan(error) else error


def badness(result: Result) -> tuple[int, float]:
    """Sorts results from best to worst: by verdict, then by error."""
    error = error_of(result)
    return BADNESS[result["verdict"]], -1.0 if error is None else error


def tally(results: Iterable[Result]) -> Tally | None:
    """None if there are no results. Of equally bad ones the first is the worst."""
    listed = list(results)
    if not listed:
        return None
    groups = dict.fromkeys(GROUPS, 0)
    for result in listed:
        groups[GROUP_OF[result["verdict"]]] += 1
    errors = [error for error in map(error_of, listed) if error is not None]
    return Tally(len(listed), groups, max(listed, key=badness), max(errors, default=None))
