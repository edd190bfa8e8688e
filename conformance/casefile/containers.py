"""The kinds of value that hold others: lists, mappings, records of fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from conformance.casefile.kinds import Accepts, Kind, Schema, Text, accepted
from conformance.casefile.problems import Problems
from conformance.casefile.tree import Tree
from conformance.language.suggest import listed, nearest

__all__ = ["Choice", "Either", "Field", "ListOf", "MapOf", "Nested", "Record"]


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
        if not accepted(self, tree, problems) or not _counted(len(tree.items), self, "entries", tree, problems):
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
        if not accepted(self, tree, problems) or not _counted(len(tree.entries), self, "entries", tree, problems):
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
    another field's value: (field, other field, its value). Of the fields in `one_of` exactly one is given."""

    name: str
    fields: Sequence[Field]
    paired: tuple[str, str, str] | None = None
    one_of: tuple[str, ...] = ()
    accepts: ClassVar[Accepts] = frozenset({"mapping"})

    @property
    def what(self) -> str:
        return f"a mapping with {', '.join(f.name for f in self.fields)}"

    def clean(self, tree: Tree, problems: Problems) -> Tree | None:
        if not accepted(self, tree, problems):
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
        self._one(tree, problems)
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

    def _one(self, tree: Tree, problems: Problems) -> None:
        given = [name for name in self.one_of if name in tree.entries]
        if self.one_of and not given:
            problems.add(tree, f"{self.name} needs {' or '.join(self.one_of)}")
        for name in given[1:]:
            problems.add(tree.entries[name][0], f"{self.name} has {' and '.join(given)}; allowed: one of them")

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
        if self.one_of:
            schema["oneOf"] = [{"required": [name]} for name in self.one_of]
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
        accepted(self, tree, problems)
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
        if not accepted(self, tree, problems):
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
