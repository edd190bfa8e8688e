"""The report as a whole: which pages there are, what its tables count, and what is left in its folder."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.report.site import ReportError, build
from tests.report.pages import FIRST, SECOND, cell, check_site
from tests.report.samples import ONE, TWO, audit, case, result, run


def test_site(tmp_path: Path) -> None:
    runs = [run([result(ONE), result(TWO, "value"), result(TWO, "false", "wrong", error_ulps=1e9)])]
    refuted = audit(
        TWO, "false", verdict="refuted", point="generic#0", inputs={"x": ["2"]}, lhs=("4",), rhs=("5",), difference="-1"
    )
    build(runs, [ONE, TWO], [audit(ONE), audit(TWO, "value"), refuted], tmp_path)
    pages = check_site(tmp_path)
    assert set(pages) == {
        "index.html",
        "errata.html",
        "environment.html",
        "case/demo.square.html",
        "case/demo.two.html",
        "claims/a-text-first-section.html",
        "claims/a-text-second-section.html",
        "conventions.html",
        "operator/zeros.html",
        "operators.html",
        "results.html",
        "coverage.html",
        "coverage/reverse.html",
        "findings.html",
        "undefined.html",
    }
    index = pages["index.html"].text
    assert index.index("Findings") < index.index("First section") < index.index("Second section")
    assert "A square" in pages[FIRST].text
    assert "Another" in pages[SECOND].text
    assert "of 3 relations 2 are confirmed" in index
    assert "1 is refuted" in index
    assert "66.6 % of 3 checks" in index
    errata = pages["errata.html"].text
    assert "It is four." in errata
    assert "1 of 3 relations is refuted" in errata
    assert "Left side 4 Right side 5 Difference -1" in errata
    assert "demo.two/false" in pages["errata.html"].ids
    page = pages["case/demo.two.html"]
    assert {"value", "false"} <= set(page.ids)
    assert "Answers that do not agree (1)" in page.text
    environment = pages["environment.html"].text
    assert all(word in environment for word in ("torch 2.13.0", "3.11.7", "Linux-x86_64", "numpy 2.4.0", "default"))


def test_same_input_same_bytes(tmp_path: Path) -> None:
    runs = [run([result(ONE)]), run([result(ONE, verdict="unsupported")], "mxnet", "1.9.1")]
    for folder in ("a", "b"):
        build(runs, [ONE, TWO], [audit(ONE)], tmp_path / folder)
    for path in (tmp_path / "a").rglob("*.html"):
        assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_cells_show_the_worst_group_the_largest_error_and_how_many(tmp_path: Path) -> None:
    results = [
        result(ONE, error_ulps=0.5),
        result(ONE, verdict="inaccurate", error_ulps=5000.0, dtype="float32"),
        result(ONE, verdict="unsupported", mode="forward"),
    ]
    build([run(results), run([result(ONE, error_ulps=1.25)], "jax", "0.10.2")], [ONE, TWO], [], tmp_path)
    check_site(tmp_path)
    assert cell(tmp_path, "gradient", 0) == "≈ inaccurate 1 of 3 5,000"
    assert cell(tmp_path, "gradient", 1) == "✓ agree 1.2"
    assert cell(tmp_path, "value", 0, SECOND) == "not run"
    index = (tmp_path / "index.html").read_text("utf-8")
    sections = re.findall(r'<a href="claims/[^"]*" dir="auto">(.*?)</a>', index)
    assert sections == ["First section", "Second section"]


def test_nan_error_is_the_largest(tmp_path: Path) -> None:
    results = [
        result(ONE, verdict="spurious-nan", error_ulps="nan", observed="nan"),
        result(ONE, verdict="wrong", error_ulps=9e9),
    ]
    build([run(results)], [ONE], [], tmp_path)
    assert cell(tmp_path, "gradient", 0) == "✗ wrong ∞"


def test_totals_by_group(tmp_path: Path) -> None:
    verdicts = ["pass"] * 5 + ["edge", "inaccurate", "wrong", "wrong-dtype", "crash", "unsure"]
    results = [result(ONE, verdict=v, point=f"generic#{i}") for i, v in enumerate(verdicts)]
    build([run(results)], [ONE], [], tmp_path)
    text = check_site(tmp_path)["index.html"].text
    assert "45.4 % of 11 checks 5 1 1 2 1 1" in text


@pytest.mark.parametrize("case_id", ["../x", "a/b", "", "A", "..", "a..b", "a\x00"])
def test_an_id_that_could_leave_the_folder_is_refused(tmp_path: Path, case_id: str) -> None:
    with pytest.raises(ReportError, match="makes no file name"):
        build([], [replace(ONE, id=case_id)], [], tmp_path)


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ReportError, match="cannot write"):
        build([], [ONE], [], tmp_path / "file")


def test_pages_of_cases_that_are_gone_are_removed_and_nothing_else(tmp_path: Path) -> None:
    build([], [ONE, TWO], [], tmp_path)
    (tmp_path / "case" / "mine.html").write_text("my own")
    build([], [ONE], [], tmp_path)
    assert {p.name for p in (tmp_path / "case").iterdir()} == {"demo.square.html", "demo.square.json.gz", "mine.html"}


def test_nothing_at_all(tmp_path: Path) -> None:
    build([], [], [], tmp_path)
    check_site(tmp_path)


def test_a_surprise_is_said_to_be_one(tmp_path: Path) -> None:
    build([], [ONE], [audit(ONE, verdict="unsure", as_expected=False)], tmp_path)
    pages = check_site(tmp_path)
    assert "1 differs from what the cases expect" in pages["index.html"].text
    assert "the case expects: confirmed" in pages["errata.html"].text
    assert "the case expects: confirmed" in pages["case/demo.square.html"].text


def test_a_bare_expression_is_not_confirmed(tmp_path: Path) -> None:
    bare = case(claims={"slope": "grad(f, x)"})
    build([], [bare], [audit(bare, "slope")], tmp_path)
    pages = check_site(tmp_path)
    assert (
        "of 0 relations 0 are confirmed at every point tried. 1 more is a bare expression" in pages["index.html"].text
    )
    assert "slope ƒ expression" in pages["case/demo.square.html"].text


def test_a_counterexample_in_arrays(tmp_path: Path) -> None:
    matrix = case(inputs={"x": (2, 2)}, shape=(2,))
    found = audit(matrix, verdict="refuted", point="p", inputs={"x": ["1", "2", "3", "4"]}, lhs=("1", "2"), rhs=("3",))
    build([], [matrix], [found], tmp_path)
    text = check_site(tmp_path)["errata.html"].text
    assert "x [[1, 2], [3, 4]] Left side [1, 2] Right side [3]" in text


def test_cases_that_one_entry_was_expanded_to_are_told_apart(tmp_path: Path) -> None:
    expanded = [replace(ONE, id=f"demo.unary.{g}.{k}") for g in ("sin", "tan") for k in (1, 2)]
    build([], [*expanded, TWO], [], tmp_path)
    pages = check_site(tmp_path)
    assert "A square: sin.2 demo.unary.sin.2" in pages[FIRST].text
    assert "Another demo.two" in pages[SECOND].text
