"""Which results of two runs are answers to the same question, and which runs may stand in one table."""

from __future__ import annotations

import pytest

from conformance.casefile.load import load
from conformance.run.agreement import disagreement
from conformance.run.contents import contents, differing

BASE = """\
format: 1
cases:
- id: demo
  title: A demonstration
  sizes: {n: [1, 2]}
  inputs: {x: vector(n), a: real}
  let:
    f: sum(x*x)
    g: sum(x*x)
  points: {generic: {sample: 2}}
  claims:
  - {id: gradient, that: "grad(f, x) == 2*x"}
  - {id: of-f, that: "grad(f*f*g, f)"}
  - {id: moved, that: "at(grad(f, x), a = 2)"}
"""


def said(tmp_path, text=BASE):
    path = tmp_path / "demo.yaml"
    path.write_text(text)
    loaded = load([path])
    assert not loaded.problems
    return contents(loaded.cases)


def test_a_claim_at_each_size(tmp_path):
    claims = said(tmp_path)["demo"]["claims"]
    assert list(claims) == [f"{claim}[n={n}]" for n in (1, 2) for claim in ("gradient", "of-f", "moved")]
    assert len(set(claims.values())) == 6


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A demonstration", "title: 'Another title'  # and a comment"),
        ("  - {id: gradient", "  - {id: another, that: f}\n  - {id: gradient"),
        ("inputs: {x: vector(n), a: real}", "inputs: {x: vector(n), a: real}\n  tags: [new]"),
        ('"grad(f, x) == 2*x"', '"grad(f,x)==2 * x"'),
        ("sizes: {n: [1, 2]}", "sizes: {n: [1, 2, 3]}"),
    ],
)
def test_what_does_not_change_a_claim(tmp_path, old, new):
    before, after = said(tmp_path), said(tmp_path, BASE.replace(old, new))
    assert before["demo"]["claims"].items() <= after["demo"]["claims"].items()


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("== 2*x", "== 3*x", {"gradient"}),
        ("== 2*x", "!= 2*x", {"gradient"}),
        ("f: sum(x*x)", "f: sum(x*x*x)", {"gradient", "of-f", "moved"}),
        ("grad(f*f*g, f)", "grad(f*f*g, g)", {"of-f"}),  # f and g are the same sum under two names
        ("a = 2", "a = 3", {"moved"}),
        ("grad(f, x) == 2*x", "grad(f, x) == 2*x + O(a)", {"gradient"}),
    ],
)
def test_what_changes_one(tmp_path, old, new, changed):
    before, after = said(tmp_path)["demo"]["claims"], said(tmp_path, BASE.replace(old, new))["demo"]["claims"]
    assert {name.partition("[")[0] for name in before if before[name] != after[name]} == changed


def test_points_have_a_hash_of_their_own(tmp_path):
    before, after = said(tmp_path)["demo"], said(tmp_path, BASE.replace("sample: 2", "sample: 3"))["demo"]
    assert before["claims"] == after["claims"]
    assert before["points"] != after["points"]


def test_differing():
    one = {"a": {"claims": {}, "points": "1"}, "b": {"claims": {}, "points": "2"}}
    other = {"c": {"claims": {}, "points": "1"}, "b": {"claims": {}, "points": "3"}}
    assert differing(one, other) == ["a", "b", "c"]
    assert differing(one, one) == []


def head(run, cases, contents=None):
    made = {"run": run, "backend": "torch", "cases": cases}
    return made if contents is None else made | {"contents": contents}


def said_by(*names, points="1"):
    return {name: {"claims": {"g": "0"}, "points": points} for name in names}


def test_runs_that_agree():
    assert disagreement([head("r1", "x"), head("r2", "x"), head("r3", "x", said_by("a"))]) is None
    assert disagreement([head("r1", "x", said_by("a")), head("r2", "y", said_by("a"))]) is None  # a comment, say
    assert disagreement([]) is None


def test_a_disagreement_names_the_runs_and_the_cases():
    one = head("r1", "x", said_by("a", "b") | said_by("c", points="2"))
    other = head("r2", "y", said_by("a", "c", "d"))
    assert disagreement([one, one, other]) == (
        "run r1 of torch and run r2 of torch were made from different cases, so they do not merge: "
        "they differ in c; only run r1 of torch has b; only run r2 of torch has d; run them again"
    )


def test_a_long_list_is_counted():
    names = [f"case-{n:02}" for n in range(13)]
    told = disagreement([head("r1", "x", said_by(*names)), head("r2", "y", said_by(*names, points="2"))])
    assert "case-00, case-01" in told
    assert "case-09 and 3 more; run them again" in told


def test_a_run_that_does_not_say():
    told = disagreement([head("r1", "x", said_by("a")), head("r2", "y")])
    assert "run r2 of torch does not say which" in told
