"""Two runs of a backend: what got worse, what got better, what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.run.verdicts import GROUP_OF

__all__ = ["KINDS", "Change", "compare"]

KINDS = ("regressed", "fixed", "new", "removed", "changed")

_FAILURES = frozenset({"error", "timeout", "crash"})
_LEVELS = {"agree": 0, "convention": 0, "undecided": 1, "no answer": 2, "inaccurate": 3, "wrong": 5}


@dataclass(frozen=True, slots=True)
class Change:
    """A result that differs: its id less the backend, and the verdict before and after (None: not there)."""

    kind: str
    id: str
    before: str | None
    after: str | None


def compare(old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> list[Change]:
    """What changed between the results of two runs, kind by kind, in the order of the runs.

    A result regressed if its group is a worse one now (agreement and convention are equally
    good; then undecided, unsupported, inaccurate, failed, wrong), and is fixed if it is a better one;
    changed is another verdict that is neither.
    """
    before = {_key(r): r["verdict"] for r in old}
    after = {_key(r): r["verdict"] for r in new}
    changes = [Change(_kind(verdict, after.get(key)), key, verdict, after.get(key)) for key, verdict in before.items()]
    changes += [Change("new", key, None, verdict) for key, verdict in after.items() if key not in before]
    return [change for kind in KINDS for change in changes if change.kind == kind]


def _key(result: Mapping[str, Any]) -> str:
    """The result's id without its backend, so that the versions of one backend, or two backends, compare."""
    where, _, how = result["id"].rpartition(":")
    return f"{where}:{how.removeprefix(result['backend'] + '.')}"


def _kind(before: str, after: str | None) -> str:
    if after is None:
        return "removed"
    if before == after:
        return "same"
    difference = _level(after) - _level(before)
    return "regressed" if difference > 0 else "fixed" if difference < 0 else "changed"


def _level(verdict: str) -> int:
    return 4 if verdict in _FAILURES else _LEVELS[GROUP_OF[verdict]]
