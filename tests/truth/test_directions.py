"""Products with vectors whose entries are no rational numbers."""

from __future__ import annotations

import math

import pytest

from conformance.truth.scalars import UndecidedError
from tests.truth.texts import numbers, truth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jvp(sin(x), x, exp(x))", math.cos(0.25) * math.exp(0.25)),
        ("hvp(x**3, x, exp(x))", 1.5 * math.exp(0.25)),
        ("vjp(sin(x), x, exp(x))", math.cos(0.25) * math.exp(0.25)),
        ("jvp(relu(x - 1/4)*2 - relu(1/4 - x)*2, x, pi)", 2 * math.pi),
    ],
)
def test_an_irrational_direction(text: str, expected: float) -> None:
    value = truth(text, {"x": "1/4"})
    assert numbers(value) == pytest.approx([expected], rel=1e-15)


def test_a_direction_with_an_irrational_second_derivative_in_several_variables() -> None:
    (first, second) = numbers(truth("hvp(x[0]**2*x[1], x, exp(x))", {"x": ["1/2", "1/4"]}))
    assert first == pytest.approx(0.5 * math.exp(0.5) + math.exp(0.25), rel=1e-15)
    assert second == pytest.approx(math.exp(0.5), rel=1e-15)


def test_a_direction_too_large_to_represent_is_not_decided() -> None:
    with pytest.raises(UndecidedError):
        truth("jvp(x, x, exp(exp(exp(x))))", {"x": 10})
