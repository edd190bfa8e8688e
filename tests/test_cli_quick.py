"""`conformance run --profile quick` where there is much to run, and what it says of what it leaves out."""

from __future__ import annotations

import pytest

from conformance.run.runfile import read
from tests.cli import MINIATURES, conformance

SIZES = list(range(1, 11))
COUNT = 21
MUCH = "format: 1\ncases:\n" + "".join(
    f"""\
  - id: made-up.much-{number}
    title: One claim at a hundred sizes
    sizes: {{n: {SIZES}, m: {SIZES}}}
    inputs: {{x: vector(n), y: vector(m)}}
    let: {{f: "sum(x) * y[0]"}}
    points:
      generic: {{sample: 3}}
    claims:
      - id: slope
        that: grad(f, x) == y[0] * ones(n)
"""
    for number in range(COUNT)
)
LEFT_OUT = (2 * 100 - 1) * COUNT


@pytest.fixture(scope="module")
def much(tmp_path_factory):
    path = tmp_path_factory.mktemp("much") / "much.yaml"
    path.write_text(MUCH)
    return path


@pytest.fixture
def quick(much, tmp_path, capsys):
    """Run it quickly: the run, and what stood on stderr."""

    def quick(*options, name="run.jsonl"):
        output = tmp_path / name
        how = ("--backend", f"{MINIATURES}.sound", "--profile", "quick", "--mode", "reverse", "--no-cache")
        assert conformance("run", much, *how, *options, "--output", output) == 0
        return read(output), capsys.readouterr().err

    return quick


def test_quick_says_how_much_it_leaves_out(quick):
    run, err = quick()
    assert len(run.results) == run.header["checks"] == COUNT
    assert run.header["options"]["left_out"] == LEFT_OUT
    assert f"left out {LEFT_OUT:,} checks" in err


def test_nothing_of_what_is_selected_is_left_out(quick):
    run, err = quick("--select", "point:generic#0", "--shard", "1/100")
    assert len(run.results) == COUNT
    assert "left_out" not in run.header["options"]
    assert "left out" not in err


def test_other_profiles_leave_nothing_out(quick):
    run, err = quick("--profile", "default", "--dtype", "float64", "--shard", "1/100")
    assert len(run.results) == 3 * COUNT
    assert "left_out" not in run.header["options"]
    assert "left out" not in err


def test_a_thinned_run_is_resumed_thinned(quick, much, tmp_path):
    run, _ = quick()
    whole = run.path.read_text().splitlines(keepends=True)
    cut = tmp_path / "cut.jsonl"
    cut.write_text(whole[0])
    assert conformance("run", much, "--resume", cut, "--no-cache") == 0
    assert [result["id"] for result in read(cut).results] == [result["id"] for result in run.results]


def test_a_comparison_says_that_a_run_is_thinned(quick, capsys):
    part, _ = quick()
    other, _ = quick("--select", "point:generic#0", "--shard", "1/100", name="other.jsonl")
    conformance("compare", part.path, other.path)
    assert f"{part.path} left out {LEFT_OUT:,} checks of its profile" in capsys.readouterr().err
