from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.numbers import compact, nested, percent, shortened, value


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, "–"), (0, "0"), (0.52, "0.52"), (0.994, "0.99"), (0.996, "1.0"), (9.96, "10.0"), (12.34, "12.3"),
        (99.96, "100"), (4310, "4,310"), (99_999.4, "99,999"), (1e5, "1.0×10⁵"), (4.5e15, "4.5×10¹⁵"),
        (1e-300, "1.0×10⁻³⁰⁰"),
        ("inf", "∞"), ("-inf", "−∞"), ("nan", "nan"), (math.inf, "∞"), (-12.3, "−12.3"), (True, "–"), ("x", "–"),
    ],
)  # fmt: skip
def test_compact(number: object, shown: str) -> None:
    assert compact(number) == shown


@given(st.floats(0.01, 1e300))
def test_compact_is_within_a_twentieth(number: float) -> None:
    text = compact(number).replace(",", "")
    superscripts = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    read = float(text.replace("×10", "e").translate(superscripts)) if "×" in text else float(text)
    assert math.isclose(read, number, rel_tol=0.06, abs_tol=0.005)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_percent_is_whole_only_for_the_whole(part: int, more: int) -> None:
    whole = part + more
    assert percent(part, whole) != "100 %"
    assert (percent(part, whole) == "0 %") == (part == 0)
    assert percent(whole, whole) == "100 %"


def test_percent() -> None:
    assert percent(2, 3) == "66.6 %"
    assert percent(99_999, 100_000) == "99.9 %"
    assert percent(1, 100_000) == "<0.1 %"
    assert percent(0, 0) == "–"


@pytest.mark.parametrize(
    ("number", "shown"),
    [(None, "–"), (-4096.0, "-4096"), (0.1, "0.1"), ("nan", "nan"), (1e300, "1e+300"), (-0.0, "-0"),
     (3, "3"), ([1.0, [2.0]], "[1, [2]]")],
)  # fmt: skip
def test_value(number: object, shown: str) -> None:
    assert value(number) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-4096", "-4096"), ("0.12345678901234567890123", "0.12345678901234568"), ("log(2)", "log(2)"), ("nan", "nan"),
        ("1.2345678901234567890123e-30", "1.2345678901234568e-30"), ("100000000000000000000000", "1e23"),
    ],
)  # fmt: skip
def test_shortened(text: str, shown: str) -> None:
    assert shortened(text) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e50"), max_value=Decimal("1e50")))
def test_shortened_keeps_the_number(number: Decimal) -> None:
    short = Decimal(shortened(str(number)))
    assert abs(short - number) <= abs(number) * Decimal("1e-16")


def test_nested() -> None:
    assert nested(["1"], ()) == "1"
    assert nested(["1", "2", "3", "4"], (2, 2)) == "[[1, 2], [3, 4]]"
    assert nested([str(i) for i in range(200)], (200,)).endswith(", 47, …] (200, 200 entries)")
    assert nested([], (0,)) == "[]"
    assert nested([], (2, 0)) == "[[], []]"
