"""The worker protocol, version 1: JSON lines, one message a line, `schemas/` has a JSON Schema for each.

Needs numpy and nothing else beyond the standard library, since both ends use it. Arrays
travel as base64 of their little-endian raw bytes, so every bit arrives, non-finite
values included.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

import numpy as np
import numpy.typing as npt

from conformance.language.graph import Graph

__all__ = [
    "PROTOCOL",
    "ArrayMessage",
    "Evaluate",
    "Hello",
    "MessageError",
    "Ready",
    "ValueMessage",
    "decode_array",
    "encode_array",
    "encode_failure",
    "encode_value",
    "parse_evaluate",
    "parse_hello",
    "parse_line",
]

PROTOCOL = 1


class MessageError(Exception):
    """A line that is not a message of the protocol; the text says what is wrong with it."""


class ArrayMessage(TypedDict):
    dtype: str
    shape: list[int]
    data: str


class ValueMessage(TypedDict):
    """Either `array` and `missing`, or `failure` and `message`."""

    array: NotRequired[ArrayMessage]
    missing: NotRequired[bool]
    failure: NotRequired[str]
    message: NotRequired[str]


class Ready(TypedDict):
    type: Literal["ready"]
    protocol: int
    backend: str
    version: str
    modes: list[str]
    executions: list[str]
    dtypes: list[str]
    devices: list[str]
    python: str
    platform: str
    packages: dict[str, str]


@dataclass(frozen=True, slots=True)
class Hello:
    protocol: int
    backend: str
    device: str


@dataclass(frozen=True, slots=True)
class Evaluate:
    """The roots of a graph, wanted at every point: one array for each input."""

    id: int
    graph: Graph
    roots: tuple[int, ...]
    dtype: str
    mode: str
    execution: str
    points: tuple[Mapping[str, npt.NDArray[Any]], ...]


def encode_array(array: npt.NDArray[Any]) -> ArrayMessage:
    """The array as a message. TypeError for a dtype that has no meaning on another machine."""
    if array.dtype.kind not in "biufc" or array.dtype.name not in _SIZES:
        raise TypeError(f"an array of {array.dtype} cannot be sent; can be sent: {', '.join(_SIZES)}")
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return {
        "dtype": array.dtype.name,
        "shape": list(array.shape),
        "data": base64.b64encode(little.tobytes()).decode("ascii"),
    }


def decode_array(message: Mapping[str, Any]) -> npt.NDArray[Any]:
    """The array in a message, its own and writable. MessageError if the parts do not fit."""
    try:
        name, shape = message["dtype"], tuple(message["shape"])
        size = _SIZES[name] * math.prod(shape)
        data = base64.b64decode(message["data"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise MessageError(f"not an array: {type(error).__name__}: {error}") from error
    if not all(type(n) is int and n >= 0 for n in shape) or len(data) != size:
        raise MessageError(f"not an array: {len(data)} bytes for {name} of shape {list(shape)}")
    return np.frombuffer(data, np.dtype(name).newbyteorder("<")).astype(name).reshape(shape)


_SIZES = {
    "bool": 1,
    **{f"{kind}{8 * size}": size for kind in ("int", "uint") for size in (1, 2, 4, 8)},
    **{f"float{8 * size}": size for size in (2, 4, 8)},
    **{f"complex{8 * size}": size for size in (8, 16)},
}


def encode_value(array: npt.NDArray[Any], missing: bool) -> ValueMessage:
    return {"array": encode_array(array), "missing": missing}


def encode_failure(kind: str, message: str) -> ValueMessage:
    return {"failure": kind, "message": message}


def parse_line(line: bytes) -> dict[str, Any]:
    """The object in a line, which has a `type`. MessageError if it is none."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise MessageError(f"not a line of JSON: {error}") from error
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise MessageError("not an object with a type")
    return message


def parse_hello(message: Mapping[str, Any]) -> Hello:
    return Hello(*_fields(message, {"protocol": int, "backend": str, "device": str}))


def parse_evaluate(message: Mapping[str, Any]) -> Evaluate:
    """The work asked for. MessageError if the message does not hold together."""
    number, graph, roots, dtype, mode, execution, points = _fields(
        message,
        {"id": int, "graph": dict, "roots": list, "dtype": str, "mode": str, "execution": str, "points": list},
    )
    try:
        parsed = Graph.from_json(graph)
        arrays = tuple({name: decode_array(array) for name, array in point.items()} for point in points)
    except (KeyError, TypeError, AttributeError) as error:
        raise MessageError(f"evaluate: {type(error).__name__}: {error}") from error
    _check_graph(parsed, roots)
    if dtype not in _SIZES:
        raise MessageError(f"evaluate: no dtype {dtype!r}")
    return Evaluate(number, parsed, tuple(roots), dtype, mode, execution, arrays)


def _check_graph(graph: Graph, roots: Sequence[Any]) -> None:
    """Nodes refer to earlier nodes alone, so that every walk ends; roots exist."""
    for index, node in enumerate(graph.nodes):
        replaced = node.params.get("inputs", ()) if node.op == "at" else ()
        assert isinstance(replaced, tuple)
        if not all(type(a) is int and 0 <= a < index for a in (*node.args, *replaced)):
            raise MessageError(f"evaluate: node {index} refers to a node that is not before it")
    if not all(type(n) is int and 0 <= n < len(graph) for n in (*roots, *graph.inputs.values())):
        raise MessageError("evaluate: a root or an input is not a node of the graph")


def _fields(message: Mapping[str, Any], kinds: Mapping[str, type]) -> list[Any]:
    for key, kind in kinds.items():
        if type(message.get(key)) is not kind:
            raise MessageError(f"{message['type']}: {key} must be {_NAMES[kind]}")
    return [message[key] for key in kinds]


_NAMES = {int: "an integer", str: "text", list: "a list", dict: "an object"}
