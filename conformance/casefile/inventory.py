"""Inventories: everything that a text states, in its order, and the claims that test it.

An inventory stands beside the cases of its document as `inventory.json`. It is JSON and
not YAML because every *.yaml and *.yml file below a folder of cases is a case file, to
this loader and to everybody else's; and any language reads JSON, so that others can
count what of a text is tested.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from conformance.casefile.cases import prose
from conformance.casefile.fields import INVENTORY
from conformance.casefile.load import real
from conformance.casefile.model import Case, Position, Problem
from conformance.casefile.problems import Problems
from conformance.casefile.read import read_bytes
from conformance.casefile.read_json import read_json
from conformance.casefile.tree import Tree
from conformance.language.suggest import nearest

__all__ = ["NAME", "Entry", "Inventory", "load_inventories"]

NAME = "inventory.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the text states. Claims are named `case/claim`.

    Either `claims` state it as the text does, or `untestable` says why none can.
    """

    id: str
    kind: str
    """`equation` (displayed), `formula` (in running text), `code`, `figure` or `exercise`."""
    section: str
    formula: str
    position: Position
    label: str | None = None
    claims: tuple[str, ...] = ()
    untestable: str | None = None
    related: tuple[str, ...] = ()
    """Claims around it: steps, corrected forms, variants."""
    erratum: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """The entries of a document, in the order of the text."""

    document: str
    title: str
    position: Position
    entries: tuple[Entry, ...]


def load_inventories(
    paths: Sequence[Path], cases: Sequence[Case], *, whole: bool = True
) -> tuple[tuple[Inventory, ...], tuple[Problem, ...]]:
    """The inventories among the files and below the directories, and every mistake in them.

    `cases` are those loaded from the same paths: an inventory may name no claim that they
    lack, and must name every claim of its document. With `whole` false, where some cases
    could not be loaded, neither is asked; nor is the latter of an inventory with other mistakes.
    """
    known = frozenset(f"{case.id}/{claim}" for case in cases for claim in case.claims) if whole else None
    found: dict[str, Inventory] = {}
    problems: list[Problem] = []
    for path in _files(paths):
        mine = Problems(str(path))
        inventory = _read(path, known, mine)
        if inventory is not None:
            first = found.setdefault(inventory.document, inventory)
            at = inventory.position
            if first is not inventory:
                mine.at(at.line, at.column, f"duplicate inventory of {first.document}; it stands at {first.position}")
            elif whole and not mine.found:
                problems += _unnamed(inventory, cases)
        problems += mine.sorted
    return tuple(found.values()), tuple(problems)


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Each once. A folder that cannot be read is reported where its cases are looked for."""
    seen: set[Path] = set()
    for path in paths:
        try:
            below = sorted(path.rglob(NAME)) if path.is_dir() else [path] * (path.name == NAME)
        except OSError:
            continue
        for file in below:
            if real(file) not in seen:
                seen.add(real(file))
                yield file


def _read(path: Path, known: Set[str] | None, problems: Problems) -> Inventory | None:
    data = read_bytes(path, problems)
    tree = read_json(data, problems) if data is not None else None
    cleaned = INVENTORY.clean(tree, problems) if tree is not None else None
    if cleaned is None:
        return None
    document, written = prose(cleaned.get("document")), cleaned.get("inventory")
    if document is None or written is None:
        return None
    entries = tuple(entry for item in written.items if (entry := _entry(item, known, problems)))
    _ordered(written, problems)
    return Inventory(document, prose(cleaned.get("title")) or document, problems.position(cleaned), entries)


def _entry(tree: Tree, known: Set[str] | None, problems: Problems) -> Entry | None:
    texts = {name: prose(value) or "" for name, value in tree.pairs() if value.kind == "text"}
    if not {"id", "kind", "section", "formula"} <= set(texts):
        return None
    named: dict[str, Tree] = {}
    lists = {name: tree.get(name) for name in ("claims", "related")}
    for item in (item for names in lists.values() if names for item in names.items):
        if named.setdefault(item.text, item) is not item:
            problems.add(item, f"{item.text} is named twice in the entry {texts['id']}")
        elif known is not None and item.text not in known:
            problems.add(item, f"no claim of these cases is named {item.text}{nearest(item.text, known)}")
    claims, related = (tuple(item.text for item in names.items) if names else () for names in lists.values())
    return Entry(**texts, position=problems.position(tree), claims=claims, related=related)


def _ordered(written: Tree, problems: Problems) -> None:
    """Ids are unique, and the entries of a section stand together, as they do in the text."""
    ids: dict[str, Tree] = {}
    sections: dict[str, Tree] = {}
    before = None
    for entry in written.items:
        name, section = entry.get("id"), entry.get("section")
        if name is not None and (first := ids.setdefault(name.text, name)) is not name:
            problems.add(name, f"duplicate entry id {name.text}; it stands on line {first.line} already")
        if section is not None and section.text != before:
            before = section.text
            if (first := sections.setdefault(section.text, section)) is not section:
                problems.add(
                    section,
                    f"the section {section.text} began on line {first.line} and another came between; "
                    "entries stand in the order of the text",
                )


def _unnamed(inventory: Inventory, cases: Sequence[Case]) -> Iterator[Problem]:
    """Claims of the document that no entry names."""
    named = {name for entry in inventory.entries for name in (*entry.claims, *entry.related)}
    for case in cases:
        if case.document != inventory.document:
            continue
        places = {claim.id: claim.position for instance in case.instances for claim in instance.claims}
        for claim in case.claims:
            if f"{case.id}/{claim}" not in named:
                message = (
                    f"{case.id}/{claim} is named by no entry of {inventory.position.file}; "
                    "name it in `claims` of the entry that it states, or in `related` of one near it"
                )
                yield Problem(places.get(claim, case.position), message)
