"""Why some answers are beyond what is permitted: `known.json` beside this file.

An entry says which observations (a pattern of their ids), and the formula that a
framework uses where a better one attains the bound. Reproduced with the framework alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path

__all__ = ["cause_of", "causes"]


def causes() -> Mapping[str, str]:
    """Pattern to cause, in the order of the file."""
    found: dict[str, str] = json.loads(Path(__file__).with_name("known.json").read_text(encoding="utf-8"))
    return found


def cause_of(result: str, known: Mapping[str, str]) -> str | None:
    """The first cause whose pattern fits the result's id. A bracket in a pattern is one of the id's own."""
    return next((cause for pattern, cause in known.items() if fnmatchcase(result, pattern.replace("[", "[[]"))), None)
