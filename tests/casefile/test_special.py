"""Special points: what the operators of a case list, one input at a time and together."""

from __future__ import annotations

import pytest

from conformance.casefile.constants import constant
from conformance.casefile.patterns import PATTERNS
from conformance.language.ops import OPERATORS
from tests.casefile.texts import instance, mistakes


def points(case: str) -> list[dict[str, tuple[str, ...]]]:
    (claim,) = instance(case).claims
    assert [p.name for p in claim.points] == [f"s#{k}" for k in range(len(claim.points))]
    return [dict(p.values) for p in claim.points]


def listed(name: str) -> list[str]:
    return [special.value for special in OPERATORS[name].special]


def test_one_input_at_a_time_then_together() -> None:
    found = points(
        "inputs: {x: real, y: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: sign(x) + sign(y)}]"
    )
    values = listed("sign")
    generic = found[0]["y"][0], found[len(values)]["x"][0]
    assert [(p["x"][0], p["y"][0]) for p in found] == [
        *[(v, generic[0]) for v in values],
        *[(generic[1], v) for v in values],
        *[(v, v) for v in values],
    ]


def test_no_point_twice() -> None:
    found = points("inputs: {x: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: relu(x)}]")
    assert [p["x"][0] for p in found] == listed("relu")


def test_the_lets_count_too() -> None:
    found = points("inputs: {x: real}\nlet: {f: abs(x)}\npoints: {s: {special: true}}\nclaims: [{id: a, that: f}]")
    assert [p["x"][0] for p in found] == listed("abs")


def test_patterns_of_arrays() -> None:
    found = points(
        'inputs: {A: "matrix(2, 2)", x: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: x*det(A)}]'
    )
    matrices = [p["A"] for p in found]
    assert ("1", "0", "0", "1") in matrices
    assert ("1", "1", "1", "1") in matrices
    assert ("0", "0", "0", "0") in matrices
    assert all(len(p["x"]) == 1 for p in found)


def test_ties_are_equal_entries_of_a_generic_value() -> None:
    found = points("inputs: {x: vector(3)}\npoints: {s: {special: true}}\nclaims: [{id: a, that: max(x)}]")
    (ties,) = [p["x"] for p in found if p["x"] != ("0", "0", "0")]
    assert len(set(ties)) == 1


def test_what_breaks_the_structure_of_an_input_is_left_out() -> None:
    found = points("""
inputs: {x: {type: vector(2), where: positive}, B: {type: "matrix(2, 2)", where: invertible}}
points: {s: {special: true}}
claims: [{id: a, that: sum(log(x))*det(B)}]
""")
    assert all(float(v) > 0 for p in found for v in p["x"])
    assert ("1", "1", "1", "1") not in [p["B"] for p in found]
    assert ("1", "0", "0", "1") in [p["B"] for p in found]


def test_a_case_without_special_values_has_no_special_points() -> None:
    assert mistakes("inputs: {x: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: x + 1}]") == [
        "7:12: the claim has no point at any size"
    ]


def test_patterns_fill_what_they_name() -> None:
    square, generic = (3, 3), tuple("abcdefghi")
    assert {
        name: "".join(PATTERNS[name](square, generic) or ()) for name in ("diagonal", "triangular", "one-zero")
    } == {
        "diagonal": "a000e000i",
        "triangular": "a00de0ghi",
        "one-zero": "0bcdefghi",
    }
    assert PATTERNS["two-zeros"]((3,), ("a", "b", "c")) == ("0", "0", "c")
    assert PATTERNS["masked"]((3,), ("a", "b", "c")) == ("-inf", "b", "c")
    assert PATTERNS["repeated"]((2, 2), ("a", "b", "c", "d")) == ("2", "0", "0", "3")


def test_rank_one_is_singular_and_lopsided() -> None:
    values = [int(v) for v in PATTERNS["rank-one"]((2, 2), ("a", "b", "c", "d")) or ()]
    assert values[0] * values[3] == values[1] * values[2]
    assert values[1] != values[2]


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_not_for_numbers(name: str) -> None:
    assert PATTERNS[name]((), ("a",)) is None


@pytest.mark.parametrize("name", ["identity", "diagonal", "triangular", "repeated", "rank-one"])
def test_a_pattern_of_square_matrices_is_for_nothing_else(name: str) -> None:
    assert PATTERNS[name]((2, 3), tuple("abcdef")) is None


def test_a_masked_entry_leaves_another() -> None:
    assert PATTERNS["masked"]((1,), ("a",)) is None
    assert PATTERNS["two-zeros"]((2,), ("a", "b")) is None


@pytest.mark.parametrize("name", OPERATORS)
def test_every_special_point_has_a_reason_and_is_there_once(name: str) -> None:
    specials = OPERATORS[name].special
    assert all(len(s.why) > 3 for s in specials)
    assert len({s.value for s in specials}) == len(specials)


@pytest.mark.parametrize("value", sorted({s.value for o in OPERATORS.values() for s in o.special}))
def test_every_special_value_is_a_pattern_or_a_number(value: str) -> None:
    assert value in PATTERNS or constant(value).text == value
