"""The pages of findings, conventions and coverage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from conformance.insight.known import Known
from conformance.report.causes import issue_link
from conformance.report.site import build
from conformance.run.findings_file import Finding
from tests.insight.samples import chain, result, run
from tests.report.pages import Page, check_conventions, check_site

LIMIT = 500_000
ABS, EXP, RELU, BOTH = chain("abs"), chain("exp"), chain("relu"), chain("abs", "exp")
CASES = (ABS, EXP, RELU, BOTH)
KINK = {"point": "zero", "inputs": {"x": 0.0}, "truth_class": "kink"}


def site(folder: Path, *runs: Any, **more: Any) -> dict[str, Page]:
    build(runs, CASES, [], folder, **more)
    return check_site(folder)


def choice(answer: Any, verdict: str = "subgradient", backend: str = "torch", **fields: Any) -> dict[str, Any]:
    ends = {"answer": answer, "lower": -1.0, "upper": 1.0, "limits": [-1.0, 1.0]}
    return result(ABS, "first", verdict, backend, **KINK | {"choice": ends} | fields)


def finding(result_id: str, **fields: Any) -> Finding:
    told: dict[str, Any] = {
        "backend": "torch", "version": "2.13.0", "id": "torch-exp", "title": "exp is wrong", "operators": ("exp",),
        "dtypes": ("float64",), "modes": ("reverse",), "order": 1, "verdict": "wrong", "returned": "0.5",
        "truth": "1.25", "check": "exp(1)", "result": result_id, "cause": "half is lost", "issue": "a/b#12",
        "remark": None, "script": "import torch\nprint('returned: 0.5')\n",
    }  # fmt: skip
    return Finding(**told | fields)


def test_the_front_page_leads_with_findings(tmp_path: Path) -> None:
    results = [result(EXP, "first", "wrong"), result(BOTH, "second", "wrong"), result(RELU, "first", "inaccurate")]
    pages = site(tmp_path, run([*results, result(ABS, "first", "unsupported")]))
    front = pages["index.html"].text
    assert "2 causes of answers that are wrong, lose digits or fail" in front
    assert "1 reason why something is not supported" in front
    assert front.index("✗ wrong exp") < front.index("≈ inaccurate relu")
    found = pages["findings.html"].text
    assert "a wrong answer, from the first derivative on" in found
    assert "1 of one operator alone; 1 that contains it" in found
    assert "torch: 1 reason, 1 results" in found


def test_nothing_was_found(tmp_path: Path) -> None:
    pages = site(tmp_path, run([result(EXP, "first", "pass")]))
    assert "No answer is wrong, loses digits or fails." in pages["index.html"].text
    assert "Nothing: every result that was not a convention agreed" in pages["findings.html"].text


def test_a_known_cause_is_named_with_its_issue(tmp_path: Path) -> None:
    known = Known("half of it is lost", "owner/name#7")
    pages = site(tmp_path, run([result(EXP, "first", "wrong")]), known=lambda _: known)
    assert "half of it is lost ( owner/name#7 )" in pages["findings.html"].text
    assert "https://github.com/owner/name/issues/7" in pages["findings.html"].links


@pytest.mark.parametrize(
    "issue",
    ["javascript:alert(1)#1", "a/b#1 onclick=x", "a/b/c#1", "a/b#", "#1", "a/b#x", "//evil/x#1", "a/b#١", None, ""],
)
def test_only_what_is_an_issue_becomes_a_link(issue: str | None) -> None:
    assert issue_link(issue) is None


def test_a_verified_finding_stands_with_its_cause(tmp_path: Path) -> None:
    wrong = result(EXP, "first", "wrong")
    shown, elsewhere = finding(wrong["id"]), finding("another", id="torch-other", title="Not run here")
    page = site(tmp_path, run([wrong]), verified=[shown, elsewhere])["findings.html"]
    own, other = page.text.split("Verified, and not in these runs")
    assert "exp is wrong torch 2.13.0 Returned 0.5 Truth 1.25 Checked by exp(1) Why half is lost" in own
    assert "import torch print('returned: 0.5')" in own
    assert "Not run here" in other
    assert "https://github.com/a/b/issues/12" in page.links


def test_baselines_stand_apart(tmp_path: Path) -> None:
    base = run([result(EXP, "first", "wrong", "numpy", mode="finite-difference")], "numpy")
    page = site(tmp_path, base)["findings.html"].text
    assert page.index("Nothing: every result") < page.index("Baselines")


def test_conventions(tmp_path: Path) -> None:
    runs = [
        run([choice(0.0), choice(1.0, mode="forward")]),
        run([choice("nan", "spurious-nan", "jax"), choice("nan", "spurious-nan", "jax", mode="forward")], "jax"),
    ]
    pages = site(tmp_path, *runs)
    page = pages["conventions.html"].text
    assert "abs grad(f, x) x = 0 [-1, 1] ◇ 0 reverse ◇ 1 forward ✗ nan" in page
    data = check_conventions(tmp_path / "conventions.json")
    assert [a["element"] for a in data["choices"][0]["answers"]] == ["0", "1", "nan", "nan"]


def test_points_at_which_all_chose_the_same_are_one_row(tmp_path: Path) -> None:
    pages = site(tmp_path, run([choice(0.0), choice(0.0, point="minus-zero", inputs={"x": -0.0})]))
    assert "x = 0 x = -0 [-1, 1] ◇ 0" in pages["conventions.html"].text
    assert len(check_conventions(tmp_path / "conventions.json")["choices"]) == 2


def test_where_nothing_is_defined(tmp_path: Path) -> None:
    edge = result(EXP, "second", "edge", **KINK | {"truth_class": "undefined", "choice": {"answer": "-inf"}})
    pages = site(tmp_path, run([edge]))
    assert "exp derivative(f, x, 2) x = 0 -inf" in pages["undefined.html"].text
    assert "None in these runs." in pages["conventions.html"].text


def test_broken_identities_and_relations_are_shown(tmp_path: Path) -> None:
    touched = KINK | {"truth_class": "touched", "truth": "1", "entry": []}
    holds = result(EXP, "first", "pass", observed=1.0, **touched)
    broken = result(RELU, "first", "wrong", observed=0.0, **touched)
    text = site(tmp_path, run([holds, broken, {**broken, "verdict": "pass", "mode": "forward"}]))[
        "conventions.html"
    ].text
    assert "grad(f, x) x = 0 1 ✗ 0 reverse ✓ holds forward" in text
    assert "At 1 more point an expression with a kink in it has its one derivative" in text


def test_coverage(tmp_path: Path) -> None:
    results = [
        result(EXP, "first", "pass"), result(EXP, "first", "wrong", mode="forward"), result(BOTH, "second", "pass"),
        result(RELU, "first", "unsupported", message="torch has no relu"),
    ]  # fmt: skip
    pages = site(tmp_path, run(results))
    row = r"exp (\S+) (\S+) (\S+) (\S+) (\S+)"
    assert re.search(row, pages["coverage.html"].text).groups() == ("·", "✗", "(✓)", "·", "·")
    assert re.search(row, pages["coverage/reverse.html"].text).groups() == ("·", "✓", "(✓)", "·", "·")
    everything = pages["coverage.html"].text
    assert "torch has no relu 1 relu" in everything
    assert "Not tested" not in pages["coverage/reverse.html"].text


def many(number: int, backend: str) -> list[dict[str, Any]]:
    """Choices and disagreements of which no two are alike."""
    lines = [choice(0.001 * i, backend=backend, point=f"p{i}", inputs={"x": float(i)}) for i in range(number)]
    for i, line in enumerate(lines):
        line["choice"] = {**line["choice"], "lower": -1.0 - i}
    words = [f"{'no way ' * 20}{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(min(number, 400))]
    return lines + [result(EXP, "first", "error", backend, message=said, point=f"p{i}") for i, said in enumerate(words)]


def test_every_page_stays_small(tmp_path: Path) -> None:
    backends = ("torch", "jax", "tensorflow", "mxnet", "numpy")
    pages = site(tmp_path, *(run(many(600, backend), backend) for backend in backends))
    assert "conventions-2.html" in pages
    sizes = {path.name: path.stat().st_size for path in tmp_path.rglob("*.html") if "case" not in path.parts}
    assert {name: size for name, size in sizes.items() if size > LIMIT} == {}
    shown = sum(len(re.findall(r"\[-\d+, 1\]", pages[name].text)) for name in pages if name.startswith("conventions"))
    assert shown == 600


def test_parts_of_an_earlier_report_are_removed(tmp_path: Path) -> None:
    site(tmp_path, run(many(1300, "torch")))
    assert (tmp_path / "conventions-2.html").exists()
    (tmp_path / "mine.html").write_text("my own")
    build([run([choice(0.0)])], CASES, [], tmp_path)
    assert not (tmp_path / "conventions-2.html").exists()
    assert (tmp_path / "mine.html").exists()


@pytest.mark.parametrize(("lines", "shown"), [(10, 80), (500, 40), (3000, 0)])
def test_the_page_of_findings_stays_small_and_says_what_it_leaves_out(lines: int, shown: int, tmp_path: Path) -> None:
    made = [finding("elsewhere", id=f"torch-{number}", script="print(1)  # x\n" * lines) for number in range(200)]
    text = site(tmp_path, verified=made)["findings.html"].text
    assert (tmp_path / "findings.html").stat().st_size < 500_000
    assert f"The scripts of {200 - shown} verified findings are left out here" in text
    assert text.count("Script that shows it") == shown
