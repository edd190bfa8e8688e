"""The verdicts: which group each belongs to, and which of two counts as the worse.

Where several verdicts meet (entries of an array, sides of a relation) the worst one
counts. The order puts what a reader most needs to know last: agreement, then
convention, then what could not be decided or was declined, then lost digits, then a
loud failure, and worst of all a wrong answer given silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["BADNESS", "GROUPS", "GROUP_OF", "ORDER", "count"]

GROUP_OF: Mapping[str, str] = {
    "pass": "agree",
    "subgradient": "convention",
    "edge": "convention",
    "ill-conditioned": "undecided",
    "unsure": "undecided",
    "unsupported": "no answer",
    "underflow": "inaccurate",
    "inaccurate": "inaccurate",
    "error": "no answer",
    "timeout": "no answer",
    "crash": "no answer",
    "wrong-dtype": "wrong",
    "wrong-shape": "wrong",
    "outside": "wrong",
    "spurious-nan": "wrong",
    "wrong": "wrong",
}
"""Every verdict, from best to worst, and its group."""

ORDER: tuple[str, ...] = tuple(GROUP_OF)
BADNESS: Mapping[str, int] = {verdict: rank for rank, verdict in enumerate(ORDER)}
GROUPS = ("agree", "convention", "inaccurate", "wrong", "no answer", "undecided")
"""In the order of the table of verdicts, which is the order they are shown in."""


def count(results: Iterable[Mapping[str, Any]]) -> tuple[dict[str, int], dict[str, int]]:
    """How many results have each verdict and each group; verdicts that do not occur are left out."""
    verdicts = dict.fromkeys(ORDER, 0)
    groups = dict.fromkeys(GROUPS, 0)
    for result in results:
        verdicts[result["verdict"]] += 1
        groups[result["group"]] += 1
    return {v: n for v, n in verdicts.items() if n}, groups
