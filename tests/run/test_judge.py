from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.run.dtypes import precision
from conformance.run.judge import judge, judge_side, threshold
from conformance.run.observation import Value
from conformance.run.verdicts import BADNESS, GROUP_OF, GROUPS
from tests.run.truths import nothing, smooth, value

NUMBERS = st.floats(-1e6, 1e6).filter(lambda v: abs(v) > 1e-6)
PERMITTED = st.floats(1e-15, 1e-12)


def verdict(truth, observed, dtype="float64"):
    return judge_side(truth, value(observed, dtype), dtype).verdict


def test_every_verdict_has_a_group_that_is_shown():
    assert set(GROUP_OF.values()) == set(GROUPS)


def test_exact_answer_passes_with_all_digits():
    finding = judge_side(smooth([1.0, 2.0]), value([1.0, 2.0]), "float64")
    assert (finding.verdict, finding.sizes.error_ulps, finding.sizes.digits) == ("pass", 0.0, 15.9)
    assert finding.entry == (0,)


def test_reported_entry_is_the_one_with_the_largest_error_in_permitted_errors():
    finding = judge_side(smooth([1.0, 1.0], [1e-12, 1e-14]), value([1 + 1e-13, 1 + 9e-15]), "float64")
    assert finding.verdict == "pass"
    assert finding.entry == (1,)
    assert finding.observed == 1 + 9e-15
    assert finding.truth == "1.0"


def test_error_is_counted_in_ulps_of_the_truth():
    finding = judge_side(smooth(8.0, 1e-14), value(8 + 4 * math.ulp(8.0)), "float64")
    assert finding.sizes.error_ulps == 4.0
    assert finding.sizes.permitted_ulps == pytest.approx(1e-14 / math.ulp(8.0), rel=1e-3)


def test_error_is_taken_against_both_halves_of_the_truth():
    third = smooth(1 / 3, 1e-16, low=1 / 3 * 2**-54)
    assert judge_side(third, value(1 / 3), "float64").sizes.error_ulps == pytest.approx(1 / 3, rel=1e-3)


def test_where_the_truth_is_zero_ulps_are_of_the_scale():
    finding = judge_side(smooth([0.0, 1.0], 1e-15), value([math.ulp(1.0), 1.0]), "float64")
    assert finding.entry == (0,)
    assert finding.sizes.error_ulps == 1.0
    assert finding.sizes.digits == pytest.approx(15.6, abs=0.1)


def test_lost_digits_are_inaccurate_and_counted():
    finding = judge_side(smooth(1.0), value(1.0 + 1e-10), "float64")
    assert (finding.verdict, finding.sizes.digits) == ("inaccurate", 9.9)


def test_beyond_the_square_root_of_the_roundoff_is_wrong():
    assert verdict(smooth(1.0), 1.0 + 1.1e-8) == "wrong"
    assert verdict(smooth(1.0), 1.0 + 1.0e-8) == "inaccurate"
    assert verdict(smooth(1.0, 1e-6), 1.0 + 3e-4, "float32") == "wrong"
    assert verdict(smooth(1.0, 1e-6), 1.0 + 2e-4, "float32") == "inaccurate"


def test_flushed_results_are_underflow():
    truth = smooth([1e-30, 1.0], 1e-40)
    assert verdict(truth, [0.0, 1.0], "float32") == "underflow"
    assert verdict(truth, [1e-42, 1.0], "float32") == "underflow"
    assert verdict(truth, [2e-30, 1.0], "float32") == "inaccurate"
    assert verdict(smooth([1e-41, 1.0], 1e-50), [0.0, 1.0], "float32") == "inaccurate"


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_not_finite_where_the_truth_is(bad):
    assert verdict(smooth([1.0, 2.0]), [1.0, bad]) == "spurious-nan"
    assert verdict(smooth(0.0, scale=0.0), bad) == "spurious-nan"


def test_an_infinite_bound_excuses_and_never_agrees():
    for answer in (1.0, 7.0, math.nan, math.inf):
        assert verdict(smooth(1.0, math.inf), answer) == "ill-conditioned"


def test_a_wide_bound_excuses_only_what_is_within_it():
    assert verdict(smooth(1.0, 1e-3), 1.0) == "ill-conditioned"
    assert verdict(smooth(1.0, 1e-3), 1.0009) == "ill-conditioned"
    assert verdict(smooth(1.0, 1e-3), 1.0011) == "wrong"
    assert verdict(smooth(1.0, 1e-3), math.nan) == "spurious-nan"


def test_a_truth_beyond_the_range_of_doubles_is_never_agreement():
    with np.errstate(all="raise"):
        assert verdict(smooth(math.inf, math.inf), math.inf) == "ill-conditioned"


def test_zero_everywhere_is_not_ill_conditioned():
    """x**2 at 0: truth, value and scale are 0, and what is permitted is a few smallest normal numbers."""
    assert verdict(smooth(0.0, 1e-306), 0.0) == "pass"
    assert verdict(smooth(0.0, 1e-36), 0.0, "float32") == "pass"
    assert verdict(smooth(0.0, 1e-306), 1e-3) == "wrong"


def test_shape_and_dtype_come_first():
    finding = judge_side(smooth([1.0, 2.0]), value([[1.0, 2.0]]), "float64")
    assert finding.verdict == "wrong-shape"
    assert finding.message == "shape (1, 2) where (2,) is right"
    finding = judge_side(smooth(1.0), value(1.0, "float64"), "float32")
    assert finding.verdict == "wrong-dtype"
    assert finding.message == "float64 where float32 was asked"


