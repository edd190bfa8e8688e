"""Where a plot's parts go."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.plot import BOTTOM, HEIGHT, LABEL_GAP, LEFT, MOST_TICKS, RIGHT, TOP, WIDTH, Line, LogScale, plot

POSITIVE = st.floats(1e-12, 1e12)


@given(st.lists(POSITIVE, min_size=1, max_size=20))
def test_a_scale_keeps_order_and_holds_what_it_was_made_for(values: list[float]) -> None:
    scale = LogScale.over(values, 300, 20)
    places = [scale(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)
    assert all(20 - 1e-9 <= place <= 300 + 1e-9 for place in places)


@given(st.lists(POSITIVE, min_size=1, max_size=20))
def test_ticks_are_powers_of_ten_where_they_belong(values: list[float]) -> None:
    scale = LogScale.over(values, 20, 300)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= MOST_TICKS + 1
    assert ticks[0] == (scale.low, 20)
    for exponent, place in ticks:
        assert place == scale(10.0**exponent)
        assert 20 <= place <= 300 + 1e-9


def test_a_scale_over_one_value_has_a_decade() -> None:
    assert LogScale.over([1.0], 0, 100).ticks() == [(0, 0.0), (1, 100.0)]
    assert LogScale.over([10.0], 0, 100)(100.0) == 100.0


def test_corners() -> None:
    made = plot(
        [Line("value", "value", [(1, 1e-3), (100, 1.0)])],
        "It",
        "About it.",
        x_values=[1, 100],
        y_values=[1e-3, 1.0],
        x_title="n",
        x_tick=str,
        y_tick=lambda exponent: f"1e{exponent}",
        band=([(1, 1e-3)], [(1, 1e-2)]),
    )
    assert made.lines == (("value", f"M{LEFT} {HEIGHT - BOTTOM}L{WIDTH - RIGHT} {TOP}"),)
    assert [tick.text for tick in made.x_ticks] == ["0", "1", "2"]
    assert [tick.text for tick in made.y_ticks] == ["1e-3", "1e-2", "1e-1", "1e0"]
    low, high = (point.split(",") for point in made.band.split())
    assert low[0] == high[0] == str(LEFT)
    assert float(low[1]) - float(high[1]) == pytest.approx((HEIGHT - BOTTOM - TOP) / 3, abs=0.1)


@given(st.lists(st.lists(st.tuples(POSITIVE, POSITIVE), min_size=1, max_size=3), min_size=1, max_size=5))
def test_no_label_lies_on_another(drawn: list[list[tuple[float, float]]]) -> None:
    made = plot(
        [Line(f"c{i}", f"line {i}", points) for i, points in enumerate(drawn)],
        "",
        "",
        x_values=[x for points in drawn for x, _ in points],
        y_values=[y for points in drawn for _, y in points],
        x_title="",
        x_tick=str,
        y_tick=str,
    )
    assert {label.text for label in made.labels} == {f"line {i}" for i in range(len(drawn))}
    heights = sorted(float(label.y) for label in made.labels)
    assert all(b - a >= LABEL_GAP - 0.11 for a, b in pairwise(heights))
    assert all(math.isfinite(height) for height in heights)
