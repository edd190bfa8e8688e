"""The kinds of value that a field can hold: each checks a tree and describes itself as JSON Schema.

`clean` returns the tree without its mistaken parts (None if it is mistaken itself) and
reports every mistake, so that one does not hide another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar, Protocol

from conformance.casefile.problems import Problems
from conformance.casefile.tree import Kind as TreeKind
from conformance.casefile.tree import Tree
from conformance.language.suggest import listed, nearest

__all__ = [
    "Choice", "Either", "Field", "Integer", "Kind", "ListOf", "MapOf", "Nested", "OneOf", "Record", "Text", "Yes",
]  # fmt: skip

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


def _accepted(kind: Kind, tree: Tree, problems: Problems) -> bool:
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
        if not _accepted(self, tree, problems):
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
        if not _accepted(self, tree, problems):
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


@dataclass(frozen=True, slots=True)
class ListOf:
    item: Kind
    most: int
    least: int = 1
    accepts: ClassVar[Accepts] = frozenset({"list"})

    @property
    def what(self) -> str:
        return f"a list of {self.item.what}"

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not _accepted(self, tree, problems) or not _counted(len(tree.items), self, "entries", tree, problems):
            return None
        cleaned = [self.item.clean(item, problems) for item in tree.items]
        kept = tuple(item for item in cleaned if item is not None)
        return replace(tree, items=kept) if kept else None

    def schema(self) -> Schema:
        return {"type": "array", "items": self.item.schema(), "minItems": self.least, "maxItems": self.most}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping whose keys the author chooses."""

    key: Text
    value: Kind
    most: int
    least: int = 0
    accepts: ClassVar[Accepts] = frozenset({"mapping"})

    @property
    def what(self) -> str:
        return f"a mapping from {self.key.what} to {self.value.what}"

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not _accepted(self, tree, problems) or not _counted(len(tree.entries), self, "entries", tree, problems):
            return None
        kept = {}
        for name, (key, value) in tree.entries.items():
            good_key = self.key.clean(replace(key, kind="text"), problems)
            good_value = self.value.clean(value, problems)
            if good_key is not None and good_value is not None:
                kept[name] = (key, good_value)
        return replace(tree, entries=kept, dropped=frozenset(tree.entries) - frozenset(kept))

    def schema(self) -> Schema:
        names = {k: v for k, v in self.key.schema().items() if k != "type"}
        return {
            "type": "object",
            "propertyNames": names,
            "additionalProperties": self.value.schema(),
            "minProperties": self.least,
            "maxProperties": self.most,
        }


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with the fields of a table. `paired` fields are allowed, and needed, only beside
    another field's value: (field, other field, its value)."""

    name: str
    fields: Sequence[Field]
    paired: tuple[str, str, str] | None = None
    accepts: ClassVar[Accepts] = frozenset({"mapping"})

    @property
    def what(self) -> str:
        return f"a mapping with {', '.join(f.name for f in self.fields)}"

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not _accepted(self, tree, problems):
            return None
        kinds = {field.name: field.kind for field in self.fields}
        kept = {}
        for name, (key, value) in tree.entries.items():
            if name not in kinds:
                hint = nearest(name, kinds)
                shown = name if len(name) <= 40 else name[:39] + "…"
                problems.add(key, f"unknown field {shown} of {self.name}{hint}; allowed: {listed(kinds)}")
            elif (good := kinds[name].clean(value, problems)) is not None:
                kept[name] = (key, good)
        missing = [f.name for f in self.fields if f.required and f.name not in tree.entries]
        if missing:
            problems.add(tree, f"{self.name} needs {listed(missing)}")
        self._pair(tree, problems)
        return replace(tree, entries=kept, dropped=frozenset(tree.entries) - frozenset(kept))

    def _pair(self, tree: Tree, problems: Problems) -> None:
        if self.paired is None:
            return
        name, other, wanted = self.paired
        beside = tree.get(other)
        fits = beside is not None and beside.kind == "text" and beside.text == wanted
        if fits and name not in tree.entries:
            problems.add(tree, f"{other}: {wanted} needs {name}")
        elif not fits and name in tree.entries:
            problems.add(tree.entries[name][0], f"{name} belongs beside {other}: {wanted} only")

    def schema(self) -> Schema:
        schema: Schema = {
            "type": "object",
            "properties": {f.name: {"description": f.doc, **f.kind.schema()} for f in self.fields},
            "additionalProperties": False,
        }
        if required := [f.name for f in self.fields if f.required]:
            schema["required"] = required
        if self.paired:
            name, other, wanted = self.paired
            schema["if"] = {"properties": {other: {"const": wanted}}, "required": [other]}
            schema["then"] = {"required": [name]}
            schema["else"] = {"not": {"required": [name]}}
        return schema


@dataclass(frozen=True, slots=True)
class Either:
    """One of several kinds that accept different kinds of tree."""

    kinds: tuple[Kind, ...]

    @property
    def accepts(self) -> Accepts:
        return frozenset().union(*(kind.accepts for kind in self.kinds))

    @property
    def what(self) -> str:
        return ", or ".join(kind.what for kind in self.kinds)

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        for kind in self.kinds:
            if tree.kind in kind.accepts:
                return kind.clean(tree, problems)
        _accepted(self, tree, problems)
        return None

    def schema(self) -> Schema:
        return {"anyOf": [kind.schema() for kind in self.kinds]}


@dataclass(frozen=True, slots=True)
class Choice:
    """A mapping that is of one kind if it has a certain key, of another if not."""

    keyed: Mapping[str, Kind]
    otherwise: Kind
    accepts: ClassVar[Accepts] = frozenset({"mapping"})

    @property
    def what(self) -> str:
        return ", or ".join(kind.what for kind in (*self.keyed.values(), self.otherwise))

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not _accepted(self, tree, problems):
            return None
        for key, kind in self.keyed.items():
            if key in tree.entries:
                return kind.clean(tree, problems)
        return self.otherwise.clean(tree, problems)

    def schema(self) -> Schema:
        schema = self.otherwise.schema()
        for key, kind in reversed(list(self.keyed.items())):
            schema = {"type": "object", "if": {"required": [key]}, "then": kind.schema(), "else": schema}
        return schema


@dataclass(frozen=True, slots=True)
class Nested:
    """A value or lists of values, to a depth."""

    item: Text
    depth: int
    most: int

    @property
    def what(self) -> str:
        return f"{self.item.what}, or lists of them"

    @property
    def accepts(self) -> Accepts:
        return self.item.accepts | {"list"}

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        return self._kind().clean(tree, problems)

    def schema(self) -> Schema:
        return self._kind().schema()

    def _kind(self) -> Kind:
        kind: Kind = self.item
        for _ in range(self.depth):
            kind = Either((self.item, ListOf(kind, self.most)))
        return kind


def _counted(count: int, kind: ListOf | MapOf, what: str, tree: Tree, problems: Problems) -> bool:
    if kind.least <= count <= kind.most:
        return True
    problems.add(tree, f"{count} {what}; allowed: {kind.least} to {kind.most:,}")
    return False


def _number(text: str) -> Fraction | None:
    if not re.fullmatch(r"[-+]?[0-9]{1,30}(\.[0-9]{0,30})?([eE][-+]?[0-9]{1,2})?", text):
        return None
    return Fraction(text)
