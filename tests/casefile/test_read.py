"""YAML as it is read: bounded, with positions, and never constructing anything."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.casefile.compose import MAX_VALUES
from conformance.casefile.problems import Problems
from conformance.casefile.read import MAX_BYTES, read_tree
from conformance.casefile.tree import Tree
from tests.casefile.texts import problems

QUOTE = "; text that starts with [ { & * ! @ ` % | > or holds `: ` or ` #` must stand in quotes"

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


def tree(text: str) -> Tree:
    found = Problems("file")
    read = read_tree(text.encode(), found)
    assert read is not None
    assert not found.found
    return read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: the file is empty; a case file starts with `format: 1`"),
        ("# nothing\n", "1:1: the file is empty; a case file starts with `format: 1`"),
        ("a: b: c", "1:5: not YAML: mapping values are not allowed here" + QUOTE),
        ("a: [1,\n", "2:1: not YAML: expected the node content, but found '<stream end>'" + QUOTE),
        ("a: [1, 2] == x", "1:11: not YAML: expected <block end>, but found '<scalar>'" + QUOTE),
        ("a:\n\t- b", "2:1: not YAML: found character '\\t' that cannot start any token" + QUOTE),
        ("a: 'b", "1:6: not YAML: found unexpected end of stream" + QUOTE),
        ("a: @b", "1:4: not YAML: found character '@' that cannot start any token" + QUOTE),
        ("--- a\n--- b\n", "2:1: a second document; allowed: one a file"),
        ("a: *b", "1:4: *b refers to nothing; anchors are defined with &b"),
        ("a: &b [1, *b]", "1:11: *b stands inside the value that it refers to"),
        ("a: &b 1\nc: &b 2", "2:4: the anchor &b is defined twice"),
        ("a: \x07", "1:4: not YAML: the character U+0007 is not allowed"),
        (b"a: 1\nb: \xc3\xa9\xff", "2:5: not UTF-8: the byte 0xff"),
        ("a: 1".encode("utf-16"), "1:1: not UTF-8: the byte 0xff"),
        (b"\x00" * 10, "1:1: not YAML: the character U+0000 is not allowed"),
        ("[" * 33 + "]" * 33, "1:33: nested deeper than 32"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_no_document(text: str | bytes, message: str) -> None:
    assert problems(text) == [message]


def test_duplicate_keys_and_tags_and_keys_that_are_no_text() -> None:
    text = "format: 1\nformat: 1\n? [a]\n: 2\ncases: !!python/object/apply:os.system [echo]\n"
    assert problems(text)[:3] == [
        "2:1: duplicate key 'format'; it stands on line 1 already",
        "3:3: a key must be text, not a list",
        "5:8: the tag !!python/object/apply:os.system is not allowed; no tags are",
    ]


def test_duplicate_keys_below() -> None:
    text = (
        "format: 1\ncases:\n- id: a\n  title: T\n  title: U\n"
        "  inputs: {x: real, x: real}\n  claims: [{id: a, that: x}]\n"
    )
    assert problems(text) == [
        "5:3: duplicate key 'title'; it stands on line 4 already",
        "6:21: duplicate key 'x'; it stands on line 6 already",
    ]


def test_scalars_follow_yaml_1_2() -> None:
    plain = tree("[on, yes, 1e-5, 0o17, 010, 1_000, true, ~, '1', .5, +.inf, 2001-01-01, <<]")
    kinds = [item.kind for item in plain.items]
    assert kinds == [
        "text", "text", "number", "number", "number", "text", "boolean", "nothing", "text", "number", "number", "text",
        "text",
    ]  # fmt: skip


def test_anchors_are_expanded() -> None:
    found = tree("a: &v [1, 2]\nb: *v\n")
    assert [item.text for item in found.entries["b"][1].items] == ["1", "2"]


def test_commas_inside_parentheses_do_not_split_a_flow_collection() -> None:
    found = tree("{type: matrix(n, n), in: [f(1, g(2, 3)), 4, h(5)], b: tensor(n,\n  m), c: 1}")
    inner = found.entries["in"][1]
    assert found.entries["type"][1].text == "matrix(n, n)"
    assert [item.text for item in inner.items] == ["f(1, g(2, 3))", "4", "h(5)"]
    assert found.entries["b"][1].text.split() == ["tensor(n,", "m)"]
    assert found.entries["c"][1].text == "1"


def test_a_parenthesis_that_never_closes_joins_nothing() -> None:
    found = tree("{a: f(x, b: 2}")
    assert [key for key, _ in found.pairs()] == ["a", "b"]


def test_a_byte_order_mark_is_no_text() -> None:
    assert problems(b"\xef\xbb\xbfformat: 2")[0].startswith("1:1: a case file needs cases")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LAUGHS, f"more than {MAX_VALUES:,} values, anchors expanded; split the file"),
        ("a: &a {b: &b {c: [" + "x, " * 300 + "x]}}\nd: [" + "*a, " * 300 + "*b]",
         f"more than {MAX_VALUES:,} values, anchors expanded; split the file"),
        ("[" * 200_000, "nested deeper than 32"),
        ("{a: " * 50_000, "nested deeper than 32"),
        ("- " * 100_000, "nested deeper than 32"),
        ("[" + "1," * 100_000 + "1]", f"more than {MAX_VALUES:,} values, anchors expanded; split the file"),
        ("a: " + "x" * 10 * MAX_BYTES, f"the file is larger than {MAX_BYTES // 1024} KiB, the most allowed; split it"),
        ("!" * 200_000, "the tag !!!!!"),
        ("'" * 200_000, "is not allowed here; allowed: a mapping with format"),
        ("&a " * 60_000, "not YAML: "),
        ("? " * 100_000, "nested deeper than 32"),
        ("%A b\n" * 40_000, "not YAML: "),
        ("[" + "f(," * 60_000 + "]", f"more than {MAX_VALUES:,} values"),
        ("a: >\n" + " x\n\n" * 50_000, "unknown field a"),
    ],
    ids=["laughs", "laughs2", "lists", "mappings", "block", "flat", "large", "tags", "quotes", "anchors", "keys",
         "directives", "halves", "folded"],
)  # fmt: skip
def test_hostile_documents_cost_little_time(text: str, message: str) -> None:
    start = time.process_time()
    found = problems(text)
    assert time.process_time() - start < 2
    assert message in found[0]
    assert all(len(problem) < 500 for problem in found)


@pytest.mark.parametrize("text", [LAUGHS, "[" * 200_000, "[" + "1," * 100_000 + "1]"], ids=["laughs", "lists", "flat"])
def test_hostile_documents_cost_little_memory(text: str) -> None:
    tracemalloc.start()
    assert problems(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    found = Problems("file")
    assert read_tree(data, found) is not None or found.found


@given(st.text(alphabet="ab: -[]{},&*!'\"|>#\n\t?%@0", max_size=60))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    found = Problems("file")
    assert read_tree(text.encode(), found) is not None or found.found
