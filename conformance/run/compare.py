"""Two runs: what got worse, what got better, what is new, and what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.run.contents import instance_name
from conformance.run.seen import Seen, moved, seen
from conformance.run.verdicts import GROUP_OF

__all__ = ["KINDS", "Change", "Comparison", "compare"]

KINDS = ("regressed", "fixed", "changed value", "changed convention", "new", "removed", "incomparable")

_FAILURES = frozenset({"error", "timeout", "crash"})
_LEVELS = {"agree": 0, "convention": 0, "undecided": 1, "no answer": 2, "inaccurate": 3, "wrong": 5}

Header = Mapping[str, Any]
Results = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """A result that differs: its id less the backend, and what it was before and after (None: not there)."""

    kind: str
    id: str
    case: str
    claim: str
    """With its sizes: `claim[n=2]`."""
    before: Seen | None
    after: Seen | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed, kind by kind, each in the order of the runs, and how many results are the same."""

    changes: tuple[Change, ...]
    same: int

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(change.kind for change in self.changes)
        return {kind: found[kind] for kind in KINDS}

    def of(self, kind: str) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]


def compare(old: Header, old_results: Results, new: Header, new_results: Results) -> Comparison:
    """What changed from one run to another, of the same backend or not; the results are gone through once.

    A result regressed if its group is a worse one now (agreement and convention are equally good; then
    undecided, unsupported, inaccurate, failed, wrong), and is fixed if it is a better one. Where it is
    as good or as bad as before, the convention changed if a legal choice is another one now, and the
    value changed if it moved by more than rounding excuses, or is wrong in another way. A result is
    incomparable if its claim says something else now, or its inputs are others.
    """
    before = {_key(result): (result["case"], _claim(result), seen(result)) for result in old_results}
    asked = _Questions(old, new)
    changes: list[Change] = []
    same = 0
    for result in new_results:
        key, case, claim, after = _key(result), result["case"], _claim(result), seen(result)
        earlier = before.pop(key, None)
        if earlier is None:
            changes.append(Change("new", key, case, claim, None, after))
            continue
        kind = _kind(earlier[2], after) if asked.same(case, claim, earlier[2], after) else "incomparable"
        if kind is None:
            same += 1
        else:
            changes.append(Change(kind, key, case, claim, earlier[2], after))
    changes += [Change("removed", key, case, claim, was, None) for key, (case, claim, was) in before.items()]
    return Comparison(tuple(sorted(changes, key=lambda change: KINDS.index(change.kind))), same)


class _Questions:
    """Whether a claim asks the same in both runs. Run files that do not say what it asks are taken to."""

    def __init__(self, old: Header, new: Header) -> None:
        self._known = old["cases"] != new["cases"] and "contents" in old and "contents" in new
        self._old, self._new = old.get("contents", {}), new.get("contents", {})

    def same(self, case: str, claim: str, before: Seen, after: Seen) -> bool:
        if before.inputs != after.inputs:
            return False
        return not self._known or self._of(self._old, case, claim) == self._of(self._new, case, claim)

    @staticmethod
    def _of(contents: Mapping[str, Any], case: str, claim: str) -> Any:
        return contents.get(case, {}).get("claims", {}).get(claim)


def _key(result: Mapping[str, Any]) -> str:
    """The result's id without its backend, so that the versions of one backend, or two backends, compare."""
    where, _, how = result["id"].rpartition(":")
    return f"{where}:{how.removeprefix(result['backend'] + '.')}"


def _claim(result: Mapping[str, Any]) -> str:
    return instance_name(result["claim"], result["sizes"])


def _kind(before: Seen, after: Seen) -> str | None:
    difference = _level(after.verdict) - _level(before.verdict)
    if difference:
        return "regressed" if difference > 0 else "fixed"
    if not moved(before, after):
        return None
    legal = "convention" in (GROUP_OF[before.verdict], GROUP_OF[after.verdict])
    return "changed convention" if legal else "changed value"


def _level(verdict: str) -> int:
    return 4 if verdict in _FAILURES else _LEVELS[GROUP_OF[verdict]]
