"""Data beside the pages, and pages that several processes make."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from conformance.report import parallel
from conformance.report.errors import ReportError
from conformance.report.folder import compressed
from conformance.report.site import build
from conformance.run.small import small
from tests.report.pages import check_site
from tests.report.samples import SampleRun, audit, case, result, run

ONE, TWO = case(), case("demo.two", "Another", line=9)


def of(folder: Path, case_id: str) -> Any:
    return json.loads(gzip.decompress((folder / "case" / f"{case_id}.json.gz").read_bytes()))


def test_every_result_of_a_case_is_beside_its_page(tmp_path: Path) -> None:
    absent = run([], "mxnet", None, environment_error="no")
    runs = [run([result(ONE), result(TWO)]), run([result(ONE, verdict="unsupported")], "jax"), absent]
    build(runs, [ONE, TWO], [], tmp_path)
    assert of(tmp_path, ONE.id) == {
        "format": 1,
        "case": ONE.id,
        "results": [runs[0].results[0], runs[1].results[0]],
    }
    assert of(tmp_path, TWO.id)["results"] == [runs[0].results[1]]
    assert "demo.square.json.gz" in check_site(tmp_path)["case/demo.square.html"].links


@pytest.mark.parametrize("message", ["plain", "half \ud800 of a pair", "\u202e"])
def test_data_are_what_was_given_whatever_it_says(message: str) -> None:
    lines = [result(ONE, message=message)]
    for given in (lines, small(lines)):
        data = compressed({"results": given})
        assert json.loads(gzip.decompress(data)) == {"results": lines}
        assert data == compressed({"results": given})


def many(backend: str) -> SampleRun:
    return run([result(of, point=f"p#{number}") for of in (ONE, TWO) for number in range(3)], backend)


def test_several_processes_make_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(folder: Path) -> dict[str, bytes]:
        build([many("torch"), many("jax")], [ONE, TWO], [audit(ONE)], folder)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    alone = made(tmp_path / "alone")
    monkeypatch.setattr(parallel, "_WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_processors", lambda: 2)
    assert made(tmp_path / "together") == alone


def test_an_error_in_one_of_several_processes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "case").write_text("no folder")
    monkeypatch.setattr(parallel, "_WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_processors", lambda: 2)
    with pytest.raises(ReportError, match="cannot write"):
        build([many("torch")], [ONE, TWO], [], tmp_path)


def test_a_process_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_WORTH_IT", 1)
    monkeypatch.setattr(parallel, "_processors", lambda: 2)
    with pytest.raises(ReportError, match="a process that made pages died"):
        parallel.written(tmp_path, [lambda: [("a.html", "")], lambda: os._exit(3)], 1)
