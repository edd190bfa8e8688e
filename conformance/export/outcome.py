"""The results of a claim as one outcome, in the words that test runners have.

One claim at fixed sizes is one test: its points, dtypes, modes and executions count together,
and the worst verdict decides. What is not as expected is a failure; the rest never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.export.details import counted, headline
from conformance.run.contents import instance_name
from conformance.run.expected import Expectations
from conformance.run.text import line
from conformance.run.verdicts import BADNESS, GROUP_OF, ORDER

__all__ = ["OUTCOMES", "Tested", "tested"]

OUTCOMES = ("failed", "error", "known", "undecided", "unsupported", "passed")
"""`error` is a failure without an answer, `known` one that is expected; worst first."""

Result = Mapping[str, Any]


@dataclass(slots=True)
class Tested:
    """A claim at fixed sizes on one backend."""

    case: str
    claim: str
    """With its sizes: `claim[n=2]`."""
    verdicts: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    worst: Result = field(default_factory=dict)
    unexpected: dict[str, int] = field(default_factory=dict)
    """How many results of each verdict are not as expected."""
    worst_unexpected: Result | None = None
    cause: str = ""
    """Why the worst result is what it is, where that is known."""

    def add(self, result: Result, expected: bool) -> None:
        verdict = result["verdict"]
        self.verdicts[verdict] = self.verdicts.get(verdict, 0) + 1
        self.seconds += result["seconds"] or 0.0
        if not self.worst or _worse(result, self.worst):
            self.worst = result
        if not expected:
            self.unexpected[verdict] = self.unexpected.get(verdict, 0) + 1
            if self.worst_unexpected is None or _worse(result, self.worst_unexpected):
                self.worst_unexpected = result

    @property
    def results(self) -> int:
        return sum(self.verdicts.values())

    @property
    def decisive(self) -> Result:
        """The worst of the results that are not as expected, or of all."""
        return self.worst if self.worst_unexpected is None else self.worst_unexpected

    @property
    def outcome(self) -> str:
        verdict = self.decisive["verdict"]
        group = GROUP_OF[verdict]
        if self.worst_unexpected is not None:
            return "error" if verdict in ("error", "timeout", "crash") else "failed"
        if group in ("agree", "convention"):
            return "passed"
        if verdict == "unsupported" or group == "undecided":
            return "unsupported" if verdict == "unsupported" else "undecided"
        return "known"

    @property
    def counts(self) -> str:
        """`12 pass, 4 wrong`, from best to worst."""
        return counted({verdict: self.verdicts[verdict] for verdict in ORDER if verdict in self.verdicts})

    @property
    def said(self) -> str:
        """The result that decides, in one line."""
        said = headline(self.decisive)
        if self.worst_unexpected is not None and GROUP_OF[self.decisive["verdict"]] in ("agree", "convention"):
            return f"{said}, where something worse is expected: what is expected is out of date"
        return f"{said}; {self.cause}" if self.cause else said

    @property
    def told(self) -> str:
        """The outcome in one line."""
        if self.outcome == "passed":
            return self.counts
        return f"{self.said} ({self.counts})" if len(self.verdicts) > 1 else self.said


def tested(results: Iterable[Result], expectations: Expectations) -> dict[str, Tested]:
    """The claims of one run by name, `case/claim[n=2]`, in the order of the results."""
    found: dict[str, Tested] = {}
    for result in results:
        claim = instance_name(result["claim"], result["sizes"])
        name = f"{result['case']}/{claim}"
        if name not in found:
            found[name] = Tested(result["case"], claim)
        found[name].add(result, expectations.meets(result))
    for gathered in found.values():
        known = expectations.entry(gathered.worst) if gathered.worst_unexpected is None else None
        if known is not None and gathered.worst["verdict"] != "pass":
            gathered.cause = line(known.cause)
    return found


def _worse(one: Result, other: Result) -> bool:
    return _badness(one) > _badness(other)


def _badness(result: Result) -> tuple[int, float]:
    error = result["error_ulps"]
    size = -1.0 if error is None else float(error)
    return BADNESS[result["verdict"]], float("inf") if size != size else size
