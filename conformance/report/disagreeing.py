"""The results that do not agree, the most severe first: what the page of results lists and searches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.insight.severity import RANK
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.merge import Column
from conformance.report.sources import Result
from conformance.report.tally import error_of
from conformance.run.contents import instance_name
from conformance.run.verdicts import BADNESS, GROUP_OF

__all__ = ["Gathered", "disagreeing", "gathered", "severity"]

_CONVENTION = 6
"""The rank of conventions, after all that findings rank."""

Found = tuple[int, Result]
"""The number of a column, and a result of it."""


def severity(verdict: str) -> tuple[int, int]:
    """Sorts verdicts, the most severe first; conventions last."""
    return RANK.get(verdict, (_CONVENTION, -BADNESS[verdict]))


def disagreeing(columns: Sequence[Column]) -> list[Found]:
    """In the order of severity, those of baselines last; of equals the largest error first, then in the runs' order."""
    found = [
        (number, result)
        for number, column in enumerate(columns)
        for result in column.run.results
        if GROUP_OF[result["verdict"]] != "agree"
    ]
    found.sort(key=lambda pair: (columns[pair[0]].baseline, severity(pair[1]["verdict"]), -(error_of(pair[1]) or 0.0)))
    return found


@dataclass(frozen=True, slots=True)
class Gathered:
    """Results of one claim at one choice of sizes that differ in the point alone; the worst of them, and how many."""

    column: Column
    worst: Result
    points: int

    @property
    def mark(self) -> Mark:
        return GROUP_MARKS[GROUP_OF[self.worst["verdict"]]]

    @property
    def claim(self) -> str:
        return f"{self.worst['case']}/{instance_name(self.worst['claim'], self.worst['sizes'])}"

    @property
    def point(self) -> str:
        return str(self.worst["point"]) if self.points == 1 else f"{self.points} points"


def gathered(found: Sequence[Found], columns: Sequence[Column]) -> Iterator[Gathered]:
    """In the order in which the worst of each stands in `found`."""
    together: dict[tuple[object, ...], list[Found]] = {}
    for number, result in found:
        about = (result["case"], result["claim"], *result["sizes"].values())
        how = (result["dtype"], result["mode"], result["execution"], result["verdict"])
        together.setdefault((number, *about, *how), []).append((number, result))
    for listed in together.values():
        yield Gathered(columns[listed[0][0]], listed[0][1], len(listed))
