"""What is said of every matrix within the balls holds of matrices within them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.language.graph import Node
from conformance.truth import linalg
from conformance.truth.arrays import Array, array_of
from conformance.truth.linalg_exp import balanced, balancing, exponential
from conformance.truth.perturbed import PERTURBED, projector
from conformance.truth.scalar_functions import Branches, unary
from conformance.truth.scalars import UndecidedError, ball
from conformance.truth.side import precision

EXACT: dict[str, Callable[[Array], Array]] = {
    "inv": linalg.inverse,
    "det": lambda a: array_of([linalg.determinant(a)], ()),
    "slogdet": lambda a: array_of([linalg.log_abs_determinant(a, Branches())], ()),
    "logdet": lambda a: array_of([unary("log", linalg.determinant(a), {})], ()),
    "cholesky": lambda a: linalg.cholesky(a, Branches()),
    "eigvalsh": linalg.eigenvalues,
    "matrix_exp": exponential,
}
OF_POSITIVE_DEFINITE = frozenset({"logdet", "cholesky", "eigvalsh"})


def rational(values: list[int], n: int, scale: int) -> Array:
    return array_of([fmpq(v, scale) for v in values], (n, n))


def around(a: Array, radius: Fraction) -> Array:
    reach = arb(fmpq(radius.numerator, radius.denominator))
    return array_of([arb(x) + arb(0, reach.abs_upper()) for x in a.ravel()], a.shape)


def positive_definite(a: Array) -> Array:
    return np.asarray(a @ a.T + linalg.identity(len(a)) * fmpq(1, 2), dtype=object)


@st.composite
def matrices(draw: st.DrawFn) -> tuple[Array, Array]:
    n = draw(st.integers(1, 4))
    entries = st.lists(st.integers(-20, 20), min_size=n * n, max_size=n * n)
    return rational(draw(entries), n, 7), rational(draw(entries), n, 20)


@settings(deadline=None, max_examples=40)
@given(matrices(), st.sampled_from(sorted(EXACT)), st.sampled_from([Fraction(1, 2**12), Fraction(1, 2**24)]))
def test_the_value_of_a_matrix_within_the_balls_is_within(
    drawn: tuple[Array, Array], name: str, radius: Fraction
) -> None:
    a, direction = drawn
    if name in OF_POSITIVE_DEFINITE:
        a, direction = positive_definite(a), direction + direction.T
        direction = direction / fmpq(2)
    moved = a + direction * np.asarray(fmpq(radius.numerator, radius.denominator), dtype=object)
    with precision(256):
        try:
            found = PERTURBED[name](Node(name), around(a, radius))
            exact = EXACT[name](moved)
        except UndecidedError:
            return  # a singular matrix, or eigenvalues together: nothing is said
    assert all(ball(f).overlaps(ball(e)) for f, e in zip(found.ravel(), exact.ravel(), strict=True))


def beside(a: Array, direction: Array, size: int) -> Array:
    """[[A, G], [0, A]] with G a multiple of the direction: the upper right block of its exponential is exp'(A)G."""
    return np.block([[a, direction * fmpq(size)], [a * fmpq(0), a]])


@settings(deadline=None, max_examples=20)
@given(matrices(), st.sampled_from([1, 1000]))
def test_the_exponential_of_blocks_within_the_balls_is_within(drawn: tuple[Array, Array], size: int) -> None:
    a, radius = beside(*drawn, size), Fraction(1, 2**30)
    with precision(256):
        found = PERTURBED["matrix_exp"](Node("matrix_exp"), around(a, radius))
        for sign in (1, -1):
            exact = exponential(a + np.full(a.shape, fmpq(sign, 2**30)))
            assert all(ball(f).overlaps(ball(e)) for f, e in zip(found.ravel(), exact.ravel(), strict=True))


