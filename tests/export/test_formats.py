"""What each format says of ordinary, interrupted and absent runs."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from conformance.export.badge import badge_words, shields, svg
from conformance.export.ctrf import ctrf
from conformance.export.junit import junit
from conformance.export.ran import Ran, ran, together
from conformance.export.summary import summary
from conformance.run.errors import RunFileError
from conformance.run.expected import Expectations
from tests.export.samples import Sample, line, made, one_of_each
from tests.run.test_runfile import header


def by_name(document: bytes) -> dict[str, ET.Element]:
    return {test.attrib["name"]: test for test in ET.fromstring(document).iter("testcase")}


def test_the_outcome_is_that_of_the_worst_result():
    run = one_of_each()
    assert {claim.claim: claim.outcome for claim in run.claims.values()} == {
        "passed": "passed", "failed": "failed", "died": "error", "known": "known", "declined": "unsupported",
        "undecided": "undecided",
    }  # fmt: skip
    assert run.outcomes == dict.fromkeys(("failed", "error", "known", "undecided", "unsupported", "passed"), 1)
    failed = run.claims["a/failed"]
    assert failed.decisive["observed"] == 3.0  # of two that are wrong the one that is further off
    assert failed.counts == "1 pass, 1 inaccurate, 2 wrong"
    assert failed.told == (
        "wrong: returned 3.0 where 1 is true, off by 9e+15 ulps, 12 permitted (1 pass, 1 inaccurate, 2 wrong)"
    )


def test_at_a_kink_the_truth_is_what_is_legal():
    claim = made([line(0, "outside", truth_class="kink", truth="[-1.0, 1.0]", observed=2.0, error_ulps=None)]).claims
    assert claim["a/b[n=2]"].told == "outside: returned 2.0 where [-1.0, 1.0] is legal"


def test_better_than_expected_is_a_failure():
    known = Expectations({"*": frozenset({"wrong"})})
    claim = ran(Sample(header(), [line()]), known).claims["a/b[n=2]"]
    assert claim.outcome == "failed"
    assert claim.told.endswith("where something worse is expected: what is expected is out of date")


def test_a_baseline_may_lose_digits():
    claim = made([line(0, "wrong", mode="finite-difference")]).claims["a/b[n=2]"]
    assert claim.outcome == "known"


def test_junit():
    document = junit([one_of_each()])
    suite = ET.fromstring(document).find("testsuite")
    assert suite is not None
    assert {name: suite.attrib[name] for name in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "fake 1.2", "tests": "6", "failures": "1", "errors": "1", "skipped": "3",
    }  # fmt: skip
    tests = by_name(document)
    assert list(tests["passed"]) == []
    failure = tests["failed"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "wrong"
    assert failure.text == (
        "a/failed@p#3:fake.float64.reverse.eager\n"
        "point     p#3\n"
        "inputs    x = [1.0, nan]; y = -0.5\n"
        "run as    float64, reverse, eager, cpu\n"
        "entry     [0]\n"
        "returned  3.0\n"
        "true      1\n"
        "error     9e+15 ulps, permitted are 12; 15.9 decimal digits are right"
    )
    error = tests["died"].find("error")
    assert error is not None
    assert error.attrib == {"message": "crash: the worker ended", "type": "crash"}
    assert "said      the worker ended\n          by signal 11" in (error.text or "")
    for name, verdict in (("known", "wrong"), ("declined", "unsupported"), ("undecided", "ill-conditioned")):
        skipped = tests[name].find("skipped")
        assert skipped is not None
        assert skipped.attrib["type"] == verdict
    known = tests["known"].find("skipped")
    assert known is not None
    assert known.attrib["message"].endswith("; a formula that cancels")
    properties = {p.attrib["name"]: p.attrib["value"] for p in suite.iter("property")}
    assert properties["state"] == "complete"
    assert properties["verdict wrong"] == "3"


UNFINISHED = [
    (lambda: made([line()], finished=False), "interrupted", "fake 1.2 was interrupted: what was finished is here"),
    (lambda: made([], error="torch is not installed here\nsee there", version=None), "absent",
     "fake could not start: torch is not installed here\nsee there"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "state", "note"), UNFINISHED)
def test_what_did_not_end_is_no_failure_in_junit(make, state, note):
    document = junit([make()])
    root = ET.fromstring(document)
    assert (root.attrib["failures"], root.attrib["errors"]) == ("0", "0")
    test = by_name(document)[f"the run is {state}"]
    skipped = test.find("skipped")
    assert skipped is not None
    assert skipped.attrib == {"message": note, "type": state}
    assert f'name="state" value="{state}"' in document.decode()


@pytest.mark.parametrize(("make", "state", "note"), UNFINISHED)
def test_what_did_not_end_is_no_failure_in_ctrf(make, state, note):
    report = json.loads(ctrf([make()]))["results"]
    assert report["summary"]["failed"] == 0
    test = report["tests"][-1]
    assert (test["status"], test["rawStatus"], test["message"]) == ("skipped", state, note)
    assert report["extra"]["runs"][0]["state"] == state


@pytest.mark.parametrize(("make", "state", "note"), UNFINISHED)
def test_what_did_not_end_says_so_in_markdown(make, state, note):
    page = summary([make()])
    assert f"> **{state}**: <code>{' '.join(note.split())}</code>" in page
    assert ("| – | – |" in page) == (state == "absent")


def test_ctrf():
    report = json.loads(ctrf([one_of_each()]))
    summary = report["results"]["summary"]
    assert {k: v for k, v in summary.items() if k not in ("start", "stop", "duration")} == {
        "tests": 6, "passed": 1, "failed": 2, "skipped": 1, "pending": 0, "other": 2, "suites": 1,
    }  # fmt: skip
    assert summary["stop"] == summary["start"] + summary["duration"]
    assert summary["duration"] == 2500  # ten results of a quarter of a second
    tests = {test["name"]: test for test in report["results"]["tests"]}
    assert tests["fake: a/failed"]["extra"]["verdicts"] == {"pass": 1, "inaccurate": 1, "wrong": 2}
    assert tests["fake: a/failed"]["trace"].startswith("a/failed@p#3:")
    assert "message" not in tests["fake: a/passed"]
    run = one_of_each()
    assert ctrf([run]) == ctrf([run])


def test_markdown_puts_failures_first():
    page = summary([made([line(0, "pass", "x")]), one_of_each()])
    heads = [
        "### Wrong or inaccurate: 1 claim", "### Failed without an answer: 1 claim", "Known disagreements: 1 claim",
        "Undecided: 1 claim", "Not supported: 1 claim",
    ]  # fmt: skip
    places = [page.index(head) for head in heads]
    assert places == sorted(places)
    assert "| <code>fake 1.2</code> | 2 | 1 | 1 | 3 | 2 | 1 | 10 | 2 of 6 |\n" in page
    assert "Nothing is unexpected" not in page
    assert "Nothing is unexpected" in summary([made([line()])])
    assert "Nothing is unexpected" not in summary([made([], error="no")])


def test_markdown_counts_what_it_leaves_out():
    claims = [line(0, "wrong", f"{n:05}{'x' * 100}") for n in range(5_000)]
    page = summary([made(claims)])
    assert 900_000 < len(page.encode()) < 1_000_000
    shown = page.count("<code>wrong&#58;") + page.count("<code>wrong: ")
    assert 0 < shown < 5_000
    left = 5_000 - shown
    assert f"Wrong or inaccurate: {left:,} more claims with {left:,} results left out here." in page


def test_little_room_loses_no_count():
    page = summary([one_of_each()], largest=2_800)
    assert len(page.encode()) < 2_800
    for head in ("Wrong or inaccurate", "Failed without", "Known", "Undecided", "Not supported"):
        assert head in page


@pytest.mark.parametrize(
    ("run", "message", "colour"),
    [
        (made([line(), line(1, "edge")]), "2 of 2 agree", "agrees"),
        (made([line(), line(1, "inaccurate"), line(2, "unsupported")]), "1 of 3 agree, 1 inaccurate", "differs"),
        (made([line(n, "wrong") for n in range(1234)]), "0 of 1,234 agree, 1,234 wrong", "wrong"),
        (made([line()], finished=False), "1 of 1 agree, interrupted", "agrees"),
        (made([], error="no"), "absent", "none"),
        (made([]), "0 of 0 agree", "none"),
    ],
)
def test_badges_have_counts(run: Ran, message, colour):
    assert badge_words(run) == ("fake 1.2", message, colour)
    endpoint = json.loads(shields(run))
    assert endpoint["schemaVersion"] == 1
    assert (endpoint["label"], endpoint["message"]) == ("fake 1.2", message)
    picture = ET.fromstring(svg(run))
    texts = [e.text for e in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["fake 1.2", message]
    assert picture.attrib["aria-label"] == f"fake 1.2: {message}"
    widths = [int(e.attrib["width"]) for e in picture.iter("{http://www.w3.org/2000/svg}rect")]
    assert sum(widths) == int(picture.attrib["width"])


def test_the_words_of_a_badge_can_be_read():
    """White on the fill, WCAG 2.2 AA: a contrast of 4.5."""
    for run in (made([line()]), made([line(0, "inaccurate")]), made([line(0, "wrong")]), made([], error="no")):
        for box in ET.fromstring(svg(run)).iter("{http://www.w3.org/2000/svg}rect"):
            assert 1.05 / (_luminance(box.attrib["fill"]) + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def shard(part, parts, results, **options):
    head = header()["options"] | {"shard": [part, parts]}
    return made(results, run=f"r{part}", options=head, **options)


def test_shards_are_one_run():
    runs = together([shard(2, 2, [line(1, "wrong", "y")]), shard(1, 2, [line(0, "pass", "x")])])
    assert [(run.state, run.results, list(run.claims)) for run in runs] == [
        ("complete", 2, ["a/y[n=2]", "a/x[n=2]"]),
    ]


def test_a_missing_shard_is_told():
    (run,) = together([shard(1, 3, [line()])])
    assert run.state == "interrupted"
    assert run.note == "fake 1.2 was interrupted: of its 3 parts these are missing: 2, 3"


def test_runs_of_different_cases_do_not_merge():
    with pytest.raises(RunFileError, match="were made from different cases"):
        together([made([line()], run="r1"), made([line()], run="r2", cases="other")])
    with pytest.raises(RunFileError, match="run r1 is given twice"):
        together([made([line()], run="r1"), made([line()], run="r1")])
