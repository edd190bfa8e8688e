"""Roots and arcs where their inner function only touches the end of the domain."""

from __future__ import annotations

import math

import pytest

from tests.truth.texts import numbers, truth, vertices

ROOT = round(math.sqrt(2), 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cbrt(v**3)", 1.0),
        ("cbrt(8*v**3 + v**4)", 2.0),
        ("cbrt(v**4)", 0.0),
        ("cbrt(v*0)", 0.0),
        ("sqrt(abs(v)**3)", 0.0),
        ("sqrt(v**4) + v", 1.0),
        ("(v*v)**0.75", 0.0),
        ("(v*v)**(4/3)", 0.0),
        ("(v*v)**pi", 0.0),
    ],
)
def test_there_is_a_derivative_at_zero(text: str, expected: float) -> None:
    value = truth(f"grad({text}, v)", {"v": 0})
    assert value.kind in {"smooth", "touched"}
    assert numbers(value) == [expected]


@pytest.mark.parametrize(
    "text", ["cbrt(v**2)", "cbrt(v)", "sqrt(v**3)", "sqrt(v)", "(v*v)**(1/3)", "acos(1 - v)", "acosh(1 - v**2)"]
)
def test_there_is_none(text: str) -> None:
    """√(v³) has one from above only, where v³ has a root at all."""
    assert truth(f"grad({text}, v)", {"v": 0}).kind == "undefined"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("acos(1 - v**2)", {-ROOT, ROOT}),
        ("acos(v**2 - 1)", {-ROOT, ROOT}),
        ("asin(1 - v**2)", {-ROOT, ROOT}),
        ("acosh(1 + v**2)", {-ROOT, ROOT}),
        ("sqrt(4*v**2)", {-2.0, 2.0}),
        ("sqrt(v**2 + v**4)", {-1.0, 1.0}),
    ],
)
def test_a_touched_end_is_a_kink(text: str, ends: set[float]) -> None:
    value = truth(f"grad({text}, v)", {"v": 0})
    assert value.kind == "kink"
    assert vertices(value) == {(end,) for end in ends}


def test_the_second_derivative_of_a_half_power_does_not_exist() -> None:
    assert truth("derivative(sqrt(abs(v)**3), v, 2)", {"v": 0}).kind == "undefined"
    assert numbers(truth("derivative(sqrt(abs(v)**5), v, 2)", {"v": 0})) == [0.0]
