"""The page of a text, statement by statement."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.casefile.inventory import Entry, Inventory
from conformance.casefile.model import Position
from conformance.report.site import ReportError, build
from tests.report.pages import check_site
from tests.report.samples import audit, case, result, run

HERE = Position("inventory.json", 1, 1)
CASE = case(
    claims={"gradient": "grad(f, x) == 2*x", "false": "f == 5", "true": "f == 4"},
    expect={"false": ("refuted", "It is four.")},
)
REFUTED = audit(
    CASE, "false", verdict="refuted", point="generic#0", inputs={"x": ["2"]}, lhs=("4",), rhs=("5",), difference="-1"
)
AUDITS = [audit(CASE), REFUTED, audit(CASE, "true")]
NAME = CASE.id
ENTRIES = (
    Entry("square", "equation", "First", "d/dx x² = 2x", HERE, label="eq_1", claims=(f"{NAME}/gradient",)),
    Entry(
        "value", "formula", "First", "x² = 5", HERE, claims=(f"{NAME}/false",), related=(f"{NAME}/true",), note="So."
    ),
    Entry("slip", "code", "Second", "prints x²", HERE, claims=(f"{NAME}/true",), erratum="A letter is lost."),
    Entry("word", "figure", "Second", "x → f", HERE, untestable="It is a name."),
)
TEXT = Inventory("a-text", "A text", HERE, ENTRIES)
PAGE = "document/a-text.html"


def entry(page: str, name: str) -> str:
    """The words of one entry."""
    found = re.search(rf'<article class="entry" id="{name}".*?</article>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<math.*?</math>|<[^>]*>", " ", found[0], flags=re.DOTALL).split())


def test_the_page(tmp_path: Path) -> None:
    torch = [result(CASE), result(CASE, "false"), result(CASE, "true", "inaccurate"), result(CASE, "true")]
    runs = [run(torch), run([result(CASE)], "jax", "0.10.2")]
    build(runs, [CASE], AUDITS, tmp_path, inventories=[TEXT])
    pages = check_site(tmp_path)
    text, raw = pages[PAGE].text, (tmp_path / PAGE).read_text("utf-8")
    assert "1 displayed equation, 1 formula in running text, 1 code cell, 1 figure." in text
    assert "✓ 2 confirmed" in text
    assert "✗ 1 refuted" in text
    assert "1 untestable" in text
    assert "! 1 misprinted" in text
    assert text.index("d/dx x² = 2x") < text.index("x² = 5") < text.index("prints x²") < text.index("x → f")
    assert entry(raw, "square") == (
        "✓ confirmed displayed equation eq_1 d/dx x² = 2x demo.square/gradient ✓ agree torch, jax where"
    )
    assert entry(raw, "value") == (
        "✗ refuted formula in running text value x² = 5 "
        "demo.square/false ✗ refuted ✓ agree torch not run jax where "
        "Erratum It is four. At generic#0, where x = 2 : left side 4 , right side 5 , difference -1 . "
        "Corrected, and related (1) demo.square/true ✓ agree torch (1 of 2) not run jax So."
    ).replace("✓ agree torch (1 of 2)", "≈ inaccurate torch (1 of 2)")
    assert entry(raw, "slip").startswith("✓ confirmed ! misprinted code cell slip prints x² Misprint A letter is lost.")
    assert entry(raw, "word") == "– untestable figure word x → f Not testable: It is a name."
    assert {f"../case/{NAME}.html#gradient", f"../errata.html#{NAME}/false"} <= set(pages[PAGE].links)


def test_names_are_defined(tmp_path: Path) -> None:
    let = {"a": "x + 1", "b": "2*x", "c": "a*a", "d": "b"}
    made = case(claims={"gradient": "grad(c, x) == 2*a", "false": "x == b"}, let=let)
    entries = tuple(replace(e, claims=c) for e, c in zip(ENTRIES, [ENTRIES[0].claims, ENTRIES[1].claims], strict=False))
    build([], [made], [], tmp_path, inventories=[replace(TEXT, entries=entries)])
    raw = (tmp_path / PAGE).read_text("utf-8")
    defined = [re.findall(r'alttext="(\w) = ', part) for part in raw.split('<article class="entry"')[1:]]
    assert defined == [["a", "c"], ["b"]]


def test_statements_are_counted_once_by_the_worst_answer(tmp_path: Path) -> None:
    results = [result(CASE), result(CASE, "false", "wrong"), result(CASE, "true"), result(CASE, "true", "unsupported")]
    build([run(results)], [CASE], AUDITS, tmp_path, inventories=[TEXT])
    assert "torch 2.13.0 1 0 0 1 1 0" in check_site(tmp_path)[PAGE].text


def test_the_front_page_and_the_cases_link_to_it(tmp_path: Path) -> None:
    build([], [CASE], AUDITS, tmp_path, inventories=[TEXT])
    pages = check_site(tmp_path)
    assert "A text : 4 statements, ✓ 2 confirmed , ✗ 1 refuted , – 1 untestable" in pages["index.html"].text
    assert PAGE in pages["index.html"].links
    assert f"../{PAGE}" in pages[f"case/{NAME}.html"].links


def test_without_an_inventory_there_is_no_page_and_no_link(tmp_path: Path) -> None:
    build([], [CASE], AUDITS, tmp_path, inventories=[TEXT])
    (tmp_path / "document" / "mine.html").write_text("my own")
    build([], [CASE], AUDITS, tmp_path)
    assert [path.name for path in (tmp_path / "document").iterdir()] == ["mine.html"]
    (tmp_path / "document" / "mine.html").unlink()
    assert "Statement by statement" not in check_site(tmp_path)["index.html"].text


def test_what_is_not_as_expected_and_what_was_not_audited(tmp_path: Path) -> None:
    build([], [CASE], [audit(CASE, verdict="unsure", as_expected=False)], tmp_path, inventories=[TEXT])
    raw = (tmp_path / PAGE).read_text("utf-8")
    check_site(tmp_path)
    assert "? unsure the case expects: confirmed" in entry(raw, "square")
    assert entry(raw, "value").startswith("· not audited formula")


def test_claims_of_cases_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    build([], [], [], tmp_path, inventories=[TEXT])
    assert "demo.square" not in check_site(tmp_path)[PAGE].text


def test_hostile_text_is_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202e\x00"
    entries = tuple(
        replace(
            e, formula=evil, section=evil, note=evil, erratum=evil, label=evil, id="a", untestable=e.untestable and evil
        )
        for e in ENTRIES[-1:]
    )
    build([], [CASE], AUDITS, tmp_path, inventories=[replace(TEXT, title=evil, entries=entries)])
    text = check_site(tmp_path)[PAGE].text
    assert text.count("<script>alert(1)</script>\"'&{{ 7*7 }}\ufffd\ufffd") >= 6


@pytest.mark.parametrize("name", ["../x", "a/b", "", "A"])
def test_a_name_that_could_leave_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportError, match="makes no file name"):
        build([], [CASE], AUDITS, tmp_path, inventories=[replace(TEXT, document=name)])


@pytest.mark.parametrize("most", [1, 9000, 10**9])
def test_a_long_text_is_divided_and_its_first_page_has_every_address(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("conformance.report.document._SIZE_OF_A_PAGE", most)
    entries = [replace(ENTRIES[0], id=f"e{number}", section=f"Section {number // 4}") for number in range(12)]
    build([run([result(CASE)])], [CASE], AUDITS, tmp_path, inventories=[replace(TEXT, entries=tuple(entries))])
    pages = {name: page for name, page in check_site(tmp_path).items() if name.startswith("document/")}
    assert len(pages) == {1: 12, 9000: 4, 10**9: 1}[most]
    assert {one.id for one in entries} <= set(pages[PAGE].ids)
    heads = re.compile(r'<article class="entry" id="([^"]*)"')
    articles = [found for name in pages for found in heads.findall((tmp_path / name).read_text("utf-8"))]
    assert sorted(articles) == sorted(one.id for one in entries)
