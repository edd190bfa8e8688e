"""Computation graphs: what stands on nodes and edges, where they go, and the page."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.casefile.load import load
from conformance.casefile.model import Case, Claim, Point
from conformance.language.build import Builder
from conformance.report.graph_figure import graphs, short
from conformance.report.graph_layout import GAP, Box, lay_out
from conformance.report.graph_text import plain, written
from conformance.report.graph_values import Numbers, functions, steps, trace
from conformance.report.site import build
from tests.report.pages import check_site
from tests.report.samples import case

FOUR = """
format: 1
cases:
- id: demo.four
  title: The function of four variables
  inputs: {w: real, x: real, y: real, z: real}
  let:
    a: (w + x + y + z)**2
    b: (w + x - y - z)**2
    u: (a + b)**2
    v: (a - b)**2
    f: (u + v)**2
  points:
    generic: {sample: 2}
    apart: {w: 2, x: -1, y: 1, z: 1}
  claims:
  - {id: whole, that: "grad(f, [w, x])"}
  - {id: part, that: "grad(u, a)"}
- id: demo.operations
  title: Nothing in it has a name
  inputs: {x: real, y: real}
  points:
    chosen: {x: 0, y: 1}
  claims:
  - {id: slope, that: "grad(log(exp(x) + 2*y**2), x)"}
- id: demo.kink
  title: Finite nowhere that is tried
  inputs: {x: real, y: real}
  points:
    corner: {x: 0, y: 1}
  claims:
  - {id: slope, that: "grad(log(x)*sqrt(y) + x, x)"}
- id: demo.bent
  title: A kink at the first point, none at the second
  inputs: {x: real, y: real}
  points:
    kink: {x: 0, y: 2}
    beside: {x: 3, y: 2}
  claims:
  - {id: slope, that: "grad(abs(x)*y + y, x)"}
- id: demo.long
  title: Too long to be drawn
  inputs: {x: real}
  let:
    f: SUM
  claims:
  - {id: slope, that: "grad(f, x)"}
- id: demo.operator
  title: Of the catalog
  tags: [primitive]
  inputs: {x: real, y: real}
  claims:
  - {id: slope, that: "grad(exp(x)*sin(y), x)"}
""".replace("SUM", " + ".join(f"sin({n}*x)" for n in range(2, 23)))


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    file = tmp_path_factory.mktemp("cases") / "demo.yaml"
    file.write_text(FOUR, "utf-8")
    loaded = load([file])
    assert not loaded.problems
    return {case.id: case for case in loaded.cases}


def test_the_chapters_numbers(cases: dict[str, Case]) -> None:
    instance = cases["demo.four"].instances[0]
    ((body, claims),) = functions(instance).items()
    assert [claim.id for claim in claims] == ["whole"]  # u is a part of f
    drawn = steps(instance.graph, body)
    names = {i: n for n, i in {**instance.graph.inputs, **instance.graph.lets}.items()}
    assert [names[step.index] for step in drawn] == ["w", "x", "y", "z", "a", "b", "u", "v", "f"]
    traced = trace(instance, body, drawn, claims)
    assert traced is not None
    assert traced.point.name == "apart"  # what a case spells out comes before what is drawn
    at = {names[i]: tuple(n[i].texts[0] for n in (traced.values, traced.forward, traced.adjoints)) for i in names}
    assert at["a"] == ("9", "6", "11808")
    assert at["b"] == ("1", "-2", "1312")
    assert at["w"] == ("2", "1", "68224")
    assert at["f"] == ("26896", "68224", "1")
    steps_of = {(names[a], names[b]): numbers.texts[0] for (a, b), numbers in traced.partials.items()}
    assert (steps_of["a", "v"], steps_of["b", "v"], steps_of["y", "b"]) == ("16", "-16", "2")


def exact(numbers: Numbers) -> Any:
    return np.array([Fraction(text) for text in numbers.texts], dtype=object).reshape(numbers.shape)


@given(st.lists(st.integers(-9, 9), min_size=8, max_size=8), st.sampled_from([0, 1, 2]))
@settings(max_examples=40, deadline=None)
def test_derivatives_are_sums_over_edges(numbers: list[int], rank: int) -> None:
    """The chain rule on every node, forward and backward, of numbers, vectors and matrices."""
    b = Builder()
    shape = (2,) * rank
    w, x = (b.input(name, shape) for name in "wx")
    u = b.let("u", b.op("multiply", w, b.op("add", x, w)))
    mixed = b.op("matmul", u, x) if rank else b.op("multiply", u, x)
    v = b.let("v", b.op("subtract", mixed, b.op("multiply", u, u)))
    f = b.let("f", b.op("sum", b.op("multiply", u, v)) if rank else b.op("multiply", u, v))
    instance = case(inputs={"w": shape, "x": shape}, claims={"c": "f"}).instances[0]
    count = 2**rank
    values = {"w": tuple(map(str, numbers[:count])), "x": tuple(map(str, numbers[4 : 4 + count]))}
    claim = Claim("c", "grad(f, w)", b.derivative("grad", f, [w]), points=(Point("p", values),))
    instance = replace(instance, graph=b.graph(), claims=(claim,))
    drawn = steps(instance.graph, f)
    traced = trace(instance, f, drawn, [claim])
    assert traced is not None
    assert len(drawn) == 5
    for step in drawn:
        after = [end for start, end in traced.partials if start == step.index]
        if after:
            ranks = [len(instance.graph[end].shape) for end in after]
            back = sum(
                np.tensordot(exact(traced.adjoints[end]), exact(traced.partials[step.index, end]), r)
                for end, r in zip(after, ranks, strict=True)
            )
            assert np.array_equal(back, exact(traced.adjoints[step.index]))
        if step.before:
            ahead = sum(
                np.tensordot(
                    exact(traced.partials[s, step.index]), exact(traced.forward[s]), len(instance.graph[s].shape)
                )
                for s in step.before
            )
            assert np.array_equal(ahead, exact(traced.forward[step.index]))


ARRAYS = """
format: 1
cases:
- id: demo.arrays
  title: A layer
  sizes: {n: [1, 2, 20]}
  inputs: {A: "matrix(n, n)", x: vector(n)}
  let:
    h: A @ x
    f: sum(exp(h))
  points:
    chosen: {A: [[1, 0], [0, -1]], x: [0, 2]}
    one: {A: [[1]], x: [0]}
    generic: {sample: 1}
  claims:
  - {id: slope, that: "grad(f, x)"}
