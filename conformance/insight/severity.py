"""How bad a verdict is where findings are ranked, and which verdicts one cause may have together."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.insight.sources import Result
from conformance.run.verdicts import BADNESS, GROUP_OF

__all__ = ["KIND_OF", "RANK", "covers", "needs_a_cause"]

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("wrong", ("wrong",)),
    ("nan", ("spurious-nan",)),
    ("misshapen", ("wrong-shape", "wrong-dtype")),
    ("outside", ("outside",)),
    ("inaccurate", ("inaccurate", "underflow")),
    ("lost", ("crash", "timeout")),
    ("error", ("error",)),
    ("unsupported", ("unsupported",)),
    ("undecided", ("ill-conditioned", "unsure")),
)
KIND_OF: Mapping[str, str] = {verdict: kind for kind, verdicts in _KINDS for verdict in verdicts}
"""Verdicts of one kind may have one cause."""

_LEVEL = {"wrong": 0, "nan": 0, "misshapen": 0, "outside": 1, "inaccurate": 2, "lost": 3, "error": 3}
RANK: Mapping[str, tuple[int, int]] = {
    verdict: (_LEVEL.get(kind, 4 if kind == "unsupported" else 5), -BADNESS[verdict])
    for verdict, kind in KIND_OF.items()
}
"""Sorts verdicts, the most severe first: a wrong answer, an illegal one, lost digits, no answer, undecided."""

_CONSEQUENCES: Mapping[str, frozenset[str]] = {
    "wrong": frozenset({"wrong", "inaccurate", "outside"}),
    "outside": frozenset({"outside", "wrong"}),
}


def needs_a_cause(result: Result) -> bool:
    """Whether a result neither agrees nor is a convention."""
    return GROUP_OF[result["verdict"]] not in {"agree", "convention"}


def covers(cause: str, effect: str) -> bool:
    """Whether an operator that fails in one way may make what contains it fail in the other."""
    return effect == cause or effect in _CONSEQUENCES.get(cause, ())
