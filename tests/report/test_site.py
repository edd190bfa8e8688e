from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from conformance.casefile.model import Claim, Instance, Point
from conformance.report.site import ReportError, build
from conformance.truth.model import SideTruth
from tests.report.pages import check_site
from tests.report.samples import audit, case, result, run

ONE = case()
TWO = case(
    "demo.two",
    "Another",
    claims={"value": "f == 4", "false": "f == 5"},
    expect={"false": ("refuted", "It is four.")},
    section="Second section",
    line=9,
)


FIRST, SECOND = "claims/a-text-first-section.html", "claims/a-text-second-section.html"


def cell(folder: Path, claim: str, column: int, page: str = FIRST) -> str:
    """The text of a cell of a page of claims."""
    return cell_of((folder / page).read_text("utf-8"), claim, column)


def cell_of(page: str, claim: str, column: int) -> str:
    """The text of a cell of the first table that has a row for the claim."""
    row = re.search(rf'<tr><th scope="row"><a href="[^"]*#{claim}">.*?</tr>', page, re.DOTALL)
    assert row is not None
    cells = re.findall(r"<td class=[^>]*>(.*?)</td>", row[0], re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", cells[column]).split())


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


def test_an_absent_backend_is_said_to_be_absent_and_never_fails(tmp_path: Path) -> None:
    absent = run([], "mxnet", None, environment_error="mxnet is not installed here: pip install mxnet==1.9.1")
    build([run([result(ONE)]), absent], [ONE], [], tmp_path)
    pages = check_site(tmp_path)
    for name, page in pages.items():
        assert "mxnet is absent: mxnet is not installed here: pip install mxnet==1.9.1" in page.text, name
    matrix = (tmp_path / "index.html").read_text("utf-8").split('class="matrix"')[1]
    assert "mxnet" not in matrix.split("</table>")[0]
    assert " 0 %" not in pages["index.html"].text


def test_only_absent_backends(tmp_path: Path) -> None:
    build([run([], environment_error="no")], [ONE], [audit(ONE)], tmp_path)
    check_site(tmp_path)


def test_an_interrupted_run_is_said_to_be_interrupted(tmp_path: Path) -> None:
    build([run([result(ONE)], finished=False)], [ONE, TWO], [], tmp_path)
    pages = check_site(tmp_path)
    told = "1 checks were finished, of how many the run file does not say"
    for name, page in pages.items():
        assert f"torch 2.13.0 was interrupted: {told}; the rest counts as not run." in page.text, name
    assert f"Interrupted: the run file has no footer. {told}" in pages["environment.html"].text
    assert "1 of 1" in pages["index.html"].text
    assert cell(tmp_path, "value", 0, SECOND) == "not run"


def test_an_interrupted_run_says_how_much_of_its_plan_it_has(tmp_path: Path) -> None:
    build([run([result(ONE)], finished=False, checks=1234), run([result(ONE)], "jax")], [ONE], [], tmp_path)
    for name, page in check_site(tmp_path).items():
        assert "was interrupted: 1 of 1,234 planned checks were finished" in page.text, name
        assert "jax was interrupted" not in page.text


def test_a_whole_site_has_no_notices(tmp_path: Path) -> None:
    build([run([result(ONE)])], [ONE], [], tmp_path)
    assert not any('class="notices"' in path.read_text("utf-8") for path in tmp_path.rglob("*.html"))


def test_two_runs_of_one_backend_are_two_columns(tmp_path: Path) -> None:
    runs = [
        run([result(ONE)], run_id="first"),
        run([result(ONE, verdict="wrong")], run_id="second"),
        run([result(ONE)], version="2.12.0", run_id="third"),
    ]
    build(runs, [ONE], [], tmp_path)
    text = check_site(tmp_path)["index.html"].text
    assert "2.13.0 (run first)" in text
    assert "2.13.0 (run second)" in text
    assert "2.12.0" in text
    assert "(run third)" not in text
    assert cell(tmp_path, "gradient", 1).startswith("✗ wrong")


def test_shards_are_named(tmp_path: Path) -> None:
    runs = [run([result(ONE)], run_id=f"r{i}", options={"shard": [i, 2], "timeout": 60.0}) for i in (1, 2)]
    build(runs, [ONE], [], tmp_path)
    pages = check_site(tmp_path)
    assert "(run r1, shard 1 of 2)" in pages["index.html"].text
    assert "Shard 2 of 2" in pages["environment.html"].text


def test_baselines_come_last_and_are_marked(tmp_path: Path) -> None:
    runs = [run([result(ONE, mode="complex-step")], "numpy", "2.4.0"), run([result(ONE)])]
    build(runs, [ONE], [], tmp_path)
    text = check_site(tmp_path)["index.html"].text
    assert text.index("torch 2.13.0") < text.index("numpy 2.4.0 baseline")
    assert "computed by torch with its own automatic differentiation, and by numpy as a baseline: 2 checks." in text


def contents(*claims: str) -> dict[str, object]:
    return {"demo.square": {"claims": dict.fromkeys(claims, "0123456789ab"), "points": "0123456789ab"}}


def test_runs_of_different_cases_are_refused(tmp_path: Path) -> None:
    other = contents("gradient") | {"demo.two": {"claims": {}, "points": "0123456789ab"}}
    runs = [
        run([result(ONE)], run_id="a", cases="hash-1", contents=contents("gradient", "value")),
        run([result(ONE)], "jax", "0.10.2", run_id="b", cases="hash-2", contents=other),
    ]
    told = (
        "run a of torch and run b of jax were made from different cases, so they do not merge: "
        "they differ in demo.square; only run b of jax has demo.two; run them again"
    )
    with pytest.raises(ReportError, match=re.escape(told)):
        build(runs, [ONE], [], tmp_path)
    assert not list(tmp_path.iterdir())


def test_runs_whose_case_files_differ_and_say_the_same_merge(tmp_path: Path) -> None:
    same = contents("gradient")
    build(
        [
            run([result(ONE)], run_id="a", cases="hash-1", contents=same),
            run([result(ONE)], "jax", run_id="b", cases="hash-2", contents=same),
        ],
        [ONE],
        [],
        tmp_path,
    )
    assert "2 checks" in check_site(tmp_path)["index.html"].text


def test_the_same_run_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="run r1 of torch is given 2 times"):
        build([run([result(ONE)]), run([result(ONE)])], [ONE], [], tmp_path)


