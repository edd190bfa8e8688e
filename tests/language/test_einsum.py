from __future__ import annotations

import pytest

from conformance.language.errors import ExpressionError, ShapeError
from conformance.language.parse import Scope, parse_expression


def parsed(text: str) -> Scope:
    scope = Scope(sizes={"n": 2})
    scope.builder.input("A", (2, 3))
    scope.builder.input("x", (3,))
    parse_expression(text, scope)
    return scope


@pytest.mark.parametrize(
    ("spec", "shape"),
    [("ij,j->i", (2,)), ("ij,j->ij", (2, 3)), ("ij,k->", ()), ("ij,j->ji", (3, 2)), ("ab,c->cab", (3, 2, 3))],
)
def test_the_shape_is_that_of_the_result(spec: str, shape: tuple[int, ...]) -> None:
    node = parsed(f'einsum([A, x], "{spec}")').builder.nodes[-1]
    assert (node.op, node.params, node.shape) == ("einsum", {"spec": spec}, shape)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('einsum([A, x], "ij,j")', "'ij,j' is no spec; allowed: lower-case letters such as ij,jk->ik"),
        ('einsum([A, x], "Ij,j->I")', "is no spec"),
        ('einsum([A, x], "ij->j->i")', "is no spec"),
        ('einsum([A, x], "ij->i")', "the spec names 1 operands; got 2 arrays"),
        ('einsum([A, x], "ij,jk->i")', "'jk' names 2 axes; got a 3-vector"),
        ('einsum([A, x], "ij,i->i")', "i stands for axes of 2 and of 3"),
        ('einsum([A, x], "ij,j->ii")', "a letter occurs twice in the result 'ii'"),
        ('einsum([A, x], "ij,j->k")', "k of the result is in no operand"),
    ],
)
def test_a_spec_that_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        parsed(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("einsum([A, x], ij)", 'spec of einsum is text in double quotes, such as "ij,jk->ik"'),
        ("einsum([A, x], 2)", "spec of einsum is text in double quotes"),
        ('einsum([A, x], f"ij")', "spec of einsum is text in double quotes"),
        ('"ij"', 'not part of the language: `"ij"`'),
        ('sum(A, axis="ij")', "not part of the language"),
        ('x + "', 'text in double quotes is the spec of einsum alone, such as "ij,jk->ik"'),
        ('einsum([A, x], "i1,j->i")', "text in double quotes is the spec of einsum alone"),
        ('einsum([A, x], "i\\nj")', "text in double quotes is the spec of einsum alone"),
        ("einsum([A, x], 'ij,j->i')", "an expression holds no text in quotes"),
    ],
)
def test_text_is_nothing_else(text: str, message: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        parsed(text)
    assert message in str(raised.value)
