"""`conformance run` from the outside: verdicts, exit codes, files, whatever the backend does."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from conformance.run.runfile import read
from tests.cli import MINIATURES, SMALL, command, conformance, verdicts, without_times

SOUND = f"{MINIATURES}.sound"
QUICK = ("--profile", "quick")


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(tmp_path, cache):
    """Run the small case on one backend; the exit code and the run."""

    def run(backend, *options, case=SMALL, name="run.jsonl"):
        output = tmp_path / name
        code = conformance("run", case, "--backend", backend, "--cache", cache, "--output", output, *options)
        return code, read(output) if output.exists() else None

    return run


@pytest.mark.parametrize(
    ("miniature", "verdict", "code"),
    [
        ("sound", "pass", 0),
        ("prints", "pass", 0),
        ("halved", "wrong", 1),
        ("negated", "wrong", 1),
        ("transposed", "wrong", 1),
        ("permuted", "wrong", 1),
        ("nan", "spurious-nan", 1),
        ("none", "unsupported", 0),
        ("unable", "unsupported", 0),
        ("wrong_dtype", "wrong-dtype", 1),
        ("wrong_shape", "wrong-shape", 1),
        ("raises", "error", 1),
        ("speaks_rubbish", "error", 1),
        ("crashes", "crash", 1),
        ("exits", "crash", 1),
        ("hangs", "timeout", 1),
    ],
)
def test_every_broken_backend_gets_its_verdict(run, miniature, verdict, code):
    options = ("--timeout", "1") if miniature == "hangs" else ()
    told, made = run(f"{MINIATURES}.{miniature}", *QUICK, "--mode", "reverse", *options)
    assert told == code
    assert verdicts(made) == {verdict}
    assert made.footer is not None
    assert made.footer["results"] == 6
    if miniature not in ("wrong_dtype", "wrong_shape"):
        assert verdicts(made, "value") == {"pass"}


def test_single_precision_in_disguise_is_seen_in_float64_alone(run):
    _, made = run(f"{MINIATURES}.rounded", "--mode", "reverse")
    gradients = [result for result in made.results if result["claim"] == "gradient"]
    assert {r["group"] for r in gradients if r["dtype"] == "float32"} == {"agree"}
    assert {r["group"] for r in gradients if r["dtype"] == "float64"} <= {"inaccurate", "wrong"}


def test_a_backend_that_is_not_installed_is_no_failing_check(run, capsys):
    code, made = run(f"{MINIATURES}.not_installed")
    assert code == 3
    assert made.results == []
    assert "a_framework_that_is_not_installed" in made.environment_error
    assert "Traceback" not in capsys.readouterr().err


def test_one_broken_backend_takes_no_other_with_it(tmp_path, cache, capsys):
    names = [f"{MINIATURES}.{name}" for name in ("crashes", "sound", "not_installed", "prints")]
    options = [word for name in names for word in ("--backend", name)]
    assert conformance("run", SMALL, *options, *QUICK, "--cache", cache, "--output", tmp_path) == 3
    runs = {name: read(tmp_path / f"{name}.jsonl") for name in names}
    assert all(run.footer is not None for run in runs.values())
    assert verdicts(runs[names[1]]) == verdicts(runs[names[3]]) == {"pass"}
    out = capsys.readouterr().out
    assert "could not start" in out
    assert "not as expected" in out


def test_two_runs_give_the_same_file(run, tmp_path):
    run("numpy", "--profile", "full", name="a.jsonl")
    run("numpy", "--profile", "full", "--jobs", "3", name="b.jsonl")
    assert without_times(tmp_path / "a.jsonl") == without_times(tmp_path / "b.jsonl")


def test_shards_make_a_whole(run, tmp_path):
    run(SOUND, name="whole.jsonl")
    for part in (1, 2):
        run(SOUND, "--shard", f"{part}/2", name=f"{part}.jsonl")
    parts = [result["id"] for part in (1, 2) for result in read(tmp_path / f"{part}.jsonl").results]
    assert sorted(parts) == sorted(result["id"] for result in read(tmp_path / "whole.jsonl").results)


def test_the_default_place_of_a_run_file(cache, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path.cwd()))
    monkeypatch.chdir(tmp_path)
    assert conformance("run", SMALL, "--backend", "numpy", *QUICK, "--cache", cache) == 0
    assert read(tmp_path / "reports" / "runs" / "numpy.jsonl").footer is not None


def test_a_finite_difference_is_a_baseline(run):
    code, made = run("numpy", "--mode", "finite-difference")
    assert code == 0
    assert "inaccurate" in verdicts(made)


def test_expected_results_are_looked_up(run, tmp_path):
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"small.quadratic/gradient@*": {"verdict": ["wrong"], "cause": "halved on purpose"}}))
    halved = f"{MINIATURES}.halved"
    assert run(halved, *QUICK, "--expected", known)[0] == 0
    assert run(SOUND, *QUICK, "--expected", known)[0] == 1  # it is no longer wrong: the file is out of date
    known.write_text(json.dumps({"*": {"verdict": "splendid", "cause": ""}}))
    assert run(SOUND, *QUICK, "--expected", known)[0] == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--mode", "backward"), "has no mode 'backward'; allowed: reverse, forward"),
        (("--dtype", "int8"), "has no dtype 'int8'; allowed: float32, float64"),
        (("--execution", "jit"), "has no execution 'jit'; allowed: eager"),
        (("--shard", "3/2"), "no such shard: '3/2'"),
        (("--timeout", "0"), "--timeout"),
        (("--jobs", "0"), "--jobs"),
        (("--profile", "slow"), "'quick', 'default', 'full'"),
        (("--python", "torch"), "'torch' is not NAME=PATH"),
        (("--select", "tag:nothing"), "nothing is selected"),
    ],
)
def test_options_that_cannot_be(run, capsys, options, message):
    code, made = run(SOUND, *options)
    assert code == 2
    assert made is None
    assert message in capsys.readouterr().err


def test_backends_that_nobody_knows(run, capsys):
    assert run("tourch")[0] == 2
    assert "no backend is named 'tourch'; known here: jax, mxnet, numpy, tensorflow, torch" in capsys.readouterr().err
    assert run("../../etc/x.y")[0] == 2
    assert "no backend is named '../../etc/x.y'" in capsys.readouterr().err
    assert conformance("run", SMALL) == 2
    assert "--backend NAME" in capsys.readouterr().err


def test_an_interpreter_that_is_not_there(run):
    code, made = run("numpy", "--python", "numpy=/no/such/python")
    assert code == 3
    assert made.environment_error == "numpy: /no/such/python does not start: No such file or directory"


def test_a_bad_case_takes_no_other_with_it(run, tmp_path, capsys):
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "good.yaml").write_text(SMALL.read_text())
    (folder / "bad.yaml").write_text("format: 1\ncases: [{id: A}]\n")
    code, made = run(SOUND, *QUICK, case=folder)
    assert code == 2
    assert verdicts(made) == {"pass"}
    assert "bad.yaml:2:" in capsys.readouterr().err


def test_a_full_disk(cache, capsys):
    assert conformance("run", SMALL, "--backend", SOUND, "--cache", cache, "--output", "/dev/full") == 3
    error = capsys.readouterr().err
    assert "cannot write /dev/full: No space left on device" in error
    assert "Traceback" not in error


def test_a_file_that_is_no_run_file_is_left_alone(run, tmp_path):
    precious = tmp_path / "run.jsonl"
    precious.write_text("two years of work\n")
    assert conformance("run", SMALL, "--backend", SOUND, *QUICK, "--output", precious) == 2
    assert precious.read_text() == "two years of work\n"


def started(path, process, lines):
    """Wait until the run file has that many lines."""
    for _ in range(600):
        if path.exists() and path.read_bytes().count(b"\n") >= lines:
            return
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    raise AssertionError("the run does not get on")


def gone(pid):
    """Wait until a process is gone; whether it is."""
    for _ in range(100):
        status = Path(f"/proc/{pid}/stat")
        if not status.exists() or status.read_text().split()[2] == "Z":
            return True
        time.sleep(0.05)
    return False


def children(process):
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


@pytest.mark.parametrize(
    ("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_interrupted_and_resumed_is_as_uninterrupted(run, tmp_path, cache, ending, code):
    """The backend stops in the middle of a unit, and is made to end there."""
    path = tmp_path / "interrupted.jsonl"
    slow = "tests.run.sleeps"
    how = ("run", SMALL, "--backend", slow, "--cache", cache)
    process = command(*how, "--output", path, env={"CONFORMANCE_SLEEP": "600"})
    started(path, process, lines=6)
    workers = children(process)
    process.send_signal(ending)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code, (out, err)
    assert "Traceback" not in err
    if code == 130:
        assert f"go on with: conformance run {SMALL} --resume {path}" in err
        assert all(map(gone, workers))
    else:  # nobody was left to end them
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
    finished = read(path)
    assert finished.footer is None
    assert finished.results
    assert conformance("run", SMALL, "--resume", path, "--cache", cache) == 0
    run(slow, name="whole.jsonl")
    assert without_times(path) == without_times(tmp_path / "whole.jsonl")


def test_what_cannot_be_resumed(run, tmp_path, capsys):
    path = tmp_path / "run.jsonl"
    run(SOUND, *QUICK)
    assert conformance("run", SMALL, "--resume", path) == 2
    assert "the run is complete" in capsys.readouterr().err

    whole = path.read_text().splitlines(keepends=True)
    for old, new, message in [
        ('"suite": "', '"suite": "9', "of the suite, this is"),
        ('"cases": "', '"cases": "9', "made from other cases"),
        ('"version": "', '"version": "9', "made with the version 9"),
    ]:
        path.write_text(whole[0].replace(old, new) + whole[1])
        assert conformance("run", SMALL, "--resume", path) == 2
        assert message in capsys.readouterr().err
        assert len(read(path).results) == 1

    assert conformance("run", SMALL, "--resume", path, "--backend", "numpy") == 2
    assert "--backend does not go with --resume" in capsys.readouterr().err
    path.write_text("not a run file\n")
    assert conformance("run", SMALL, "--resume", path) == 2
    assert "run.jsonl:1: not JSON" in capsys.readouterr().err
