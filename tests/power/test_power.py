"""`conformance power`: what the cases see, what they do not, and alarms on a backend as it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.casefile.load import load
from conformance.power.fresh import refreshed
from conformance.power.sound import catches
from tests.cli import MINIATURES, conformance

HEAD = """\
format: 1
cases:
- id: product
  title: Two vectors
  sizes: {n: [1, 3]}
  inputs: {x: vector(n), y: vector(n)}
  points:
    generic: {sample: 2}
"""
GENERIC = (
    HEAD
    + """\
  claims:
  - {id: first, that: "grad(dot(x, y), x) == y"}
  - {id: again, that: "grad(dot(x, y), x)"}
"""
)
ZERO = (
    HEAD
    + """\
    zero: {x: [0, -1.25, 0.5], y: [0.75, -1.5, 0]}
  claims:
  - {id: first, that: "grad(dot(x, y), x) == y"}
  - {id: second, that: "grad(dot(x, y), y) == x"}
  - {id: both, that: "grad(dot(x, sin(x)), x)"}
"""
)


def told(folder: Path, text: str, *options: object, backend: str = "sound", code: int = 1) -> dict[str, Any]:
    """What a study of these cases found."""
    case, output = folder / "case.yaml", folder / "power.json"
    case.write_text(text)
    command = ("power", case, "--backend", f"{MINIATURES}.{backend}", "--output", output, "--cache", folder / "cache")
    assert conformance(*command, *options) == code
    found: dict[str, Any] = json.loads(output.read_text())
    return found


def outcomes(study: dict[str, Any]) -> dict[str, str]:
    return {fault["id"]: fault["outcome"] for fault in study["faults"]}


def test_what_generic_points_see_and_what_they_do_not(tmp_path: Path) -> None:
    study = told(tmp_path, GENERIC, "--operator", "dot")
    found = outcomes(study)
    seen = "sign double half thousandth millionth dropped nan-entry size-one negative-side".split()
    assert {found[f"dot/{kind}/0"] for kind in seen} == {"caught"}
    assert {found[f"dot/{kind}"] for kind in ("none", "wrong-shape", "wrong-dtype", "stale", "forward-only")} == {
        "caught"
    }
    assert found["dot/zero-at-zero/0"] == "survived"
    assert found["dot/sign/1"] == "survived"
    reasons = {fault["id"]: fault["reason"] for fault in study["faults"]}
    assert "seen by none" in reasons["dot/zero-at-zero/0"]
    assert reasons["dot/sign/1"] == "no claim has a place for it"
    assert reasons["dot/sign/0"] is None


def test_a_zero_and_the_other_argument_close_the_gaps(tmp_path: Path) -> None:
    study = told(tmp_path, ZERO, "--operator", "dot")
    missed = {fault["id"]: fault["reason"] for fault in study["faults"] if fault["outcome"] != "caught"}
    assert missed == {"dot/second-order": "no claim has a place for it"}, "none takes a second derivative"


def test_what_a_claim_alone_catches(tmp_path: Path) -> None:
    study = told(tmp_path, ZERO, "--operator", "dot", "--cases")
    claims = study["claims"]
    assert "dot/swapped" in claims["product/both"]["alone"]
    assert "dot/zero-at-zero/0" in claims["product/first"]["alone"]
    assert "dot/sign/0" not in claims["product/first"]["alone"], "seen by product/both too"
    assert study["cases"]["product"]["caught"] == len([f for f in study["faults"] if f["caught"]])


def test_of_two_equal_claims_either_is_dispensable(tmp_path: Path) -> None:
    claims = told(tmp_path, GENERIC, "--operator", "dot", "--cases")["claims"]
    assert claims["product/first"] == claims["product/again"]
    assert claims["product/first"]["dispensable"]
    assert claims["product/first"]["alone"] == []


def test_all_caught_is_exit_code_0(tmp_path: Path) -> None:
    told(tmp_path, GENERIC, "--operator", "dot", "--kind", "stale", "--kind", "none", code=0)


def test_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(tmp_path, GENERIC, "--operator", "dot", "--kind", "sign", "--kind", "zero-at-zero", "--cases")
    out = capsys.readouterr().out
    assert "1 of 4 faults caught (25 %)" in out
    assert "dot/zero-at-zero/0  zero where the argument is exactly 0  planted in 2 claims, seen by none" in out
    assert "2 of 2 claims catch nothing that another claim does not catch as well" in out


def test_unknown_names_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(GENERIC)
    backend = ("--backend", f"{MINIATURES}.sound")
    assert conformance("power", case, *backend, "--kind", "sine") == 2
    assert "no kind of fault is named 'sine'; allowed: broadcast-sum, " in capsys.readouterr().err
    assert conformance("power", case, *backend, "--operator", "greater") == 2
    assert "no operator with a derivative is named 'greater'" in capsys.readouterr().err
    assert conformance("power", case, "--backend", f"{MINIATURES}.not_installed") == 3


def test_no_alarm_on_a_sound_backend_at_fresh_points(tmp_path: Path) -> None:
    found = told(tmp_path, ZERO, "--sound", 100, code=0)
    assert found["checks"] >= 100
    assert found["alarms"] == []
    assert set(found["verdicts"]) == {"pass"}


def test_a_wrong_backend_raises_alarms_at_fresh_points(tmp_path: Path) -> None:
    found = told(tmp_path, ZERO, "--sound", 20, "--seed", 3, backend="halved")
    assert len(found["alarms"]) >= found["checks"] * 0.9
    assert all("@fresh-3#" in alarm["id"] for alarm in found["alarms"])


def test_fresh_points_differ_from_the_case_and_from_one_another(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(ZERO)
    (case,) = load((path,)).cases
    values = [
        tuple(point.values["x"])
        for seed in (1, 2)
        for instance in refreshed(case, seed, 3).instances[1:]
        for point in instance.claims[0].points
    ]
    known = {tuple(point.values["x"]) for point in case.instances[1].claims[0].points}
    assert len(set(values)) == len(values) == 6
    assert known.isdisjoint(values)


@pytest.mark.parametrize(
    ("before", "after", "caught"),
    [
        ("pass", "wrong", True), ("pass", "inaccurate", True), ("pass", "pass", False),
        ("subgradient", "outside", True), ("subgradient", "pass", False), ("inaccurate", "inaccurate", False),
        ("inaccurate", "wrong", True), ("inaccurate", "unsupported", False), ("edge", "wrong", False),
        ("wrong", "wrong", False), ("ill-conditioned", "wrong", False), ("pass", "ill-conditioned", True),
    ],
)  # fmt: skip
def test_what_counts_as_a_catch(before: str, after: str, caught: bool) -> None:
    assert catches(before, after) is caught