def test_the_backends_own_message_is_kept():
    finding = judge_side(smooth(1.0), Value(failure="unsupported", message="NotImplementedError: no"), "float64")
    assert (finding.verdict, finding.message) == ("unsupported", "NotImplementedError: no")


def test_none_is_unsupported_unless_zero_is_right():
    assert judge_side(smooth(0.0, scale=1.0), value(0.0, missing=True), "float64").verdict == "pass"
    assert judge_side(smooth(1.0), value(0.0, missing=True), "float64").verdict == "unsupported"
    assert judge_side(smooth([0.0, 1.0]), value([0.0, 0.0], missing=True), "float64").verdict == "unsupported"


def test_undefined_truth_records_what_came():
    finding = judge_side(nothing("undefined", (2,)), value([0.0, math.inf]), "float64")
    assert (finding.verdict, finding.observed, finding.entry) == ("edge", math.inf, (1,))
    assert finding.message == "1 of 2 entries are not finite"
    assert judge_side(nothing("undefined"), value(0.0), "float64").observed == 0.0


def test_unsure_truth_decides_nothing():
    assert verdict(nothing("unsure"), 1.0) == "unsure"


def test_the_worse_side_of_a_relation_counts():
    truths = (smooth(1.0), smooth(1.0))
    finding = judge(truths, (value(1.0), value(1.5)), "float64")
    assert (finding.verdict, finding.side, finding.observed) == ("wrong", "right", 1.5)
    finding = judge(truths, (value(1 + 4e-16), value(1.0)), "float64")
    assert (finding.verdict, finding.side) == ("pass", "left")


def test_a_bare_expression_has_no_side():
    assert judge((smooth(1.0),), (value(1.0),), "float64").side is None


def test_a_silent_wrong_answer_outranks_a_failure():
    failed = Value(failure="error", message="boom")
    assert judge((smooth(1.0), smooth(1.0)), (failed, value(2.0)), "float64").verdict == "wrong"
    assert judge((smooth(1.0), smooth(1.0)), (failed, value(1.0)), "float64").verdict == "error"


@given(st.lists(NUMBERS, min_size=1, max_size=4), PERMITTED, st.data())
def test_worse_error_is_never_a_better_verdict(numbers, permitted, data):
    truth = smooth(numbers, permitted)
    entry = data.draw(st.integers(0, len(numbers) - 1))
    small, large = sorted(data.draw(st.lists(st.floats(0, 1e3), min_size=2, max_size=2)))
    ranks = []
    for error in (small, large):
        observed = np.array(numbers)
        observed[entry] += math.copysign(error, numbers[entry])  # away from zero: no underflow between
        ranks.append(BADNESS[verdict(truth, observed)])
    assert ranks[0] <= ranks[1]


@given(
    st.sampled_from(["float32", "float64"]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.one_of(st.just(math.inf), st.floats(0, 1e300)),
    st.sampled_from([math.nan, math.inf, -math.inf]),
)
def test_not_finite_never_agrees(dtype, true, permitted, bad):
    assert GROUP_OF[verdict(smooth(true, permitted), bad, dtype)] in {"wrong", "undecided"}


@given(st.lists(NUMBERS, min_size=1, max_size=5))
def test_float32_in_disguise_is_caught(numbers):
    rounded = np.array(numbers, dtype=np.float32).astype(np.float64)
    assume(np.abs(rounded - numbers).max() > 1e-12 * np.abs(numbers).max())
    truth = smooth(numbers, 64 * 2.0**-53 * np.abs(numbers).max())
    assert GROUP_OF[verdict(truth, rounded)] in {"inaccurate", "wrong"}


@given(
    st.lists(NUMBERS, min_size=1, max_size=4),
    PERMITTED,
    st.lists(st.floats(-1e-3, 1e-3), min_size=4, max_size=4),
    st.integers(-60, 60),
)
def test_scaling_everything_by_a_power_of_two_changes_no_verdict(numbers, permitted, errors, power):
    true = np.array(numbers)
    observed = true + np.array(errors[: len(true)])
    factor = 2.0**power
    plain = judge_side(smooth(true, permitted), value(observed), "float64")
    scaled = judge_side(smooth(true * factor, permitted * factor), value(observed * factor), "float64")
    assert (plain.verdict, plain.sizes.error_ulps, plain.entry) == (
        scaled.verdict,
        scaled.sizes.error_ulps,
        scaled.entry,
    )


@given(NUMBERS, PERMITTED, PERMITTED, st.floats(-1, 1), st.floats(-1, 1))
def test_where_both_sides_pass_the_relation_holds_within_what_both_are_permitted(true, p, q, a, b):
    left, right = true + a * p, true + b * q
    truths = (smooth(true, p), smooth(true, q))
    if judge(truths, (value(left), value(right)), "float64").verdict == "pass":
        assert abs(left - right) <= (p + q) * (1 + 1e-9) + 4 * math.ulp(true)


@given(st.floats(min_value=1e-300, max_value=1e300), st.sampled_from(["float32", "float64"]))
def test_ulp_is_numpys_spacing(number, dtype):
    kind = precision(dtype)
    assume(kind.tiny <= number < float(np.finfo(dtype).max))
    below = np.dtype(dtype).type(number)
    assume(float(below) <= number)
    assert kind.ulp(float(below)) == float(np.spacing(below))


@given(st.floats(0, 1e300))
def test_threshold_is_never_below_what_the_model_resolves(scale):
    kind = precision("float64")
    assert threshold(scale, kind) >= math.sqrt(kind.roundoff * kind.tiny) * (1 - 1e-12)
