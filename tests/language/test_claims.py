"""Relations, asymptotic relations, bare expressions."""

from __future__ import annotations

import pytest

from conformance.language.ops import COMPARISONS
from tests.language.scopes import claim, refused


@pytest.mark.parametrize("symbol", COMPARISONS)
def test_a_relation_has_two_sides(symbol: str) -> None:
    relation, made = claim(f"x {symbol} y")
    assert relation.relation == symbol
    assert (relation.lhs, relation.rhs) == (made.builder.inputs["x"], made.builder.inputs["y"])
    assert relation.variable is None


def test_a_bare_expression_has_one() -> None:
    relation, _ = claim("grad(f, x)")
    assert (relation.relation, relation.rhs) == (None, None)


def test_a_scalar_may_stand_on_one_side() -> None:
    assert claim("hess(f, x) == 0")[0].relation == "=="
    assert claim("0 < A")[0].relation == "<"


@pytest.mark.parametrize(("text", "order"), [("O(t)", 1), ("O(t**2)", 2), ("O(t**(n + 1))", 4)])
def test_an_asymptotic_relation(text: str, order: int) -> None:
    relation, made = claim(f"at(f, x = x + t*y) == f + t*dot(y, grad(f, x)) + {text}")
    assert (relation.variable, relation.order) == ("t", order)
    assert relation.rhs is not None
    assert made.builder.nodes[relation.rhs].op == "add"


@pytest.mark.parametrize(
    ("text", "part", "message"),
    [
        ("x == [1, 2]", "x == [1, 2]", "the sides differ in shape: a 3-vector == a 2-vector; allowed: equal shapes"),
        ("s < t < 1", "s < t < 1", "comparisons do not chain; allowed: one, as in a < b"),
        ("f == g + O(x**2)", "x", "O(…) is in a scalar input, not x; scalar inputs here: s, t"),
        ("f == g + O(f**2)", "f", "O(…) is in a scalar input, not f; scalar inputs here: s, t"),
        ("f == g + O(2)", "O(2)", "allowed in O(…): t or t**k, with t a scalar input and k a whole number"),
        ("f == g + O(t, 2)", "O(t, 2)", "allowed in O(…): t or t**k, with t a scalar input and k a whole number"),
        ("f == g + O(t**s)", "s", "the order of O(…) must be an integer such as 2, or made of sizes"),
        ("f == g + O(t**0)", "O(t**0)", "the order of O(…) is from 1 to 20; got 0"),
        ("f <= g + O(t)", "f <= g + O(t)", "an asymptotic claim is written lhs == rhs + O(t**2), not with <="),
        ("f == g - O(t)", "O(t)", "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)"),
        ("f == O(t) + g", "O(t)", "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)"),
        ("f + O(t) == g", "O(t)", "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)"),
        ("f == 2*(g + O(t))", "O(t)", "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)"),
        ("O(t)", "O(t)", "O(…) stands last in an asymptotic claim: lhs == rhs + O(t**2)"),
    ],
)
def test_refused(text: str, part: str, message: str) -> None:
    found = refused(text, part)
    assert found == message or found.startswith(message)
