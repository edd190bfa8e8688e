"""Hints of `conformance audit`: what is printed of them, and that they change no exit code."""

from __future__ import annotations

import json

import pytest

from tests.cli import conformance as call

CASES = """\
format: 1
cases:
- id: made.up
  title: Made up
  inputs: {x: real, y: real, z: real}
  points: {twos: {x: 2, y: 2, z: 2}, apart: {x: 1, y: 2, z: 5}}
  claims:
  - {id: hidden, that: "grad(x*y, [x, y]) == [2, 2]", at: twos}
  - {id: shown, that: "grad(x*y*z, [x, y, z]) == [y*z, x*z, x*y]"}
  - {id: nature, that: "grad(x + y, [x, y]) == [1, 1]"}
"""

HIDDEN = (
    "{cases}:8:5: hint: made.up/hidden: at every point (twos) the 2 entries of the left side are equal: "
    "a permuted result would go unseen; add a point where they differ\n"
)
SHOWN = (
    "{cases}:9:5: hint: made.up/shown: at twos the 3 entries of the left side are equal: "
    "a permuted result would go unseen, but not at shown@apart\n"
)
COUNT = "3 claims in 1 cases: 3 confirmed\n"
COVERED = "points at which a permuted result would go unseen, but not at another point: 1"


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(CASES)
    return path


def audit(capsys, cases, *options):
    assert call("audit", cases, "--no-cache", *options) == 0
    return capsys.readouterr().out.replace(str(cases), "{cases}")


def test_a_hint_that_no_other_point_makes_up_for_is_printed(capsys, cases):
    assert audit(capsys, cases) == f"{COUNT}{HIDDEN}hints: 1\n{COVERED} (--hints all lists them)\n"


def test_all_hints(capsys, cases):
    assert audit(capsys, cases, "--hints", "all") == f"{COUNT}{HIDDEN}{SHOWN}hints: 1\n{COVERED}\n"


def test_no_hints(capsys, cases):
    assert audit(capsys, cases, "--hints", "none") == COUNT


def test_a_transposed_result(capsys, cases):
    cases.write_text(
        "format: 1\ncases:\n- id: made.up\n  title: Made up\n  inputs: {A: 'matrix(2, 2)', x: vector(2)}\n"
        "  points: {one: {A: [[1, 2], [2, 3]], x: [1, 2]}}\n"
        "  claims:\n  - {id: linear, that: 'jac(A @ x, x) == A'}\n"
    )
    assert audit(capsys, cases).splitlines()[1] == (
        "{cases}:8:5: hint: made.up/linear: at every point (one) the left side is symmetric: "
        "a transposed result would go unseen; add a point where it is not"
    )


def test_hints_in_json(capsys, cases):
    hidden, shown, nature = json.loads(audit(capsys, cases, "--json"))
    assert hidden["hints"] == [
        {
            "side": "left", "pattern": "equal entries", "axes": None, "shape": [2],
            "points": ["twos"], "covered_by": None,
        }
    ]  # fmt: skip
    assert [hint["covered_by"] for hint in shown["hints"]] == ["shown@apart"]
    assert nature["hints"] == []
