"""A cost file is read as it was written, and whatever else stands in one is refused with its place."""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conformance.report.cost import cost
from conformance.report.cost_file import LARGEST, parse, read
from conformance.report.errors import ReportError
from tests.report.costs import document, function, parsed, point, series
from tests.report.pages import check_page

PATH = Path("cost.json")


def refused(data: bytes) -> str:
    with pytest.raises(ReportError) as caught:
        parse(data, PATH)
    return str(caught.value)


def test_what_is_written_is_read() -> None:
    found = parsed(document(function(series("value", {1: 1e-6, 10: 2e-6}, (100, "why")), name="a")))
    assert found.head["backend"] == "torch"
    (only,) = found.functions
    (value,) = only.series
    assert (only.name, dict(only.definitions)) == ("a", {"f": "sum(x**2)"})
    assert [(p.n, p.min, p.median) for p in value.points] == [(1, 1e-6, 1e-6), (10, 2e-6, 2e-6)]
    assert value.stopped == (100, "why")
    assert only.of("reverse") is None
    assert value.at(7) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"format": 2}, "cost.json: format 2 of a cost file; this version reads format 1"),
        ({"kind": "header"}, "cost.json:1: not a cost file; benchmarks/cost.py makes them"),
        ({"dtype": "float16"}, 'cost.json:dtype: "float16" is not one of'),
        ({"threads": 0}, "cost.json:threads: 0 is less than the minimum of 1"),
        ({"extra": 1}, "cost.json:1: Additional properties are not allowed"),
        ({"functions": []}, "cost.json:functions: [] has less than 1 item"),
        ({"load": -1}, "cost.json:load: -1 is less than the minimum of 0"),
    ],
)
def test_a_head_that_is_none(change: dict[str, Any], told: str) -> None:
    assert refused(json.dumps(document(**change)).encode()).startswith(told)


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ([point(1, 0.0)], "points.0.min: 0.0 is less than the minimum of 1e-12"),
        ([point(0, 1.0)], "points.0.n: 0 is less than the minimum of 1"),
        ([point(1, 1.0, 0.5)], "points.0.median: 0.5 is less than the least, 1.0"),
        ([point(10, 1.0), point(10, 1.0)], "points.1.n: 10 after 10; n must grow"),
        ([{"n": 1}], 'points.0: "calls" is a required property'),
    ],
)
def test_points_that_are_none(points: list[dict[str, Any]], told: str) -> None:
    made = document(function({"measure": "value", "points": points, "stopped": None}))
    assert refused(json.dumps(made).encode()) == f"cost.json:functions.0.series.0.{told}"


def test_nothing_is_told_twice() -> None:
    value = series("value", {1: 1.0})
    made = document(function(value), function(value))
    assert refused(json.dumps(made).encode()) == "cost.json:functions.1.name: 'sum of squares' is there twice"
    made = document(function(value, value))
    assert refused(json.dumps(made).encode()) == "cost.json:functions.0.series.1.measure: 'value' is there twice"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "cost.json:1:1: not JSON: Expecting value"),
        (b'{\n "kind": cost}', "cost.json:2:10: not JSON: Expecting value"),
        (b"[NaN]", "cost.json: not JSON: NaN is not JSON"),
        (b"\xff", "cost.json: not UTF-8"),
        (b'{"kind": "\\ud800"}', "cost.json: not UTF-8"),
        (b"[" * 100_000, "cost.json: not JSON: maximum recursion depth"),
        (b"[1" + b"0" * 10_000 + b"]", "cost.json: not JSON: Exceeds the limit"),
        (b"[]", "cost.json:1: not a cost file"),
        (b" " * (LARGEST + 1), "cost.json: not a cost file: it has more than 1,000,000 bytes"),
    ],
)
def test_what_is_no_json(data: bytes, told: str) -> None:
    assert refused(data).startswith(told)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="cannot be read: No such file"):
        read(tmp_path / "none.json")
    with pytest.raises(ReportError, match="cannot be read: Is a directory"):
        read(tmp_path)


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*place, key))


PLACES = list(_places(document()))[1:]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@settings(deadline=None)
@given(place=st.sampled_from(PLACES), value=JSON)
@example(place=("backend",), value="</style><script>alert(1)</script>")
@example(place=("functions", 0, "definitions"), value={"f": "'; import os"})
@example(place=("functions", 0, "series", 0, "points", 3, "n"), value=10**12)
@example(place=("functions", 0, "series", 1, "points", 0, "min"), value=1e-12)
def test_a_changed_file_makes_a_page_or_an_error_that_names_it(place: tuple[Any, ...], value: Any) -> None:
    made = copy.deepcopy(document())
    inner = made
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with contextlib.suppress(ReportError):
        check_page(cost([parsed(made)]))
        return
    assert refused(json.dumps(made).encode()).startswith("cost.json:")


@given(st.binary(max_size=60))
def test_any_bytes_are_refused(data: bytes) -> None:
    assert refused(data).startswith("cost.json:")
