"""The pages of results, as they are without a script, and the data that the script searches."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from conformance.insight.rows import Rows
from conformance.insight.subject import Subjects
from conformance.report.addresses import results_of
from conformance.report.disagreeing import disagreeing
from conformance.report.merge import merge
from conformance.report.results_data import packed
from conformance.report.site import build
from tests.insight.samples import chain, result, run
from tests.report.pages import Page, check_site

ONE = chain("exp", "sin")
TWO = chain("abs", tags=("kinks",))
CASES = [ONE, TWO]
RESULTS = [
    result(ONE, "first", "pass"),
    result(ONE, "second", "inaccurate", error_ulps=1234.567),
    result(ONE, "second", "unsupported", point="generic#1"),
    result(TWO, "first", "wrong", error_ulps=8.0),
    result(TWO, "first", "wrong", error_ulps=9e99, point="generic#1"),
    result(TWO, "first", "spurious-nan", error_ulps="nan", mode="forward", truth_class="kink"),
    result(TWO, "value", "edge"),
]


def site(folder: Path, *runs: Any) -> dict[str, Page]:
    build(runs, CASES, [], folder)
    return check_site(folder)


def data_of(folder: Path) -> Any:
    found = re.search(r'id="Data">([^<]*)<', (folder / "results.html").read_text("utf-8"))
    assert found is not None
    return json.loads(zlib.decompress(base64.b64decode(found[1])))


def test_what_does_not_agree_is_listed_the_most_severe_first(tmp_path: Path) -> None:
    text = site(tmp_path, run(RESULTS))["results.html"].text
    assert "6 of 7 results, the most severe first" in text
    assert "wrong 2 ✗ spurious-nan 1 ≈ inaccurate 1 ∅ unsupported 1 ◇ edge 1" in text
    table = text.partition("All of them")[2]
    order = [
        table.index(f"{word} ") for word in ("✗ wrong", "✗ spurious-nan", "≈ inaccurate", "∅ unsupported", "◇ edge")
    ]
    assert order == sorted(order)
    assert "✗ wrong 9.0×10⁹⁹ case.abs/first torch 2.13.0 float64 reverse eager 1 2 points abs Demo" in table


def test_baselines_stand_last(tmp_path: Path) -> None:
    baseline = [result(ONE, "first", "wrong", "numpy", mode="finite-difference", error_ulps=1e300)]
    table = site(tmp_path, run(baseline, "numpy"), run(RESULTS))["results.html"].text.partition("All of them")[2]
    assert table.index("edge") < table.index("finite-difference")


@pytest.mark.parametrize("results", [[], RESULTS[:1]])
def test_nothing_to_list(tmp_path: Path, results: list[dict[str, Any]]) -> None:
    assert "Every result agrees, or there is none." in site(tmp_path, run(results))["results.html"].text


def test_the_data_says_what_the_results_say(tmp_path: Path) -> None:
    site(tmp_path, run(RESULTS))
    data = data_of(tmp_path)
    text = data["texts"].__getitem__
    claims = list(zip(*data["claims"], strict=True))
    told, number = set(), 0
    for step, way, point, verdict, error in zip(*data["rows"], strict=True):
        number += step
        case, claim = claims[number][:2]
        column, dtype, mode, execution = data["ways"][way]
        how = ".".join((data["columns"][column][0], *map(text, (dtype, mode, execution))))
        name = f"{text(case)}/{text(claim)}@{data['points'][point]}:{how}"
        told.add((name, *data["verdicts"][verdict][:2], data["verdicts"][verdict][-1], error))
    errors = {1234.567: 1230.0, "nan": "inf"}
    expected = {
        (r["id"], r["verdict"], r["group"], r["truth_class"], errors.get(r["error_ulps"], r["error_ulps"]))
        for r in RESULTS[1:]
    }
    assert told == expected


def test_as_many_are_searched_as_fit(tmp_path: Path) -> None:
    many = [result(ONE, "first", "wrong", point=f"p#{i}", error_ulps=float(i * i * 7919 % 99991)) for i in range(2000)]
    columns, subjects = merge([run(many)], CASES), Subjects(CASES)
    found = disagreeing(columns)
    assert [r["error_ulps"] for _, r in found[:2]] == sorted((r["error_ulps"] for r in many), reverse=True)[:2]
    rows = Rows(CASES, subjects)
    whole, everything = packed(found, columns, rows, subjects, 10**6)
    part, some = packed(found, columns, rows, subjects, len(whole) // 2)
    assert everything == 2000
    assert 500 < some < 2000
    assert len(part) <= len(whole) // 2
    assert packed(found, columns, rows, subjects, 0)[1] == 0


def test_every_page_stays_small_and_all_is_listed(tmp_path: Path) -> None:
    many = [
        result(ONE, "first", verdict, mode=f"mode-{i}", error_ulps=1e9 / (i + 1))
        for verdict in ("wrong", "inaccurate")
        for i in range(1500)
    ]
    pages = site(tmp_path, run(many))
    parts = [page for name, page in pages.items() if name.startswith("results")]
    assert len(parts) > 3
    assert sum(page.text.count("mode-") for page in parts) == 3000
    assert all(path.stat().st_size < 500_000 for path in tmp_path.glob("results*.html"))
    first = [path.name for path in tmp_path.glob("results*.html") if 'id="inaccurate"' in path.read_text("utf-8")]
    assert f"{first[0]}#inaccurate" in pages["results.html"].links


@pytest.mark.parametrize(
    ("fields", "address"),
    [
        ({"backend": "torch", "group": "wrong"}, "results.html#q=backend:torch%20group:wrong"),
        ({"group": "no answer"}, "results.html#q=group:%22no%20answer%22"),
    ],
)
def test_addresses_ask(fields: dict[str, str], address: str) -> None:
    assert results_of(**fields) == address
