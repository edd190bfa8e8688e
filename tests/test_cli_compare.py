"""`conformance compare`: in the terminal, as JSON and Markdown, of two runs and of many."""

from __future__ import annotations

import json

import pytest

from conformance.run.compare import KINDS
from conformance.run.writer import RunWriter
from tests.cli import conformance as call
from tests.run.test_runfile import header, result

UNCHANGED = "0 fixed, 0 changed value, 0 changed convention"


@pytest.fixture
def write(tmp_path):
    def write(name, results, *, finished=True, error=None, **head):
        path = tmp_path / f"{name}.jsonl"
        with RunWriter.create(path, header(run=name, **head)) as writer:
            for line in results:
                writer.result(line)
            if finished:
                writer.footer(error)
        return path

    return write


def test_json(write, capsys):
    old = write("old", [result(0), result(1, "wrong"), result(2)], version="1.1")
    new = write("new", [result(0, "wrong"), result(1), result(3)], version="1.2")
    assert call("compare", old, new, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["old"] | {"file": ""} == found["old"] | {"file": "", "run": "old", "version": "1.1", "results": 3}
    assert list(found["counts"]) == list(KINDS)
    assert found["counts"] == dict.fromkeys(KINDS, 0) | {"regressed": 1, "fixed": 1, "new": 1, "removed": 1}
    assert [change["kind"] for change in found["changes"]] == ["regressed", "fixed", "new", "removed"]
    assert found["changes"][0]["case"] == "a"
    assert found["changes"][0]["claim"] == "b[n=2]"
    assert found["changes"][0]["before"]["verdict"] == "pass"
    assert found["changes"][0]["after"] == {
        "verdict": "wrong", "side": None, "entry": [0], "observed": "inf", "truth": "1", "error_ulps": 0.5,
        "permitted_ulps": 12.0,
    }  # fmt: skip
    assert found["changes"][2]["before"] is None


def test_markdown(write, capsys):
    old, new = write("old", [result(0), result(1)]), write("new", [result(0, "wrong"), result(1)])
    assert call("compare", old, new, "--markdown") == 1
    page = capsys.readouterr().out
    assert "### Regressed: 1 claim, 1 result\n" in page
    assert "| <code>a/b&#91;n=2&#93;</code> | pass → wrong | 1 |" in page
    assert "### Fixed" not in page


def test_what_is_kept_apart(write, capsys):
    def said(content):
        return {"cases": content, "contents": {"a": {"claims": {"b[n=2]": content}, "points": "0"}}}

    old, new = write("old", [result(0)], **said("1")), write("new", [result(0, "wrong")], **said("2"))
    assert call("compare", old, new) == 0
    told = capsys.readouterr()
    assert told.out.startswith("incomparable: 1 claim, 1 result\n    a/b[n=2]: pass → wrong, 1 result\n")
    assert told.err == ""


def test_runs_that_do_not_say_what_their_cases_state(write, capsys):
    old, new = write("old", [result(0)], cases="1"), write("new", [result(0, "wrong")], cases="2")
    assert call("compare", old, new) == 1
    assert "note: the two runs were made from different cases, and one does not say" in capsys.readouterr().err


def test_an_interrupted_run_says_so(write, capsys):
    old, new = write("old", [result(0), result(1)]), write("new", [result(0)], finished=False)
    assert call("compare", old, new) == 0
    assert "new.jsonl is of an interrupted run; what it did not get to counts as removed" in capsys.readouterr().err
    assert call("compare", old, new, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["new"]["state"] == "interrupted"
    assert len(found["notes"]) == 1


def test_a_backend_that_could_not_start_is_no_regression(write, capsys):
    old, new = write("old", [result(0)]), write("new", [], error="torch is not installed here")
    assert call("compare", old, new) == 3
    told = capsys.readouterr()
    assert "fake could not start: torch is not installed here" in told.err
    assert "0 regressed" in told.out
    assert call("compare", new, old) == 0


def test_many_claims_are_counted_in_the_terminal(write, capsys):
    def many(verdict):
        return [result(0, verdict, id=f"a/{n}@p:fake.float64.reverse.eager", claim=str(n)) for n in range(25)]

    old, new = write("old", many("pass")), write("new", many("wrong"))
    assert call("compare", old, new) == 1
    out = capsys.readouterr().out
    assert "    … 5 more claims; --all lists them\n" in out
    assert out.count("pass → wrong") == 20
    call("compare", old, new, "--all")
    assert capsys.readouterr().out.count("pass → wrong") == 25


def test_a_page_has_at_most_so_many_bytes(write, capsys):
    def many(verdict):
        claims = [f"{n:06}-{'long' * 30}" for n in range(6_000)]
        return [result(0, verdict, id=f"a/{c}@p:fake.float64.reverse.eager", claim=c) for c in claims]

    old, new = write("old", many("pass")), write("new", many("wrong"))
    assert call("compare", old, new, "--markdown") == 1
    page = capsys.readouterr().out
    assert len(page.encode()) < 1_000_000
    shown = page.count("| pass → wrong |")
    assert f"regressed: {6_000 - shown:,} more claims with {6_000 - shown:,} results left out here." in page


def test_nothing_hostile_reaches_the_terminal(write, capsys):
    bad = {"id": "a/b@\x1b[31m\u202e\n:fake.float64.reverse.eager", "claim": "\x1b]0;x\x07"}
    old, new = write("old", [result(0, **bad)]), write("new", [result(0, "wrong", observed=1.0, **bad)])
    for option in ((), ("--markdown",)):
        assert call("compare", old, new, *option) == 1
        out = capsys.readouterr().out
        assert not set(out) & set("\x1b\x07\u202e")
    assert call("compare", old, new, "--json") == 1
    assert not set(capsys.readouterr().out) & set("\x1b\x07\u202e")


def started(day):
    return f"2026-11-{day:02}T00:00:00+00:00"


@pytest.fixture
def three(write):
    """Of versions 1, 2 and 3, given in disorder; the claim says something else in the last."""

    def head(day, content):
        contents = {"a": {"claims": {"b[n=2]": content, "c[n=2]": "0"}, "points": "0"}}
        return {"started": started(day), "version": str(day), "cases": content, "contents": contents}

    other = result(0, id="a/c@p:fake.float64.reverse.eager", claim="c")
    last = write("three", [result(0), result(1, "wrong"), other], **head(3, "y"))
    first = write("one", [result(0), result(1)], **head(1, "x"))
    return last, first, write("two", [result(0, "wrong"), result(1), other], **head(2, "x"))


def test_a_timeline(three, capsys):
    assert call("compare", *three) == 0  # the last step is incomparable, not worse
    assert capsys.readouterr().out == (
        f"1. fake 1, {started(1)}\n"
        f"    1 regressed, {UNCHANGED}, 1 new, 0 removed, 0 incomparable, 1 the same\n"
        f"2. fake 2, {started(2)}\n"
        f"    0 regressed, {UNCHANGED}, 0 new, 0 removed, 2 incomparable, 1 the same\n"
        f"3. fake 3, {started(3)}\n"
        "\n"
        "1 of 2 claims did not stay as they were\n"
        "    a/b[n=2]: pass → wrong ⇢ wrong\n"
    )


def test_a_timeline_as_json(three, capsys):
    assert call("compare", *three, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [run["version"] for run in found["runs"]] == ["1", "2", "3"]
    assert [step["counts"]["regressed"] for step in found["steps"]] == [1, 0]
    assert found["claims"]["a/c[n=2]"][0] is None
    assert found["claims"]["a/b[n=2]"] == [
        {"verdict": "pass", "results": 2, "verdicts": {"pass": 2}, "content": "x"},
        {"verdict": "wrong", "results": 2, "verdicts": {"pass": 1, "wrong": 1}, "content": "x"},
        {"verdict": "wrong", "results": 2, "verdicts": {"pass": 1, "wrong": 1}, "content": "y"},
    ]


def test_what_has_no_timeline(write, three, capsys):
    other = write("other", [], backend="another", started=started(4))
    assert call("compare", *three, other) == 2
    assert "a timeline is of one backend; these runs are of another, fake" in capsys.readouterr().err
    assert call("compare", *three, three[0]) == 2
    assert "a run is given twice" in capsys.readouterr().err
    assert call("compare", *three, "--markdown") == 2
    assert call("compare", *three[:2], "--markdown", "--json") == 2
