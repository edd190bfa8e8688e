"""Results that do not agree, gathered by their cause: what a report leads with.

The first authority is what somebody wrote down (`known`). What a backend refused or
raised is grouped by its own words; what it died or hung in, and wrong or lost digits, by
the operators that are differentiated and the smallest order at which it shows, after what
an operator explains that fails by itself (`roots`). Every result is in exactly one group.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.insight.item import Item, items, words
from conformance.insight.known import Known, KnownCause, nothing_known
from conformance.insight.roots import rooted
from conformance.insight.sources import Result, Run
from conformance.insight.subject import Subjects
from conformance.run.expected import BASELINE_MODES

__all__ = ["Cause", "Part", "causes"]

_NONE_RETURNED = "None instead of a derivative"
_BY_WORDS = frozenset({"error", "unsupported"})


@dataclass(frozen=True, slots=True)
class Part:
    """What one run has of a cause."""

    run: int
    backend: str
    version: str
    count: int
    verdicts: tuple[tuple[str, int], ...]
    """The most severe first."""
    modes: tuple[str, ...]
    dtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Results with one cause."""

    id: str
    """Stays the same from run to run."""
    known: Known | None
    said: str
    """The backend's own words, where they are what the results have in common."""
    operators: tuple[str, ...]
    """Those that fail; none where it cannot be told."""
    order: int
    """The smallest order of derivative at which it shows."""
    verdict: str
    """The most severe."""
    rank: tuple[int, int]
    parts: tuple[Part, ...]
    example: Result
    """The simplest result with that verdict."""
    alone: int
    """How many of the results are of an operator by itself; the others contain it."""
    baseline: bool
    results: tuple[tuple[int, Result], ...]
    """Each with the number of its run."""

    @property
    def count(self) -> int:
        return len(self.results)


_Key = tuple[str, ...]


def causes(runs: Sequence[Run], subjects: Subjects, known: KnownCause = nothing_known) -> tuple[Cause, ...]:
    """Every cause, the most severe first, then those with the most results; baselines' last."""
    groups: dict[_Key, list[Item]] = {}
    roots: dict[_Key, list[Item]] = {}
    every = items(runs, subjects, known)
    for number, run in enumerate(runs):
        for item, root in rooted([item for item in every if item.run == number]):
            key = _key(item, root, str(run.header["backend"]), str(run.header.get("version")))
            groups.setdefault(key, []).append(item)
            roots.setdefault(key, []).append(root)
    found = [_cause(key, group, roots[key], runs) for key, group in groups.items()]
    return tuple(sorted(found, key=lambda c: (c.baseline, c.rank[0], -c.count, c.rank, c.id)))


def _key(item: Item, root: Item, backend: str, version: str) -> _Key:
    known = item.known or root.known
    if known is not None:
        return "known", known.cause
    if item.kind == "undecided":
        return "undecided", item.result["verdict"], *item.subject.core
    said = words(item.result["message"])
    if item.kind in _BY_WORDS and said and not said.startswith(_NONE_RETURNED):
        return "said", backend, version, item.result["verdict"], said
    return "fails", backend, version, root.kind, str(root.subject.order), *root.subject.core


def _cause(key: _Key, group: Sequence[Item], roots: Sequence[Item], runs: Sequence[Run]) -> Cause:
    rank = min(item.rank for item in group)
    example = min((item for item in group if item.rank == rank), key=lambda item: item.size)
    return Cause(
        id=f"cause-{hashlib.sha256(chr(0).join(key).encode('utf-8', 'replace')).hexdigest()[:10]}",
        known=next((item.known or root.known for item, root in zip(group, roots, strict=True)), None),
        said=key[4] if key[0] == "said" else "",
        operators=_operators(group, roots, key[4] if key[0] == "said" else ""),
        order=min(item.subject.order for item in group),
        verdict=example.result["verdict"],
        rank=rank,
        parts=tuple(_parts(group, runs)),
        example=example.result,
        alone=sum(item.alone for item in group),
        baseline=all(item.result["mode"] in BASELINE_MODES for item in group),
        results=tuple((item.run, item.result) for item in group),
    )


def _operators(group: Sequence[Item], roots: Sequence[Item], said: str) -> tuple[str, ...]:
    """Those that the backend names; else those that fail alone; else what all results share; else none."""
    named = {op for item in group for op in item.subject.operators} & set(re.findall(r"\w+", said))
    if named:
        return tuple(sorted(named))
    alone = {root.subject.alone or "" for root in roots if root.alone}
    if alone:
        return tuple(sorted(alone))
    for sets in ([set(i.subject.core) for i in group], [set(i.subject.operators) for i in group]):
        if shared := set.intersection(*sets):
            return tuple(sorted(shared))
    return ()


def _parts(group: Sequence[Item], runs: Sequence[Run]) -> Iterator[Part]:
    for number in sorted({item.run for item in group}):
        own = [item for item in group if item.run == number]
        verdicts = Counter(item.result["verdict"] for item in own)
        ranks = {item.result["verdict"]: item.rank for item in own}
        yield Part(
            number,
            str(runs[number].header["backend"]),
            str(runs[number].header.get("version") or ""),
            len(own),
            tuple(sorted(verdicts.items(), key=lambda v: ranks[v[0]])),
            tuple(sorted({item.result["mode"] for item in own}, key=lambda mode: (mode.count("-over-"), mode))),
            tuple(sorted({item.result["dtype"] for item in own})),
        )