def test_results_of_unknown_cases_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"demo\.two/value, which the cases given do not contain"):
        build([run([result(TWO, "value")])], [ONE], [], tmp_path)


def test_unknown_verdicts_are_refused(tmp_path: Path) -> None:
    strange = run([result(ONE)])
    strange.results[0]["verdict"] = "splendid"
    with pytest.raises(ReportError, match=r"the verdict 'splendid'.*known are pass"):
        build([strange], [ONE], [], tmp_path)


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


def test_silent_answers_are_gathered_and_others_listed(tmp_path: Path) -> None:
    results = [result(ONE, verdict="unsupported", point=f"generic#{i}") for i in range(7)]
    results += [
        result(ONE, verdict="wrong", point=f"generic#{i}", execution="batched", observed=float(i)) for i in range(3)
    ]
    build([run(results)], [ONE], [], tmp_path)
    page = check_site(tmp_path)["case/demo.square.html"].text
    assert "Answers that do not agree (4)" in page
    assert "∅ unsupported 7 points" in page
    assert "NotImplementedError: no such derivative" in page


def test_a_page_stays_small_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    claims = {f"claim-{i}": "grad(f, x) == 2*x" for i in range(10)}
    big = case(claims=claims)
    results = [
        result(
            big,
            claim,
            "inaccurate",
            point=f"generic#{p}",
            mode=mode,
            execution=execution,
            dtype=dtype,
            error_ulps=float(p),
        )
        for claim in claims
        for p in range(12)
        for mode in ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")
        for execution in ("eager", "compiled", "batched")
        for dtype in ("float32", "float64")
    ]
    build([run(results, backend) for backend in ("torch", "jax", "tensorflow", "mxnet")], [big], [], tmp_path)
    path = tmp_path / "case" / "demo.square.html"
    assert path.stat().st_size < 500_000
    text = check_site(tmp_path)["case/demo.square.html"].text
    shown = sum(map(int, re.findall(r"Answers that do not agree \((\d+) shown\)", text)))
    rest = sum(map(int, re.findall(r"And (\d+) more of", text)))
    assert shown + rest == 4 * len(results)
    assert "none with a larger error" in text


