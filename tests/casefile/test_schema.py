"""The JSON Schema for editors and the loader's own check accept and refuse the same documents."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from conformance.casefile.fields import FILE
from conformance.casefile.problems import Problems
from conformance.casefile.read import read_tree
from conformance.casefile.schema import SCHEMA_FILE, schema, text
from conformance.casefile.shipped import shipped_cases

VALIDATOR = Draft202012Validator(schema())

DOCUMENT: dict[str, Any] = {
    "format": 1,
    "document": "a-text",
    "section": "A section",
    "cases": [
        {
            "id": "a.b",
            "title": "A title",
            "source": ["eq_one", "eq_two"],
            "tags": ["one"],
            "sizes": {"n": [1, 2], "m": 3},
            "each": {"h": ["sin", "cos"], "k": [1, 2.5, "1/3"]},
            "inputs": {"x": "vector(n)", "A": {"type": "matrix(n, n)", "in": [-1, "pi"], "where": ["symmetric"]}},
            "let": {"f": "dot(x, A @ x)", "c": 2},
            "points": {
                "here": {"x": [1, "log(2)"], "A": [[1, 2], [2, 1]]},
                "generic": {"sample": 8},
                "special": {"special": True},
            },
            "claims": [
                {"id": "one", "that": "f == 1", "at": "here", "expect": "refuted", "erratum": "No."},
                {"id": "two", "that": "h(f)**k", "at": ["here", "generic"], "expect": "confirmed"},
                {"id": "three", "that": 3},
            ],
        }
    ],
}

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2_000_000),
    st.sampled_from([1.0, 0.5, -0.0, 1e300, 2e-7, 1e2]),
    st.sampled_from(
        ["", " ", "a", "a.b", "A", "a b", "1", "real", "vector(n)", "matrix(n)", "tensor( 2 ,n)", "vector(0)"]
    ),
    st.sampled_from(
        ["positive", "refuted", "confirmed", "sin", "x == 1", "here", "generic", "a\n", "two\nlines", "x_1"]
    ),
    st.sampled_from(["\u202e", "a\tb", "a\u0007b", "<script>alert(1)</script>", "é", "x" * 51, "x" * 201, "x" * 501]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "that", "type", "sample", "special", "x", "A b", "", "at"]), inner, max_size=3
        ),
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, inner in items for place in places(inner, (*path, key)))]


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
        if action == "delete":
            del parent[path[-1]]
        elif action == "set" or isinstance(parent, list):
            parent[path[-1]] = draw(VALUES)
        else:
            names = [
                "id",
                "in",
                "where",
                "erratum",
                "expect",
                "unknown",
                "x_1",
                "1x",
                "sample",
                "special",
                "let",
                "e-1",
            ]
            parent[draw(st.sampled_from(names))] = draw(VALUES)
    return found


def accepted(document: Any) -> bool:
    """Whether the loader finds nothing wrong with the fields."""
    problems = Problems("file")
    tree = read_tree(json.dumps(document, ensure_ascii=False).encode(), problems)
    assert tree is not None
    assert not problems.found
    FILE.clean(tree, problems)
    return not problems.found


def test_the_committed_file_is_the_generated_one() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == text()


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(schema())


def test_both_accept_a_document_with_every_field() -> None:
    assert accepted(DOCUMENT)
    assert VALIDATOR.is_valid(DOCUMENT)


@given(mutated())
def test_both_agree(document: Any) -> None:
    assert accepted(document) == VALIDATOR.is_valid(document)


def test_both_accept_the_shipped_cases() -> None:
    from ruamel.yaml import YAML

    for path in sorted(shipped_cases().rglob("*.yaml")):
        document = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        assert not list(VALIDATOR.iter_errors(document)), path
