"""The sound miniature is sound, and each broken one is broken in its own way."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from conformance.backends.contract import modes
from conformance.backends.evaluate import Failure, Outcome, Value
from conformance.backends.registry import load
from tests.backends.examples import EXAMPLES, Example
from tests.backends.helper import Sketch, agrees, outcomes

SOUND = load("tests.backends.miniatures.sound")


@pytest.mark.parametrize("mode", modes(SOUND))
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.id)
def test_sound_is_sound(example: Example, mode: str) -> None:
    s = Sketch()
    root = example.build(s)
    ((outcome,),) = outcomes(SOUND, s, [root], [example.point], mode=mode)
    agrees(outcome, example.expected, mode, example.levels)


def gradient(miniature: str, dtype: str = "float64") -> Outcome:
    """Of Σ w·X², where w counts the entries: 2·w·X, no entry like another. X is a third of w."""
    s = Sketch()
    X = s.input("X", (2, 2))
    w = s.op("reshape", s.op("add", s.op("arange", n=4), s.number(1)), shape=(2, 2))
    root = s.derivative("grad", s.op("sum", s.mul(w, s.pow(X, 2))), [X])
    point = {"X": np.arange(1.0, 5.0).reshape(2, 2) / 3}
    ((outcome,),) = outcomes(load(f"tests.backends.miniatures.{miniature}"), s, [root], [point], dtype=dtype)
    return outcome


TRUE = 2 * np.arange(1.0, 5.0).reshape(2, 2) ** 2 / 3


@pytest.mark.parametrize(
    ("miniature", "expected"),
    [
        ("negated", -TRUE),
        ("halved", TRUE / 2),
        ("transposed", TRUE.T),
        ("permuted", np.roll(TRUE, 1)),
        ("rounded", TRUE.astype(np.float32)),
        ("nan", TRUE * math.nan),
        ("none", TRUE * 0),
        ("wrong_dtype", TRUE.astype(np.float32)),
        ("wrong_shape", TRUE[None]),
        ("prints", TRUE),
    ],
)
def test_broken_in_its_own_way(miniature: str, expected: Any, capfd: pytest.CaptureFixture[str]) -> None:
    outcome = gradient(miniature)
    assert isinstance(outcome, Value)
    np.testing.assert_allclose(outcome.array, expected, rtol=1e-15)
    assert outcome.array.shape == np.shape(expected)
    assert outcome.array.dtype == (np.float32 if miniature == "wrong_dtype" else np.float64)
    assert outcome.missing == (miniature == "none")
    assert ("C++" in capfd.readouterr().out) == (miniature == "prints")


@pytest.mark.parametrize(("miniature", "kind"), [("raises", "error"), ("unable", "unsupported")])
def test_failures_are_told_apart(miniature: str, kind: str) -> None:
    outcome = gradient(miniature)
    assert isinstance(outcome, Failure)
    assert outcome.kind == kind
    assert outcome.message.startswith(("RuntimeError: no derivative today", "NotImplementedError: no gradient"))
