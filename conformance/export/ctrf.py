"""CTRF, the Common Test Report Format (https://ctrf.io): one JSON report of all runs, a test a claim."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from conformance import __version__
from conformance.export.details import lines
from conformance.export.outcome import Tested
from conformance.export.ran import Ran
from conformance.export.times import started
from conformance.run.text import clean

__all__ = ["ctrf"]

_SPECIFICATION = "0.1.0"
_STATUS = {
    "passed": "passed",
    "failed": "failed",
    "error": "failed",
    "unsupported": "skipped",
    "known": "other",
    "undecided": "other",
}


def ctrf(runs: Sequence[Ran]) -> str:
    """The report. A backend that could not start has one test, skipped; so has the rest of an interrupted run."""
    tests = [test for run in runs for test in _tests(run)]
    start = min((round(1000 * started(header).timestamp()) for run in runs for header in run.headers), default=0)
    ids = "\n".join(clean(str(header["run"])) for run in runs for header in run.headers)
    report = {
        "reportFormat": "CTRF",
        "specVersion": _SPECIFICATION,
        "reportId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"autograd-conformance\n{ids}")),
        "generatedBy": "autograd-conformance",
        "results": {
            "tool": {"name": "autograd-conformance", "version": __version__},
            "summary": _summary(tests, start, runs),
            "tests": tests,
            "extra": {"runs": [_about(run) for run in runs]},
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _summary(tests: Sequence[Mapping[str, Any]], start: int, runs: Sequence[Ran]) -> dict[str, int]:
    statuses = Counter(test["status"] for test in tests)
    named = {status: statuses[status] for status in ("passed", "failed", "skipped", "pending", "other")}
    duration = round(1000 * sum(run.seconds for run in runs))
    times = {"start": start, "stop": start + duration, "duration": duration}
    return {"tests": len(tests), **named, "suites": len(runs), **times}


def _tests(run: Ran) -> list[dict[str, Any]]:
    found = [_test(run, claim) for claim in run.claims.values()]
    if run.state != "complete":
        found.append(
            {
                "name": f"{clean(run.backend)}: the run is {run.state}",
                "status": "skipped",
                "duration": 0,
                "suite": [clean(run.label)],
                "message": clean(run.note),
                "rawStatus": run.state,
            }
        )
    return found


def _test(run: Ran, claim: Tested) -> dict[str, Any]:
    test: dict[str, Any] = {
        "name": clean(f"{run.backend}: {claim.case}/{claim.claim}"),
        "status": _STATUS[claim.outcome],
        "duration": round(1000 * claim.seconds),
        "suite": [clean(run.label), clean(claim.case)],
        "rawStatus": str(claim.decisive["verdict"]),
        "extra": {"results": claim.results, "verdicts": claim.verdicts},
    }
    if claim.outcome != "passed":
        test["message"] = clean(claim.told)
    if claim.outcome in ("failed", "error"):
        test["trace"] = clean("\n".join([claim.decisive["id"], *lines(claim.decisive)]))
    return test


def _about(run: Ran) -> dict[str, Any]:
    names = ("backend", "version", "python", "platform", "device", "suite", "profile", "started", "cases")
    about = {name: _text(run.header[name]) for name in names}
    ended = {"state": run.state, "reason": clean(run.reason), "results": run.results, "groups": run.groups}
    return {**about, "runs": [_text(header["run"]) for header in run.headers], **ended}


def _text(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value
