"""Truth for a run: at rounded points, kept in the cache, made anew when anything it rests on changes."""

from __future__ import annotations

import dataclasses
import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from flint import arb, fmpq

from conformance.casefile.model import Instance
from conformance.truth import api
from conformance.truth.api import claim_truth, input_values
from conformance.truth.arrays import array_of
from conformance.truth.cache import Cache
from conformance.truth.model import SideTruth
from tests.truth.claims import instance


def truths(inside: Instance, cache: Cache, dtype: str = "float64", point: int = 0) -> tuple[SideTruth, ...]:
    claim = inside.claims[0]
    return claim_truth(inside, claim, claim.points[point], dtype, cache)


def same(a: SideTruth, b: SideTruth) -> bool:
    for field in dataclasses.fields(SideTruth):
        left, right = getattr(a, field.name), getattr(b, field.name)
        if isinstance(left, np.ndarray):
            if not (left.shape == right.shape and np.array_equal(left, right, equal_nan=True)):
                return False
        elif left != right:
            return False
    return True


EXPRESSIONS = [
    "grad(sin(x)*x**2, x)",
    "grad(relu(x - x), x)",
    "grad(abs(x), x)",
    "log(x)",
    "stack([x, 1/3])",
    "exp(99*x)",
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("at", ["0", "0.3", "2"])
def test_from_the_cache_it_is_the_same(tmp_path: Path, text: str, at: str, dtype: str) -> None:
    inside = instance(text, "==", "x", points=[{"x": (at,)}])
    fresh = truths(inside, Cache(None), dtype)
    for _ in range(2):
        for a, b in zip(truths(inside, Cache(tmp_path), dtype), fresh, strict=True):
            assert same(a, b)
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_a_corrupt_entry_is_computed_again(tmp_path: Path) -> None:
    inside = instance("sin(x)", points=[{"x": ("0.3",)}])
    (fresh,) = truths(inside, Cache(tmp_path))
    (path,) = tmp_path.rglob("*.json")
    whole = path.read_bytes()
    for damage in (whole[:20], b"", whole.replace(b"smooth", b"kinked")):
        path.write_bytes(damage)
        (again,) = truths(inside, Cache(tmp_path))
        assert same(again, fresh)
        assert path.read_bytes() == whole


def test_what_the_key_rests_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def entries() -> int:
        return len(list(tmp_path.rglob("*.json")))

    cache = Cache(tmp_path)
    inside = instance("sin(x)", points=[{"x": ("0.3",)}, {"x": ("0.4",)}])
    truths(inside, cache)
    truths(instance("sin(x)", points=[{"x": ("0.3",)}]), cache)
    assert entries() == 1
    truths(inside, cache, "float32")
    truths(inside, cache, point=1)
    truths(instance("cos(x)", points=[{"x": ("0.3",)}]), cache)
    assert entries() == 4
    monkeypatch.setattr(api, "source_digest", lambda: "another version of the rules")
    truths(inside, cache)
    assert entries() == 5


def test_the_source_of_truth_is_in_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = api.source_digest()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read(path) + (b"#" if path.name == "rules.py" else b""))
    api.source_digest.cache_clear()
    try:
        assert api.source_digest() != before
    finally:
        monkeypatch.undo()
        api.source_digest.cache_clear()


def test_truth_is_that_at_the_rounded_point() -> None:
    inside = instance("x*x", points=[{"x": ("0.1",)}])
    for dtype in ("float32", "float64"):
        (found,) = truths(inside, Cache(None), dtype)
        at = Fraction(float(np.dtype(dtype).type(0.1)))
        total = Fraction(float(found.high)) + Fraction(float(found.low))
        assert abs(total - at * at) <= at * at / 2**100
        given = input_values(inside, inside.claims[0], inside.claims[0].points[0], dtype)
        assert given["x"].dtype == dtype


def test_the_variable_of_an_asymptotic_claim_has_a_value() -> None:
    inside = instance("sin(t) + x", "==", "t + x", points=[{"x": ("1",)}], order=3)
    claim = inside.claims[0]
    assert input_values(inside, claim, claim.points[0], "float32")["t"] == np.float32(1 / 16)


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_json_keeps_everything(text: str) -> None:
    (found,) = truths(instance(text, points=[{"x": ("0",)}]), Cache(None))
    assert same(SideTruth.from_json(json.loads(json.dumps(found.to_json()))), found)


def test_a_kink_has_its_vertices_and_bounds() -> None:
    (found,) = truths(instance("grad(leaky_relu(x, 0.25), x)", points=[{"x": ("0",)}]), Cache(None))
    assert found.kind == "kink"
    assert found.vertices is not None
    assert found.vertices.tolist() == [[0.25], [1.0]]
    assert (found.lower, found.upper) == (0.25, 1.0)
    (sum_of_two,) = truths(instance("grad(abs(x), x) + 3", points=[{"x": ("0",)}]), Cache(None))
    assert sum_of_two.vertices is None
    assert sum_of_two.lower is not None
    assert sum_of_two.upper is not None
    assert 2 - 1e-8 < sum_of_two.lower <= 2.0
    assert 4.0 <= sum_of_two.upper < 4 + 1e-8


@pytest.mark.parametrize(("permitted", "narrow"), [(0.0, False), (1e-60, False), (1e-40, True), (np.inf, True)])
def test_narrow_enough(permitted: float, narrow: bool) -> None:
    about_one = array_of([arb(1, 2.0**-150)], ())
    assert api.narrow(about_one, np.array(permitted)) is narrow
    assert api.narrow(array_of([fmpq(1, 3)], ()), np.array(permitted))
