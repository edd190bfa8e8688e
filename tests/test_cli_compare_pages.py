"""`conformance compare --output`: pages of two runs and of many, alone and in the folder of a report."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

from conformance.run.compare import KINDS
from conformance.run.writer import RunWriter
from tests.cli import conformance as call
from tests.report.pages import Page, check_page
from tests.run.test_runfile import header, result


def write(path: Path, results: list[dict[str, Any]], *, finished: bool = True, **head: Any) -> Path:
    with RunWriter.create(path, header(**{"run": path.stem, **head})) as writer:
        for line in results:
            writer.result(line)
        if finished:
            writer.footer()
    return path


def pages_of(folder: Path, data: str) -> dict[str, Page]:
    """Every page of a comparison, in order, its links within the folder leading somewhere."""
    pages = {path.name: check_page(path.read_text("utf-8")) for path in folder.glob("*.html")}
    assert {path.name for path in folder.iterdir()} == {*pages, data}
    for name, page in pages.items():
        assert (folder / name).stat().st_size < 500_000
        for link in page.links:
            address, fragment = urldefrag(link)
            if address.startswith("../"):
                assert (folder / address).is_file(), link
            elif address != data:
                target = pages[address or name]
                assert not fragment or fragment in target.ids or unquote(fragment) in target.ids, link
    return pages


def record(path: Path) -> Any:
    return json.loads(gzip.decompress(path.read_bytes()))


def test_every_kind_of_change_has_its_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(tmp_path / "old.jsonl", [result(0), result(1, "wrong"), result(2)], version="1.1")
    new = write(tmp_path / "new.jsonl", [result(0, "wrong"), result(1), result(3)], version="1.2")
    assert call("compare", old, new, "--output", tmp_path / "out") == 1
    said = capsys.readouterr().out
    assert str(tmp_path / "out" / "index.html") in said
    assert "1 regressed, 1 fixed" in said
    page = pages_of(tmp_path / "out", "comparison.json.gz")["index.html"]
    assert "1 result regressed in 1 claim" in page.text
    assert "a/b[n=2] ✓ pass ✗ wrong 1 @p#0:float64.reverse.eager" in page.text
    assert {"regressed", "fixed", "new", "removed"} <= set(page.ids)
    assert "incomparable" not in page.ids
    assert "version 1.1 1.2" in page.text
    call("compare", old, new, "--json")
    assert record(tmp_path / "out" / "comparison.json.gz") == json.loads(capsys.readouterr().out)


def test_runs_that_are_alike(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.jsonl", [result(0)], finished=name == "a") for name in "ab"]
    assert call("compare", *paths, "--output", tmp_path / "out") == 0
    text = pages_of(tmp_path / "out", "comparison.json.gz")["index.html"].text
    assert "Nothing regressed; 1 result is the same" in text
    assert "interrupted run" in text


def test_a_kind_with_many_claims_has_pages_of_its_own(tmp_path: Path) -> None:
    some = [result(claim=f"c{number}", id=f"a/c{number}@p:fake.x") for number in range(900)]
    old, new = write(tmp_path / "old.jsonl", []), write(tmp_path / "new.jsonl", some)
    assert call("compare", old, new, "--output", tmp_path / "out") == 0
    pages = pages_of(tmp_path / "out", "comparison.json.gz")
    assert set(pages) == {"index.html", "new.html", "new-2.html", "new-3.html"}
    anchors = [anchor for name in pages if name != "index.html" for anchor in pages[name].ids if "/a/" in anchor]
    assert sorted(anchors) == sorted(f"new/a/c{number}[n=2]" for number in range(900))
    assert call("compare", old, old, "--output", tmp_path / "out") == 0
    assert set(pages_of(tmp_path / "out", "comparison.json.gz")) == {"index.html"}


def test_same_input_same_bytes(tmp_path: Path) -> None:
    old, new = write(tmp_path / "old.jsonl", [result(0)]), write(tmp_path / "new.jsonl", [result(0, "wrong")])
    for name in "ab":
        call("compare", old, new, "--output", tmp_path / name)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """What there is of a report's folder: its front page and the page of the case."""
    (tmp_path / "site" / "case").mkdir(parents=True)
    for name in ("index.html", "case/a.html"):
        (tmp_path / "site" / name).write_text("", encoding="utf-8")
    return tmp_path / "site"


