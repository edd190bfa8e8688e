"""What the audit says of the entries of an inventory."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.casefile.inventory import Entry

__all__ = ["ENTRY_VERDICTS", "WORST_FIRST", "entry_verdict"]

WORST_FIRST = ("refuted", "unsure", "undefined", "confirmed")
"""The verdicts of an audit; of several claims, or several sizes of one, the first of these counts."""
ENTRY_VERDICTS = ("confirmed", "refuted", "undefined", "unsure", "untestable")


def entry_verdict(entry: Entry, verdicts: Iterable[str]) -> str | None:
    """The worst of the `verdicts` of its claims at all sizes; None where there is none of them.

    Claims that an entry is only related to have no say: the corrected form of a false
    statement does not make it true.
    """
    if entry.untestable:
        return "untestable"
    return min(verdicts, key=WORST_FIRST.index, default=None)
