"""CTRF as https://ctrf.io specifies it, so far as ours goes: nothing required is missing, nothing unknown is there."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from conformance.export.ctrf import ctrf
from tests.export.samples import HOSTILE, hostile, made, one_of_each

WHOLE = {"type": "integer"}
TEXT = {"type": "string"}
NAME = {"type": "string", "minLength": 1}
ANY = {"type": "object"}


def closed(required, **optional):
    return {
        "type": "object",
        "required": list(required),
        "properties": required | optional,
        "additionalProperties": False,
    }


TEST = closed(
    {"name": NAME, "status": {"enum": ["passed", "failed", "skipped", "pending", "other"]}, "duration": WHOLE},
    suite={"type": "array", "minItems": 1, "items": TEXT},
    message=TEXT,
    trace=TEXT,
    rawStatus=TEXT,
    extra=ANY,
)
COUNTS = ("tests", "passed", "failed", "skipped", "pending", "other", "start", "stop")
RESULTS = closed(
    {
        "tool": closed({"name": NAME}, version=TEXT),
        "summary": closed(dict.fromkeys(COUNTS, WHOLE), suites=WHOLE, duration=WHOLE),
        "tests": {"type": "array", "items": TEST},
    },
    extra=ANY,
)
SCHEMA = closed(
    {
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
        "results": RESULTS,
    },
    reportId={"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
    generatedBy=TEXT,
)
CHECK = Draft202012Validator(SCHEMA)


def check(runs):
    report = json.loads(ctrf(runs))
    assert not [error.message for error in CHECK.iter_errors(report)]
    summary = report["results"]["summary"]
    assert summary["tests"] == len(report["results"]["tests"]) == sum(summary[status] for status in COUNTS[1:6])


def test_a_report():
    check([one_of_each(), made([], error="no", version=None)])
    check([])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_one(text):
    check(hostile(text))
