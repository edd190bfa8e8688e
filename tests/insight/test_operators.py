"""How operators fare by themselves, and how errors go towards special points."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from conformance.casefile.model import Case, Input, Instance, Point
from conformance.insight.operators import OperatorResults, Spot, operators, share
from conformance.insight.special import exact, specials
from conformance.language.ops import OPERATORS
from tests.insight.samples import chain, result, run, subjects

VALUES = ("0", "-0.0", "1e-8", "1e-4", "-1e-4", "1/2")


def at_points(case: Case, values: tuple[str, ...]) -> Case:
    points = (*(Point(f"special#{i}", {"x": (v,)}) for i, v in enumerate(values)), Point("generic#0", {"x": ("0.3",)}))
    instance = case.instances[0]
    claims = tuple(replace(claim, points=points) for claim in instance.claims)
    return replace(case, instances=(replace(instance, claims=claims),))


EXPM1, BOTH = at_points(chain("expm1"), VALUES), chain("expm1", "exp")


def found_in(*results: dict[str, Any]) -> dict[str, OperatorResults]:
    cases = (EXPM1, BOTH)
    return {t.operator.name: t for t in operators([run(results)], cases, subjects(*cases))}


def first(point: str, error: Any = 1.0, **fields: Any) -> dict[str, Any]:
    return result(
        EXPM1, "first", point=point, **{"verdict": "pass", "error_ulps": error, "permitted_ulps": 4.0} | fields
    )


def test_every_operator_of_a_case_is_there_alone_or_among_others() -> None:
    found = found_in()
    assert found["expm1"].cases == (EXPM1.id,)
    assert found["expm1"].containing == (BOTH.id,)
    assert found["exp"].cases == ()
    assert found["exp"].spots == {}


def test_points_are_called_by_their_values_and_samples_by_their_name() -> None:
    found = found_in(first("special#0"), first("special#2"), first("generic#0"))["expm1"]
    assert [spot.point for spot in found.spots] == ["x = 0", "x = 1e-8", "generic"]
    assert [s.value for s in found.at[Spot(1, EXPM1.id, "first", "x = 1e-8")]] == ["1e-8"]
    assert Spot(1, EXPM1.id, "first", "generic") not in found.at


def test_a_cell_is_the_worst_of_dtypes_and_executions() -> None:
    lines = first("special#0", 1.0), first("special#0", 2.0, dtype="float32"), first("special#0", 9.0, mode="forward")
    (cells,) = found_in(*lines)["expm1"].spots.values()
    assert cells[0, "reverse"].results == 2
    assert cells[0, "reverse"].worst["dtype"] == "float32"
    assert cells[0, "forward"].results == 1


def test_another_dtype_is_not_the_operator_s_alone_where_others_are_in_the_claim() -> None:
    within = chain("negative", "expm1")
    answers = [result(within, "first", "wrong-dtype"), result(within, "first", "wrong", dtype="float32")]
    cases = (EXPM1, within)
    (tested,) = (t for t in operators([run(answers)], cases, subjects(*cases)) if t.operator.name == "expm1")
    (cells,) = tested.spots.values()
    assert cells[0, "reverse"].results == 1


def test_a_worse_verdict_outweighs_a_larger_error() -> None:
    lines = first("special#0", 3.9), first("special#0", None, dtype="float32", verdict="error")
    (cells,) = found_in(*lines)["expm1"].spots.values()
    assert cells[0, "reverse"].worst["verdict"] == "error"


@pytest.mark.parametrize(
    ("error", "permitted", "expected"),
    [(0.0, 0.0, 0.0), (1.0, 4.0, 0.25), (1.0, 0.0, math.inf), ("nan", 4.0, math.inf), ("inf", 4.0, math.inf),
     (5.0, "inf", 0.0), (None, None, None)],
)  # fmt: skip
def test_share(error: Any, permitted: Any, expected: float | None) -> None:
    assert share({"error_ulps": error, "permitted_ulps": permitted}) == expected


def test_errors_by_distance_to_what_others_approach() -> None:
    lines = [first(f"special#{i}", error) for i, error in enumerate((7.0, 7.0, 1.0, 2.0, 3.0, 0.5))]
    near = found_in(*lines, first("generic#0", "nan"))["expm1"].near
    (found,) = near  # 1e-8 and 1e-4 approach 0; nothing approaches 1/2
    assert (found.special.value, found.order, found.dtype) == ("0", 1, "float64")
    # Both sides are one distance, the point itself is none.
    assert found.errors == {0: ((1e-8, 1.0), (1e-4, 3.0), (0.3, math.inf), (0.5, 0.5))}
    assert [distance for distance, _ in found.permitted] == [1e-8, 1e-4, 0.3, 0.5]


def test_two_points_are_no_approach() -> None:
    assert found_in(first("special#2"), first("special#3"))["expm1"].near == ()


def test_an_argument_that_is_no_input_has_no_distance() -> None:
    inner = at_points(chain("negative", "expm1"), VALUES)
    lines = [result(inner, "first", "pass", point=f"special#{i}") for i in range(len(VALUES))]
    (found,) = [t for t in operators([run(lines)], [inner], subjects(inner)) if t.operator.name == "expm1"]
    assert found.near == ()
    assert [spot.point for spot in found.spots] == ["x = 0", "x = -0.0", "x = 1e-8", "special", "x = -1e-4", "x = 1/2"]
    assert found.at == {}  # and it is at no special point of the operator


@pytest.mark.parametrize(
    ("operator", "shape", "entries", "expected"),
    [
        ("softmax", (3,), ("1", "1", "1"), ["ties"]),
        ("softmax", (3,), ("-inf", "1", "2"), ["masked"]),
        ("softmax", (1,), ("1",), []),
        ("det", (2, 2), ("1", "0", "0", "1"), ["identity", "diagonal", "triangular"]),
        ("det", (2, 2), ("0", "0", "0", "0"), ["0", "diagonal", "triangular"]),
        ("prod", (3,), ("0", "2", "3"), ["one-zero"]),
        ("expm1", (), ("0.5",), ["1/2"]),
        ("expm1", (), ("-0.0",), ["-0.0"]),
        ("expm1", (), ("pi/3",), []),
    ],
)
def test_which_special_point_a_point_is(
    operator: str, shape: tuple[int, ...], entries: tuple[str, ...], expected: list[str]
) -> None:
    instance = Instance({}, chain("exp").instances[0].graph, (Input("x", shape),), ())
    found = specials(OPERATORS[operator].special, instance, Point("p", {"x": entries}), ["x"])
    assert [special.value for special in found] == expected


def test_a_zero_has_a_sign() -> None:
    assert exact("0") != exact("-0.0")
    assert exact("0.5") == exact("1/2")
    assert exact("-inf") != exact("inf")
