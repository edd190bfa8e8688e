"""The bound on partial sums holds for every order and tree of additions."""

from __future__ import annotations

from fractions import Fraction

from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from conformance.truth.scalars import fraction
from conformance.truth.summation import partial_sums

NUMBERS = st.lists(st.integers(-50, 50), min_size=1, max_size=8)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_no_tree_of_additions_has_larger_partial_sums(numbers: list[int], source: object) -> None:
    bound = fraction(partial_sums([fmpq(n) for n in numbers]))
    waiting, total = list(numbers), Fraction(0)
    while len(waiting) > 1:
        a = waiting.pop(source.randrange(len(waiting)))  # type: ignore[attr-defined]
        b = waiting.pop(source.randrange(len(waiting)))  # type: ignore[attr-defined]
        waiting.append(a + b)
        total += abs(a + b)
    assert total <= bound


@given(NUMBERS)
def test_it_is_no_more_than_the_magnitudes_once_for_each_addition(numbers: list[int]) -> None:
    assert fraction(partial_sums([fmpq(n) for n in numbers])) <= (len(numbers) - 1) * sum(map(abs, numbers))


def test_terms_of_both_signs_do_not_add_up() -> None:
    """Two and two of size 1: 2, 2 and 2 at most, where the magnitudes would give 2, 3 and 4."""
    assert partial_sums([arb(1), arb(-1), arb(1), arb(-1)]) == 6
    assert partial_sums([arb(1)] * 4) == 9
    assert partial_sums([arb(7)]) == 0
