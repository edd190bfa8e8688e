from __future__ import annotations

import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run.small import small
from tests.run.test_runfile import result

NUMBERS = st.one_of(st.floats(allow_nan=False), st.integers(-5, 5), st.sampled_from(["nan", "inf", "-inf"]))
VALUES = st.recursive(NUMBERS, lambda inner: st.lists(inner, max_size=3), max_leaves=5)


@given(st.lists(st.tuples(st.text(), VALUES, VALUES, st.booleans()), max_size=5))
def test_a_small_result_says_what_the_line_says(parts):
    lines = [
        result(number, message=text, inputs={text: values}, observed=observed)
        | ({"choice": {"answer": observed}} if chosen else {})
        for number, (text, values, observed, chosen) in enumerate(parts)
    ]
    kept = small(lines)
    assert kept == lines
    assert [json.dumps(dict(one), sort_keys=True) for one in kept] == [json.dumps(ln, sort_keys=True) for ln in lines]
    assert [len(one) for one in kept] == [len(line) for line in lines]


def test_zeros_of_both_signs_stay_apart():
    plus, minus = small([result(0, inputs={"x": 0.0}), result(1, inputs={"x": -0.0})])
    assert (str(plus["inputs"]["x"]), str(minus["inputs"]["x"])) == ("0.0", "-0.0")


def test_what_is_not_there_is_missing():
    one = small([result()])[0]
    assert "choice" not in one
    assert one.get("choice") is None
    assert "kind" in one
    for key in ("choice", "nothing"):
        with pytest.raises(KeyError):
            one[key]


def test_what_results_have_in_common_is_there_once():
    one, other = small([json.loads(json.dumps(result(number))) for number in (0, 1)])
    for key in ("case", "claim", "inputs", "sizes", "message", "entry"):
        assert one[key] is other[key], key
    assert sys.getsizeof(one) < sys.getsizeof(dict(one)) / 3
