"""The conventions as a file that other tools read; `schemas/conventions.json` describes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import resources
from typing import Any

from conformance import __version__
from conformance.insight.conventions import Answer, Conventions, Place
from conformance.insight.sources import Run

__all__ = ["dump", "schema", "to_json"]

_OF_A_RUN = ("backend", "version", "run", "cases", "profile")


def dump(found: Conventions, runs: Sequence[Run]) -> str:
    """The text of the file: one place a line, so that two of them compare line by line."""
    data = to_json(found, runs)
    head = {key: value for key, value in data.items() if key not in ("choices", "identities")}
    parts = [f" {json.dumps(key)}: {_text(value)}" for key, value in head.items()]
    parts += [f" {json.dumps(key)}: [{_lines(data[key])}\n ]" for key in ("choices", "identities")]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def to_json(found: Conventions, runs: Sequence[Run]) -> dict[str, Any]:
    """What the file holds."""
    return {
        "format": 1,
        "suite": __version__,
        "runs": [
            {key: run.header.get(key) for key in ("backend", "version", "run", "cases", "profile")} for run in runs
        ],
        "choices": [_choice(place) for place in found.choices],
        "identities": [_place(place) | {"value": place.value} | _answers(place) for place in found.identities],
    }


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    text = resources.files("conformance.insight").joinpath("schemas/conventions.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def _choice(place: Place) -> dict[str, Any]:
    ends = {"lower": place.lower, "upper": place.upper}
    return _place(place) | {key: end for key, end in ends.items() if end is not None} | _answers(place)


def _place(place: Place) -> dict[str, Any]:
    return {
        "operators": list(place.subject.core),
        "order": place.subject.order,
        "case": place.case,
        "claim": place.claim,
        "expression": place.expression,
        "sizes": dict(place.sizes),
        "point": place.point,
        "inputs": place.inputs,
        "truth": place.truth,
    }


def _answers(place: Place) -> dict[str, Any]:
    return {"answers": [_answer(answer) for answer in place.answers]}


def _answer(answer: Answer) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(answer).items()}


def _lines(places: Sequence[Mapping[str, Any]]) -> str:
    return ",".join(f"\n  {_text(place)}" for place in places)


def _text(value: object) -> str:
    """In ASCII: text may hold halves of surrogate pairs, which UTF-8 has no notation for."""
    return json.dumps(value, allow_nan=False)
