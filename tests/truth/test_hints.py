"""Hints: what is blind by coincidence is told from what is symmetric by nature, and from what another point shows."""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from conformance.casefile.load import load
from conformance.truth.arrays import array_of
from conformance.truth.audit import audit_case
from conformance.truth.cache import Cache
from conformance.truth.hints import EQUAL, Hint, case_hints, symmetries
from conformance.truth.side import precision


def hints(folder: Path, inputs: str, points: str, claims: str, head: str = "") -> list[Hint]:
    """The hints about a case; `claims` are one `id: that` or `id @ point: that` a line."""
    lines = []
    for line in textwrap.dedent(claims).strip().splitlines():
        name, _, that = line.partition(": ")
        name, _, at = name.partition(" @ ")
        lines.append(f'  - {{id: {name}, that: "{that}"{f", at: {at}" if at else ""}}}')
    file = folder / "case.yaml"
    file.write_text(
        f"format: 1\ncases:\n- id: a.case\n  title: A case\n{textwrap.indent(textwrap.dedent(head), '  ')}"
        f"  inputs: {inputs}\n  points: {points}\n  claims:\n" + "\n".join(lines) + "\n"
    )
    loaded = load([file])
    assert not loaded.problems
    (case,) = loaded.cases
    return case_hints(audit_case(case, Cache(None)), Cache(None))


def told(found: list[Hint]) -> list[tuple[str, bool]]:
    """Claim, and whether another point shows the difference."""
    return [(hint.claim, hint.covered_by is not None) for hint in found]


REALS = "{x: real, y: real}"


def test_equal_partials_at_the_only_point(tmp_path):
    (hint,) = hints(tmp_path, REALS, "{one: {x: 2, y: 2}}", "product: grad(x*y, [x, y]) == [2, 2]")
    assert hint == Hint(hint.position, "a.case", "product", "left", None, (2,), ("one",), None)
    assert (hint.position.line, hint.position.column) == (8, 5)


def test_partials_that_differ(tmp_path):
    assert hints(tmp_path, REALS, "{one: {x: 2, y: 3}}", "product: grad(x*y, [x, y]) == [3, 2]") == []


def test_balls_are_compared_to_200_bits(tmp_path):
    one = "{one: {x: 2, y: 2}}"
    assert told(hints(tmp_path, REALS, one, "same: grad(exp(x*y), [x, y]) == exp(4)*[2, 2]")) == [("same", False)]
    near = "{one: {x: 2, y: 2 + 1e-40}}"
    assert hints(tmp_path, REALS, near, "near: grad(exp(x*y), [x, y])") == []


def test_equal_by_nature(tmp_path):
    assert hints(tmp_path, REALS, "{one: {x: 2, y: 2}}", "sum: grad(x + y, [x, y]) == [1, 1]") == []
    assert hints(tmp_path, REALS, "{one: {x: 2, y: 3}}", "zero: at(grad(x*y, [x, y]), x = 0, y = 0) == 0") == []


def test_equal_at_every_sample_by_nature(tmp_path):
    claims = "softmax: sum(jac(softmax(v), v), axis=1) == 0"
    assert hints(tmp_path, "{v: vector(3)}", "{generic: {sample: 3}}", claims) == []


def test_another_point_of_the_claim_shows_it(tmp_path):
    (hint,) = hints(tmp_path, REALS, "{one: {x: 2, y: 2}, other: {x: 1, y: 4}}", "product: grad(x*y, [x, y]) == [y, x]")
    assert (hint.points, hint.covered_by) == (("one",), "product@other")


def test_another_claim_about_the_same_expression_shows_it(tmp_path):
    points = "{one: {x: 2, y: 2}, generic: {sample: 2}}"
    claims = """
        critical @ one: grad(x*y, [x, y]) == [2, 2]
        formula @ generic: grad(x*y, [x, y]) == [y, x]
    """
    (hint,) = hints(tmp_path, REALS, points, claims)
    assert (hint.claim, hint.covered_by) == ("critical", "formula@generic#0")


def test_another_expression_does_not(tmp_path):
    points = "{one: {x: 2, y: 2}, generic: {sample: 2}}"
    claims = """
        critical @ one: grad(x*y, [x, y]) == [2, 2]
        other @ generic: grad(x*y**2, [x, y])
    """
    assert told(hints(tmp_path, REALS, points, claims)) == [("critical", False)]


def test_another_size_shows_it(tmp_path):
    points = "{two: {v: [1, 1]}, three: {v: [1, 2, 4]}}"
    found = hints(tmp_path, "{v: vector(n)}", points, "squares: grad(sum(v**2), v) == 2*v", "sizes: {n: [2, 3]}\n")
    assert [(hint.points, hint.covered_by) for hint in found] == [(("two",), "squares@three")]


def test_one_entry_has_nothing_to_permute(tmp_path):
    claims = """
        one: grad(sum(v**2), v) == 2*v
        number: dot(v, grad(sum(v**2), v)) == 2*dot(v, v)
    """
    assert hints(tmp_path, "{v: vector(1)}", "{one: {v: [3]}}", claims) == []


