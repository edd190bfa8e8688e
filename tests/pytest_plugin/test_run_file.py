"""The run file that the plugin writes: that of `conformance run`, whole, narrowed, cut off or resumed."""

from __future__ import annotations

import pytest

from conformance.pytest_plugin.engine import Engine
from conformance.run.errors import UnavailableError
from conformance.run.runfile import read
from tests.cli import conformance as call
from tests.pytest_plugin.samples import HALVED, SOUND

pytest_plugins = ["pytester"]


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


def test_other_tests_run_beside_it(run, pytester):
    pytester.makepyfile("def test_other(): pass")
    run(".", "--conformance-output", "made.jsonl").assert_outcomes(passed=6)
    assert read(pytester.path / "made.jsonl").state == "complete"


def test_workers_that_stop_starting_end_the_session(run, pytester, monkeypatch):
    def run_units(engine, units):
        raise UnavailableError("no worker starts any more")

    monkeypatch.setattr(Engine, "run", run_units)
    result = run("cases", "--conformance-output", "made.jsonl")
    assert result.ret == 3
    assert f"{SOUND}: no worker starts any more" in result.stdout.str()
    assert read(pytester.path / "made.jsonl").state == "interrupted"
