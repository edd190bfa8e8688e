from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run import lines
from conformance.run.errors import RunFileError, WriteError
from conformance.run.plan import Options
from conformance.run.runfile import read
from conformance.run.verdicts import GROUP_OF, GROUPS, ORDER
from conformance.run.writer import RunWriter, make_header

ABOUT = {"version": "1.2", "python": "3.11.7", "packages": {"numpy": "2.0"}, "platform": "Linux"}


def header(**changes):
    made = make_header(backend="fake", about=ABOUT, device="cpu", cases="abc", options=Options(), timeout=60.0)
    return made | changes


def result(number=0, verdict="pass", **changes):
    return {
        "kind": "result",
        "id": f"a/b@p#{number}:fake.float64.reverse.eager",
        "case": "a",
        "claim": "b",
        "sizes": {"n": 2},
        "point": f"p#{number}",
        "inputs": {"x": [1.0, "nan"], "y": -0.5},
        "backend": "fake",
        "dtype": "float64",
        "mode": "reverse",
        "execution": "eager",
        "device": "cpu",
        "verdict": verdict,
        "group": GROUP_OF.get(verdict),
        "truth_class": "smooth",
        "side": None,
        "error_ulps": 0.5,
        "permitted_ulps": 12.0,
        "digits": 15.9,
        "entry": [0],
        "observed": "inf",
        "truth": "1",
        "message": "Türkçe \udc80",
        "seconds": 0.25,
    } | changes


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "run.jsonl"


@pytest.fixture
def complete(path):
    with RunWriter.create(path, header()) as writer:
        writer.result(result(0))
        writer.result(result(1, "wrong"))
        writer.footer()
    return path


def test_written_and_read(complete):
    run = read(complete)
    assert run.header["backend"] == "fake"
    assert [r["verdict"] for r in run.results] == ["pass", "wrong"]
    assert run.results[0]["message"] == "Türkçe \udc80"
    assert run.footer == {
        "kind": "footer",
        "results": 2,
        "verdicts": {"pass": 1, "wrong": 1},
        "groups": dict.fromkeys(GROUPS, 0) | {"agree": 1, "wrong": 1},
        "environment_error": None,
    }
    assert run.environment_error is None
    assert run.finished == {result(0)["id"], result(1)["id"]}


def test_the_schema_knows_every_verdict_and_group():
    schema = json.loads((Path(lines.__file__).parent / "schemas" / "run-file.json").read_text("utf-8"))
    assert schema["$defs"]["verdict"]["enum"] == list(ORDER)
    assert schema["$defs"]["group"]["enum"] == list(GROUPS)


def test_every_line_is_in_the_file_when_it_is_finished(path):
    writer = RunWriter.create(path, header())
    for number in range(3):
        writer.result(result(number))
        assert len(read(path).results) == number + 1
    assert read(path).footer is None
    writer.close()


@pytest.mark.parametrize("cut", [1, 40, 200])
def test_a_truncated_file_is_an_interrupted_run(complete, cut):
    data = complete.read_bytes()
    complete.write_bytes(data[:-cut])
    run = read(complete)
    if cut == 1:  # only the newline is missing
        assert run.footer is not None
    else:
        assert run.footer is None
        assert len(run.results) == 2


def test_cut_at_every_byte_it_is_readable_and_can_be_gone_on_with(complete):
    whole = complete.read_bytes()
    first = whole.index(b"\n") + 1
    for size in range(first, len(whole) - 1, 7):
        complete.write_bytes(whole[:size])
        run = read(complete)
        assert run.footer is None
        with RunWriter.append(run) as writer:
            for number, verdict in [(0, "pass"), (1, "wrong")][len(run.results) :]:
                writer.result(result(number, verdict))
            writer.footer()
        assert complete.read_bytes() == whole


def test_going_on_after_a_line_that_lacks_its_newline(complete):
    whole = complete.read_bytes()
    complete.write_bytes(whole[: whole.index(b"\n")])
    run = read(complete)
    with RunWriter.append(run) as writer:
        writer.result(result(0))
    assert len(read(complete).results) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "run.jsonl:1: not a run file: it is empty or its first line is cut off"),
        ("{", "run.jsonl:1: not a run file: it is empty or its first line is cut off"),
        ("hello\n", "run.jsonl:1: not JSON: Expecting value"),
        ("[1]\n", "run.jsonl:1: not a line of a run file; its kind must be header, result or footer"),
        ('{"kind": "footer"}\n', 'run.jsonl:1: "results" is a required property'),
        ('{"kind": "header", "format": 2}\n', "run.jsonl:1: format 2 of a run file; this version reads format 1"),
        ("{" * 100_000 + "\n", "run.jsonl:1: not JSON"),
        ("[" * 100_000 + "\n", "run.jsonl:1: not JSON"),
        ('{"kind": NaN}\n', "run.jsonl:1: not JSON: NaN is not JSON; a run file writes the string 'nan'"),
    ],
)
def test_foreign_files(path, text, problem):
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(RunFileError) as error:
        read(path)
    assert problem in str(error.value)


