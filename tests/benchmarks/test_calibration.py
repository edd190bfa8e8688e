"""The calibration's own logic: what is observed, and the table of a few observations."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np
import pytest

from benchmarks.calibration.functions import FIXED, cases, operator_of, used
from benchmarks.calibration.known import cause_of, causes
from benchmarks.calibration.measure import measured
from benchmarks.calibration.record import units
from benchmarks.calibration.render import render
from benchmarks.calibration.table import functions, rows
from conformance.language.ops import OPERATORS
from conformance.run.plan import Abilities
from conformance.run.protocol import encode_array
from tests.run.truths import nothing, smooth

MACHINE = {"date": "2026-01-01", "processor": "one", "cores": 2}
EXP = "calibration.elementwise.line.exp"
UNIT = 2.0**-53


def recorded(values: Any, name: str = "first", dtype: str = "float64") -> dict[str, Any]:
    array = encode_array(np.asarray(values, dtype))
    place = {"case": EXP, "claim": name, "sizes": {"n": 1}, "point": "generic#0"}
    how = {"backend": "torch", "dtype": dtype, "mode": "reverse"}
    return {"id": f"{EXP}/{name}[n=1]@generic#0:torch.{dtype}.reverse.eager"} | place | how | {
        "kind": "observation",
        "values": [{"array": array, "missing": False}],
    }  # fmt: skip


def line(ratio: Any, *, point: int = 0, half: float = 0.01, verdict: str = "pass", **others: Any) -> dict[str, Any]:
    made = {
        "id": f"{EXP}/first[n=1]@generic#{point}:torch.float64.reverse.eager", "backend": "torch", "dtype": "float64",
        "mode": "reverse", "group": "elementwise", "operator": "exp", "order": 1, "verdict": verdict, "ratio": ratio,
        "permitted": 1e-15, "half": half,
    }  # fmt: skip
    return made | others


def test_every_operator_that_has_a_derivative_is_observed_and_differentiated() -> None:
    seen = [pair for case in cases() for i in case.instances for claim in i.claims for pair in used(i, claim)]
    differentiable = set(OPERATORS) - FIXED
    assert {name for name, _ in seen} >= differentiable
    assert {name for name, order in seen if order >= 1} >= differentiable
    assert {order for _, order in seen} >= {0, 1, 2}


def test_every_case_is_about_an_operator() -> None:
    about = {operator_of(case.id) for case in cases()}
    assert {group for group, _ in about} >= {row.group for name, row in OPERATORS.items() if name not in FIXED}
    assert ("arithmetic", "power") in about
    assert ("normalizing", "log_softmax") in about


def test_a_case_about_nothing_is_refused() -> None:
    with pytest.raises(LookupError, match="no operator of the group elementwise"):
        operator_of("calibration.elementwise.line.det")


def test_sizes_run_from_one_to_twelve() -> None:
    sizes = {size for case in cases() for instance in case.instances for size in instance.sizes.values()}
    assert (min(sizes), max(sizes)) == (1, 12)


def test_a_slow_backend_keeps_every_claim_and_in_every_large_group_every_dtype_and_mode() -> None:
    modes = ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")
    few, many = (units(cases(), Abilities(b, ("float32", "float64"), modes, ("eager",))) for b in ("jax", "torch"))
    assert {(u.case.id, u.claim.id) for u in few} == {(u.case.id, u.claim.id) for u in many}
    groups = Counter(operator_of(case.id)[0] for case in cases())
    large = {group for group, count in groups.items() if count > 4}
    found, whole = (
        {(group, u.dtype, u.mode) for u in listed if (group := operator_of(u.case.id)[0]) in large}
        for listed in (few, many)
    )
    assert found == whole
    assert sum(len(u.points) for u in few) < sum(len(u.points) for u in many) / 4


def test_a_ratio_is_the_largest_error_over_what_is_permitted() -> None:
    found = measured(recorded([1 + 3 * UNIT * 2, 2.0]), [smooth([1.0, 2.0], [8 * UNIT, 8 * UNIT])], 1)
    assert (found["ratio"], found["half"]) == (0.75, 0.25)
    assert found["permitted"] == pytest.approx(6 * UNIT, rel=1e-3)
    assert (found["group"], found["operator"], found["verdict"]) == ("elementwise", "exp", "pass")


def test_an_error_where_none_is_permitted_is_an_infinite_ratio() -> None:
    assert measured(recorded([1.5]), [smooth([1.0], 0.0)], 1)["ratio"] == "inf"
    assert measured(recorded([math.nan]), [smooth([1.0])], 1)["ratio"] == "inf"
    assert measured(recorded([1.0]), [smooth([1.0], 0.0)], 1)["ratio"] == 0.0


def test_what_cannot_be_compared_has_no_ratio() -> None:
    assert measured(recorded([1.0]), [nothing("undefined", (1,))], 1)["ratio"] is None
    assert measured(recorded([[1.0]]), [smooth([1.0])], 1)["ratio"] is None
    refused = recorded([1.0]) | {"values": [{"failure": "unsupported", "message": "no"}]}
    assert measured(refused, [smooth([1.0])], 1) | {"ratio": None, "verdict": "unsupported"} == measured(
        refused, [smooth([1.0])], 1
    )


def test_zeros_are_measured_by_the_scale_where_all_is_zero() -> None:
    truth = smooth([0.0], 4 * UNIT, scale=2.0)
    assert measured(recorded([0.0]), [truth], 1)["half"] == 0.5
    assert measured(recorded([0.0]), [truth], 1)["permitted"] is None


def test_looseness_is_of_the_nearest_answer_anywhere() -> None:
    lines = [line(0.02), line(0.2, point=1), line(0.001, point=2, half=0.05)]
    assert functions(lines) == {f"{EXP}/first[n=1] float64": 5.0}


def test_an_answer_beyond_what_is_permitted_makes_nothing_tight() -> None:
    assert functions([line(70.0), line(0.001)]) == {f"{EXP}/first[n=1] float64": 100.0}


def test_where_no_answer_is_good_nothing_is_known_of_looseness() -> None:
    """Half a unit alone would make a function of ill-conditioned and wrong answers the loosest of all."""
    assert functions([line(70.0), line(0.1, verdict="ill-conditioned")]) == {}


def test_a_row_counts_what_is_explained_apart() -> None:
    lines = [line(0.5), line(7.0, point=1), line("inf", point=2), line(None), line(0.9, verdict="ill-conditioned")]
    row, everything = rows(lines, lambda each: str(each["group"]), lambda each: "#2" in each["id"])
    assert (row.name, row.observations, row.explained, row.ill_conditioned) == ("elementwise", 4, 1, 1)
    assert (row.worst, everything.name) == (7.0, "all")
    assert row.where.startswith(f"{EXP}/first[n=1]@generic#1")


def test_the_table_names_what_has_no_known_cause() -> None:
    lines = [line(0.5), line(3.0, point=1), line(9.0, point=2)]
    known = {f"{EXP}/*@generic#2:*": "a formula that cancels"}
    text, data = render([{"backend": "torch", "version": "2", "packages": {}}], lines, known, MACHINE)
    assert data["unexplained"] == [lines[1]["id"]]
    assert data["reasons"] == {"a formula that cancels": 1}
    assert "a formula that cancels" in text
    assert "gradcheck" in text
    assert "| elementwise | 3 | 3 |" in text


def test_a_bracket_in_a_pattern_is_a_bracket() -> None:
    known = {"a/first[n=1]*:torch.*": "cause"}
    assert cause_of("a/first[n=1]@p:torch.float64.reverse.eager", known) == "cause"
    assert cause_of("a/firstn@p:torch.float64.reverse.eager", known) is None


def test_every_known_cause_is_of_a_case_that_there_is() -> None:
    ids = [f"{case.id}/{claim}" for case in cases() for claim in case.claims]
    for pattern in causes():
        function = pattern.partition("@")[0].partition(":")[0].partition("[")[0]
        assert any(cause_of(i, {function.rstrip("*") + "*": "x"}) for i in ids), pattern
