"""A result that does not agree, with what grouping looks at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from conformance.insight.known import Known, KnownCause
from conformance.insight.place import marks
from conformance.insight.severity import KIND_OF, RANK, needs_a_cause
from conformance.insight.sources import Result, Run
from conformance.insight.subject import Subject, Subjects

__all__ = ["Item", "items", "words"]

_LONGEST = 160
_NUMBERS = re.compile(r"0x[0-9a-fA-F]+|\d{3,}|\b\d+\b")
"""Not those in a name such as log2."""
_NOBODY = Subject((), (), 0, ())


@dataclass(slots=True)
class Item:
    """One result that needs a cause."""

    run: int
    """The number of the run that it is of."""
    result: Result
    subject: Subject
    kind: str
    primitive: bool
    marks: frozenset[str]
    entries: int
    """Of all inputs together."""
    known: Known | None
    alone: bool = field(init=False)
    """Whether it is of the catalog, where one operator is by itself."""
    modes: frozenset[str] = field(init=False)
    """`forward` and `reverse` for both of their nestings; nothing for a value, which has no mode."""
    rank: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.alone = self.primitive and self.subject.told_of(self.result["verdict"]) is not None
        self.modes = _modes(self.result["mode"]) if self.subject.order else frozenset()
        self.rank = RANK[self.result["verdict"]]

    @property
    def size(self) -> tuple[object, ...]:
        """Sorts items from the simplest to the most involved."""
        return (
            not self.alone,
            len(self.subject.core),
            self.subject.order,
            self.entries,
            len(self.result["mode"].split("-over-")),
            self.result["dtype"] != "float64",
            self.result["execution"] != "eager",
            len(self.result["id"]),
            self.result["id"],
            self.run,
        )


def items(runs: Sequence[Run], subjects: Subjects, known: KnownCause) -> list[Item]:
    """Every result that neither agrees nor is a convention."""
    found = []
    places: dict[tuple[int, tuple[str, ...]], tuple[frozenset[str], int]] = {}
    for number, run in enumerate(runs):
        for result in run.results:
            if needs_a_cause(result):
                about = subjects.of(result) or _NOBODY
                # Results at one point share their inputs, which live as long as the runs.
                place = id(result["inputs"]), about.inputs
                if place not in places:
                    places[place] = marks(result, about.inputs), _entries(result["inputs"])
                marked, entries = places[place]
                kind, primitive = KIND_OF[result["verdict"]], subjects.primitive(result)
                found.append(Item(number, result, about, kind, primitive, marked, entries, known(result)))
    return found


@cache
def _modes(mode: str) -> frozenset[str]:
    return frozenset(mode.split("-over-"))


def words(message: str | None) -> str:
    """What a backend said, its first line, without the numbers that differ from one time to the next."""
    first = next((line.strip() for line in (message or "").splitlines() if line.strip()), "")
    return _NUMBERS.sub("…", first)[:_LONGEST]


def _entries(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_entries, value.values()))
    return sum(map(_entries, value)) if isinstance(value, list | tuple) else 1
