"""The report as one file: what is in it, where its links lead, and what it does not have."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest

from conformance.report.site import build
from tests.report.pages import UPSTREAM, Page, check_page
from tests.report.samples import audit, case, result, run
from tests.report.test_hostile import HOSTILE, hostile_site

ONE = case()
TWO = case("demo.two", "Another", claims={"value": "f == 4", "false": "f == 5"}, section="Second section", line=9)


def single(folder: Path, *runs: object, **options: object) -> Page:
    path = folder / "deep" / "report.html"
    build(list(runs), [ONE, TWO], [audit(ONE), audit(TWO, "false", verdict="refuted")], path, single=True, **options)
    assert [p.name for p in path.parent.iterdir()] == ["report.html"]
    return checked(path)


def checked(path: Path) -> Page:
    """The page, in order, every link of it leading to a place in it."""
    page = check_page(path.read_text("utf-8"))
    for link in page.links:
        assert UPSTREAM.fullmatch(link) or link.startswith("#"), link
        assert UPSTREAM.fullmatch(link) or unquote(link[1:]) in page.ids or link[1:] in page.ids, link
    return page


def test_pages_stand_one_below_the_other(tmp_path: Path) -> None:
    wrong = result(TWO, "value", "wrong", observed=7.25)
    page = single(tmp_path, run([result(ONE), wrong, result(TWO, "false", "unsupported")]))
    assert {"index", "findings", "claims/a-text-first-section", "errata", "environment", "cases"} <= set(page.ids)
    assert {"case/demo.two", "case/demo.two/value", "index/Claims", "errata/demo.two/false"} <= set(page.ids)
    assert {"#case/demo.two/value", "#findings", "#index/Verdicts"} <= set(page.links)
    assert "7.25" in page.text
    assert "The report in one file. Left out:" in page.text


def test_what_agrees_has_no_details_and_no_link(tmp_path: Path) -> None:
    page = single(tmp_path, run([result(ONE)]))
    assert "case/demo.square" not in page.ids
    assert not any("demo.square" in link for link in page.links)
    assert "Nothing: every answer agrees." in page.text


def test_of_each_backend_and_verdict_the_worst_is_shown(tmp_path: Path) -> None:
    some = [result(ONE, verdict="wrong", point=f"p#{i}", error_ulps=float(i), observed=i + 0.5) for i in range(9)]
    page = single(tmp_path, run([*some, result(ONE, verdict="inaccurate", observed=0.125)]))
    assert "torch 2.13.0 9 float64 reverse eager ✗ wrong p#8 8.5" in page.text
    assert "torch 2.13.0 1 float64 reverse eager ≈ inaccurate" in page.text
    assert "7.5" not in page.text


def test_baselines_have_no_details(tmp_path: Path) -> None:
    page = single(tmp_path, run([result(ONE, verdict="wrong", mode="complex-step")], "numpy"))
    assert "case/demo.square" not in page.ids


def test_notices_stand_once_at_the_top(tmp_path: Path) -> None:
    page = single(tmp_path, run([result(ONE)], finished=False), run([], "mxnet", environment_error="not here"))
    assert page.text.count("was interrupted:") == 1
    assert page.text.count("is absent:") == 1


def test_same_input_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        single(tmp_path / name, run([result(ONE, verdict="wrong")]))
    one, other = ((tmp_path / name / "deep" / "report.html").read_bytes() for name in "ab")
    assert one == other


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str, tmp_path: Path) -> None:
    hostile_site(text, tmp_path / "report.html", single=True)
    page = checked(tmp_path / "report.html")
    if "<script>" in text:
        assert text in page.text
