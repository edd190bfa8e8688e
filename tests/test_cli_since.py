"""`conformance report --since`: what changed, from the front page on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.run.runfile import read
from conformance.run.writer import RunWriter
from tests.cli import MINIATURES
from tests.cli import conformance as call
from tests.report.pages import check_page

CASES = Path(__file__).parent / "run" / "small.yaml"
Changed = Callable[..., Path]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "new.jsonl"
    assert call("run", CASES, "--backend", f"{MINIATURES}.sound", "--no-cache", "--output", path) == 0
    return path


def earlier(run: Path, path: Path, verdict: str, *, finished: bool = True, **head: Any) -> Path:
    """The same run, earlier, with another verdict of its first result."""
    whole = read(run)
    header = {**whole.header, "run": path.stem, "started": "2020-01-01T00:00:00Z", "version": "0.9", **head}
    first, *rest = whole.results
    with RunWriter.create(path, header) as writer:
        for result in ({**first, "verdict": verdict, "group": verdict}, *rest):
            writer.result(dict(result))
        if finished:
            writer.footer()
    return path


def test_the_front_page_leads_to_what_changed(run: Path, tmp_path: Path) -> None:
    old, site = earlier(run, tmp_path / "old.jsonl", "wrong"), tmp_path / "site"
    assert call("report", run, "--since", old, "--cases", CASES, "--no-cache", "--output", site) == 0
    front = check_page((site / "index.html").read_text("utf-8"))
    (link,) = [link for link in front.links if link.startswith("compare/")]
    started = read(run).header["started"]
    same = len(read(run).results) - 1
    name = f"{MINIATURES}.sound"
    assert f"{name} 1.0, {started} {name} 0.9, 2020-01-01T00:00:00Z 0 1 0 0 0 0 0 {same}" in front.text
    page = check_page((site / link).read_text("utf-8"))
    claims = [link for link in page.links if "/case/" in link]
    assert claims
    for claim in claims:
        assert ((site / link).parent / claim.partition("#")[0]).is_file()
    assert "../../index.html" in page.links


def test_without_it_the_front_page_says_nothing_of_changes(run: Path, tmp_path: Path) -> None:
    assert call("report", run, "--cases", CASES, "--no-cache", "--output", tmp_path) == 0
    assert "Changes" not in check_page((tmp_path / "index.html").read_text("utf-8")).ids


def test_the_latest_of_two_runs_is_compared_and_what_is_missing_is_said(run: Path, tmp_path: Path) -> None:
    old = earlier(run, tmp_path / "old.jsonl", "wrong", finished=False)
    middle = earlier(run, tmp_path / "middle.jsonl", "inaccurate", started="2021-01-01T00:00:00Z", version="0.9.5")
    options = ("--cases", CASES, "--no-cache", "--output", tmp_path / "site")
    assert call("report", run, middle, "--since", old, *options) == 0
    text = check_page((tmp_path / "site" / "index.html").read_text("utf-8")).text
    assert f"{read(run).header['started']} {MINIATURES}.sound 0.9, 2020-01-01T00:00:00Z 0 1 " in text
    assert "old.jsonl is of an interrupted run; what it did not get to counts as new." in text


def test_what_it_cannot_compare(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, again = (earlier(run, tmp_path / f"{name}.jsonl", "wrong") for name in ("old", "again"))
    other = earlier(run, tmp_path / "other.jsonl", "wrong", backend="nobody")
    shard = earlier(run, tmp_path / "shard.jsonl", "wrong", options={**read(run).header["options"], "shard": [1, 2]})
    report = ("report", run, "--cases", CASES, "--no-cache", "--output", tmp_path / "site")
    for options, said in (
        (("--since", other), "a run of nobody, of which the report has none"),
        (("--since", old, "--since", again), "a second run of"),
        (("--since", old, "--single-file", tmp_path / "one.html"), "--single-file has no room for"),
        (("--since", old, "--select", "verdict:wrong"), "--select takes a part"),
        (("--since", run), "not earlier than"),
        (("--since", shard), "shard.jsonl is a shard of a run"),
    ):
        assert call(*report, *options) == 2
        assert said in capsys.readouterr().err
    assert not (tmp_path / "site").exists()
