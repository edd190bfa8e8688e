"""A result that does not agree, with what grouping looks at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Item:
    """One result that needs a cause."""

    run: int
    """The number of the run that it is of."""
    result: Result
    subject: Subject
    kind: str
    primitive: bool
    marks: frozenset[str]
    known: Known | None

    @property
    def alone(self) -> bool:
        """Whether it is of the catalog, where one operator is by itself."""
        return self.primitive and self.subject.alone is not None

    @property
    def modes(self) -> frozenset[str]:
        """`forward` and `reverse` for both of their nestings; nothing for a value, which has no mode."""
        return frozenset(self.result["mode"].split("-over-")) if self.subject.order else frozenset()

    @property
    def size(self) -> tuple[object, ...]:
        """Sorts items from the simplest to the most involved."""
        return (
            not self.alone,
            len(self.subject.core),
            self.subject.order,
            _entries(self.result["inputs"]),
            len(self.result["mode"].split("-over-")),
            self.result["dtype"] != "float64",
            self.result["execution"] != "eager",
            len(self.result["id"]),
            self.result["id"],
            self.run,
        )

    @property
    def rank(self) -> tuple[int, int]:
        return RANK[self.result["verdict"]]


def items(runs: Sequence[Run], subjects: Subjects, known: KnownCause) -> list[Item]:
    """Every result that neither agrees nor is a convention."""
    found = []
    for number, run in enumerate(runs):
        for result in run.results:
            if needs_a_cause(result):
                about = subjects.of(result) or _NOBODY
                found.append(
                    Item(
                        number,
                        result,
                        about,
                        KIND_OF[result["verdict"]],
                        subjects.primitive(result),
                        marks(result, about.inputs),
                        known(result),
                    )
                )
    return found


def words(message: str | None) -> str:
    """What a backend said, its first line, without the numbers that differ from one time to the next."""
    first = next((line.strip() for line in (message or "").splitlines() if line.strip()), "")
    return _NUMBERS.sub("…", first)[:_LONGEST]


def _entries(value: object) -> int:
    if isinstance(value, dict):
        return sum(map(_entries, value.values()))
    return sum(map(_entries, value)) if isinstance(value, list | tuple) else 1
