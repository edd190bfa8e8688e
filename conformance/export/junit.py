"""JUnit XML: a test suite a run, a test a claim."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from conformance.export.details import lines
from conformance.export.outcome import Tested
from conformance.export.ran import Ran
from conformance.export.times import started
from conformance.run.text import clean

__all__ = ["junit"]

_SKIPPED = ("known", "undecided", "unsupported")


def junit(runs: Sequence[Ran]) -> bytes:
    """The document. A backend that could not start has one test, skipped; so has the rest of an interrupted run."""
    root = _element("testsuites", name="autograd-conformance")
    totals = dict.fromkeys(("tests", "failures", "errors", "skipped"), 0)
    for run in runs:
        suite = _suite(run)
        root.append(suite)
        for name in totals:
            totals[name] += int(suite.attrib[name])
    root.attrib.update({name: str(number) for name, number in totals.items()})
    root.set("time", f"{sum(run.seconds for run in runs):.3f}")
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _suite(run: Ran) -> ET.Element:
    outcomes = run.outcomes
    extra = int(run.state != "complete")
    suite = _element(
        "testsuite",
        name=run.label,
        tests=len(run.claims) + extra,
        failures=outcomes["failed"],
        errors=outcomes["error"],
        skipped=sum(outcomes[outcome] for outcome in _SKIPPED) + extra,
        time=f"{run.seconds:.3f}",
        timestamp=started(run.header).strftime("%Y-%m-%dT%H:%M:%S"),
    )
    suite.append(_properties(run))
    for claim in run.claims.values():
        suite.append(_test(run, claim))
    if extra:
        test = _element("testcase", classname=run.backend, name=f"the run is {run.state}", time="0")
        test.append(_element("skipped", message=run.note, type=run.state))
        suite.append(test)
    return suite


def _properties(run: Ran) -> ET.Element:
    names = ("backend", "version", "python", "platform", "device", "suite", "profile", "cases")
    values = {name: run.header[name] for name in names}
    values |= {"run": ", ".join(str(header["run"]) for header in run.headers), "state": run.state}
    values |= {f"verdict {verdict}": number for verdict, number in run.verdicts.items()}
    properties = _element("properties")
    for name, value in values.items():
        if value is not None:
            properties.append(_element("property", name=name, value=value))
    return properties


def _test(run: Ran, claim: Tested) -> ET.Element:
    test = _element("testcase", classname=f"{run.backend}.{claim.case}", name=claim.claim, time=f"{claim.seconds:.6f}")
    outcome = claim.outcome
    if outcome in ("failed", "error"):
        failure = _element("failure" if outcome == "failed" else "error", message=claim.told)
        failure.set("type", str(claim.decisive["verdict"]))
        failure.text = clean("\n".join([claim.decisive["id"], *lines(claim.decisive)]))
        test.append(failure)
    elif outcome in _SKIPPED:
        test.append(_element("skipped", message=f"{outcome}: {claim.told}", type=claim.decisive["verdict"]))
    return test


def _element(tag: str, **attributes: object) -> ET.Element:
    return ET.Element(tag, {name: clean(str(value)) for name, value in attributes.items()})
