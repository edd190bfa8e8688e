"""`pytest --conformance`: what a pytest user expects, and the same results as `conformance run`."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import conformance.pytest_plugin
import conformance.pytest_plugin.session as imported_here  # since pytester forgets what is imported in it
from conformance.pytest_plugin.engine import Engine
from conformance.run.errors import UnavailableError
from conformance.run.runfile import read
from tests.cli import HERE, MINIATURES, SMALL
from tests.cli import conformance as call

pytest_plugins = ["pytester"]

HALVED = f"{MINIATURES}.halved"
SOUND = f"{MINIATURES}.sound"
GRADIENT = "cases/demo.yaml::demo.square::gradient[n=2]"
INSTALLED = any(entry.name == "conformance" for entry in entry_points(group="pytest11"))

CASES = """\
format: 1
cases:
- id: demo.square
  title: A square
  tags: [power, "of a number", skip]
  sizes: {n: [1, 2]}
  inputs: {x: vector(n)}
  let: {f: sum(x*x)}
  points: {generic: {sample: 2}}
  claims:
  - id: gradient
    that: grad(f, x) == 2*x
  - id: value
    that: f
- id: demo.plain
  title: A product
  tags: [linear]
  inputs: {a: real}
  points: {one: {a: 1}}
  claims:
  - id: double
    that: grad(3*a, a) == 3
"""

MISTAKEN = """\
format: 1
cases:
- id: demo.mistaken
  title: "Of <b>what</b> \\u001b]0; is not there"
  inputs: {x: real}
  claims:
  - id: first
    that: grad(y, x)
- id: demo.right
  title: Nothing wrong here
  inputs: {x: real}
  points: {one: {x: 1}}
  claims:
  - {id: fine, that: x}
