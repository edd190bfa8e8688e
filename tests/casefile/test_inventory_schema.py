"""The JSON Schema of inventories and their loader accept and refuse the same documents."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.casefile.fields import INVENTORY
from conformance.casefile.inventory import NAME
from conformance.casefile.problems import Problems
from conformance.casefile.read_json import read_json
from conformance.casefile.schema import INVENTORY_SCHEMA_FILE, inventory_schema, text
from conformance.casefile.shipped import shipped_cases
from tests.casefile.test_schema import VALUES, places

VALIDATOR = Draft202012Validator(inventory_schema())

DOCUMENT: dict[str, Any] = {
    "$schema": "inventory.schema.json",
    "format": 1,
    "document": "a-text",
    "title": "A text",
    "inventory": [
        {
            "id": "a.b",
            "kind": "equation",
            "section": "One",
            "formula": "∂f/∂x = 2x",
            "label": "eq_1",
            "claims": ["a.b/c", "a/b.c"],
            "related": ["a/d"],
            "erratum": "A slip.",
            "note": "Of note.",
        },
        {"id": "c", "kind": "figure", "section": "One", "formula": "x → f", "untestable": "Drawn.", "related": ["a/e"]},
    ],
}
NAMES = ("id", "kind", "claims", "untestable", "related", "label", "erratum", "note", "unknown", "$schema", "title")


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """The document after a few changes anywhere."""
    found = copy.deepcopy(DOCUMENT)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([place for place in places(found) if place]))
        parent = found
        for key in path[:-1]:
            parent = parent[key]
        action = draw(st.sampled_from(["set", "delete", "add"]))
        value = draw(VALUES | st.sampled_from(["a/b", ["a/b"], ["a/b", "a"], ["a.b/c.d", "/"], "code", "exercise"]))
        if action == "delete":
            del parent[path[-1]]
        elif action == "set" or isinstance(parent, list):
            parent[path[-1]] = value
        else:
            parent[draw(st.sampled_from(NAMES))] = value
    return found


def accepted(document: Any) -> bool:
    """Whether the loader finds nothing wrong with the fields."""
    problems = Problems("file")
    tree = read_json(json.dumps(document, ensure_ascii=False).encode(), problems)
    assert tree is not None
    assert not problems.found
    INVENTORY.clean(tree, problems)
    return not problems.found


def test_the_committed_file_is_the_generated_one() -> None:
    assert INVENTORY_SCHEMA_FILE.read_text(encoding="utf-8") == text(inventory_schema())


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(inventory_schema())


def test_both_accept_a_document_with_every_field() -> None:
    assert accepted(DOCUMENT)
    assert VALIDATOR.is_valid(DOCUMENT)


@given(mutated())
def test_both_agree(document: Any) -> None:
    assert accepted(document) == VALIDATOR.is_valid(document)


def test_the_shipped_inventories_are_valid() -> None:
    paths = list(shipped_cases().rglob(NAME))
    assert paths
    for path in paths:
        assert not list(VALIDATOR.iter_errors(json.loads(path.read_text(encoding="utf-8")))), path
