"""`conformance causes`, from cases by way of run files to what is printed and written."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from conformance.insight.conventions_file import schema
from tests.cli import MINIATURES, conformance

CASES = """\
format: 1
cases:
- id: demo.sine
  title: A smooth operator
  tags: [primitive]
  inputs: {x: real}
  points: {generic: {sample: 2}}
  claims:
  - {id: first, that: "grad(sin(x), x)"}
- id: demo.inside
  title: Inside another
  inputs: {x: real}
  points: {generic: {sample: 2}}
  claims:
  - {id: first, that: "grad(exp(sin(x)), x)"}
- id: demo.kink
  title: A kink
  tags: [primitive]
  inputs: {x: real}
  points: {zero: {x: 0}}
  claims:
  - {id: first, that: "grad(where(x < 0, -x, x), x)"}
"""


@pytest.fixture
def runs(tmp_path: Path) -> list[Path]:
    (tmp_path / "cases.yaml").write_text(CASES)
    made = []
    for name in ("sound", "halved"):
        made.append(tmp_path / f"{name}.jsonl")
        options = ("--dtype", "float64", "--mode", "reverse", "--no-cache", "--output", made[-1])
        code = conformance("run", tmp_path / "cases.yaml", "--backend", f"{MINIATURES}.{name}", *options)
        assert code == (0 if name == "sound" else 1)
    return made


def test_causes(runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    data, expected = tmp_path / "conventions.json", tmp_path / "expected"
    expected.mkdir()
    (expected / f"{MINIATURES}.halved.json").write_text(
        json.dumps({"demo.sine/*": {"verdict": "wrong", "cause": "it is halved"}})
    )
    code = conformance(
        "causes", *runs, "--cases", tmp_path / "cases.yaml", "--expected", expected, "--conventions", data
    )
    assert code == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [f"wrong          sin, from order 1 ({MINIATURES}.halved 4): it is halved"]
    found = json.loads(data.read_text("utf-8"))
    jsonschema.Draft202012Validator(schema()).validate(found)
    (place,) = found["choices"]
    assert (place["operators"], place["lower"], place["upper"]) == (["where"], -1.0, 1.0)
    assert [answer["element"] for answer in place["answers"]] == ["1", "1/2"]
    assert all(answer["legal"] for answer in place["answers"])


def test_without_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert conformance("causes") == 2
    assert "reports/runs has none" in capsys.readouterr().err


def test_a_file_that_cannot_be_written(runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = tmp_path / "absent" / "conventions.json"
    assert conformance("causes", *runs, "--cases", tmp_path / "cases.yaml", "--conventions", absent) == 3
    assert f"cannot write {absent}" in capsys.readouterr().err


def test_expectations_that_are_none(runs: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "torch.json").write_text("[]")
    assert conformance("causes", *runs, "--cases", tmp_path / "cases.yaml", "--expected", tmp_path) == 2
    assert "torch.json:1: expected an object" in capsys.readouterr().err