def test_a_page_of_every_profile_stays_small_and_keeps_the_worst(tmp_path: Path) -> None:
    big = case(claims={f"claim-{i}": "grad(f, x) == 2*x" for i in range(12)})
    made = [
        result(big, claim, "wrong" if (mode, execution) == ("forward", "batched") else "pass", dtype=dtype, mode=mode,
               execution=execution, id=f"demo.square/{claim}@generic#0:torch.{dtype}.{mode}.{execution}")
        for claim in big.claims
        for dtype in ("float32", "float64")
        for mode in ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")
        for execution in ("eager", "compiled", "batched")
    ]  # fmt: skip
    backends = ("torch", "jax", "tensorflow", "mxnet", "other")
    build([run(made, backend) for backend in backends], [big], [audit(big, "claim-0")], tmp_path)
    assert (tmp_path / "case" / "demo.square.html").stat().st_size < 500_000
    page = check_site(tmp_path)["case/demo.square.html"]
    assert page.text.count("Worst answer of each dtype, mode and execution (29 of 120)") == 12
    assert page.text.count("And 91 more dtypes, modes and executions") == 12
    lines = re.findall(r"(\w+) 2\.13\.0 float32 forward batched 1 wrong", page.text)
    assert sorted(lines) == sorted(list(backends) * 12)


def test_true_values(tmp_path: Path) -> None:
    def truths(instance: Instance, claim: Claim, point: Point) -> tuple[SideTruth, ...]:
        value = np.array([1.0, 2.0])
        plain = SideTruth("smooth", (2,), value, 0 * value, 0 * value, ("1", "2.0000000000000000000001"), 2.0)
        kink = replace(plain, kind="kink", lower=np.array([-1.0, 2.0]), upper=np.array([1.0, 2.0]))
        return plain, kink

    build([], [ONE], [audit(ONE)], tmp_path, truths)
    text = check_site(tmp_path)["case/demo.square.html"].text
    assert "generic#0 [1, 2] [from -1 to 1, 2] kink" in text


def test_true_values_that_runs_recorded(tmp_path: Path) -> None:
    results = [
        result(ONE, dtype="float32", truth="1.25", entry=[0, 1], side="left"),
        result(ONE, dtype="float64", truth="1.5", entry=[1], side="right", truth_class="touched"),
    ]
    build([run(results)], [ONE], [], tmp_path)
    text = check_site(tmp_path)["case/demo.square.html"].text
    assert "True values (1 point)" in text
    assert "generic#0 1.5 right [1], touched" in text


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


def test_a_case_without_a_title_goes_by_its_id(tmp_path: Path) -> None:
    build([], [replace(ONE, title="")], [], tmp_path)
    assert '<h1 dir="auto">demo.square</h1>' in (tmp_path / "case" / "demo.square.html").read_text("utf-8")


@pytest.mark.parametrize(("given", "said"), [("hash-1", False), ("hash-2", True), (None, False)])
def test_cases_that_changed_since_the_run_are_said_to_have(tmp_path: Path, given: str | None, said: bool) -> None:
    build([run([result(ONE)], cases="hash-1")], [ONE], [], tmp_path, cases_hash=given)
    assert ("not quite those that were run" in check_site(tmp_path)["index.html"].text) is said
