"""The command line but for `run`: start-up, exit codes, errors, and the small commands."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import conformance
from conformance.cli import _guarded
from conformance.run.runfile import read
from tests.cli import MINIATURES, SMALL, command
from tests.cli import conformance as call

HEAVY = (
    "numpy",
    "scipy",
    "flint",
    "jsonschema",
    "jsonschema_rs",
    "ruamel",
    "jinja2",
    "conformance.truth",
    "conformance.casefile",
)

CASES = """\
format: 1
cases:
- id: made.up
  title: Made up
  inputs: {x: real}
  points: {one: {x: 1}, two: {x: 2}}
  claims:
  - id: right
    that: grad(x*x, x) == 2*x
  - id: misprinted
    that: grad(x*x, x) == x
    expect: refuted
    erratum: The factor 2 is missing.
"""


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(CASES)
    return path


@pytest.fixture
def run(tmp_path, cases):
    def run(backend, name, *options):
        path = tmp_path / f"{name}.jsonl"
        call("run", cases, "--backend", f"{MINIATURES}.{backend}", "--no-cache", "--output", path, *options)
        return path

    return run


def test_help_imports_nothing_heavy():
    code = "import sys; from conformance.cli import _guarded; _guarded(['--help']); print(*sys.modules, sep='\\n')"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "Do the backends compute it?" in done.stdout
    assert not [name for name in done.stdout.splitlines() if name.startswith(HEAVY)]


@pytest.mark.parametrize("name", ["audit", "run", "report", "compare", "backends", "show"])
def test_every_command_explains_itself(name, capsys):
    assert call(name, "--help") == 0
    assert capsys.readouterr().out.startswith(f"Usage: conformance {name}")


def test_version(capsys):
    assert call("--version") == 0
    assert capsys.readouterr().out == f"conformance, version {conformance.__version__}\n"


@pytest.mark.parametrize("arguments", [("frobnicate",), ("run", "--frobnicate"), ("audit", "/no/such/file.yaml"), ()])
def test_usage_errors(arguments, capsys):
    assert call(*arguments) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_of_ours_is_told_from_everything_else(monkeypatch, capsys, cases):
    def broken(*arguments):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("conformance.truth.audit.audit_case", broken)
    assert call("audit", cases) == 70
    error = capsys.readouterr().err
    assert "Internal error: ZeroDivisionError: oh" in error
    assert "Traceback" not in error
    assert call("--debug", "audit", cases) == 70
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_no_bug(monkeypatch, capsys, cases):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("conformance.truth.audit.audit_case", interrupted)
    assert call("audit", cases) == 130
    assert capsys.readouterr().err.endswith("interrupted\n")


def test_a_reader_that_has_had_enough(cases):
    process = command("show", "made.up", "--cases", cases, "--no-cache")
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 141
    assert error == ""


def test_audit(cases, capsys):
    assert call("audit", cases, "--no-cache") == 0
    out = capsys.readouterr().out
    assert out == (
        "refuted: made.up/misprinted\n"
        f"    {cases}:10:5\n"
        "    grad(x*x, x) == x\n"
        "    erratum: The factor 2 is missing.\n"
        "    at one: x = 1\n"
        "    left        2\n"
        "    right       1\n"
        "    difference  1\n"
        "\n"
        "2 claims in 1 cases: 1 confirmed, 1 refuted\n"
    )


def test_audit_of_a_claim_that_is_not_as_expected(cases, capsys):
    cases.write_text(CASES.replace("== 2*x", "== 3*x").replace("== x", "== 2*x"))
    assert call("audit", cases, "--no-cache") == 1
    out = capsys.readouterr().out
    assert "refuted, not as expected: made.up/right" in out
    assert "confirmed, not as expected: made.up/misprinted" in out
    assert out.endswith("not as expected: 2\n")


def test_audit_as_json(cases, capsys):
    assert call("audit", cases, "--no-cache", "--json") == 0
    right, misprinted = json.loads(capsys.readouterr().out)
    assert right["verdict"] == "confirmed"
    assert right["points"] == {"one": "confirmed", "two": "confirmed"}
    assert (misprinted["verdict"], misprinted["as_expected"], misprinted["left"]) == ("refuted", True, ["2"])
    assert misprinted["inputs"] == {"x": ["1"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format: 1\ncases: [", "cases.yaml:2:"),
        ("format: 1\ncases: []\ncases: []\n", "cases.yaml:3:1"),
        ("format: 1\ncases:\n- {id: a, title: t, inputs: {x: real}, claims: [{id: b, that: frob(x)}]}\n", "frob"),
        ("format: 1\ncases:\n- {id: a, title: t, inputs: {x: real}, claims: [{id: b, that: x.__class__}]}\n", ":3:"),
        ("", "cases.yaml:1:1"),
    ],
)
@pytest.mark.parametrize("name", ["audit", "run"])
def test_bad_cases(cases, capsys, text, message, name):
    cases.write_text(text)
    options = () if name == "audit" else ("--backend", "numpy")
    assert call(name, cases, *options) == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


def test_no_cases(tmp_path, capsys):
    assert call("audit", tmp_path) == 2
    assert "no case files" in capsys.readouterr().err


def test_show(cases, capsys):
    assert call("show", "made.up", "--cases", cases, "--no-cache") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"made.up: Made up\n    {cases}:3:")
    assert "misprinted: grad(x*x, x) == x (expected: refuted)\n    erratum: The factor 2 is missing." in out
    assert "    two: x = 2\n        left  4\n        right 2\n" in out


def test_show_of_a_case_that_is_not_there(cases, capsys):
    assert call("show", "made.upp", "--cases", cases) == 2
    assert "no case is named 'made.upp'; near are made.up" in capsys.readouterr().err


UNCHANGED = "0 fixed, 0 changed value, 0 changed convention"


def test_compare(run, capsys):
    sound, halved = run("sound", "sound"), run("halved", "halved")
    capsys.readouterr()
    assert call("compare", sound, sound) == 0
    assert capsys.readouterr().out == f"0 regressed, {UNCHANGED}, 0 new, 0 removed, 0 incomparable, 16 the same\n"
    assert call("compare", sound, halved) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        "regressed: 2 claims, 16 results\n"
        "    made.up/right: pass → wrong, 8 results\n"
        "        @one:float32.reverse.eager: was 2.0, is 1.0, true 2\n"
    )
    assert "16 regressed, 0 fixed" in out
    assert call("compare", halved, sound) == 0
    assert "0 regressed, 16 fixed" in capsys.readouterr().out


def test_compare_of_parts(run, capsys):
    whole, part = run("sound", "whole"), run("sound", "part", "--mode", "forward", "--dtype", "float64")
    capsys.readouterr()
    assert call("compare", whole, part) == 0
    assert f"0 regressed, {UNCHANGED}, 0 new, 12 removed, 0 incomparable, 4 the same" in capsys.readouterr().out
    assert call("compare", part, whole) == 0
    assert "12 new, 0 removed" in capsys.readouterr().out


def test_compare_of_foreign_files(run, tmp_path, capsys):
    foreign = tmp_path / "foreign.jsonl"
    foreign.write_text("{}\n")
    assert call("compare", run("sound", "sound"), foreign) == 2
    assert "foreign.jsonl:1: not a line of a run file" in capsys.readouterr().err


def test_backends(capsys):
    assert call("backends", "numpy") == 0
    assert capsys.readouterr().out.startswith("numpy 2.")
    assert call("backends", f"{MINIATURES}.not_installed", f"{MINIATURES}.sound") == 3
    out = capsys.readouterr().out
    assert f"{MINIATURES}.not_installed: not available: " in out
    assert f"{MINIATURES}.sound 1.0" in out
    assert call("backends", "tourch") == 2


def test_report(run, cases, tmp_path, capsys):
    runs = [run("sound", "sound"), run("halved", "halved")]
    site = tmp_path / "site"
    assert call("report", *runs, "--cases", cases, "--no-cache", "--output", site) == 0
    assert (site / "index.html").is_file()
    assert (site / "case" / "made.up.html").is_file()
    runs[0].write_text("not a run file\n")
    assert call("report", *runs, "--cases", cases, "--output", site) == 2
    assert "sound.jsonl:1: not JSON" in capsys.readouterr().err


def test_report_of_a_selection(run, cases, tmp_path, capsys):
    runs = [run("sound", "sound"), run("halved", "halved")]
    site = tmp_path / "site"
    report = ("report", *runs, "--cases", cases, "--no-cache", "--output", site)
    assert call(*report, "--select", "verdict:wrong", "--select", "backend:*nobody") == 0
    for page in site.rglob("*.html"):
        assert "results that fit “verdict:wrong” or “backend:*nobody”." in page.read_text(), page
    assert call(*report, "--select", "verdict:crash") == 2
    assert "nothing is selected: no result of the runs fits verdict:crash" in capsys.readouterr().err
    assert call(*report, "--select", "verdct:crash") == 2
    assert "the query 'verdct:crash', column 1: there is no field 'verdct'" in capsys.readouterr().err


def test_report_without_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert call("report") == 2
    assert "make one with: conformance run --backend NAME" in capsys.readouterr().err


def test_select_on_the_command_line(run):
    path = run("sound", "some", "--select", "claim:right @one float64")
    assert [result["id"].partition(":")[0] for result in read(path).results] == ["made.up/right@one"] * 2


def test_run_tells_what_is_no_query_before_anything_starts(capsys):
    assert call("run", "--backend", "numpy", "--select", "verdict:wrong") == 2
    assert "verdict is not known before a run; allowed: backend, operator" in capsys.readouterr().err


def test_the_small_case_is_true():
    assert _guarded(["audit", str(SMALL), "--no-cache"]) == 0
