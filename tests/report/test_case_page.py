"""A case's page: its answers, its true values, and its size."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from conformance.casefile.model import Claim, Instance, Point
from conformance.report.site import build
from conformance.truth.model import SideTruth
from tests.report.pages import check_site
from tests.report.samples import ONE, audit, case, result, run


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


def test_a_case_without_a_title_goes_by_its_id(tmp_path: Path) -> None:
    build([], [replace(ONE, title="")], [], tmp_path)
    assert '<h1 dir="auto">demo.square</h1>' in (tmp_path / "case" / "demo.square.html").read_text("utf-8")
