from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import conformance.run
from conformance.language.build import Builder
from conformance.run.protocol import (
    PROTOCOL,
    MessageError,
    decode_array,
    encode_array,
    parse_evaluate,
    parse_hello,
    parse_line,
)

SCHEMAS = Path(conformance.run.__file__).parent / "schemas"
MESSAGES = ["hello", "ready", "environment_error", "evaluate", "observation", "done", "shutdown"]


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def evaluate_message() -> dict[str, Any]:
    b = Builder()
    x = b.input("x", (2,))
    root = b.derivative("grad", b.op("sum", b.op("power", x, b.literal("2")), axis=None), [x])
    at = b.at(root, [("x", b.op("multiply", x, b.literal("1/3")))])
    return {
        "type": "evaluate",
        "id": 7,
        "graph": b.graph().to_json(),
        "roots": [root, at],
        "dtype": "float64",
        "mode": "reverse",
        "execution": "eager",
        "points": [{"x": encode_array(np.array([1.0, math.nan]))}],
    }


@given(
    arrays.arrays(
        st.sampled_from(["float16", "float32", "float64", "int32", "int64", "bool", "complex64", "complex128"]),
        arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
def test_arrays_arrive_bit_for_bit(array: Any) -> None:
    message = json.loads(json.dumps(encode_array(array), allow_nan=False))
    jsonschema.validate(message, schema("observation")["$defs"]["array"])
    found = decode_array(message)
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert found.tobytes() == array.tobytes()
    assert found.flags.writeable


def test_byte_order_and_layout_do_not_matter() -> None:
    big = np.asfortranarray(np.arange(6.0).reshape(2, 3)).astype(">f8")
    np.testing.assert_array_equal(decode_array(encode_array(big)), big)
    assert encode_array(big) == encode_array(np.arange(6.0).reshape(2, 3))


@pytest.mark.parametrize("dtype", ["datetime64[s]", "U3", "O", "longdouble"])
def test_a_dtype_that_means_nothing_elsewhere_is_not_sent(dtype: str) -> None:
    with pytest.raises(TypeError, match="cannot be sent; can be sent: bool, int8"):
        encode_array(np.zeros(2, dtype))


@pytest.mark.parametrize(
    "change",
    [
        {"dtype": "float65"},
        {"dtype": ["float64"]},
        {"shape": [3]},
        {"shape": [-1, -2]},
        {"shape": [2.0]},
        {"shape": [True, 2]},
        {"shape": "2"},
        {"shape": 2},
        {"data": "not base64!"},
        {"data": "AAAA"},
        {"data": 5},
    ],
)
def test_what_is_no_array_is_refused(change: Mapping[str, Any]) -> None:
    with pytest.raises(MessageError, match="not an array"):
        decode_array({**encode_array(np.zeros(2)), **change})


@pytest.mark.parametrize("line", [b"", b"hello", b"[1]", b"{}", b'{"type": 3}', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(MessageError):
        parse_line(line)


def test_hello() -> None:
    message = {"type": "hello", "protocol": PROTOCOL, "backend": "numpy", "device": "cpu"}
    jsonschema.validate(message, schema("hello"))
    hello = parse_hello(parse_line(json.dumps(message).encode()))
    assert (hello.protocol, hello.backend, hello.device) == (PROTOCOL, "numpy", "cpu")
    with pytest.raises(MessageError, match="hello: device must be text"):
        parse_hello({**message, "device": None})


def test_evaluate() -> None:
    message = evaluate_message()
    line = json.dumps(message)
    jsonschema.validate(json.loads(line), schema("evaluate"))
    work = parse_evaluate(parse_line(line.encode()))
    assert work.id == 7
    assert work.roots == tuple(message["roots"])
    assert json.dumps(work.graph.to_json()) == json.dumps(message["graph"])
    np.testing.assert_array_equal(work.points[0]["x"], [1, math.nan])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "7"}, "id must be an integer"),
        ({"id": True}, "id must be an integer"),
        ({"roots": 5}, "roots must be a list"),
        ({"roots": [99]}, "a root or an input is not a node"),
        ({"roots": [-1]}, "a root or an input is not a node"),
        ({"roots": ["0"]}, "a root or an input is not a node"),
        ({"dtype": "float31"}, "no dtype 'float31'"),
        ({"points": [[]]}, "AttributeError"),
        ({"points": [{"x": {}}]}, "not an array"),
        ({"graph": {}}, "KeyError: 'nodes'"),
        ({"graph": {"nodes": [{"op": "sin", "args": [0], "params": {}, "shape": []}], "inputs": {}}}, "not before it"),
        ({"graph": {"nodes": [{"op": "at", "args": [], "params": {"inputs": [3]}, "shape": []}], "inputs": {}}},
         "not before it"),
    ],
)  # fmt: skip
def test_what_is_no_work_is_refused(change: Mapping[str, Any], told: str) -> None:
    with pytest.raises(MessageError, match=told):
        parse_evaluate({**evaluate_message(), **change})


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_has_a_schema(name: str) -> None:
    found = schema(name)
    jsonschema.Draft202012Validator.check_schema(found)
    assert found["title"] == name
    assert found["properties"]["type"] == {"const": name}
    assert found["additionalProperties"] is False
