from __future__ import annotations

import contextlib
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run.answers import Done, Observed, Ready, Refusal, RubbishError, parse
from conformance.run.protocol import encode_array
from tests.run.fake_worker import READY

OBSERVATION = {
    "type": "observation",
    "id": 7,
    "point": 0,
    "values": [
        {"array": encode_array(np.array([1.5, math.nan, -0.0], dtype="float32")), "missing": True},
        {"failure": "unsupported", "message": "NotImplementedError: no"},
    ],
    "seconds": 0.25,
}


def line(message, **changes):
    return json.dumps(message | changes).encode() + b"\n"


def test_observation():
    answer = parse(line(OBSERVATION))
    assert isinstance(answer, Observed)
    assert (answer.id, answer.point, answer.observation.seconds) == (7, 0, 0.25)
    first, second = answer.observation.values
    assert first.array is not None
    assert first.array.dtype == np.float32
    assert first.array.tobytes() == np.array([1.5, math.nan, -0.0], dtype="float32").tobytes()
    assert first.missing
    assert (second.array, second.failure, second.message) == (None, "unsupported", "NotImplementedError: no")


def test_the_others():
    assert parse(line({"type": "done", "id": 3})) == Done(3)
    assert parse(line({"type": "environment_error", "message": "no"})) == Refusal("no")
    ready = parse(line(READY | {"backend": "fake"}))
    assert isinstance(ready, Ready)
    assert ready.dtypes == ("float32", "float64")


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "unheard-of"},
        {"type": None},
        {"id": "7"},
        {"id": True},
        {"point": 0.0},
        {"seconds": -1},
        {"seconds": "soon"},
        {"seconds": math.nan},
        {"seconds": True},
        {"values": 3},
        {"values": [3]},
        {"values": [{}]},
        {"values": [{"failure": "bad luck", "message": ""}]},
        {"values": [{"failure": "error", "message": 3}]},
        {"values": [{"array": {"dtype": "object", "shape": [], "data": ""}, "missing": False}]},
        {"values": [{"array": {"dtype": "float64", "shape": [2], "data": "AAAA"}, "missing": False}]},
        {"values": [{"array": {"dtype": "float64", "shape": [-1], "data": ""}, "missing": False}]},
        {"values": [{"array": {"dtype": "float64", "shape": [10**12, 0], "data": ""}, "missing": "no"}]},
        {"values": [{"array": {"dtype": "float64", "shape": [1] * 100, "data": "AAAAAAAAAAA="}, "missing": False}]},
        {"values": [{"array": {"dtype": "float64", "shape": [], "data": "!"}, "missing": False}]},
    ],
)
def test_rubbish(changes):
    with pytest.raises(RubbishError, match="which is not the protocol"):
        parse(line(OBSERVATION, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"modes": []},
        {"modes": "reverse"},
        {"dtypes": ["bfloat17"]},
        {"dtypes": ["int32"]},
        {"packages": ["numpy"]},
        {"packages": {"numpy": 2}},
        {"version": None},
    ],
)
def test_a_backend_that_makes_no_sense(changes):
    with pytest.raises(RubbishError, match="which is not the protocol"):
        parse(line(READY | {"backend": "fake"}, **changes))


def test_another_protocol():
    with pytest.raises(RubbishError, match="speaks protocol 2, this is 1: install the same version"):
        parse(line(READY | {"backend": "fake"}, protocol=2))


@pytest.mark.parametrize("text", [b"", b"\n", b"{}\n", b"null\n", b"[]\n", b"\xff\n", b"[" * 100_000, b"9" * 10_000])
def test_no_message_at_all(text):
    with pytest.raises(RubbishError):
        parse(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from([OBSERVATION, READY | {"backend": "fake"}, {"type": "done", "id": 1}]), st.data())
def test_whatever_stands_in_a_field_it_is_an_answer_or_rubbish(message, data):
    key = data.draw(st.sampled_from(sorted(message)))
    with contextlib.suppress(RubbishError):
        parse(line(message, **{key: data.draw(JSON)}))


@given(st.binary(max_size=40))
def test_whatever_the_bytes_are_it_is_rubbish(raw):
    with pytest.raises(RubbishError):
        parse(raw)
