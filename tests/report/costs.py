"""Cost files made by hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.report.cost_file import Cost, parse

SIZES = (1, 10, 100, 1000)


def point(n: int, least: float, median: float | None = None) -> dict[str, Any]:
    return {"n": n, "calls": 7, "repeats": 5, "min": least, "median": least if median is None else median}


def series(measure: str, points: Mapping[int, float], stopped: tuple[int, str] | None = None) -> dict[str, Any]:
    return {
        "measure": measure,
        "points": [point(n, least) for n, least in points.items()],
        "stopped": stopped and {"n": stopped[0], "reason": stopped[1]},
    }


def function(*measured: Mapping[str, Any], name: str = "sum of squares", **fields: Any) -> dict[str, Any]:
    """Without series: a value that costs 1 µs an input, three times that in reverse, and n times two forward."""
    if not measured:
        measured = (
            series("value", {n: 1e-6 * n for n in SIZES}),
            series("reverse", {n: 3e-6 * n for n in SIZES}),
            series("forward", {n: 2e-6 * n**2 for n in SIZES[:-1]}, (1000, "over the budget")),
        )
    return {
        "name": name,
        "about": "A sum.",
        "definitions": {"f": "sum(x**2)"},
        "series": list(measured),
    } | fields


def document(*functions: Mapping[str, Any], backend: str = "torch", **fields: Any) -> dict[str, Any]:
    return {
        "kind": "cost",
        "format": 1,
        "backend": backend,
        "version": "2.13.0",
        "packages": {"numpy": "2.4.0"},
        "python": "3.11.7",
        "date": "2026-11-23",
        "processor": "A processor",
        "cores": 2,
        "load": 0.25,
        "platform": "Linux x86_64",
        "suite": "0.1.0",
        "device": "cpu",
        "threads": 1,
        "busy": 0.99,
        "dtype": "float64",
        "execution": "eager",
        "method": {"clock": "processor", "repeats": 5, "least": 0.01, "budget": 3.0},
        "functions": list(functions) or [function()],
    } | fields


def parsed(made: Mapping[str, Any]) -> Cost:
    return parse(json.dumps(made).encode(), Path("cost.json"))


def costs(*documents: Mapping[str, Any]) -> Sequence[Cost]:
    return [parsed(made) for made in documents or (document(),)]
