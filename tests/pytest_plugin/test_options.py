"""What the plugin is told: known results, options and files that cannot be, and no option at all."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.cli import MINIATURES
from tests.pytest_plugin.samples import CASES, HALVED

pytest_plugins = ["pytester"]

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


def test_without_the_option_it_does_nothing(run, pytester):
    pytester.makepyfile("def test_other(): pass")
    run(".", backend=None).assert_outcomes(passed=1)


def test_without_the_option_it_imports_nothing_but_pytest():
    program = "import sys, pytest; before = set(sys.modules); import conformance.pytest_plugin; "
    program += "print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["conformance", "conformance.pytest_plugin"]
