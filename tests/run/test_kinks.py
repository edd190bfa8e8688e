from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run.judge import judge_side
from conformance.run.membership import in_hull
from tests.run.truths import kink, value

RELU = kink([[0.0], [1.0]], ())
TIES = kink(np.eye(3).tolist(), (3,))


def found(truth, observed, dtype="float64"):
    finding = judge_side(truth, value(observed, dtype), dtype)
    return finding.verdict, finding.message


@pytest.mark.parametrize(
    ("observed", "message"),
    [
        (0.0, "the lower end of [0.0, 1.0]"),
        (1.0, "the upper end of [0.0, 1.0]"),
        (0.5, "the midpoint of [0.0, 1.0]"),
        (0.25, "inside [0.0, 1.0]"),
    ],
)
def test_relu_at_zero(observed, message):
    assert found(RELU, observed) == ("subgradient", message)


def test_relu_at_zero_outside():
    finding = judge_side(RELU, value(1.25), "float64")
    assert finding.verdict == "outside"
    assert finding.truth == "[0.0, 1.0]"
    assert finding.sizes.error_ulps == pytest.approx(0.25 / math.ulp(1.0), rel=1e-3)
    assert found(RELU, -0.5)[0] == "outside"
    assert found(RELU, math.nan)[0] == "spurious-nan"


def test_rounding_may_leave_the_interval():
    assert found(RELU, 1.0 + 2e-16) == ("subgradient", "the upper end of [0.0, 1.0]")
    assert found(RELU, 1.0 + 1e-14)[0] == "outside"


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("share", [[1 / 3] * 3, [0.1, 0.2, 0.7], [1.0, 0.0, 0.0]])
def test_a_split_is_rounded_even_where_no_other_error_is_permitted(dtype, share):
    ties = kink(np.eye(3).tolist(), (3,), permitted=0.0)
    assert found(ties, share, dtype)[0] == "subgradient"
    assert found(ties, [x * 1.00001 for x in share], dtype)[0] == "outside"


def test_ties_of_a_maximum():
    assert found(TIES, [0.0, 1.0, 0.0]) == ("subgradient", "number 2 of the 3 limiting derivatives")
    assert found(TIES, [1 / 3] * 3) == ("subgradient", "the mean of the 3 limiting derivatives")
    assert found(TIES, [0.5, 0.5, 0.0]) == ("subgradient", "a mixture of the 3 limiting derivatives")
    verdict, message = found(TIES, [1.0, 1.0, 1.0])
    assert verdict == "outside"
    assert message == "each entry is legal by itself, but not together: no mixture of the 3 limiting derivatives"
    assert found(TIES, [0.0, 0.0, 0.0])[0] == "outside"


def test_zero_between_the_limits_is_named():
    assert found(kink([[1.0, 1.0], [-1.0, 1.0], [0.0, -1.0]], (2,)), [0.0, 0.0])[1] == (
        "zero, a mixture of the 3 limiting derivatives"
    )


def test_mixtures_are_decided_in_units_of_the_permitted_error():
    third = 1 / 3
    assert found(TIES, [third, third, third + 5e-15])[0] == "outside"
    assert found(TIES, [third, third, third + 5e-16])[0] == "subgradient"


def test_bounds_alone_where_the_set_is_not_known():
    truth = kink(None, (2,), lower=[0.0, 0.0], upper=[1.0, 1.0])
    assert found(truth, [1.0, 1.0]) == ("subgradient", "within the bounds of a set that is not known exactly")


def test_bounds_too_wide_to_tell_are_ill_conditioned():
    assert found(kink([[0.0], [1.0]], (), permitted=1.0), 0.5)[0] == "ill-conditioned"
    assert found(kink([[0.0], [1.0]], (), permitted=math.inf), 7.0)[0] == "ill-conditioned"


def test_float32():
    assert found(kink([[0.0], [0.1]], (), permitted=1e-8), np.float32(0.1), "float32")[0] == "subgradient"


def test_many_kinks_at_once():
    corners = [list(c) for c in itertools.product([0.0, 1.0], repeat=8)]
    truth = kink(corners, (8,))
    assert found(truth, [0.3, 0.1, 0.9, 0.2, 1.0, 0.0, 0.5, 0.7])[0] == "subgradient"


@given(st.data(), st.integers(2, 6), st.integers(1, 5), st.sampled_from([1e-15, 1e-7]), st.integers(-40, 40))
def test_membership(data, m, n, permitted, power):
    """Rounded mixtures are in; what is moved out of the hull along a separating direction by more is not."""
    factor = 2.0**power
    entry = st.floats(-1, 1).map(lambda v: round(v, 3))
    vertices = np.array(data.draw(st.lists(st.lists(entry, min_size=n, max_size=n), min_size=m, max_size=m)))
    weights = np.array(data.draw(st.lists(st.floats(0.01, 1), min_size=m, max_size=m)))
    mixture = (weights / weights.sum()) @ vertices
    noise = np.array(data.draw(st.lists(st.floats(-0.5, 0.5), min_size=n, max_size=n))) * permitted
    allowed = np.full(n, 2 * permitted * factor)
    assert in_hull((mixture + noise) * factor, vertices * factor, allowed)
    normal = np.array(data.draw(st.lists(st.floats(-1, 1), min_size=n, max_size=n)))
    if np.abs(normal).max() < 0.1:
        return
    furthest = vertices[int((vertices @ normal).argmax())]
    # Beyond the supporting plane by more than a box of the permitted error reaches.
    away = normal / (normal @ normal) * np.abs(normal).sum() * 3 * permitted
    assert not in_hull((furthest + away) * factor, vertices * factor, allowed)
