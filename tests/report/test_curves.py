"""Functions beside their approximations: curves along a variable, and contour lines."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.casefile.load import load
from conformance.casefile.model import Case
from conformance.report.contour import contour
from conformance.report.curves import curves
from conformance.report.plot import LinearScale
from conformance.report.site import build
from tests.report.pages import check_site

CASES = """
format: 1
cases:
- id: demo.bump
  title: A bump
  inputs: {x: real, y: real, p: real, q: real, t: real}
  let:
    f: x*exp(-x**2 - y**2)
    wrong: exp(-1)*(-1 - (x + 1) + 2*(x + 1)**2 + 2*y**2)
    right: exp(-1)*(-1 - (x + 1) + (x + 1)**2 + y**2)
  points:
    generic: {sample: 1}
  claims:
  - {id: right, that: "at(f, x = -1 + t*p, y = t*q) == at(right, x = -1 + t*p, y = t*q) + O(t**3)"}
  - {id: linear, that: "at(f, x = -1 + t*p, y = t*q) == at(right, x = -1 + t*p, y = t*q) + O(t**2)"}
  - id: wrong
    that: at(f, x = -1 + t*p, y = t*q) == at(wrong, x = -1 + t*p, y = t*q) + O(t**3)
    expect: refuted
    erratum: A half is missing.
  - {id: plain, that: "grad(f, x) == exp(-x**2 - y**2)*(1 - 2*x**2)"}
- id: demo.root
  title: A root
  inputs: {x: real, t: real}
  points:
    near: {x: 1/2}
  claims:
  - {id: second, that: "sqrt(x + t) == sqrt(x) + t*grad(sqrt(x), x) + t**2/2*derivative(sqrt(x), x, 2) + O(t**3)"}
- id: demo.vector
  title: Of arrays
  inputs: {x: vector(2), t: real}
  claims:
  - {id: array, that: "exp(x + t) == exp(x) + t*exp(x) + O(t**2)"}
"""


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    file = tmp_path_factory.mktemp("cases") / "demo.yaml"
    file.write_text(CASES, "utf-8")
    loaded = load([file])
    assert not loaded.problems
    return {case.id: case for case in loaded.cases}


def test_a_curve_goes_as_far_as_there_are_values(cases: dict[str, Case]) -> None:
    (curve,) = curves(cases["demo.root"], "second")
    assert curve.point == "x = 1/2 (near)"
    assert curve.rows[0][0] == "−0.5"  # sqrt(0) is there, no root beyond
    at = {where: tuple(map(float, cells)) for where, cells in curve.rows}
    assert at["0"] == pytest.approx((math.sqrt(0.5), math.sqrt(0.5)), abs=0.01)
    assert at["0.5"][0] == pytest.approx(1.0, abs=0.01)
    assert {css for css, _ in curve.plot.lines} == {"zero", "function", "approximation"}
    assert "right side, without O(t³)" in dict(curve.key).values()


def test_contours_of_a_function_and_of_its_true_approximation(cases: dict[str, Case]) -> None:
    _, around = curves(cases["demo.bump"], "right")
    assert around.plot.name == "Contour lines around (−1, 0)"
    assert [css for css, _ in around.key] == ["function", "approximation"]  # what is stated is the approximation
    centre = dict(around.rows)["(−1, 0)"]
    assert centre == ("−0.37", "−0.37")


def test_what_a_claim_states_is_drawn_where_it_is_another_function(cases: dict[str, Case]) -> None:
    _, around = curves(cases["demo.bump"], "wrong")
    assert [css for css, _ in around.key] == ["function", "approximation", "stated"]
    corner = dict(around.rows)["(−2, 1)"]
    stated = math.exp(-1) * (-1 + 1 + 2 + 2)
    assert float(corner[2]) == pytest.approx(stated, abs=0.05)
    assert float(corner[1]) == pytest.approx(math.exp(-1) * 2, abs=0.05)


@pytest.mark.parametrize(("case", "claim", "number"), [("demo.bump", "linear", 1), ("demo.bump", "plain", 0),
                                                       ("demo.vector", "array", 0)])  # fmt: skip
def test_what_is_not_plotted(cases: dict[str, Case], case: str, claim: str, number: int) -> None:
    assert len(curves(cases[case], claim)) == number


def test_the_page_shows_and_tells(cases: dict[str, Case], tmp_path: Path) -> None:
    build([], list(cases.values()), [], tmp_path)
    page = check_site(tmp_path)["case/demo.bump.html"]
    raw = (tmp_path / "case/demo.bump.html").read_text("utf-8")
    assert raw.count("<title>Contour lines around (−1, 0)</title><desc>") == 2
    assert "what the right side states" in page.text
    assert all(f'class="line l-{css}"' in raw for css in ("function", "approximation", "stated", "centre", "zero"))
    assert not re.search(r"nan|inf[^o]", "".join(re.findall(r' d="([^"]*)"', raw)))


def circle(size: int) -> list[list[float]]:
    middle = (size - 1) / 2
    return [[(x - middle) ** 2 + (y - middle) ** 2 for x in range(size)] for y in range(size)]


def test_a_contour_of_a_bowl_is_one_ring() -> None:
    (line,) = contour(circle(21), 36.0)
    assert line[0] == line[-1]
    assert all(math.hypot(x - 10, y - 10) == pytest.approx(6, abs=0.1) for x, y in line)


@given(st.lists(st.lists(st.integers(-5, 5), min_size=6, max_size=6), min_size=6, max_size=6))
@settings(max_examples=80)
def test_contours_lie_on_edges_go_on_and_end_at_the_border(rows: list[list[int]]) -> None:
    lines = contour(rows, 0.5)
    for line in lines:
        for (a, b), (c, d) in pairwise(line):
            assert abs(a - c) <= 1
            assert abs(b - d) <= 1
        if line[0] != line[-1]:
            for x, y in (line[0], line[-1]):
                assert 0 in (x, y) or 5 in (x, y)
    crossed = sum((a > 0.5) != (b > 0.5) for row in rows for a, b in pairwise(row))
    crossed += sum((a > 0.5) != (b > 0.5) for upper, lower in pairwise(rows) for a, b in zip(upper, lower, strict=True))
    assert sum(len(line) - (line[0] == line[-1]) for line in lines) == crossed


def test_there_is_no_line_where_values_are_missing() -> None:
    assert contour([[0.0, None], [1.0, 1.0]], 0.5) == []


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e6))
def test_linear_ticks_are_few_and_round(low: float, size: float) -> None:
    scale = LinearScale(low, low + size, 0, 100)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 9
    assert all(-1e-3 <= place <= 100 + 1e-3 for _, place in ticks)
    steps = {round((b - a) / size, 4) for (a, _), (b, _) in pairwise(ticks)}
    assert len(steps) == 1