def test_in_a_report_claims_link_to_its_pages(tmp_path: Path, site: Path) -> None:
    other = result(7, case="gone", id="gone/b@p:fake.x")
    old = write(tmp_path / "old.jsonl", [result(0)])
    new = write(tmp_path / "new.jsonl", [result(0, "wrong"), other])
    call("compare", old, new, "--output", site / "compare")
    page = pages_of(site / "compare", "comparison.json.gz")["index.html"]
    assert "../case/a.html#b" in page.links
    assert not any("gone" in link for link in page.links)
    assert "gone/b[n=2]" in page.text
    call("compare", old, new, "--output", tmp_path / "alone")
    assert not any(link.startswith("..") for link in Page((tmp_path / "alone/index.html").read_text("utf-8")).links)


def test_a_timeline_has_a_row_for_each_claim_that_changed(tmp_path: Path, site: Path) -> None:
    days = ("2026-01-01", "2026-01-02", "2026-01-03")

    def said(content: str) -> dict[str, Any]:
        return {"a": {"claims": {"b[n=2]": content}, "points": "0" * 12}}

    paths = [
        write(tmp_path / f"{number}.jsonl", [result(0, verdict)], version=f"1.{number}", started=day,
              cases=content, contents=said(content * 12))
        for number, (day, verdict, content) in enumerate(zip(days, ("pass", "wrong", "pass"), "aab", strict=True))
    ]  # fmt: skip
    assert call("compare", paths[2], paths[0], paths[1], "--output", site / "timeline") == 0
    page = pages_of(site / "timeline", "timeline.json.gz")["index.html"]
    assert "1 of 1 claims did not stay as they were over 3 runs" in page.text
    assert "a/b[n=2] ✓ pass 1 ✗ wrong 1 ⇢ ✓ pass 1" in page.text
    assert "../case/a.html#b" in page.links
    assert [run["version"] for run in record(site / "timeline/timeline.json.gz")["runs"]] == ["1.0", "1.1", "1.2"]


@pytest.mark.parametrize("other", ["--json", "--markdown"])
def test_pages_and_another_form_exclude_each_other(
    other: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.jsonl", [result(0)])
    assert call("compare", path, path, other, "--output", tmp_path / "out") == 2
    assert "exclude each other" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.jsonl", [result(0)])
    (tmp_path / "file").write_text("x")
    assert call("compare", path, path, "--output", tmp_path / "file" / "deeper") == 2
    assert "cannot write" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onload=alert(1) x="', "\ud800\u202e", "a b\n"])
def test_whatever_runs_say_is_text(text: str, tmp_path: Path) -> None:
    fields = {"case": text, "claim": text, "id": f"{text}@{text}:fake.x", "point": text, "sizes": {text: 1}}
    runs = [
        write(tmp_path / f"{name}.jsonl", [result(0, verdict, **fields)], version=text, started=f"{text}{name}")
        for name, verdict in (("a", "pass"), ("b", "wrong"), ("c", "pass"))
    ]
    call("compare", *runs[:2], "--output", tmp_path / "two")
    call("compare", *runs, "--output", tmp_path / "three")
    for folder, data in (("two", "comparison.json.gz"), ("three", "timeline.json.gz")):
        pages = pages_of(tmp_path / folder, data)
        assert set(pages) == {"index.html"}
        if text.startswith("<"):
            assert text in pages["index.html"].text


def test_counts_are_those_of_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = write(tmp_path / "old.jsonl", [result(0)]), write(tmp_path / "new.jsonl", [result(0, "wrong")])
    call("compare", old, new, "--output", tmp_path / "out")
    text = pages_of(tmp_path / "out", "comparison.json.gz")["index.html"].text
    call("compare", old, new)
    for number, kind in re.findall(r"(\d+) ([a-z ]+?)(?:,|$)", capsys.readouterr().out.splitlines()[-1]):
        if kind in KINDS:
            assert re.search(rf"{kind} {number} {number} ", text), kind
