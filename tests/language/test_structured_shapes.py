"""Shapes of what gathers, sorts, slides a window or contracts, and what is refused."""

from __future__ import annotations

import pytest

from conformance.language.errors import ShapeError
from conformance.language.graph import Shape
from conformance.language.parse import Scope, parse_expression

INPUTS = {"t": (), "x": (3,), "A": (2, 3), "S": (1, 2, 5), "K": (4, 2, 3), "I": (1, 1, 4, 6), "P": (2, 1, 2, 2)}


def shape(text: str) -> Shape:
    scope = Scope()
    for name, of in INPUTS.items():
        scope.builder.input(name, of)
    return scope.builder.shape(parse_expression(text, scope))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("diff(A, n=2)", (2, 1)),
        ("pad(A, [1, 0, 0, 2])", (3, 5)),
        ("reflect_pad(A, [2, 1])", (2, 6)),
        ("tile(A, [3, 1])", (6, 3)),
        ("repeat(A, 2)", (2, 6)),
        ("broadcast_to(t, [2, 2])", (2, 2)),
        ("take_along_axis(A, [0, 1], axis=1)", (2, 1)),
        ("take_along_axis(A, [0, 1, 0, 1, 0, 1], axis=0)", (2, 3)),
        ("segment_sum(x, [0, 3, 3], 5)", (5,)),
        ("topk(A, 1)", (2, 1)),
        ("median(A, axis=1)", (2,)),
        ("quantile(A, 1, axis=0)", (3,)),
        ("cov(A)", (2, 2)),
        ("cdist(A, A.T @ A)", (2, 3)),
        ("conv1d(S, K)", (1, 4, 3)),
        ("conv1d(S, K, stride=2, padding=2)", (1, 4, 4)),
        ("conv2d(I, P, stride=3)", (1, 2, 1, 2)),
        ("max_pool2d(I, 3, stride=2, padding=1)", (1, 1, 2, 3)),
        ("avg_pool1d(S, 5)", (1, 2, 1)),
        ("interpolate(I, [2, 9])", (1, 1, 2, 9)),
    ],
)
def test_the_shape(text: str, expected: Shape) -> None:
    assert shape(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sort(t)", "no axis -1; allowed: none: it is a scalar"),
        ("diff(A, n=3)", "3 differences need more than 3 entries"),
        ("diff(x, n=0)", "n of diff must be an integer from 1 on; got 0"),
        ("pad(A, [1, 1])", r"widths are a number before and one after for each axis of a 2×3 matrix; got \[1, 1\]"),
        ("pad(x, [-1, 1])", "widths are a number before and one after"),
        ("reflect_pad(x, [3, 0])", "each below the 3 entries of the last axis"),
        ("tile(A, [2])", "reps are a number from 1 on for each axis of a 2×3 matrix"),
        ("repeat(x, 0)", "count of repeat must be an integer from 1 on"),
        ("broadcast_to(A, [3])", r"a 2×3 matrix does not broadcast to \[3\]"),
        ("broadcast_to(x, [2])", "shapes do not broadcast"),
        ("take_along_axis(A, [0], axis=1)", "1 indices are no multiple of the 2 lines of a 2×3 matrix"),
        ("take_along_axis(x, [3])", r"index out of range: \[3\] along an axis of 3"),
        ("index_add(x, x, [0])", "index_add adds an entry or row for each of the 1 indices"),
        ("index_add(x, x, [0, 1, 3])", "index out of range"),
        ("segment_sum(x, [0, 1], 2)", "one segment for each entry along the first axis; got 2 for a 3-vector"),
        ("segment_sum(x, [0, 1, 2], 2)", "segment out of range"),
        ("segment_max(x, [0, 0, 2], 3)", "a segment is empty; allowed: at least one entry in each"),
        ("topk(x, 4)", "the 4 largest of 3 entries"),
        ("median(A)", "median of 6 entries: of an even number torch takes the lower middle one"),
        ("quantile(x, 2)", "q of quantile is a number from 0 to 1; got 2"),
        ("cross(A, x)", "cross takes two arrays of 3-vectors of one shape"),
        ("trapezoid(A, A)", "trapezoid takes values and places of one length"),
        ("cov(x)", "two variables or more by two observations or more"),
        ("cdist(A, x)", "cdist takes two matrices whose rows are points of one space"),
        ("conv1d(A, K)", "conv1d takes an array laid out as N×C×L; got a 2×3 matrix"),
        ("conv2d(I, K)", "the kernel has one slice for each of 1 channels"),
        ("conv1d(S, K, stride=0)", "stride must be an integer from 1 on"),
        ("max_pool1d(S, 6)", "a window of 6 is longer than the axis of 5 padded by 0 on both sides"),
        ("max_pool1d(S, 2, padding=2)", "padding of 2 is more than half of the window of 2"),
        ("interpolate(I, [2])", "interpolate takes N×C×L or N×C×H×W and the new lengths of the last axes"),
    ],
)
def test_what_does_not_fit_is_refused(text: str, message: str) -> None:
    with pytest.raises(ShapeError, match=message):
        shape(text)