- id: demo.compared
  title: What is compared has no derivative
  inputs: {x: vector(2), y: vector(2)}
  let:
    a: x*y
    b: where(a > 0, a, x)
    f: sum(b)
  claims:
  - {id: slope, that: "grad(f, x)"}
"""


def test_arrays_are_drawn_at_the_largest_sizes_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "arrays.yaml").write_text(ARRAYS)
    loaded = load([tmp_path / "arrays.yaml"])
    assert not loaded.problems
    (graph,) = graphs(loaded.cases[0])
    assert graph.picture is not None
    assert graph.point == (("A", "[[1, 0], [0, −1]]"), ("x", "[0, 2]"))
    texts = {node.lines[0][3]: [text for _, _, _, text in node.lines[1:]] for node in graph.picture.nodes}
    assert texts["A"] == ["2×2", "→ 2×2", "← 2×2"]
    assert texts["h = A @ x"] == ["[0, −2]", "→ [2, 2]", "← [1, 0.14]"]
    assert {edge.label for edge in graph.picture.edges} == {"2×2×2", "2×2", "[1, 0.14]"}
    rows = {str(row.value): (row.forward, row.adjoint) for row in graph.rows}
    assert rows["[0, -2]"] == ("[2, 2]", "[1, 0.13533528323661269]")
    assert (graph.together, graph.arrays) == (True, True)
    assert not graphs(loaded.cases[1])


def test_operations_are_drawn_where_nothing_has_a_name(cases: dict[str, Case]) -> None:
    (graph,) = graphs(cases["demo.operations"])
    assert graph.size == 7
    assert graph.picture is not None
    titles = [node.lines[0][3] for node in graph.picture.nodes]
    assert titles == ["x", "y", "v₁ = exp(x)", "v₂ = y²", "v₃ = 2·v₂", "v₄ = v₁ + v₃", "v₅ = log(v₄)"]
    assert [row.forward for row in graph.rows][-1].startswith("0.333333333333333")


def test_a_kink_has_no_derivatives_to_draw(cases: dict[str, Case]) -> None:
    (graph,) = graphs(cases["demo.bent"])
    assert graph.point_name == "beside"


def test_what_is_not_drawn_says_so(cases: dict[str, Case], tmp_path: Path) -> None:
    assert graphs(cases["demo.operator"]) == []
    build([], list(cases.values()), [], tmp_path)
    pages = check_site(tmp_path)
    assert "nodes and is not drawn: more than 40" in pages["case/demo.long.html"].text
    assert (
        "at no point of the case are all its numbers finite and its steps smooth" in pages["case/demo.kink.html"].text
    )
    assert "Computation graph" not in pages["case/demo.operator.html"].text


def test_the_page_has_the_picture_and_its_numbers(cases: dict[str, Case], tmp_path: Path) -> None:
    build([], list(cases.values()), [], tmp_path)
    page = check_site(tmp_path)["case/demo.four.html"]
    raw = (tmp_path / "case/demo.four.html").read_text("utf-8")
    assert "<title>Computation graph of f</title><desc>9 nodes and 14 edges, from w, x, y, z" in raw
    for text in ("a = (w + x + y + z)²", "→ 6", "← 11808", "26896"):
        assert f">{text}</text>" in raw
    assert "#whole" in page.links
    assert "Derivative of the step" in page.text


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "' onmouseover='alert(1)", "</svg><img src=x>", "a" * 5_000]
)
def test_hostile_text_stays_text(text: str, cases: dict[str, Case], tmp_path: Path) -> None:
    made = cases["demo.four"]
    instance = made.instances[0]
    point = replace(instance.claims[0].points[0], name=text)
    claims = tuple(replace(claim, points=(point,)) for claim in instance.claims)
    hostile = replace(
        made, let=dict.fromkeys(made.let, text), title=text, instances=(replace(instance, claims=claims),)
    )
    assert graphs(hostile)[0].picture is not None
    build([], [hostile], [], tmp_path)
    assert text in check_site(tmp_path)["case/demo.four.html"].text


@st.composite
def dags(draw: st.DrawFn) -> dict[int, list[int]]:
    size = draw(st.integers(1, 12))
    return {
        node: draw(st.lists(st.sampled_from(range(node)), unique=True, max_size=3)) if node else []
        for node in range(size)
    }


@given(dags(), st.integers(20, 120))
@settings(max_examples=60, deadline=None)
def test_boxes_are_apart_and_edges_lead_to_the_right(before: dict[int, list[int]], width: int) -> None:
    boxes = {node: Box(width + 7 * node, 40 + node) for node in before}
    laid = lay_out(boxes, before, 90)
    assert laid == lay_out(boxes, before, 90)
    for a, b in combinations(before, 2):
        (ax, ay), (bx, by) = laid.centres[a], laid.centres[b]
        beside = abs(ax - bx) >= (boxes[a].width + boxes[b].width) / 2 - 1e-6
        above = abs(ay - by) >= (boxes[a].height + boxes[b].height) / 2 + GAP - 1e-6
        assert beside or above
    for (start, end), points in laid.edges.items():
        assert start in before[end]
        assert all(left[0] <= right[0] + 1e-6 for left, right in pairwise(points))
        assert all(-1e-6 <= x <= laid.width + 1e-6 and -1e-6 <= y <= laid.height + 1e-6 for x, y in points)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("4096", "4096"), ("-4096", "−4096"), ("0.69314718055994528623", "0.6931"), ("1.9999999999999999536", "2"),
     ("-0.000012345678", "−1.235×10⁻⁵"), ("123456789", "1.235×10⁸"), ("1e-310", "1×10⁻³¹⁰"), ("0", "0"), ("-0.0", "0")],
)  # fmt: skip
def test_numbers_in_pictures_are_short(text: str, expected: str) -> None:
    assert short(text) == expected


def test_steps_are_written_as_the_language_has_them() -> None:
    b = Builder()
    x, y = b.input("x", ()), b.input("y", ())
    two = b.literal("2")
    made = b.op("power", b.op("subtract", x, b.op("subtract", y, two)), two)
    assert written(b.graph(), made, {x: "x", y: "y"}) == "(x - (y - 2))**2"
    quotient = b.op("divide", b.op("negative", x), b.op("multiply", two, y))
    assert written(b.graph(), quotient, {x: "x", y: "y"}) == "(-x)/(2*y)"
    clipped = b.op("clip", x, y, two)
    assert written(b.graph(), clipped, {x: "x", y: "y"}) == "clip(x, y, 2)"


def test_plain_text_of_an_expression() -> None:
    assert plain("v4 = v3**2 - 2*x1") == "v₄ = v₃² − 2·x₁"
    assert not re.search(r"[*\-]", plain("a**12*b - c"))
