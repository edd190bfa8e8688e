"""The kinds of value that a field can hold: each checks a tree and describes itself as JSON Schema.

`clean` returns the tree without its mistaken parts (None if it is mistaken itself) and
reports every mistake, so that one does not hide another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Protocol

from conformance.casefile.problems import Problems
from conformance.casefile.tree import Kind as TreeKind
from conformance.casefile.tree import Tree
from conformance.language.suggest import nearest

__all__ = ["Accepts", "Integer", "Kind", "OneOf", "Schema", "Text", "Yes", "accepted"]

Schema = dict[str, Any]
Accepts = frozenset[TreeKind]


class Kind(Protocol):
    @property
    def accepts(self) -> Accepts:
        """The kinds of tree that it can be."""

    @property
    def what(self) -> str:
        """What is allowed, in a message."""

    def clean(self, tree: Tree, problems: Problems) -> Tree | None: ...

    def schema(self) -> Schema: ...


def accepted(kind: Kind, tree: Tree, problems: Problems) -> bool:
    """Whether the tree is of a kind that will do; the problem reported if not."""
    if tree.kind in kind.accepts:
        return True
    problems.add(tree, f"{tree.described} is not allowed here; allowed: {kind.what}")
    return False


@dataclass(frozen=True, slots=True)
class Text:
    """Text of bounded length that matches a pattern (as in JSON Schema, anywhere unless anchored)."""

    what: str
    pattern: str
    longest: int
    numbers: bool = False
    """Whether a YAML number will do, as its text."""

    @property
    def accepts(self) -> Accepts:
        return frozenset({"text", "number"} if self.numbers else {"text"})

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not accepted(self, tree, problems):
            return None
        if len(tree.text) > self.longest:
            problems.add(tree, f"{len(tree.text):,} characters; allowed: at most {self.longest:,}")
        elif tree.kind == "text" and not re.search(self.pattern, tree.text):
            problems.add(tree, f"{tree.described} is not allowed here; allowed: {self.what}")
        else:
            return tree
        return None

    def schema(self) -> Schema:
        text: Schema = {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": self.pattern}
        return {**text, "type": ["string", "number"]} if self.numbers else text


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]
    accepts: ClassVar[Accepts] = frozenset({"text"})

    @property
    def what(self) -> str:
        return ", ".join(self.words)

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if tree.kind == "text" and tree.text in self.words:
            return tree
        hint = nearest(tree.text, self.words)
        problems.add(tree, f"{tree.described} is not allowed here{hint}; allowed: {self.what}")
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Integer:
    least: int
    most: int
    accepts: ClassVar[Accepts] = frozenset({"number"})

    @property
    def what(self) -> str:
        return f"a whole number from {self.least:,} to {self.most:,}" if self.least < self.most else str(self.least)

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not accepted(self, tree, problems):
            return None
        value = _number(tree.text)
        if value is not None and value.denominator == 1 and self.least <= value <= self.most:
            return replace(tree, text=str(value))
        problems.add(tree, f"{tree.described} is not allowed here; allowed: {self.what}")
        return None

    def schema(self) -> Schema:
        if self.least == self.most:
            return {"const": self.least}
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


@dataclass(frozen=True, slots=True)
class Yes:
    """`true` and nothing else."""

    what: ClassVar[str] = "true"
    accepts: ClassVar[Accepts] = frozenset({"boolean"})

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if tree.kind == "boolean" and tree.text.lower() == "true":
            return tree
        problems.add(tree, f"{tree.described} is not allowed here; allowed: true")
        return None

    def schema(self) -> Schema:
        return {"const": True}


def _number(text: str) -> Fraction | None:
    if not re.fullmatch(r"[-+]?[0-9]{1,30}(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,2})?", text):
        return None
    return Fraction(text)
