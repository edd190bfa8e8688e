"""Inventories as they are loaded: every mistake at its place, all of them at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.casefile.inventory import NAME, Inventory, load_inventories
from conformance.casefile.load import load
from conformance.casefile.problems import Problems
from conformance.casefile.read_json import read_json

CASES = """\
format: 1
document: a-text
cases:
- id: made.up
  title: Made up
  inputs: {x: real}
  points: {one: {x: 1}}
  claims:
  - {id: right, that: grad(x*x, x) == 2*x}
  - {id: wrong, that: grad(x*x, x) == x, expect: refuted, erratum: Two.}
"""

ENTRY: dict[str, Any] = {
    "id": "square",
    "kind": "equation",
    "section": "One",
    "formula": "d/dx x² = 2x",
    "claims": ["made.up/right", "made.up/wrong"],
}


def found(folder: Path, inventory: str | bytes, cases: str = CASES) -> tuple[tuple[Inventory, ...], list[str]]:
    """The inventories, and `line:column: message` of every mistake in them."""
    (folder / "cases.yaml").write_text(cases, encoding="utf-8")
    (folder / NAME).write_bytes(inventory if isinstance(inventory, bytes) else inventory.encode())
    loaded = load([folder])
    assert not loaded.problems
    inventories, problems = load_inventories([folder], loaded.cases)
    return inventories, [str(p).removeprefix(f"{folder}/") for p in problems]


def written(*entries: dict[str, Any], **fields: Any) -> str:
    return json.dumps({"format": 1, "document": "a-text", "inventory": list(entries), **fields}, indent=1)


def entry(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in {**ENTRY, **fields}.items() if value is not None}


def test_every_field(tmp_path: Path) -> None:
    whole = entry(label="eq_1", claims=["made.up/right"], related=["made.up/wrong"], erratum="A slip.", note="Of note.")
    reason = entry(id="name", kind="formula", claims=None, untestable="A\nname.")
    (inventory,), problems = found(tmp_path, written(whole, reason, title="A text"))
    assert problems == []
    assert (inventory.document, inventory.title) == ("a-text", "A text")
    first, second = inventory.entries
    assert (first.label, first.claims, first.related) == ("eq_1", ("made.up/right",), ("made.up/wrong",))
    assert (first.erratum, first.note, first.position.line) == ("A slip.", "Of note.", 5)
    assert (second.untestable, second.claims) == ("A name.", ())


@pytest.mark.parametrize(
    ("entries", "messages"),
    [
        ([entry(claims=None)], ["inventory.json:5:3: an entry needs claims or untestable"]),
        ([entry(untestable="No.")], ["inventory.json:14:5: an entry has claims and untestable; allowed: one of them"]),
        (
            [entry(claims=["made.up/rigt", "made.up/right", "made.up/wrong"])],
            ["inventory.json:11:6: no claim of these cases is named made.up/rigt; did you mean made.up/right"],
        ),
        ([entry(related=["made.up/right"])], ["made.up/right is named twice in the entry square"]),
        (
            [entry(claims=["made.up/right"])],
            ["cases.yaml:10:5: made.up/wrong is named by no entry of"],
        ),
        ([entry(), entry()], ["duplicate entry id square; it stands on line 6 already"]),
        (
            [entry(), entry(id="b", section="Two"), entry(id="c")],
            ["the section One began on line 8 and another came between; entries stand in the order of the text"],
        ),
        (
            [entry(kind="equatoin")],
            ["'equatoin' is not allowed here; did you mean equation?; allowed: equation, formula,"],
        ),
        ([entry(claims="made.up/right", related=["made.up/wrong"])], ["is not allowed here; allowed: a list"]),
        (
            [entry(), entry(id="b", claims=["made.up"])],
            ["'made.up' is not allowed here; allowed: a claim as case/claim"],
        ),
        (
            [entry(claims=["made.up/right"]), entry(id="b", claims=["made.up/right"])],
            ["cases.yaml:10:5: made.up/wrong is named by no entry of"],
        ),
        ([entry(page=3)], ["unknown field page of an entry"]),
        ([entry(id="A b"), entry(formula=" ")], ["'A b' is not", "' ' is not"]),
    ],
)
def test_mistakes(tmp_path: Path, entries: list[dict[str, Any]], messages: list[str]) -> None:
    problems = found(tmp_path, written(*entries))[1]
    assert len(problems) == len(messages), problems
    for problem, message in zip(problems, messages, strict=True):
        assert message in problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: not JSON: Expecting value"),
        ('{"format": 1,\n "inventory": [,]}', "2:16: not JSON: Expecting value"),
        ("format: 1", "1:1: not JSON: Expecting value"),
        ('{"format": NaN}', "1:1: not JSON: NaN is not allowed"),
        (b'{"a":\n "\xff"}', "2:3: not UTF-8: the byte 0xff"),
        ('{"a": "\\ud83d\\ude00"}', "1:8: half of a character; write the character itself"),
        ("[" * 5000 + "]" * 5000, "1:1: not JSON: maximum recursion depth exceeded"),
        ("1" * 5000, "1:1: not JSON: Exceeds the limit"),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_no_document(tmp_path: Path, text: str | bytes, message: str) -> None:
    inventories, problems = found(tmp_path, text)
    assert inventories == ()
    assert problems[0].startswith(f"{NAME}:{message}")


def test_a_document_has_one_inventory(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / NAME).write_text(written(ENTRY))
    inventories, problems = found(tmp_path, written(ENTRY))
    assert len(inventories) == 1
    assert problems == [f"sub/{NAME}:1:1: duplicate inventory of a-text; it stands at {tmp_path / NAME}:1:1"]


def test_a_file_is_read_once_and_may_be_named_itself(tmp_path: Path) -> None:
    found(tmp_path, written(ENTRY))
    cases = load([tmp_path]).cases
    assert len(load_inventories([tmp_path, tmp_path / NAME, tmp_path / "cases.yaml"], cases)[0]) == 1
    assert load_inventories([tmp_path / "cases.yaml"], cases) == ((), ())
    assert load_inventories([tmp_path / "missing"], cases) == ((), ())


def test_cases_that_did_not_load_are_not_missed(tmp_path: Path) -> None:
    found(tmp_path, written(ENTRY))
    assert load_inventories([tmp_path], (), whole=False)[1] == ()
    assert len(load_inventories([tmp_path], ())[1]) == 2


def test_the_loader_of_cases_leaves_it_alone(tmp_path: Path) -> None:
    found(tmp_path, "not even JSON")
    assert not load([tmp_path]).problems


def plain(tree: Any) -> Any:
    """What the tree says, as `json.loads` would put it."""
    if tree.kind == "mapping":
        return {key: plain(value) for key, value in tree.pairs()}
    if tree.kind == "list":
        return [plain(item) for item in tree.items]
    return tree.text if tree.kind == "text" else json.loads(tree.text)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=4), st.sampled_from([None, 0, 1, "\t", " \t"]), st.booleans())
def test_every_json_document_reads_as_json_reads_it(value: Any, indent: Any, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    problems = Problems("file")
    tree = read_json(text.encode(), problems)
    if any("half of a character" in p.message for p in problems.sorted):
        return
    assert [str(p) for p in problems.sorted] == []
    assert tree is not None
    assert plain(tree) == json.loads(text)
