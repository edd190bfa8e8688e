"""The pages of operators."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from conformance.report.heat import part
from conformance.report.site import build
from tests.insight.samples import run
from tests.insight.test_operators import BOTH, EXPM1, VALUES, first
from tests.report.pages import Page, check_site


def site(folder: Path, *runs: Any) -> dict[str, Page]:
    build(runs, [EXPM1, BOTH], [], folder)
    return check_site(folder)


def lines(backend: str, *errors: float | str) -> list[dict[str, Any]]:
    return [first(f"special#{i}", error) | {"backend": backend} for i, error in enumerate(errors)]


def test_an_operator_has_a_page_with_its_errors_points_and_cases(tmp_path: Path) -> None:
    wrong = first("special#3", 4e6, verdict="wrong", mode="forward", observed=2.5)
    pages = site(tmp_path, run([*lines("torch", 0.0, 1.0, 2.0), wrong]))
    page = pages["operator/expm1.html"]
    assert "Order 1: the first derivative" in page.text
    for shown in ("x = 0 *", "x = 1e-8 *", ".25", ".50", "✗ 10⁶", "its square vanishes beside 1 in float64"):
        assert shown in page.text
    raw = (tmp_path / "operator/expm1.html").read_text("utf-8")
    assert 'title="wrong, one result: float64, eager, special#3; 4.0×10⁶ ulps of 4.0 permitted"' in raw
    assert f"../case/{EXPM1.id}.html#first" in page.links
    assert f"../case/{BOTH.id}.html" in page.links
    assert any(link.startswith("../findings.html#cause-") for link in page.links)


def test_who_wants_an_operator_finds_its_page(tmp_path: Path) -> None:
    pages = site(tmp_path, run([first("special#0", 4e6, verdict="wrong")]))
    assert "operators.html" in pages["index.html"].links
    for page in ("operators.html", "coverage.html", "findings.html"):
        assert "operator/expm1.html" in pages[page].links, page
    assert "../operator/expm1.html" in pages["coverage/reverse.html"].links
    assert "../operators.html" in pages["operator/expm1.html"].links


def test_no_cell_tells_by_colour_alone(tmp_path: Path) -> None:
    verdicts = ("pass", "inaccurate", "wrong", "unsupported", "subgradient", "ill-conditioned")
    site(tmp_path, run([first(f"special#{i}", 1.0, verdict=v) for i, v in enumerate(verdicts)]))
    raw = (tmp_path / "operator/expm1.html").read_text("utf-8")
    cells = re.findall(r'<td class="[ch]-[^"]*"[^>]*>(.*?)</td>', raw)
    assert len(cells) > len(verdicts)
    assert all(re.sub(r"<[^>]*>", "", cell).strip() for cell in cells)


def test_an_operator_that_is_never_alone(tmp_path: Path) -> None:
    page = site(tmp_path, run([first("special#0")]))["operator/exp.html"]
    assert "No result is about exp alone." in page.text


def test_what_is_undecided_does_not_hide_the_rest(tmp_path: Path) -> None:
    pages = site(tmp_path, run([first("special#0"), first("special#1", 0.0, verdict="ill-conditioned")]))
    assert "expm1 .25" in pages["operators.html"].text


def test_errors_are_plotted_towards_a_special_point(tmp_path: Path) -> None:
    torch, jax = lines("torch", 0, 0, 1.0, 2.0, 0, 0.5), lines("jax", 0, 0, "nan", 0.5, 0, 4.0)
    page = site(tmp_path, run(torch), run(jax, "jax"))["operator/expm1.html"]
    raw = (tmp_path / "operator/expm1.html").read_text("utf-8")
    assert "Towards 0" in page.text
    assert "torch 2.13.0: 1.0 ulps at the nearest point, at most 2.0 , at a distance of 1.0×10⁻⁴" in page.text.replace(
        "2.0,", "2.0 ,"
    )
    assert "jax 2.13.0: nan or ∞ ulps at the nearest point" in page.text
    assert all(f'class="line l-run-{number}"' in raw for number in (0, 1))
    assert 'class="band"' in raw
    assert "1.0×10⁻⁸ 4.0 1.0 nan or ∞" in page.text  # the table has what the plot shows


def test_without_three_points_there_is_no_plot(tmp_path: Path) -> None:
    page = site(tmp_path, run([first("special#2"), first("special#3")]))["operator/expm1.html"]
    assert "Towards" not in page.text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0"), (1e-9, "0+"), (0.004, ".004"), (0.0995, ".10"), (0.25, ".25"), (1.0, "1.0"), (3.14, "3.1"),
     (45.2, "45"), (998, "998"), (1e3, "10³"), (4.2e15, "10¹⁵"), (float("inf"), "∞")],
)  # fmt: skip
def test_a_share_is_short(share: float, text: str) -> None:
    assert part(share) == text


def test_a_long_page_keeps_what_does_not_agree(tmp_path: Path) -> None:
    assert len(VALUES) == 6
    many = [first(f"special#{i % 6}", 1.0, mode=f"mode-{i}") for i in range(1500)]
    page = site(tmp_path, run([*many, first("special#2", 9e9, verdict="wrong")]))["operator/expm1.html"]
    assert "more rows, agreeing or of the least weight, are left to the pages of the cases" in page.text
    assert "x = 1e-8 *" in page.text
    assert "x = 1e-4 *" not in page.text


def test_conventions_do_not_hide_errors_where_several_points_are_one_cell(tmp_path: Path) -> None:
    legal = first("special#1", None, verdict="subgradient", truth_class="kink")
    pages = site(tmp_path, run([first("special#0"), legal]))
    assert "expm1 .25" in pages["operators.html"].text
    alone = site(tmp_path, run([legal]))
    assert "expm1 ◇" in alone["operators.html"].text
