"""Names of modes, and what a backend does level by level."""

from __future__ import annotations

import pytest

from conformance.backends.modes import deeper, known, offered, words

BOTH = ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")


def test_modes_of_one_and_two_words():
    assert offered(["reverse", "forward"]) == list(BOTH)
    assert offered(["reverse"]) == ["reverse"]
    assert offered(["complex-step", "finite-difference"]) == ["complex-step", "finite-difference"]


@pytest.mark.parametrize(("depth", "count"), [(1, 0), (2, 0), (3, 4), (4, 12), (9, 12)])
def test_each_way_to_nest_has_one_name(depth, count):
    """2ⁿ ways at depth n, of which those of one word and two are counted apart."""
    found = deeper(BOTH, depth)
    assert len(found) == count
    padded = {tuple(words(m) + [words(m)[-1]] * (4 - len(words(m)))) for m in (*found, *BOTH)}
    assert len(padded) == count + 4


def test_a_backend_with_one_mode_has_none_deeper():
    assert deeper(["reverse"], 4) == []


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("reverse", True),
        ("forward-over-forward-over-reverse", True),
        ("reverse-over-forward-over-forward", False),
        ("forward-over-sideways", False),
        ("", False),
    ],
)
def test_which_modes_are_known(mode, expected):
    assert known(mode, BOTH) is expected
