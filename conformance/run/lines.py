"""One line of a run file: to text and back, checked against the JSON Schema."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from conformance.run.errors import RunFileError

__all__ = ["dump", "nested", "number", "parse"]

Line = dict[str, Any]


def number(value: float | None) -> float | str | None:
    """A number as a run file has it: what JSON has no notation for is "nan", "inf" or "-inf"."""
    if value is None or math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def nested(values: npt.NDArray[Any]) -> Any:
    """Nested lists of the values, which are doubles exactly, as a run file has them; a number at rank 0."""
    if values.ndim == 0:
        return number(float(values))
    if values.ndim > 1:
        return [nested(row) for row in values]
    doubles = values.astype(np.float64)
    return doubles.tolist() if np.isfinite(doubles).all() else [number(v) for v in doubles.tolist()]


def dump(line: Mapping[str, Any]) -> bytes:
    """The line in UTF-8, its newline included. Lone surrogates in messages become JSON escapes."""
    return json.dumps(line, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n"


def parse(raw: bytes, place: str) -> Line:
    """The line as a dictionary. RunFileError, which begins with `place`, where it is not one of a run file."""
    try:
        line = _loaded(raw)
    except UnicodeDecodeError as error:
        raise RunFileError(f"{place}: not UTF-8: {error.reason}") from error
    except (ValueError, RecursionError) as error:
        raise RunFileError(f"{place}: not JSON: {error}") from error
    kind = line.get("kind") if isinstance(line, dict) else None
    if kind not in ("header", "result", "footer"):
        raise RunFileError(f"{place}: not a line of a run file; its kind must be header, result or footer")
    if kind == "header" and line.get("format") != 1:
        raise RunFileError(f"{place}: format {line.get('format')!r} of a run file; this version reads format 1")
    problem = _validators()[kind](line)
    if problem is not None:
        raise RunFileError(f"{place}: {problem}")
    assert isinstance(line, dict)
    return line


def _loaded(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)  # a run file has a million lines, and the standard library takes three times as long
    except orjson.JSONDecodeError:
        # Halves of surrogate pairs, which a backend's message may hold, are JSON to the standard library alone.
        return json.loads(raw.decode("utf-8"), parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON; a run file writes the string {constant.lower()!r}")


@cache
def _validators() -> dict[str, Callable[[Any], str | None]]:
    # jsonschema-rs and not jsonschema: a report reads a million lines, at 3 µs instead of 900 µs each.
    from jsonschema_rs import Draft202012Validator

    schema = json.loads(resources.files("conformance.run").joinpath("schemas/run-file.json").read_text("utf-8"))

    def validator(kind: str) -> Callable[[Any], str | None]:
        checker = Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})

        def problem(line: Any) -> str | None:
            try:
                if checker.is_valid(line):
                    return None
            except UnicodeEncodeError:
                pass  # told below
            # A backend's message may hold lone surrogates, which have no UTF-8.
            printable = json.loads(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace"))
            error = next(iter(checker.iter_errors(printable)), None)
            if error is None:
                return None
            where = ".".join(map(str, error.instance_path))
            return f"{where}: {error.message[:300]}" if where else error.message[:300]

        return problem

    return {kind: validator(kind) for kind in ("header", "result", "footer")}
