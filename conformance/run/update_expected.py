"""A file of expectations rewritten from a run: what is new, what is gone, and the causes kept.

- An entry stays, its cause and its issue with it, while some result that it decides of
  would be unexpected without it. Where others of its results agree now, `pass` and its
  like are added to its verdicts.
- A disagreement that no entry allows gets an entry of its own, without a cause: somebody
  has to reproduce it and write one.
- An entry that decides of no such result is gone, and dropped: only where the run was
  whole, for another part of it might still need the entry. A pattern that only other
  modes or executions could fit stays too.

New entries come sorted; those that an older, wider pattern would hide come before all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.run.errors import WriteError
from conformance.run.expected import Entry, Expectations, Result, as_a_rule
from conformance.run.verdicts import BADNESS, GROUP_OF

__all__ = ["Update", "update", "write"]

Combination = tuple[str, str, str]
"""A dtype, a mode, an execution."""


@dataclass(frozen=True, slots=True)
class Update:
    """The new entries in order, and the patterns in which they differ from the old."""

    entries: tuple[Entry, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    widened: tuple[str, ...]


def update(
    known: Expectations, results: Sequence[Result], *, whole: bool, combinations: Sequence[Combination] = ()
) -> Update:
    """`combinations` are those that the backend has: they tell an idle pattern from one for another profile."""
    before = {entry.pattern: entry for entry in known.entries}
    entries, now = known.entries, _pass(known, results, whole, combinations)
    while now != entries:  # an entry that hides another may leave it with nothing to say
        entries, now = now, _pass(Expectations.of(now), results, whole, combinations)
    after = {entry.pattern: entry for entry in now}
    return Update(
        now,
        tuple(p for p, entry in after.items() if p not in before or (before[p].cause and not entry.cause)),
        tuple(pattern for pattern in before if pattern not in after),
        tuple(p for p, entry in after.items() if p in before and before[p].verdicts != entry.verdicts),
    )


def _pass(
    known: Expectations, results: Sequence[Result], whole: bool, combinations: Sequence[Combination]
) -> tuple[Entry, ...]:
    decided: dict[Entry, list[Result]] = {entry: [] for entry in known.entries}
    fresh: list[Result] = []
    for result in results:
        entry = known.entry(result)
        if entry is not None:
            decided[entry].append(result)
        if not as_a_rule(result) and (entry is None or result["verdict"] not in entry.verdicts):
            fresh.append(result)
    idle = set(known.idle(results, combinations)) if whole else set()
    kept = {
        entry.pattern: _widened(entry, mine)
        for entry, mine in decided.items()
        if not (entry.pattern in idle or (whole and mine and all(map(as_a_rule, mine))))
    }
    added = []
    for entry in _added(fresh, results):
        if entry.pattern in kept:
            kept[entry.pattern] = _other(kept[entry.pattern], entry)
        else:
            added.append(entry)
    hidden = [e for e in added if any(k.fits(r["id"]) for k in kept.values() for r in fresh if e.fits(r["id"]))]
    return (*hidden, *kept.values(), *(entry for entry in added if entry not in hidden))


def _other(old: Entry, new: Entry) -> Entry:
    """The entry of a pattern whose results have other verdicts now: the cause goes where none of the old is left."""
    same = any(not _agrees(verdict) for verdict in {*old.verdicts} & {*new.verdicts})
    return replace(old, verdicts=_in_order({*old.verdicts, *new.verdicts}), cause=old.cause if same else "")


def _agrees(verdict: str) -> bool:
    return GROUP_OF[verdict] in ("agree", "convention")


def write(path: Path, entries: Iterable[Entry]) -> None:
    """Replace the file in one step. WriteError where that fails."""
    text = json.dumps({e.pattern: _line(e) for e in entries}, indent=2, ensure_ascii=False) + "\n"
    beside = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(text, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from error


def _line(entry: Entry) -> Mapping[str, object]:
    verdict = entry.verdicts[0] if len(entry.verdicts) == 1 else list(entry.verdicts)
    return {"verdict": verdict, "cause": entry.cause} | ({"issue": entry.issue} if entry.issue else {})


def _widened(entry: Entry, results: Sequence[Result]) -> Entry:
    """With the verdicts of those of its results that agree by now."""
    agreeing = {result["verdict"] for result in results if as_a_rule(result)} - set(entry.verdicts)
    return replace(entry, verdicts=_in_order({*entry.verdicts, *agreeing})) if agreeing else entry


def _added(fresh: Sequence[Result], results: Sequence[Result]) -> list[Entry]:
    """One entry for each claim, in as few dtypes and modes as it shows in, with all verdicts that occur there."""
    claims: dict[tuple[str, str], list[Result]] = {}
    for result in fresh:
        claims.setdefault((result["case"], result["claim"]), []).append(result)
    by_claim: dict[tuple[str, str], list[Result]] = {}
    for result in results:
        by_claim.setdefault((result["case"], result["claim"]), []).append(result)
    entries = []
    for claim, disagreeing in claims.items():
        entry = Entry(_pattern(disagreeing), ())
        there = {result["verdict"] for result in by_claim[claim] if entry.fits(result["id"])}
        entries.append(replace(entry, verdicts=_in_order(there)))
    return sorted(entries, key=lambda entry: entry.pattern)


def _pattern(results: Sequence[Result]) -> str:
    """What fits all of them and nothing of another claim."""
    first = results[0]
    mark = "[" if first["sizes"] else "@"
    parts = [_common(results, key) for key in ("dtype", "mode", "execution")]
    while parts and parts[-1] == "*":
        parts.pop()
    how = ".".join([first["backend"], *parts, *(["*"] if len(parts) < 3 else [])])
    return f"{first['case']}/{first['claim']}{mark}*:{how}"


def _common(results: Sequence[Result], key: str) -> str:
    values = {result[key] for result in results}
    return str(values.pop()) if len(values) == 1 else "*"


def _in_order(verdicts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(verdicts, key=BADNESS.__getitem__))
