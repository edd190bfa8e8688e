"""What changed between two runs, gathered claim by claim: what a reader is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.run.compare import KINDS, Change
from conformance.run.seen import Seen
from conformance.run.verdicts import BADNESS

__all__ = ["MEANINGS", "Group", "change_record", "count_of", "gathered"]


MEANINGS: Mapping[str, str] = {
    "regressed": "worse than before",
    "fixed": "better than before",
    "changed value": "as bad as before, but another value or another failure",
    "changed convention": "another of the legal answers",
    "new": "not in the earlier run",
    "removed": "not in the later run",
    "incomparable": "the claim or its inputs are not what they were",
}
"""What each kind of change between two runs means."""


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind in one claim."""

    kind: str
    claim: str
    """`case/claim[n=2]`."""
    changes: tuple[Change, ...]

    @property
    def verdicts(self) -> str:
        """`pass → wrong (6), pass → inaccurate (2)`, what is most frequent first; `–` for what is not there."""
        times = Counter(f"{_verdict(c.before)} → {_verdict(c.after)}" for c in self.changes)
        if len(times) == 1:
            return next(iter(times))
        return ", ".join(f"{what} ({number})" for what, number in times.most_common())

    @property
    def example(self) -> Change:
        """The change that a reader wants to see: with the worst verdict, before or after."""
        return max(self.changes, key=_badness)

    @property
    def told(self) -> str:
        """The example in words: where it is, what was returned before and after, what is true."""
        change = self.example
        said = _said(change.before, change.after)
        where = f"@{change.id.partition('@')[2]}"
        return f"{where}: {said}" if said else where


def gathered(changes: Iterable[Change]) -> list[Group]:
    """The changes by kind and claim; the worst claims first, and of those the ones with most changes."""
    found: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        found.setdefault((change.kind, f"{change.case}/{change.claim}"), []).append(change)
    groups = [Group(kind, claim, tuple(members)) for (kind, claim), members in found.items()]
    return sorted(groups, key=lambda g: (KINDS.index(g.kind), -_badness(g.example), -len(g.changes)))


def change_record(change: Change) -> dict[str, Any]:
    """The change as JSON; numbers as in a run file."""
    return {
        "kind": change.kind,
        "id": change.id,
        "case": change.case,
        "claim": change.claim,
        "before": _record(change.before),
        "after": _record(change.after),
    }


def count_of(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _record(found: Seen | None) -> Mapping[str, Any] | None:
    if found is None:
        return None
    names = ("verdict", "side", "entry", "observed", "truth", "error_ulps", "permitted_ulps")
    record = {name: getattr(found, name) for name in names}
    return record if found.answer is None else record | {"answer": found.answer}


def _said(before: Seen | None, after: Seen | None) -> str:
    """What was returned and what is true: the worst entry, which may be another one now."""
    found = {"was": before, "is": after}
    values = {how: f for how, f in found.items() if f is not None and f.observed is not None}
    truths = {f.truth for f in values.values()}
    if len(truths) > 1:
        return ", ".join(f"{how} {f.observed} where {f.truth} is true" for how, f in values.items())
    returned = ", ".join(f"{how} {f.observed}" for how, f in values.items())
    return f"{returned}, true {truths.pop()}" if truths - {None} else returned


def _verdict(found: Seen | None) -> str:
    return "–" if found is None else found.verdict


def _badness(change: Change) -> int:
    return max(BADNESS[found.verdict] for found in (change.before, change.after) if found is not None)
