"""Claims decided: each verdict, its counterexample, and the cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.truth.audit import ClaimAudit, audit_case
from conformance.truth.cache import Cache
from tests.truth.claims import Values, case, instance

NONE = Cache(None)
X: list[Values] = [{"x": ("1/3",)}, {"x": ("2",)}]


def audited(inside: object, cache: Cache = NONE) -> ClaimAudit:
    (found,) = audit_case(case(inside), cache)  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs", "verdict"),
    [
        ("grad(x**2, x)", "==", "2*x", "confirmed"),
        ("sin(x)**2 + cos(x)**2", "==", "1", "confirmed"),
        ("grad(x**2, x)", "==", "3*x", "refuted"),
        ("grad(sin(x), x)", "==", "cos(x) + 1e-60", "refuted"),
        ("exp(x)", ">", "1 + x", "confirmed"),
        ("exp(x)", "<=", "1 + x", "refuted"),
        ("exp(x)", "!=", "1 + x", "confirmed"),
        ("x", "<", "1", "refuted"),
        ("log(-x)", "==", "log(-x)", "undefined"),
        ("grad(abs(x - x), x)", "==", "0", "confirmed"),
        ("exp(x + 1000)", "==", "exp(x + 1000)*(1 + 1e-60)", "refuted"),
        ("eigvalsh(sqrt(x)*eye(2))[0]", "==", "sqrt(x)", "unsure"),
    ],
)
def test_a_relation(lhs: str, relation: str, rhs: str, verdict: str) -> None:
    assert audited(instance(lhs, relation, rhs, points=X)).verdict == verdict


@pytest.mark.parametrize(
    ("lhs", "rhs", "order", "verdict"),
    [
        ("sin(t)", "t", 3, "confirmed"),
        ("sin(t)", "t", 4, "refuted"),
        ("exp(x + t)", "exp(x)*(1 + t)", 2, "confirmed"),
        ("exp(x + t)", "exp(x)*(1 + t)", 3, "refuted"),
        ("abs(t)", "t", 2, "refuted"),
        ("log(t)", "t", 1, "undefined"),
        ("(sin(t) - t)/t**3", "-1/6", 2, "confirmed"),
        ("(sin(t) - t + t**3/6)/t**5", "1/120", 2, "confirmed"),
        ("1/t", "1", 1, "refuted"),
    ],
)
def test_an_asymptotic_relation(lhs: str, rhs: str, order: int, verdict: str) -> None:
    assert audited(instance(lhs, "==", rhs, points=X, order=order)).verdict == verdict


def test_a_refuted_asymptotic_relation_names_the_coefficient() -> None:
    found = audited(instance("sin(t)", "==", "t", points=X, order=4))
    assert found.difference is not None
    assert found.difference.endswith(" t^3")
    assert found.difference.startswith("-0.1666666")


def test_the_counterexample_is_kept() -> None:
    found = audited(instance("x**2", "<", "1", points=[{"x": ("1/2",)}, {"x": ("3",)}, {"x": ("5",)}]))
    assert found.per_point == (("p0", "confirmed"), ("p1", "refuted"), ("p2", "refuted"))
    assert (found.point, found.inputs, found.lhs, found.rhs) == ("p1", {"x": ["3"]}, ("9",), ("1",))
    assert found.difference == "8"


def test_the_entry_that_decides_gives_the_difference() -> None:
    found = audited(instance("x", "==", "x*x", points=[{"x": ("1", "0", "3")}], shapes={"x": (3,)}))
    assert (found.lhs, found.rhs, found.difference) == (("1", "0", "3"), ("1", "0", "9"), "-6")


def test_a_point_without_a_value_does_not_stand_in_the_way() -> None:
    found = audited(instance("grad(abs(x), x)", "==", "sign(x)", points=[{"x": ("0",)}, {"x": ("-2",)}]))
    assert (found.verdict, found.per_point) == ("confirmed", (("p0", "undefined"), ("p1", "confirmed")))


def test_a_bare_expression_is_confirmed_where_it_exists() -> None:
    assert audited(instance("grad(abs(x), x)", points=[{"x": ("1",)}])).verdict == "confirmed"
    nowhere = audited(instance("grad(abs(x), x)", points=[{"x": ("0",)}]))
    assert nowhere.verdict == "undefined"
    assert nowhere.as_expected


@pytest.mark.parametrize(("expect", "as_expected"), [("confirmed", False), ("refuted", True)])
def test_what_a_case_expects(expect: str, as_expected: bool) -> None:
    assert audited(instance("x", "==", "2*x", points=X, expect=expect)).as_expected is as_expected


@pytest.mark.parametrize(("lhs", "rhs", "order"), [("x", "2*x", None), ("x", "x", None), ("sin(t)", "t", 4)])
def test_from_the_cache_it_is_the_same(tmp_path: Path, lhs: str, rhs: str, order: int | None) -> None:
    inside = instance(lhs, "==", rhs, points=X, order=order)
    fresh = audited(inside, NONE)
    cache = Cache(tmp_path)
    first = audited(inside, cache)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    again = audited(inside, Cache(tmp_path))
    for found in (first, again):
        for name in ("verdict", "per_point", "point", "inputs", "lhs", "rhs", "difference"):
            assert getattr(found, name) == getattr(fresh, name), name
    assert files == {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    assert len(files) == 1
