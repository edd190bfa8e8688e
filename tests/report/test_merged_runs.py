"""What the report says of its runs: absent, interrupted, several of one backend, and which it refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conformance.report.site import ReportError, build
from tests.report.pages import SECOND, cell, check_site
from tests.report.samples import ONE, TWO, audit, result, run


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


def test_what_a_quick_run_left_out_is_told(tmp_path: Path) -> None:
    build([run([result(ONE)], options={"shard": [1, 1], "left_out": 4179, "timeout": 60.0})], [ONE], [], tmp_path)
    assert "4,179 checks of the profile" in check_site(tmp_path)["environment.html"].text


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


@pytest.mark.parametrize(("given", "said"), [("hash-1", False), ("hash-2", True), (None, False)])
def test_cases_that_changed_since_the_run_are_said_to_have(tmp_path: Path, given: str | None, said: bool) -> None:
    build([run([result(ONE)], cases="hash-1")], [ONE], [], tmp_path, cases_hash=given)
    assert ("not quite those that were run" in check_site(tmp_path)["index.html"].text) is said