def test_not_utf8(path):
    path.parent.mkdir()
    path.write_bytes(b'{"kind": "\xff"}\n')
    with pytest.raises(RunFileError, match=r"run\.jsonl:1: not UTF-8"):
        read(path)


def test_missing_file_and_directory(tmp_path):
    with pytest.raises(RunFileError, match="cannot be read: No such file"):
        read(tmp_path / "none.jsonl")
    with pytest.raises(RunFileError, match="cannot be read"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"verdict": "great"}, ':2: verdict: "great" is not one of'),
        ({"group": "wrong"}, ":2: verdict pass is in the group agree, not wrong"),
        ({"backend": "other"}, ":2: a result of other in a run of fake"),
        ({"observed": "many"}, ':2: observed: "many" does not match'),
        ({"verdict": "\udc80"}, ':2: verdict: "?" is not one of'),
        ({"entry": [-1]}, ":2: entry.0: -1 is less than the minimum of 0"),
        ({"inputs": {"x": [[True]]}}, ":2: inputs.x.0.0: true is not of type"),
        ({"extra": 1}, ":2: Additional properties are not allowed ('extra' was unexpected)"),
    ],
)
def test_results_that_are_none(path, changes, problem):
    path.parent.mkdir()
    path.write_bytes(lines.dump(header()) + lines.dump(result(**changes)))
    with pytest.raises(RunFileError) as error:
        read(path)
    assert problem in str(error.value)


def test_lines_out_of_place(complete):
    first, a, b, footer = complete.read_bytes().splitlines(keepends=True)
    for text, problem in [
        (a + b, ":1: a run file begins with its header; this is a result"),
        (first + first + footer, ":2: a header among the results"),
        (first + footer + a, ":2: a footer among the results"),
        (first + a + a, ":3: a/b@p#0:fake.float64.reverse.eager is already on line 2"),
        (first + a + footer, ":3: the footer's counts are not those of the 1 results above it"),
        (first + a + b + footer + b"{", ":5: text after the footer"),
    ]:
        complete.write_bytes(text)
        with pytest.raises(RunFileError) as error:
            read(complete)
        assert problem in str(error.value)


def test_an_earlier_run_is_replaced_and_nothing_else_is(complete):
    RunWriter.create(complete, header(run="second")).close()
    assert read(complete).header["run"] == "second"
    other = complete.with_name("thesis.txt")
    other.write_text("two years of work")
    with pytest.raises(RunFileError, match="is no run file, so it is not overwritten"):
        RunWriter.create(other, header())
    assert other.read_text() == "two years of work"


def test_a_full_disk_is_an_error_of_its_own():
    with pytest.raises(WriteError, match="cannot write /dev/full: No space left on device; what is in it is kept"):
        RunWriter.create(Path("/dev/full"), header())


def test_a_line_that_did_not_fit_is_taken_back(complete, monkeypatch):
    run = read(complete)
    writer = RunWriter.append(run)

    class Full:
        def __init__(self, file):
            self.file = file
            self.room = 100

        def write(self, data):
            if not self.room:
                raise OSError(28, "No space left on device")
            written = self.file.write(data[: self.room])
            self.room -= written
            return written

        def __getattr__(self, name):
            return getattr(self.file, name)

    before = complete.read_bytes()
    monkeypatch.setattr(writer, "_file", Full(writer._file))
    with pytest.raises(WriteError):
        writer.result(result(2))
    assert complete.read_bytes() == before
    writer.close()


def test_a_folder_in_the_way(tmp_path):
    with pytest.raises(WriteError, match="Is a directory"):
        RunWriter.create(tmp_path, header())


def test_header_of_a_backend_that_could_not_start(path):
    made = make_header(backend="torch", about=None, device="cpu", cases="abc", options=Options(), timeout=60.0)
    with RunWriter.create(path, made) as writer:
        writer.footer("torch is not installed here: pip install torch==2.13.0")
    run = read(path)
    assert run.header["version"] is None
    assert run.environment_error == "torch is not installed here: pip install torch==2.13.0"
    assert run.results == []


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_numbers_survive(value):
    told = lines.number(value)
    back = float(json.loads(json.dumps(told, allow_nan=False)))
    assert back == value or (math.isnan(back) and math.isnan(value))
