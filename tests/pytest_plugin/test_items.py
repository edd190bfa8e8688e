"""A claim is an item: what is collected, how it is chosen, and what its outcome says."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from conformance.run.runfile import read
from tests.cli import MINIATURES, SMALL
from tests.cli import conformance as call
from tests.pytest_plugin.samples import HALVED, SOUND

pytest_plugins = ["pytester"]

GRADIENT = "cases/demo.yaml::demo.square::gradient[n=2]"


def ids(result):
    return [line for line in result.outlines if "::" in line and " " not in line]


def test_a_claim_is_an_item(run):
    assert ids(run("--collect-only", "-q", "cases")) == [
        "cases/demo.yaml::demo.square::gradient[n=1]",
        "cases/demo.yaml::demo.square::value[n=1]",
        "cases/demo.yaml::demo.square::gradient[n=2]",
        "cases/demo.yaml::demo.square::value[n=2]",
        "cases/demo.yaml::demo.plain::double",
    ]


def test_all_agree(run):
    result = run("cases", "-v")
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(
        [f"conformance: {SOUND} 1.0, profile quick", "*::demo.square::gradient[[]n=2[]] PASSED*"]
    )
    assert result.ret == 0


def test_what_a_failure_says(run):
    result = run(GRADIENT, backend=HALVED)
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    file = str(Path.cwd() / "cases" / "demo.yaml")
    worst = next(line.split("'")[1] for line in result.outlines if "--select" in line)
    for said in (
        f"{HALVED} 1.0: demo.square/gradient[n=2]: 2 wrong",
        "    A square\n",
        f"    {file}:11:5\n    grad(f, x) == 2*x\n        f = sum(x*x)\n",
        "    wrong: returned ",
        "        inputs    x = [",
        "        returned  ",
        "        true      ",
        " ulps, permitted are ",
        "    1 more not as expected:\n",
        f"        conformance run {file} --backend {HALVED} --profile quick --select '{worst}'",
    ):
        assert said in text
    assert "Traceback" not in text
    assert "nodes.py" not in text
    summary = next(line for line in result.outlines if line.startswith("FAILED"))
    assert summary.startswith("FAILED cases/demo.yaml::demo.square::gradient[n=2]")


def test_the_command_that_a_failure_gives_shows_it_again(run, tmp_path, capsys):
    result = run(GRADIENT, backend=HALVED)
    command = next(line.strip() for line in result.outlines if "--select" in line)
    words = [word.strip("'") for word in command.split()][1:]
    assert call(*words, "--output", tmp_path / "again.jsonl") == 1
    assert [r["verdict"] for r in read(tmp_path / "again.jsonl").results] == ["wrong"]


@pytest.mark.parametrize(
    ("options", "outcomes"),
    [
        (("-k", "double"), {"passed": 1, "deselected": 4}),
        (("-m", "power"), {"passed": 4, "deselected": 1}),
        (("-m", "linear or of-a-number"), {"passed": 5}),
        (("-m", "skip"), {"deselected": 5}),  # a tag of that name skips nothing, and is no marker
        (("--strict-markers",), {"passed": 5}),
    ],
)
def test_choosing(run, options, outcomes):
    run("cases", *options).assert_outcomes(**outcomes)


def test_choosing_by_name(run):
    names = ("demo.square::gradient[n=2]", "demo.plain", "demo.square::value")
    run(*(f"cases/demo.yaml::{name}" for name in names)).assert_outcomes(passed=4)
    assert run("cases/demo.yaml::demo.circle").ret == pytest.ExitCode.USAGE_ERROR


def test_the_first_failure_ends_it(run):
    result = run("cases", "-x", backend=HALVED)
    result.assert_outcomes(failed=1)
    assert result.ret == 1


def test_junit(run, pytester):
    run("cases", "--junitxml=out.xml", backend=HALVED)
    suite = ET.parse(pytester.path / "out.xml").getroot()[0]
    assert suite.attrib["failures"] == "3"
    test = suite[0]
    assert (test.attrib["classname"], test.attrib["name"]) == ("cases.demo.yaml.demo.square", "gradient[n=1]")
    assert {p.attrib["name"]: p.attrib["value"] for p in test.iter("property")} == {
        "backend": HALVED, "verdicts": "2 wrong",
    }  # fmt: skip
    failure = test.find("failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("wrong: returned ")
    assert "grad(f, x) == 2*x" in (failure.text or "")


def test_what_is_not_supported_is_skipped_where_it_stands(run):
    result = run("cases", "-rs", backend=f"{MINIATURES}.unable")
    result.assert_outcomes(passed=2, skipped=3)
    result.stdout.fnmatch_lines(["SKIPPED*cases/demo.yaml:11: *unsupported: *"])


def test_a_worker_that_dies_costs_one_claim(run):
    result = run("cases", backend=f"{MINIATURES}.crashes")
    result.assert_outcomes(passed=2, failed=3)
    assert "crash: " in result.stdout.str()


def test_a_real_backend(run, cases):
    cases.write_text(SMALL.read_text())
    run("cases", backend="numpy").assert_outcomes(passed=2)