def test_a_jacobian_at_a_symmetric_matrix(tmp_path):
    claims = "linear: jac(A @ v, v) == A"
    (hint,) = hints(tmp_path, "{A: 'matrix(2, 2)', v: vector(2)}", "{one: {A: [[1, 2], [2, 3]], v: [1, 5]}}", claims)
    assert (hint.axes, hint.shape, hint.covered_by) == ((0, 1), (2, 2), None)
    assert hints(tmp_path, "{A: 'matrix(2, 2)', v: vector(2)}", "{generic: {sample: 1}}", claims) == []


def test_symmetric_in_all_of_the_domain_but_not_by_nature(tmp_path):
    inputs = "{A: {type: 'matrix(2, 2)', where: positive-definite}}"
    claims = "formula: grad(logdet(A), A) == inv(A).T"
    assert [h.axes for h in hints(tmp_path, inputs, "{generic: {sample: 3}}", claims)] == [(0, 1)]


@pytest.mark.parametrize(
    "claim",
    [
        "hess(sin(v[0])*v[1]**2, v)",
        "jac(grad(sin(v[0])*v[1]**2, v), v)",
        "hess(v @ A @ v, v) == A + A.T",
        "jac(softmax(v), v)",
    ],
)
def test_symmetric_by_nature(tmp_path, claim):
    inputs = "{A: 'matrix(2, 2)', v: vector(2)}"
    assert hints(tmp_path, inputs, "{one: {A: [[1, 2], [2, 3]], v: [1, 5]}}", f"claim: {claim}") == []


def test_a_claim_that_needs_the_symmetry_of_its_inputs(tmp_path):
    """At the minimum of a form the gradient vanishes only if the matrix is symmetric: no sample could show more."""
    inputs = "{A: {type: 'matrix(2, 2)', where: positive-definite}, b: vector(2), v: vector(2)}"
    claims = "minimum: at(grad(v @ A @ v/2 - dot(b, v), v), v = solve(A, b)) == 0"
    assert hints(tmp_path, inputs, "{generic: {sample: 2}}", claims) == []


def test_values_and_kinks_and_asymptotic_claims_are_left_out(tmp_path):
    claims = """
        value: "[x, y]"
        kink: grad(abs(x) + abs(y), [x, y])
    """.replace('"', "")
    assert hints(tmp_path, REALS, "{zero: {x: 0, y: 0}}", claims) == []
    claims = "limit: t*grad(x*y, [x, y]) == t*[2, 2] + O(t**2)"
    assert hints(tmp_path, "{x: real, y: real, t: real}", "{one: {x: 2, y: 2}}", claims) == []


def test_one_hint_where_both_sides_are_blind(tmp_path):
    claims = "same: grad(x*y, [x, y]) == grad(y*x, [x, y])"
    assert [h.side for h in hints(tmp_path, REALS, "{one: {x: 2, y: 2}}", claims)] == ["left"]
    claims = "other: 2*[x, y/2] == grad(y*x + y, [x, y])"
    (hint,) = hints(tmp_path, REALS, "{one: {x: 3, y: 4}}", claims.replace("2*[x, y/2]", "[y, x + 1]"))
    assert hint.side == "right"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1]], ()),
        ([[1, 1]], (EQUAL,)),
        ([[1, 2]], ()),
        ([[1, 2], [2, 5]], ("0-1",)),
        ([[1, 2], [3, 1]], ()),
        ([[4, 4], [4, 4]], (EQUAL, "0-1")),
    ],
)
def test_symmetries_of_matrices(rows, expected):
    values = np.array(rows)
    exact = array_of([fmpq(int(v)) for v in values.ravel()], values.shape)
    assert symmetries(exact, 5.0) == expected
    with precision(256):
        assert symmetries(array_of([arb(int(v)).exp() for v in values.ravel()], values.shape), 200.0) == expected


def test_symmetries_of_a_tensor():
    values = np.zeros((2, 3, 2), dtype=int)
    values[0, 1, 1] = values[1, 1, 0] = 3
    assert symmetries(array_of([fmpq(int(v)) for v in values.ravel()], values.shape), 3.0) == ("0-2",)


@given(arrays.arrays(int, arrays.array_shapes(min_dims=0, max_dims=3, max_side=2), elements=st.integers(0, 1)))
def test_symmetries_are_those_of_the_numbers(values):
    pairs = [(0, 1), (0, 2), (1, 2)]
    fits = [(i, j) for i, j in pairs if j < values.ndim and values.shape[i] == values.shape[j] > 1]
    kept = [f"{i}-{j}" for i, j in fits if np.array_equal(values, values.swapaxes(i, j))]
    equal = [EQUAL] if values.size > 1 and values.min() == values.max() else []
    exact = array_of([fmpq(int(v)) for v in values.ravel()], values.shape)
    assert symmetries(exact, 1.0) == tuple(equal + (kept if values.size > 1 else []))


def test_a_ball_too_wide_to_tell_is_not_called_equal():
    with precision(53):
        assert symmetries(array_of([arb("0.1"), arb("0.1")], (2,)), 0.1) == ()
