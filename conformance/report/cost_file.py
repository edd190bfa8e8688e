"""Cost files: what one backend takes for values and gradients of functions of n inputs.

`benchmarks/cost.py` writes them; `cost.schema.json` says what is in one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.report.errors import ReportError

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

__all__ = ["Cost", "Function", "Point", "Series", "parse", "read"]

LARGEST = 1_000_000
"""Bytes that a cost file may have; one with everything in it has some 30,000."""


@dataclass(frozen=True, slots=True)
class Point:
    """Seconds of one evaluation with n inputs."""

    n: int
    min: float
    median: float


@dataclass(frozen=True, slots=True)
class Series:
    """One measure as n grows; `stopped`: the n at which it was given up, and why."""

    measure: str
    points: tuple[Point, ...]
    stopped: tuple[int, str] | None

    def at(self, n: int) -> Point | None:
        return next((point for point in self.points if point.n == n), None)


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    about: str
    definitions: Mapping[str, str]
    series: tuple[Series, ...]

    def of(self, measure: str) -> Series | None:
        return next((series for series in self.series if series.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Cost:
    """One cost file. `head` is all of it but the functions."""

    head: Mapping[str, Any]
    functions: tuple[Function, ...]


def read(path: Path) -> Cost:
    """The figures in a file. ReportError, as `file:place: what is wrong`, where it is not a cost file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise ReportError(f"{path}: cannot be read: {error.strerror}") from error
    return parse(data, path)


def parse(data: bytes, path: Path) -> Cost:
    """As `read`, of what is in the file."""
    if len(data) > LARGEST:
        raise ReportError(f"{path}: not a cost file: it has more than {LARGEST:,} bytes")
    try:
        found = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        json.dumps(found, ensure_ascii=False).encode()  # fails for half of a surrogate pair, written as an escape
    except json.JSONDecodeError as error:
        raise ReportError(f"{path}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except UnicodeError as error:
        raise ReportError(f"{path}: not UTF-8: {error}") from error
    except (ValueError, RecursionError) as error:
        raise ReportError(f"{path}: not JSON: {error}") from error
    if not isinstance(found, dict) or found.get("kind") != "cost":
        raise ReportError(f"{path}:1: not a cost file; benchmarks/cost.py makes them")
    if found.get("format") != 1:
        raise ReportError(f"{path}: format {found.get('format')!r} of a cost file; this version reads format 1")
    problem = next(_against_schema(found), None) or next(_inconsistent(found), None)
    if problem is not None:
        raise ReportError(f"{path}:{problem[0]}: {problem[1]}")
    head = {key: value for key, value in found.items() if key != "functions"}
    return Cost(head, tuple(map(_function, found["functions"])))


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


@cache
def _validator() -> Draft202012Validator:
    from jsonschema_rs import Draft202012Validator

    text = (resources.files("conformance.report") / "cost.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def _against_schema(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for error in _validator().iter_errors(found):
        yield ".".join(map(str, error.instance_path)) or "1", error.message[:300]


def _inconsistent(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the schema cannot say."""
    yield from _repeated([function["name"] for function in found["functions"]], "functions", "name")
    for f, function in enumerate(found["functions"]):
        yield from _repeated([series["measure"] for series in function["series"]], f"functions.{f}.series", "measure")
        for s, series in enumerate(function["series"]):
            place = f"functions.{f}.series.{s}.points"
            for p, (before, after) in enumerate(pairwise(series["points"]), 1):
                if after["n"] <= before["n"]:
                    yield f"{place}.{p}.n", f"{after['n']} after {before['n']}; n must grow"
            for p, point in enumerate(series["points"]):
                if point["median"] < point["min"]:
                    yield f"{place}.{p}.median", f"{point['median']} is less than the least, {point['min']}"


def _repeated(names: Sequence[str], place: str, key: str) -> Iterator[tuple[str, str]]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield f"{place}.{index}.{key}", f"{name!r} is there twice"


def _function(found: Mapping[str, Any]) -> Function:
    return Function(found["name"], found["about"], found["definitions"], tuple(map(_series, found["series"])))


def _series(found: Mapping[str, Any]) -> Series:
    points = tuple(Point(int(p["n"]), float(p["min"]), float(p["median"])) for p in found["points"])
    stopped = found["stopped"]
    return Series(found["measure"], points, stopped and (int(stopped["n"]), stopped["reason"]))
