"""Gates, losses and normalizations refuse shapes that do not fit, and say which do."""

from __future__ import annotations

import pytest

from conformance.language.errors import ExpressionError
from conformance.language.parse import Scope, parse_expression


def shape_of(text: str) -> tuple[int, ...]:
    scope = given()
    return scope.builder.shape(parse_expression(text, scope))


def given() -> Scope:
    scope = Scope()
    for name, shape in {"s": (), "x": (3,), "y": (4,), "A": (3, 4), "T": (2, 6, 5)}.items():
        scope.builder.input(name, shape)
    return scope


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("glu(y)", (2,)),
        ("glu(T, axis=1)", (2, 3, 5)),
        ("prelu(A, y)", (3, 4)),
        ("prelu(A, s)", (3, 4)),
        ("prelu(s, s)", ()),
        ("mse_loss(A, A)", ()),
        ("huber_loss(s, s)", ()),
        ("cross_entropy(A, A)", (3,)),
        ("cross_entropy(A, A, axis=0)", (4,)),
        ("cosine_similarity(T, T, axis=-2)", (2, 5)),
        ("cross_entropy_of_labels(x, [2])", ()),
        ("cross_entropy_of_labels(A, [0, 3, 1])", (3,)),
        ("batch_norm(A)", (3, 4)),
        ("instance_norm(T)", (2, 6, 5)),
        ("group_norm(T, groups=3)", (2, 6, 5)),
        ("group_norm(A, 2)", (3, 4)),
        ("rms_norm(x)", (3,)),
        ("attention(A, A, A)", (3, 4)),
    ],
)
def test_what_comes_out(text: str, shape: tuple[int, ...]) -> None:
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("glu(x)", "an axis of even length is needed, to be halved; got a 3-vector and axis 0"),
        ("glu(s)", "no axis -1"),
        ("prelu(A, x)", "the slopes are a scalar or a vector along the last axis; got a 3-vector for a 3×4 matrix"),
        ("prelu(s, x)", "the slopes are a scalar or a vector along the last axis"),
        ("mse_loss(x, y)", "two arrays of one shape are needed; got a 3-vector and a 4-vector"),
        ("kl_div(x, s)", "two arrays of one shape are needed"),
        ("cross_entropy(s, s)", "no axis -1"),
        ("cosine_similarity(x, x, axis=1)", "no axis 1"),
        ("cross_entropy_of_labels(A, [0, 1])", "a label for each row are needed; got a 3×4 matrix, [0, 1]"),
        ("cross_entropy_of_labels(T, [0, 1])", "a vector or a matrix and a label for each row"),
        ("cross_entropy_of_labels(x, [3])", "labels must be 0 to 2; got [3]"),
        ("cross_entropy_of_labels(x, [-1])", "labels must be 0 to 2; got [-1]"),
        ("batch_norm(T)", "a matrix is needed, with a row for each example; got a 2×6×5 array"),
        ("instance_norm(A)", "an array of examples, channels and positions is needed; got a 3×4 matrix"),
        ("group_norm(A, groups=3)", "the second axis must divide into 3 groups; got a 3×4 matrix"),
        ("group_norm(A, groups=0)", "the second axis must divide into 0 groups"),
        ("group_norm(y, groups=2)", "the second axis must divide into 2 groups; got a 4-vector"),
        ("rms_norm(s)", "no axis -1"),
        ("attention(A, A, x)", "and as many values as keys; got a 3×4 matrix, a 3×4 matrix and a 3-vector"),
        ("attention(A, A.T, A.T)", "as wide as one another"),
    ],
)
def test_what_does_not_fit_is_told(text: str, told: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse_expression(text, given())
    assert told in caught.value.message
