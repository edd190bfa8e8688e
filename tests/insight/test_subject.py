from __future__ import annotations

from pathlib import Path

import pytest

from conformance.casefile.load import load
from conformance.insight.subject import Subject, subject
from tests.insight.samples import chain, result, subjects


def subject_of(claim: str, tmp_path: Path, inputs: str = "{x: vector(3), w: vector(3), s: real, t: real}") -> Subject:
    """The subject of a claim written as in a case file."""
    file = tmp_path / "case.yaml"
    file.write_text(
        "format: 1\ncases:\n- id: demo\n  title: Demo\n"
        f"  inputs: {inputs}\n  claims:\n  - id: claim\n    that: {claim}\n"
    )
    loaded = load((file,))
    assert not loaded.problems
    instance = loaded.cases[0].instances[0]
    return subject(instance.graph, instance.claims[0].sides)


@pytest.mark.parametrize(
    ("claim", "core", "order"),
    [
        ("exp(s)", ("exp",), 0),
        ("grad(exp(s), s)", ("exp",), 1),
        ("grad(dot(w, exp(x)), x)", ("exp",), 1),
        ("grad(dot(w, maximum(x, w)), x)", ("maximum",), 1),
        ("grad(norm(2*x + w), x)", ("norm",), 1),
        ("grad(exp(sin(s)), s)", ("exp", "sin"), 1),
        ("derivative(exp(s), s, 3)", ("exp",), 3),
        ("grad(grad(exp(s), s), s)", ("exp",), 2),
        ("grad(dot(x, x), x)", ("dot",), 1),
        ("grad(dot(w, x), x)", ("dot",), 1),
        ("grad(dot(w, x + w), x)", ("add",), 1),
        ("grad(sum(x), x)", ("sum",), 1),
        ("grad(s*t, [s, t])", ("multiply",), 1),
        ("grad(s/2, s)", ("divide",), 1),
        ("grad(sin(s)/2, s)", ("sin",), 1),
        ("grad(2/s, s)", ("divide",), 1),
        ("exp(t)*grad(sin(s), s)", ("sin",), 1),
        ("grad(sin(s), s) == cos(s)", ("sin",), 1),
        ("grad(where(s > 0, sin(s), t), s)", ("sin", "where"), 1),
    ],
)
def test_core_and_order(claim: str, core: tuple[str, ...], order: int, tmp_path: Path) -> None:
    found = subject_of(claim, tmp_path)
    assert (found.core, found.order) == (core, order)
    assert found.alone == (core[0] if len(core) == 1 else None)
    assert set(core) <= set(found.operators)


@pytest.mark.parametrize(
    ("claim", "inputs"),
    [("grad(s*t, s)", ("s",)), ("grad(s*t, [s, t])", ("s", "t")), ("s*t", ("s", "t")), ("grad(norm(x), x)", ("x",))],
)
def test_the_inputs_that_move(claim: str, inputs: tuple[str, ...], tmp_path: Path) -> None:
    assert subject_of(claim, tmp_path).inputs == inputs


def test_constants_alone_are_about_what_makes_them(tmp_path: Path) -> None:
    assert subject_of("eye(3)", tmp_path).core == ("eye",)


def test_the_side_that_decided() -> None:
    case = chain("sin", "exp")
    found = subjects(case)
    first = result(case, "first", "wrong")
    assert found.of(first) == found.of(first | {"side": "left"}) == found.whole(first)
    assert found.of(result(case, "value", "wrong")).order == 0
    assert found.of(first | {"case": "another"}) is None
    assert found.of(first | {"sizes": {"n": 2}}) is None


def test_the_catalog_is_told_by_its_tag() -> None:
    catalog, other = chain("exp"), chain("sin", tags=("softmax",))
    found = subjects(catalog, other)
    assert found.primitive(result(catalog, "first", "wrong"))
    assert not found.primitive(result(other, "first", "wrong"))
