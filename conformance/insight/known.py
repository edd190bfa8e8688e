"""Causes that somebody has found and written down: what names a group of results first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conformance.insight.sources import Result
from conformance.run.expected import Expectations

__all__ = ["Known", "KnownCause", "from_expected", "nothing_known", "upstream"]

_ISSUE = re.compile(r"\(?\b([A-Za-z0-9._-]+/[A-Za-z0-9._-]+#[0-9]+)\)?")


@dataclass(frozen=True, slots=True)
class Known:
    """A cause in words and the upstream issue, `owner/repository#number`, where there is one."""

    cause: str
    issue: str | None = None


KnownCause = Callable[[Result], Known | None]
"""The known cause of a result that does not agree; None where nobody expects it."""


def nothing_known(result: Result) -> None:
    """For runs of which nothing is expected."""


def from_expected(expected: Mapping[str, Expectations]) -> KnownCause:
    """What is expected of each backend, by its name, as causes."""

    def known(result: Result) -> Known | None:
        of_backend = expected.get(result["backend"])
        entry = of_backend.entry(result) if of_backend else None
        if entry is None or result["verdict"] not in entry.verdicts or not entry.cause.strip():
            return None
        return upstream(entry.cause, entry.issue)

    return known


def upstream(cause: str, issue: str | None = None) -> Known:
    """The cause, its issue taken out of the words where it stands in them."""
    found = _ISSUE.search(cause)
    if issue is None and found:
        return Known(_ISSUE.sub("", cause).strip(), found[1])
    return Known(cause, issue)
