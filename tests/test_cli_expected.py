"""`conformance run --expected` and `--update-expected`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli import MINIATURES, SMALL, conformance

HALVED, SOUND = f"{MINIATURES}.halved", f"{MINIATURES}.sound"
QUICK = ("--profile", "quick")


@pytest.fixture(scope="session")
def truths(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("truths")


@pytest.fixture
def run(truths: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def call(backend: str, *options: object) -> tuple[int, str]:
        output = tmp_path / "run.jsonl"
        code = conformance("run", SMALL, "--backend", backend, "--cache", truths, "--output", output, *options)
        told = capsys.readouterr()
        return code, told.out + told.err

    return call


def written(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_new_file_names_what_has_no_cause_yet(run: Any, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    code, told = run(HALVED, *QUICK, "--expected", known, "--update-expected")
    assert code == 0
    assert "added, reproduce each and write its cause" in told
    made = written(known)
    assert made
    assert {entry["cause"] for entry in made.values()} == {""}
    code, told = run(HALVED, *QUICK, "--expected", known)
    assert code == 0
    assert f"{known}: no cause is given for" in told
    assert all(pattern in told for pattern in made)


def test_causes_are_kept_and_nothing_is_dropped_from_a_part(run: Any, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    run(HALVED, *QUICK, "--expected", known, "--update-expected")
    entries = {pattern: entry | {"cause": "halved on purpose"} for pattern, entry in written(known).items()}
    known.write_text(json.dumps(entries), encoding="utf-8")
    code, told = run(HALVED, *QUICK, "--expected", known, "--update-expected")
    assert (code, written(known)) == (0, entries)
    assert "as it was" in told
    code, told = run(SOUND, *QUICK, "--expected", known, "--update-expected")
    assert code == 0
    assert "only a part was run, so nothing was dropped" in told
    assert set(written(known)) == set(entries)


def test_both_directions_are_named(run: Any, tmp_path: Path) -> None:
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"small.quadratic/gradient@*": {"verdict": "wrong", "cause": "halved on purpose"}}))
    code, told = run(SOUND, *QUICK, "--expected", known)
    assert code == 1
    assert "agree and were expected not to" in told
    code, told = run(HALVED, *QUICK)
    assert code == 1
    assert "not as expected" in told
    assert "were expected not to" not in told


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--update-expected",), "name it with --expected FILE"),
        (("--expected", "none.json"), "--update-expected makes one"),
        (("--expected", "new.json", "--update-expected", "--backend", HALVED), "give one --backend"),
    ],
)
def test_mistakes_are_told(run: Any, options: tuple[str, ...], message: str) -> None:
    code, told = run(SOUND, *QUICK, *options)
    assert code == 2
    assert message in told
