"""Whether several runs were made from the same cases, so that they may stand in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.run.contents import differing

__all__ = ["disagreement", "name_of"]

_MOST = 10

Header = Mapping[str, Any]


def name_of(header: Header) -> str:
    return f"run {header['run']} of {header['backend']}"


def disagreement(headers: Sequence[Header]) -> str | None:
    """What is wrong where runs disagree about the cases, naming the runs and the cases; None where they agree.

    Files that differ in a comment or in their order say the same: what counts is what every case says.
    """
    for header in headers[1:]:
        if header["cases"] == headers[0]["cases"]:
            continue
        told = _difference(headers[0], header)
        if told:
            both = f"{name_of(headers[0])} and {name_of(header)}"
            return f"{both} were made from different cases, so they do not merge: {told}; run them again"
    return None


def _difference(one: Header, other: Header) -> str:
    mine, yours = one.get("contents"), other.get("contents")
    if mine is None or yours is None:
        older = name_of(one if mine is None else other)
        return f"{older} does not say which (it was made by an earlier version of the suite)"
    cases = differing(mine, yours)
    both = [case for case in cases if case in mine and case in yours]
    parts = {
        "they differ in": both,
        f"only {name_of(one)} has": [case for case in cases if case not in yours],
        f"only {name_of(other)} has": [case for case in cases if case not in mine],
    }
    return "; ".join(f"{head} {_listed(names)}" for head, names in parts.items() if names)


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
