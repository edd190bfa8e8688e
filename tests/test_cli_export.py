"""`conformance export` from the outside."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from conformance.run.writer import RunWriter
from tests.cli import conformance as call
from tests.export.samples import HOSTILE, line
from tests.run.test_runfile import header


@pytest.fixture
def write(tmp_path):
    def write(name, results, *, finished=True, error=None, **head):
        path = tmp_path / f"{name}.jsonl"
        with RunWriter.create(path, header(**{"run": name} | head)) as file:
            for result in results:
                file.result({**result, "backend": head.get("backend", "fake")})
            if finished:
                file.footer(error)
        return path

    return write


def test_every_format_at_once(write, tmp_path, capsys):
    runs = [write("a", [line(), line(1, "wrong")]), write("b", [], error="not installed", backend="other")]
    names = {"junit": "j.xml", "ctrf": "c.json", "markdown": "s.md", "badge": "b", "shields": "b", "atom": "f.xml"}
    options = [word for name, file in names.items() for word in (f"--{name}", tmp_path / "out" / file)]
    assert call("export", *runs, *options) == 0
    made = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert made == ["b/fake.json", "b/fake.svg", "b/other.json", "b/other.svg", "c.json", "f.xml", "j.xml", "s.md"]
    assert sorted(capsys.readouterr().out.split()) == [str(tmp_path / "out" / name) for name in made]
    assert ET.parse(tmp_path / "out" / "j.xml").getroot().attrib["failures"] == "1"
    assert json.loads((tmp_path / "out" / "b" / "other.json").read_text())["message"] == "absent"


def test_standard_output(write, capsysbinary):
    assert call("export", write("a", [line()]), "--ctrf", "-") == 0
    assert json.loads(capsysbinary.readouterr().out)["results"]["summary"]["passed"] == 1


@pytest.mark.parametrize("folder", [True, False])
def test_known_results(write, tmp_path, folder):
    known = tmp_path / "expected" / "fake.json"
    known.parent.mkdir()
    known.write_text(json.dumps({"*": {"verdict": "wrong", "cause": "known"}}))
    path = known.parent if folder else known
    files = [write("a", [line(0, "wrong")])]
    if folder:
        files.append(write("b", [line(0, "wrong")], backend="other"))
    assert call("export", *files, "--junit", tmp_path / "j.xml", "--expected", path) == 0
    suites = ET.parse(tmp_path / "j.xml").getroot()
    assert [suite.attrib["failures"] for suite in suites] == (["0", "1"] if folder else ["0"])


def test_versions_of_a_backend_have_files_of_their_own(write, tmp_path):
    runs = [write(name, [line()], version=version) for name, version in (("r1", "1.0"), ("r2", "1.1"))]
    assert call("export", *runs, "--badge", tmp_path / "b") == 0
    assert sorted(p.name for p in (tmp_path / "b").iterdir()) == ["fake-1.0-r1.svg", "fake-1.1-r2.svg"]


@pytest.mark.parametrize(
    "text", [*HOSTILE, "../../escaped", "/absolute", "nul\x00", ".hidden"], ids=range(len(HOSTILE) + 4)
)
def test_no_file_name_leads_elsewhere(write, tmp_path, text):
    run = write("a", [line(id=text, message=text)], backend=text or "x")
    out = tmp_path / "out" / "in" / "badges"
    assert call("export", run, "--badge", out, "--shields", out, "--markdown", tmp_path / "out" / "s.md") == 0
    assert {p.parent for p in (tmp_path / "out").rglob("*") if p.is_file()} == {out, tmp_path / "out"}
    assert all(not p.name.startswith(".") for p in out.iterdir())
    assert len(list(out.iterdir())) == 2


def test_runs_of_different_cases_are_refused(write, tmp_path, capsys):
    def said(points):
        return {"cases": points, "contents": {"a": {"claims": {}, "points": points}}}

    runs = [write(name, [line()], **said(name)) for name in ("one", "two")]
    assert call("export", *runs, "--junit", tmp_path / "j.xml") == 2
    error = capsys.readouterr().err
    assert "run one of fake and run two of fake were made from different cases" in error
    assert "they differ in a; run them again" in error
    assert call("export", *runs, "--atom", tmp_path / "f.xml") == 0  # a feed keeps apart what does not compare


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        ((), 2, "which format? give one of --junit, --ctrf, --markdown, --badge, --shields, --atom"),
        (("--junit", "/dev/full"), 3, "cannot write /dev/full: No space left on device"),
        (("--junit", "/proc/none/j.xml"), 3, "cannot write /proc/none/j.xml"),
        (("--expected", __file__, "--junit", "-"), 2, "test_cli_export.py:1: not JSON"),
    ],
)
def test_what_cannot_be(write, capsys, options, code, message):
    assert call("export", write("a", [line()]), *options) == code
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error


def test_no_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert call("export", "--junit", "-") == 2
    assert "reports/runs has none" in capsys.readouterr().err


def test_a_foreign_file(tmp_path, capsys):
    foreign = tmp_path / "x.jsonl"
    foreign.write_text("{}\n")
    assert call("export", foreign, "--junit", "-") == 2
    assert "x.jsonl:1: not a line of a run file" in capsys.readouterr().err


def test_results_pass_by(write, tmp_path):
    """What is held grows with the claims, not with the results."""
    run = write("a", [line(n, inputs={"x": [0.1] * 200}) for n in range(3_000)])
    out = tmp_path / "j.xml"
    call("export", run, "--junit", out)
    tracemalloc.start()
    assert call("export", run, "--junit", out) == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert run.stat().st_size > 4_000_000
    assert peak < 1_500_000


def test_the_default_runs(write, tmp_path, monkeypatch):
    made = write("a", [line()])
    (tmp_path / "reports" / "runs").mkdir(parents=True)
    made.rename(tmp_path / "reports" / "runs" / "a.jsonl")
    monkeypatch.chdir(tmp_path)
    assert call("export", "--junit", Path("j.xml")) == 0
    assert (tmp_path / "j.xml").exists()
