"""The names in a case: which are taken, and by what."""

from __future__ import annotations

import keyword

from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.scope import CONSTANTS, FUNCTIONS

__all__ = ["clashes", "unique_claims"]

_KINDS = {"sizes": "a size", "each": "a name under each", "inputs": "an input", "let": "a let"}
_POINT_WORDS = frozenset({"sample", "special"})


def clashes(case: Tree, problems: Problems) -> set[str]:
    """Reports names that are taken; those of lets that are come back, to be left out."""
    taken: dict[str, str] = {}
    shadowing: set[str] = set()
    for section, kind in _KINDS.items():
        tree = case.get(section)
        if tree is None:
            continue
        for name, (key, _) in tree.entries.items():
            problem = _problem(name, section, taken)
            if problem:
                problems.add(key, problem)
            if section == "let" and name in taken:
                shadowing.add(name)
            taken.setdefault(name, kind)
    return shadowing


def unique_claims(claims: Tree, problems: Problems) -> None:
    """Reports the second of two claims with one id."""
    first: dict[str, Tree] = {}
    for claim in claims.items:
        name = claim.get("id")
        if name is not None and (other := first.setdefault(name.text, name)) is not name:
            problems.add(name, f"duplicate claim id {name.text}; it stands on line {other.line} already")


def _problem(name: str, section: str, taken: dict[str, str]) -> str | None:
    if name in taken:
        return f"{name} is {taken[name]} already; choose another name"
    if name in FUNCTIONS:
        return f"{name} is a function; choose another name"
    if name in CONSTANTS and not (name == "e" and section in {"inputs", "let"}):
        return f"{name} is a constant; choose another name (an input or a let may be called e)"
    if keyword.iskeyword(name):
        return f"{name} is a word of Python's; choose another name"
    if section == "inputs" and name in _POINT_WORDS:
        return f"{name} has a meaning of its own under points; choose another name"
    return None
