"""Operators that frameworks differentiate and that are not in the table, each with the reason why not."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources

__all__ = ["LeftOut", "left_out"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One or more operators, or a property of them, and why there is none of it here."""

    operators: tuple[str, ...]
    reason: str


@cache
def left_out() -> tuple[LeftOut, ...]:
    """The list in `left_out.json`, in its order."""
    data = json.loads(resources.files("conformance.insight").joinpath("left_out.json").read_text("utf-8"))
    return tuple(LeftOut(tuple(entry["operators"]), entry["reason"]) for entry in data)
