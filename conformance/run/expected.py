"""Which results are as expected, and so leave the exit code 0.

Without being told otherwise one expects of an autograd that it is neither wrong nor
inaccurate and that it neither fails, hangs nor dies; saying that it does not support
something is fine. A baseline, whose derivatives are differences of values, is expected
to lose digits: only a wrong shape or dtype, or a failure, is unexpected of it.

A file of expectations says more: a JSON object from a pattern of result ids (`*` and
`?` are wild) to `{"verdict": one or a list, "cause": why, "issue": where upstream}`; the
last may be left out. The first pattern that fits a result decides; a result with another
verdict is then unexpected, a better one too. So is a pattern that no result of a whole
run fits.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from conformance.run.errors import PlanError
from conformance.run.verdicts import GROUP_OF

__all__ = ["BASELINE_MODES", "ISSUE", "Entry", "Expectations", "as_a_rule"]

BASELINE_MODES = frozenset({"complex-step", "finite-difference"})
_FAILURES = frozenset({"error", "timeout", "crash"})
_MISSHAPEN = frozenset({"wrong-shape", "wrong-dtype"})

ISSUE = re.compile(r"[A-Za-z0-9._-]+/[A-Za-z0-9._-]+#[0-9]+|https://\S+")
"""An upstream issue: `owner/repository#number`, or an address."""

Result = Mapping[str, Any]
"""A line of a run file."""


@dataclass(frozen=True)
class Entry:
    """What is known of the results whose id fits the pattern."""

    pattern: str
    verdicts: tuple[str, ...]
    cause: str = ""
    issue: str | None = None

    @cached_property
    def _fits(self) -> re.Pattern[str]:
        wild = {"*": ".*", "?": "."}
        return re.compile("".join(wild.get(part, re.escape(part)) for part in re.split(r"([*?])", self.pattern)))

    def may_fit(self, case: str) -> bool:
        """Whether a result of the case may fit, as far as the pattern is without wildcards."""
        plain, place = re.split(r"[*?]", self.pattern, maxsplit=1)[0], f"{case}/"
        return plain.startswith(place) or place.startswith(plain)

    def fits(self, result_id: str) -> bool:
        return self._fits.fullmatch(result_id) is not None


def as_a_rule(result: Result) -> bool:
    """Whether a result is as expected of a backend of which nothing is known."""
    verdict = result["verdict"]
    if verdict in _FAILURES:
        return False
    if result["mode"] in BASELINE_MODES:
        return verdict not in _MISSHAPEN
    return GROUP_OF[verdict] not in {"wrong", "inaccurate"}


class Expectations:
    """What is expected of a backend's results."""

    def __init__(
        self,
        known: Mapping[str, Iterable[str]] | None = None,
        causes: Mapping[str, str] | None = None,
        issues: Mapping[str, str] | None = None,
    ) -> None:
        """Verdicts, causes and upstream issues by pattern."""
        self.entries = tuple(
            Entry(pattern, tuple(verdicts), (causes or {}).get(pattern, ""), (issues or {}).get(pattern))
            for pattern, verdicts in (known or {}).items()
        )
        self._of_case: dict[str, tuple[Entry, ...]] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Expectations:
        made = cls()
        made.entries = tuple(entries)
        return made

    @classmethod
    def load(cls, path: Path) -> Expectations:
        """PlanError, which names the file, where it is not a file of expectations."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
        except OSError as error:
            raise PlanError(f"{path}: cannot be read: {error.strerror}") from error
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            raise PlanError(f"{path}:{line}: not JSON: {error}") from error
        if not isinstance(data, dict):
            raise PlanError(f"{path}:1: expected an object that maps patterns of result ids to verdicts")
        known = {pattern: _verdicts(entry, f"{path}: {pattern}") for pattern, entry in data.items()}
        issues = {pattern: entry["issue"] for pattern, entry in data.items() if "issue" in entry}
        return cls(known, {pattern: entry["cause"] for pattern, entry in data.items()}, issues)

    def entry(self, result: Result) -> Entry | None:
        """What decides of a result; None where nothing is known of it."""
        result_id = result["id"]
        case = result_id.partition("/")[0]
        if case not in self._of_case:
            self._of_case[case] = tuple(entry for entry in self.entries if entry.may_fit(case))
        return next((entry for entry in self._of_case[case] if entry.fits(result_id)), None)

    def meets(self, result: Result) -> bool:
        """Whether a result is as expected."""
        entry = self.entry(result)
        return as_a_rule(result) if entry is None else result["verdict"] in entry.verdicts

    @property
    def unexplained(self) -> list[str]:
        """The patterns for which nobody has given a cause."""
        return [entry.pattern for entry in self.entries if not entry.cause.strip()]

    def idle(self, results: Sequence[Result], combinations: Sequence[tuple[str, str, str]]) -> list[str]:
        """The patterns that fit no result, in whatever dtype, mode and execution of these it might have been run."""
        left = {e.pattern: e for e in self.entries if not any(e.fits(result["id"]) for result in results)}
        if not left:
            return []
        places = {result["id"].rpartition(":")[0]: result["backend"] for result in results}
        for (place, backend), how in itertools.product(places.items(), combinations):
            possible = f"{place}:{'.'.join((backend, *how))}"
            left = {pattern: entry for pattern, entry in left.items() if not entry.fits(possible)}
        return list(left)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for number, (key, _) in enumerate(pairs):
        if any(key == other for other, _ in pairs[:number]):
            raise ValueError(f"{key!r} is there twice")
    return dict(pairs)


def _verdicts(entry: Any, place: str) -> tuple[str, ...]:
    verdict = entry.get("verdict") if isinstance(entry, dict) else None
    verdicts = [verdict] if isinstance(verdict, str) else verdict
    if not isinstance(verdicts, list) or not verdicts or any(v not in GROUP_OF for v in verdicts):
        raise PlanError(f"{place}: verdict is {verdict!r}; allowed: one or a list of {', '.join(GROUP_OF)}")
    if not isinstance(entry.get("cause"), str) or not {"verdict", "cause"} <= set(entry) <= {*_KEYS}:
        raise PlanError(f"{place}: an expectation has a verdict, a cause in words, maybe an issue, and nothing else")
    issue = entry.get("issue")
    if "issue" in entry and (not isinstance(issue, str) or not ISSUE.fullmatch(issue)):
        raise PlanError(f"{place}: issue is {issue!r}; allowed: owner/repository#number, or an https address")
    return tuple(verdicts)


_KEYS = ("verdict", "cause", "issue")
