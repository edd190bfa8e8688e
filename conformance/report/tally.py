"""Counting results, and finding the worst."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.numbers import as_float
from conformance.report.sources import Result
from conformance.run.verdicts import BADNESS, GROUP_OF, GROUPS

__all__ = ["Tally", "badness", "combined", "error_of", "tally"]


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
    error = result["error_ulps"]
    if isinstance(error, str):
        error = as_float(error)
    return math.inf if error is not None and math.isnan(error) else error


def badness(result: Result) -> tuple[int, float]:
    """Sorts results from best to worst: by verdict, then by error."""
    error = error_of(result)
    return BADNESS[result["verdict"]], -1.0 if error is None else error


def tally(results: Iterable[Result]) -> Tally | None:
    """None if there are no results. Of equally bad ones the first is the worst."""
    verdicts: dict[str, int] = {}
    worst, most, largest = None, (-1, -1.0), -1.0
    for result in results:
        verdict, error = result["verdict"], error_of(result)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
        bad = BADNESS[verdict], -1.0 if error is None else error
        largest = max(largest, bad[1])
        if bad > most:
            worst, most = result, bad
    if worst is None:
        return None
    groups = dict.fromkeys(GROUPS, 0)
    for verdict, times in verdicts.items():
        groups[GROUP_OF[verdict]] += times
    return Tally(sum(verdicts.values()), groups, worst, None if largest < 0 else largest)


def combined(tallies: Iterable[Tally | None]) -> Tally | None:
    """All that was counted, counted together; None if there is nothing."""
    found = [one for one in tallies if one is not None]
    if not found:
        return None
    groups = {group: sum(one.groups[group] for one in found) for group in GROUPS}
    worst = max((one.worst for one in found), key=badness)
    errors = [one.error for one in found if one.error is not None]
    return Tally(sum(one.total for one in found), groups, worst, max(errors, default=None))
