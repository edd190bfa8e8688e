"""What a worker says, checked on the way in: a worker may be broken, foreign or hostile."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conformance.run.observation import Observation, Value
from conformance.run.protocol import PROTOCOL, MessageError, decode_array, parse_line

__all__ = ["Answer", "Done", "Observed", "Ready", "Refusal", "RubbishError", "parse"]

_LONGEST_MESSAGE = 2000


class RubbishError(Exception):
    """A line that is not a message of the protocol; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker has imported its framework. What it told, and the lists a plan is made from."""

    backend: str
    modes: tuple[str, ...]
    executions: tuple[str, ...]
    dtypes: tuple[str, ...]
    devices: tuple[str, ...]
    about: Mapping[str, Any] = field(repr=False)
    """`version`, `python`, `platform`, `packages`: what the header of a run file has."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The worker cannot start here."""

    message: str


@dataclass(frozen=True, slots=True)
class Observed:
    id: int
    point: int
    observation: Observation


@dataclass(frozen=True, slots=True)
class Done:
    id: int


Answer = Ready | Refusal | Observed | Done


def parse(line: bytes) -> Answer:
    """The message in a line. RubbishError if it is none."""
    try:
        message = parse_line(line)
        kind = message["type"]
        if kind == "observation":
            return Observed(_integer(message["id"]), _integer(message["point"]), _observation(message))
        if kind == "done":
            return Done(_integer(message["id"]))
        if kind == "ready":
            return _ready(message)
        if kind == "environment_error":
            return Refusal(_text(message["message"]))
        raise ValueError(f"a message of type {kind!r}")
    except RubbishError:
        raise
    except (MessageError, ValueError, TypeError, KeyError, AttributeError) as error:
        told = line[:80].decode("utf-8", "replace").strip()
        raise RubbishError(f"wrote {told!r}, which is not the protocol: {error}") from error


def _ready(message: Mapping[str, Any]) -> Ready:
    if message["protocol"] != PROTOCOL:
        raise RubbishError(
            f"speaks protocol {message['protocol']!r}, this is {PROTOCOL}: "
            "install the same version of the suite in both environments"
        )
    modes, executions, dtypes = (_texts(message[key]) for key in ("modes", "executions", "dtypes"))
    if not (modes and executions and dtypes):
        raise ValueError("a backend without a mode, an execution or a dtype")
    for dtype in dtypes:
        np.finfo(np.dtype(dtype))  # ValueError or TypeError unless it is a floating-point type
    packages = message["packages"]
    return Ready(
        _text(message["backend"]),
        modes,
        executions,
        dtypes,
        _texts(message["devices"]),
        {key: _text(message[key]) for key in ("version", "python", "platform")}
        | {"packages": {_text(name): _text(version) for name, version in packages.items()}},
    )


def _observation(message: Mapping[str, Any]) -> Observation:
    seconds = message["seconds"]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < math.inf:
        raise ValueError(f"seconds of {seconds!r}")
    return Observation(tuple(_value(value) for value in message["values"]), float(seconds))


def _value(value: Mapping[str, Any]) -> Value:
    if "failure" in value:
        if value["failure"] not in ("unsupported", "error"):
            raise ValueError(f"a failure {value['failure']!r}")
        return Value(failure=value["failure"], message=_text(value["message"])[:_LONGEST_MESSAGE])
    if not isinstance(value["missing"], bool):
        raise TypeError(f"missing is {value['missing']!r}")
    return Value(decode_array(value["array"]), value["missing"])


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} where an integer should be")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} where text should be")
    return value


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} where a list should be")
    return tuple(map(_text, values))
