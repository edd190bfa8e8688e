"""Special points: what the operators of a case list, one input at a time and together."""

from __future__ import annotations

from tests.casefile.texts import instance, mistakes


def points(case: str) -> list[dict[str, tuple[str, ...]]]:
    (claim,) = instance(case).claims
    assert [p.name for p in claim.points] == [f"s#{k}" for k in range(len(claim.points))]
    return [dict(p.values) for p in claim.points]


def test_one_input_at_a_time_then_together() -> None:
    found = points(
        "inputs: {x: real, y: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: relu(x) + relu(y)}]"
    )
    generic = found[0]["y"][0], found[3]["x"][0]
    assert [(p["x"][0], p["y"][0]) for p in found] == [
        ("0", generic[0]), ("-0.0", generic[0]), ("1e-30", generic[0]),
        (generic[1], "0"), (generic[1], "-0.0"), (generic[1], "1e-30"),
        ("0", "0"), ("-0.0", "-0.0"), ("1e-30", "1e-30"),
    ]  # fmt: skip


def test_no_point_twice() -> None:
    found = points("inputs: {x: real}\npoints: {s: {special: true}}\nclaims: [{id: a, that: relu(x)}]")
    assert [p["x"][0] for p in found] == ["0", "-0.0", "1e-30"]


def test_the_lets_count_too() -> None:
    found = points("inputs: {x: real}\nlet: {f: abs(x)}\npoints: {s: {special: true}}\nclaims: [{id: a, that: f}]")
    assert [p["x"][0] for p in found] == ["0", "-0.0", "1e-30"]


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