def test_how_far_a_derivative_of_the_exponential_moves_is_linear_in_its_direction() -> None:
    a, g = rational([3, -1, 2, 1], 2, 2), rational([1, 2, 3, 4], 2, 2)
    with precision(128):
        widths = []
        for size in (1, 2**20):
            blocks = beside(a, g, size)
            scales = np.array([fmpq(size)] * 2 + [fmpq(1)] * 2)
            radii = [arb(0, ball(x).abs_upper()) for x in balanced(np.full((4, 4), fmpq(1, 2**80)), 1 / scales).ravel()]
            balls = blocks + array_of(radii, (4, 4))
            found = PERTURBED["matrix_exp"](Node("matrix_exp"), balls)[:2, 2:]
            widths.append(max(float(ball(v).rad()) for v in found.ravel()) / size)
    assert widths[0] < 1e-20
    assert widths[1] < 4 * widths[0]


@pytest.mark.parametrize("row", [[arb(1), arb.pos_inf()], [arb(1e308), arb(1e308)]])
def test_balancing_leaves_what_is_no_float(row: list[arb]) -> None:
    assert list(balancing(array_of([*row, arb(0), arb(1)], (2, 2)))) == [1, 1]


def test_balancing_keeps_its_scales_within_the_floats() -> None:
    a = np.full((4, 4), arb(0), dtype=object)
    for i in range(3):
        a[i, i + 1] = arb(1e300)
    assert all(0 < float(scale) < 1e100 for scale in balancing(a))


@settings(deadline=None, max_examples=30)
@given(matrices())
def test_a_solution_of_a_system_within_the_balls_is_within(drawn: tuple[Array, Array]) -> None:
    a, direction = drawn
    b, radius = a[0] + fmpq(1, 3), Fraction(1, 2**20)
    step = np.asarray(fmpq(1, 2**20), dtype=object)
    with precision(256):
        try:
            found = PERTURBED["solve"](Node("solve"), around(a, radius), around(b, radius))
        except UndecidedError:
            return
        exact = linalg.solve(a + direction * step, b + direction[0] * step)
    assert all(ball(f).overlaps(ball(e)) for f, e in zip(found.ravel(), exact.ravel(), strict=True))


@settings(deadline=None, max_examples=20)
@given(matrices())
def test_a_projector_of_a_matrix_within_the_balls_is_within(drawn: tuple[Array, Array]) -> None:
    a, direction = (x + x.T for x in drawn)
    radius = Fraction(1, 2**16)
    moved = a + direction * np.asarray(fmpq(1, 2**18), dtype=object)
    with precision(256):
        for i in range(len(a)):
            try:
                values = linalg.eigenvalues(moved)
                found = PERTURBED["projector"](Node("projector", (), {"index": i}), around(a, radius), values)
            except UndecidedError:
                return
            exact = projector(moved, values, i)
            assert all(ball(f).overlaps(ball(e)) for f, e in zip(found.ravel(), exact.ravel(), strict=True))


def hilbert(n: int) -> Array:
    return array_of([fmpq(1, i + j + 1) for i in range(n) for j in range(n)], (n, n))


def test_elimination_in_balls_is_wider_by_far() -> None:
    """At the 5×5 Hilbert matrix, whose condition is 5e5."""
    with precision(256):
        wide = around(hilbert(5), Fraction(1, 2**60))
        naive, found = linalg.inverse(wide), PERTURBED["inv"](Node("inv"), wide)
        assert max(float(x.rad()) for x in naive.ravel()) > 5 * max(float(x.rad()) for x in found.ravel())
        naive, found = linalg.determinant(wide), PERTURBED["det"](Node("det"), wide)[()]
        assert float(naive.rad()) > 100 * float(found.rad())


@pytest.mark.parametrize("name", ["inv", "slogdet", "cholesky"])
def test_nothing_is_said_where_a_singular_matrix_is_within(name: str) -> None:
    singular = around(array_of([fmpq(1)] * 4, (2, 2)), Fraction(1, 2**20))
    with precision(256), pytest.raises(UndecidedError):
        PERTURBED[name](Node(name), singular)


def test_a_determinant_has_a_bound_at_a_singular_matrix() -> None:
    singular = around(array_of([fmpq(1)] * 4, (2, 2)), Fraction(1, 2**20))
    with precision(256):
        found = PERTURBED["det"](Node("det"), singular)[()]
    assert found.contains(0)
    assert found.abs_upper() < fmpq(5, 2**20)