"""


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cases(pytester, monkeypatch, cache):
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("PYTHONPATH", str(HERE.parent))
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    path = pytester.mkdir("cases") / "demo.yaml"
    path.write_text(CASES)
    return path


@pytest.fixture
def run(pytester, cases):
    def run(*arguments, backend=SOUND, apart=False):
        chosen = () if backend is None else ("--conformance", backend)
        options = ("-p", "no:cacheprovider", *chosen, "--conformance-profile", "quick", *map(str, arguments))
        if apart:
            plugin = () if INSTALLED else ("-p", "conformance.pytest_plugin")
            return pytester.runpytest_subprocess(*plugin, *options)
        assert imported_here
        return pytester.runpytest_inprocess(*options, plugins=[] if INSTALLED else [conformance.pytest_plugin])

    return run


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


def test_known_results_are_expected_failures(run, pytester):
    known = pytester.path / "expected.json"
    known.write_text(json.dumps({"demo.square/gradient*": {"verdict": "wrong", "cause": "halved"}}))
    options = ("cases", "--conformance-expected", known)
    run(*options, backend=HALVED).assert_outcomes(passed=2, xfailed=2, failed=1)
    run(*options, "--runxfail", backend=HALVED).assert_outcomes(passed=2, failed=3)
    result = run(*options)  # right again: what is expected is out of date
    result.assert_outcomes(passed=3, failed=2)
    assert "what is expected is out of date" in result.stdout.str()
    known.write_text("[]")
    assert run(*options).ret == pytest.ExitCode.USAGE_ERROR


def test_expectations_in_a_folder(run, pytester):
    folder = pytester.mkdir("expected")
    (folder / f"{HALVED}.json").write_text(json.dumps({"*/gradient*": {"verdict": "wrong", "cause": "halved"}}))
    run("cases", "--conformance-expected", folder, backend=HALVED).assert_outcomes(passed=2, xfailed=2, failed=1)
    run("cases", "--conformance-expected", folder).assert_outcomes(passed=5)


def same(path, other):
    """Whether two run files hold the same results of the same cases."""
    runs = [read(path), read(other)]
    heads = [{k: v for k, v in run.header.items() if k not in ("run", "started")} for run in runs]
    found = [sorted(({**r, "seconds": 0} for r in run.results), key=lambda r: r["id"]) for run in runs]
    assert heads[0] == heads[1]
    assert found[0] == found[1]
    assert (runs[0].footer, runs[0].state) == (runs[1].footer, "complete")


@pytest.mark.parametrize("way", [(), ("-n", "2")])
def test_the_run_file_is_that_of_conformance_run(run, pytester, way):
    ours, theirs = pytester.path / "ours.jsonl", pytester.path / "theirs.jsonl"
    result = run("cases", "--conformance-output", ours, *way, backend=HALVED, apart=bool(way))
    result.assert_outcomes(passed=2, failed=3)
    assert f"{HALVED} 1.0: demo.square/gradient[n=2]: 2 wrong" in result.stdout.str()
    assert "nodes.py" not in result.stdout.str()
    assert call("run", "cases", "--backend", HALVED, "--profile", "quick", "--output", theirs) == 1
    same(ours, theirs)


def test_a_run_file_of_some_claims_says_which(run, pytester):
    made = pytester.path / "some.jsonl"
    run("cases", "-k", "gradient", "--conformance-output", made).assert_outcomes(passed=2, deselected=3)
    chosen = ["demo.square/gradient[n=1]@", "demo.square/gradient[n=2]@"]
    assert read(made).header["options"]["select"] == chosen
    assert read(made).state == "complete"
    again = pytester.path / "again.jsonl"
    select = [word for words in chosen for word in ("--select", words)]
    call("run", "cases", "--backend", SOUND, "--profile", "quick", *select, "--output", again)
    same(made, again)


def test_a_run_file_that_was_cut_off_can_be_resumed(run, pytester):
    made, whole = pytester.path / "cut.jsonl", pytester.path / "whole.jsonl"
    run("cases", "-x", "--conformance-output", made, backend=HALVED).assert_outcomes(failed=1)
    assert read(made).state == "interrupted"
    assert call("run", "cases", "--resume", made) == 1
    call("run", "cases", "--backend", HALVED, "--profile", "quick", "--output", whole)
    same(made, whole)


def test_no_other_file_is_overwritten(run, pytester):
    precious = pytester.path / "precious.txt"
    precious.write_text("precious")
    result = run("cases", "--conformance-output", precious)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "is no run file, so it is not overwritten" in result.stderr.str()
    assert precious.read_text() == "precious"


def test_several_backends(run, pytester):
    result = run("cases", "--conformance", HALVED, "--conformance-output", "runs", "-k", "double")
    result.assert_outcomes(passed=1, failed=1, deselected=8)
    assert f"FAILED cases/demo.yaml::demo.plain::double[{HALVED}]" in result.stdout.str()
    states = {name: read(pytester.path / "runs" / f"{name}.jsonl").footer["verdicts"] for name in (SOUND, HALVED)}
    assert states == {SOUND: {"pass": 1}, HALVED: {"wrong": 1}}


@pytest.mark.parametrize("way", [(), ("-n", "1")])
def test_a_backend_that_is_not_there_is_no_failing_test(run, way):
    result = run("cases", *way, backend=f"{MINIATURES}.not_installed", apart=bool(way))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    error = result.stderr.str()
    assert "a_framework_that_is_not_installed" in error
    assert "give --conformance-python NAME=PATH" in error
    assert "Traceback" not in error + result.stdout.str()
    assert "collected" not in result.stdout.str()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--conformance", "tourch"), "no backend is named 'tourch'; known here: "),
        (("--conformance-python", "torch"), "'torch' is not NAME=PATH"),
        (("--conformance-expected", "nowhere.json"), "nowhere.json: cannot be read"),
    ],
)
def test_options_that_cannot_be(run, options, message):
    result = run("cases", *options)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert message in result.stderr.str()
    assert "Traceback" not in result.stderr.str()


def test_mistakes_in_a_case_file_are_an_error_of_collection(run, pytester):
    (pytester.path / "cases" / "mistaken.yaml").write_text(MISTAKEN)
    (pytester.path / "cases" / "no.yaml").write_text("a: [1,\nb: }")
    result = run("cases")
    assert result.ret == pytest.ExitCode.INTERRUPTED
    text = result.stdout.str()
    assert "mistaken.yaml:4:10: " in text
    assert "mistaken.yaml:8:16: unknown name y; known here: x" in text
    assert "no.yaml:2:" in text
    assert "Traceback" not in text
    assert "\x1b" not in text
    result = run("cases", "--continue-on-collection-errors")
    result.assert_outcomes(passed=6, errors=2)  # the other case of the file is none the worse


def test_a_case_of_two_files_is_told_once(run, pytester, cases):
    (pytester.path / "cases" / "twin.yaml").write_text(CASES)
    text = run("cases").stdout.str()
    assert text.count("duplicate case id demo.plain; it stands at") == 1
    assert "twin.yaml:15:3: duplicate" in text


def test_other_tests_run_beside_it(run, pytester):
    pytester.makepyfile("def test_other(): pass")
    run(".", "--conformance-output", "made.jsonl").assert_outcomes(passed=6)
    assert read(pytester.path / "made.jsonl").state == "complete"


def test_a_worker_that_dies_costs_one_claim(run):
    result = run("cases", backend=f"{MINIATURES}.crashes")
    result.assert_outcomes(passed=2, failed=3)
    assert "crash: " in result.stdout.str()


def test_without_the_option_it_does_nothing(run, pytester):
    pytester.makepyfile("def test_other(): pass")
    run(".", backend=None).assert_outcomes(passed=1)


def test_without_the_option_it_imports_nothing_but_pytest():
    program = "import sys, pytest; before = set(sys.modules); import conformance.pytest_plugin; "
    program += "print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["conformance", "conformance.pytest_plugin"]


def test_a_real_backend(run, cases):
    cases.write_text(SMALL.read_text())
    run("cases", backend="numpy").assert_outcomes(passed=2)


def test_workers_that_stop_starting_end_the_session(run, pytester, monkeypatch):
    def run_units(engine, units):
        raise UnavailableError("no worker starts any more")

    monkeypatch.setattr(Engine, "run", run_units)
    result = run("cases", "--conformance-output", "made.jsonl")
    assert result.ret == 3
    assert f"{SOUND}: no worker starts any more" in result.stdout.str()
    assert read(pytester.path / "made.jsonl").state == "interrupted"
