"""The page of what a gradient costs, its link, and the option that makes it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.report.cost import cost
from conformance.report.cost_figures import growth, seen
from conformance.report.errors import ReportError
from conformance.report.numbers import duration, power
from conformance.report.site import build
from tests.cli import MINIATURES, SMALL, conformance
from tests.report.costs import costs, document, function, parsed, series
from tests.report.pages import Page, check_page, check_site
from tests.report.test_hostile import HOSTILE

BASELINE = document(
    function(
        series("value", {1: 1e-6, 10: 1e-6, 100: 1e-6}),
        series("complex-step", {1: 2e-6, 10: 2e-5, 100: 2e-4}),
        series("finite-difference", {1: 3e-6}, (10, "no more")),
    ),
    backend="numpy",
)


def page(*documents: dict[str, Any]) -> Page:
    return check_page(cost(costs(*documents)))


@given(st.floats(1e-9, 1e3), st.floats(-3, 3), st.lists(st.integers(1, 10**6), min_size=3, max_size=9, unique=True))
def test_a_power_law_is_found(factor: float, exponent: float, ns: list[int]) -> None:
    found = growth([(n, factor * n**exponent) for n in ns])
    assert found is not None
    # Over sizes as near to one another as 999,999 and 1,000,000 rounding is all that the logarithms differ by.
    assert found == pytest.approx(exponent, abs=1e-12 / math.log(max(ns) / min(ns)) ** 2 + 1e-9)


def test_no_slope_of_two_points() -> None:
    assert growth([(1, 1.0), (10, 10.0)]) is None


def test_what_is_seen() -> None:
    dear = function(series("value", {1: 1.0, 1000: 2.0}), series("reverse", {1: 1.0, 1000: 10.0}))
    found = seen(costs(document(), document(dear, backend="jax")))
    assert found is not None
    assert (found.n, found.ratio, found.slope) == (1000, ("3.0", "5.0"), ("1.00", "1.00"))
    assert seen(costs(BASELINE)) is None


def test_the_page_says_what_is_to_be_seen() -> None:
    text = page().text
    assert "With 1,000 inputs one reverse gradient, which finds the value on its way, took 3.0 times the" in text
    assert "At n = 1,000, reverse takes 3.0 times the value." in text
    assert "Forward: time grows as n 2.00 , in values as n 1.00 , up to n = 100." in text
    assert "Forward stopped at n = 1,000: over the budget." in text
    assert "1,000 1 ms 3 ms 3.0 – –" in text


def test_a_plot_is_told_in_words() -> None:
    made = cost(costs())
    assert (
        "<desc>Processor time against n, both logarithmic: torch, sum of squares. "
        "value: 1 µs at n = 1, 1 ms at n = 1,000; "
        "reverse: 3 µs at n = 1, 3 ms at n = 1,000, 3.0 times the value; "
        "forward: 2 µs at n = 1, 20 ms at n = 100, 200 times the value.</desc>"
    ) in made


def test_each_line_has_its_own_class_and_label() -> None:
    made = cost(costs(document(), BASELINE))
    for measure, label in (
        ("forward", "forward"),
        ("complex-step", "complex step"),
        ("finite-difference", "differences"),
    ):
        assert f'class="line l-{measure}"' in made
        assert f'id="m-{measure}"' in made
        assert f">{label}</text>" in made


def test_baselines_come_last_and_have_no_reverse() -> None:
    text = page(BASELINE, document()).text
    assert text.index("torch 2.13.0") < text.index("numpy 2.13.0")
    assert "numpy 2.13.0 none n 1.00 complex step" in text


def test_a_function_that_one_backend_lacks() -> None:
    text = page(document(), document(function(name="another"), backend="jax")).text
    assert "jax 2.13.0 none none 3.0 n 1.00" in text


def test_a_measure_without_any_point() -> None:
    refusing = function(series("value", {1: 1.0}), series("reverse", {}, (1, "it cannot")))
    assert "Reverse stopped at n = 1: it cannot." in page(document(refusing)).text
    assert "At a glance" in page(document(function(series("value", {}, (1, "nothing works"))))).text


def test_files_of_one_backend_are_told_apart_or_refused() -> None:
    text = page(document(), document(dtype="float32")).text
    assert "2.13.0 (float32, eager, A processor)" in text
    with pytest.raises(ReportError, match=r"the cost of torch, 2\.13\.0, float64, eager, A processor is given 2 times"):
        cost(costs(document(), document()))


def test_machines_that_differ_are_said_to() -> None:
    warning = "compare within a backend, not between"
    assert warning not in page(document(), document(backend="jax")).text
    assert warning in page(document(), document(backend="jax", processor="Another")).text


def test_the_page_is_small_and_always_the_same() -> None:
    sizes = [round(10 ** (k / 2)) for k in range(13)]
    measured = [series(m, {n: 1.234e-6 * n for n in sizes}) for m in ("value", "reverse", "forward")]
    files = [
        document(*(function(*measured, name=name) for name in ("a", "b", "c")), backend=backend)
        for backend in ("jax", "mxnet", "tensorflow", "torch", "numpy")
    ]
    made = cost(costs(*files))
    assert len(made.encode()) < 120_000
    assert made == cost(costs(*files))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    short = text[:200] or "-"
    named = function(name=short, about=short, definitions={short: short, "f": short})
    named["series"][2]["stopped"]["reason"] = short
    fields = dict.fromkeys(("backend", "version", "python", "processor", "platform", "suite", "device"), short)
    made = document(named, packages={short: short}, **fields)
    if "\ud800" in short:
        with pytest.raises(ReportError, match="not UTF-8"):
            parsed(made)
    else:
        page(made)


def test_the_front_page_links_to_it(tmp_path: Path) -> None:
    build([], [], [], tmp_path, costs=costs())
    pages = check_site(tmp_path)
    assert "With 1,000 inputs a gradient in reverse mode took 3.0 times" in pages["index.html"].text
    assert "cost.html" in pages["index.html"].links
    build([], [], [], tmp_path)
    assert "cost.html" not in check_site(tmp_path)  # which the earlier report had left here


def test_a_page_of_somebody_else_is_left(tmp_path: Path) -> None:
    (tmp_path / "cost.html").write_text("my own")
    build([], [], [], tmp_path)
    assert (tmp_path / "cost.html").read_text() == "my own"


@pytest.fixture(name="run")
def _run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sequence[object]:
    options = ("--no-cache", "--profile", "quick", "--output", tmp_path / "run.jsonl")
    conformance("run", SMALL, "--backend", f"{MINIATURES}.sound", *options)
    monkeypatch.chdir(tmp_path)
    return ("report", "run.jsonl", "--cases", SMALL, "--no-cache", "--output", "site")


def test_the_command_takes_files_and_finds_those_in_reports(run: Sequence[object], tmp_path: Path) -> None:
    assert conformance(*run) == 0
    assert not (tmp_path / "site" / "cost.html").exists()
    folder = tmp_path / "reports" / "cost"
    folder.mkdir(parents=True)
    (folder / "torch.json").write_text(json.dumps(document()))
    assert conformance(*run) == 0
    assert "torch" in check_site(tmp_path / "site")["cost.html"].text
    (tmp_path / "other.json").write_text(json.dumps(document(backend="jax")))
    assert conformance(*run, "--cost", "other.json") == 0
    text = check_site(tmp_path / "site")["cost.html"].text
    assert "jax" in text
    assert "torch" not in text


def test_the_command_names_a_bad_file(
    run: Sequence[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text(json.dumps(document(threads=0)))
    assert conformance(*run, "--cost", "bad.json") == 2
    assert "bad.json:threads: 0 is less than the minimum of 1" in capsys.readouterr().err
    assert conformance(*run, "--cost", "none.json") == 2
    assert "none.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1e-9, "1 ns"), (7.424e-6, "7.42 µs"), (0.0356, "35.6 ms"), (4.111, "4.11 s"), (0.9996, "1 s"), (123.4, "123 s"),
     (1e9, "1.0×10⁹ s"), (1e-12, "1.0×10⁻¹² s"), (9.996e-4, "1 ms"), (99.96e-6, "100 µs")],
)  # fmt: skip
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_powers() -> None:
    assert [power(k) for k in (-2, 0, 1, 2, 3, 12)] == ["10⁻²", "1", "10", "100", "10³", "10¹²"]
