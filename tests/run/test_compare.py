"""What a comparison calls regressed, fixed, changed, and what it keeps apart."""

from __future__ import annotations

import pytest

from conformance.run.compare import KINDS, compare
from conformance.run.verdicts import GROUP_OF
from tests.run.test_runfile import header, result

HEAD = header()
NUMBERS = {"error_ulps": 4.0e6, "permitted_ulps": 12.0, "observed": 2.0, "truth": "1"}


def kinds(old, new, before=HEAD, after=HEAD):
    return {change.id: change.kind for change in compare(before, old, after, new).changes}


def pair(old, new, **both):
    """The kind of change of one result; None if there is none."""
    before = result(0, old.pop("verdict", "wrong"), **NUMBERS | both | old)
    after = result(0, new.pop("verdict", before["verdict"]), **NUMBERS | both | new)
    return next(iter(kinds([before], [after]).values()), None)


LEVELS = [
    ("pass", "subgradient", "edge"),
    ("ill-conditioned", "unsure"),
    ("unsupported",),
    ("underflow", "inaccurate"),
    ("error", "timeout", "crash"),
    ("wrong-dtype", "wrong-shape", "outside", "spurious-nan", "wrong"),
]


def test_every_verdict_has_a_level():
    assert {verdict for level in LEVELS for verdict in level} == set(GROUP_OF)


@pytest.mark.parametrize(("better", "worse"), [(b, w) for i, b in enumerate(LEVELS) for w in LEVELS[i + 1 :]])
def test_regressed_and_fixed(better, worse):
    for one in better:
        for other in worse:
            assert pair({"verdict": one}, {"verdict": other}) == "regressed"
            assert pair({"verdict": other}, {"verdict": one}) == "fixed"


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"verdict": "pass"}, {"observed": 1.0000000001}, None),  # both are within what is permitted
        ({"verdict": "wrong"}, {"verdict": "spurious-nan"}, "changed value"),
        ({"verdict": "error"}, {"verdict": "crash"}, "changed value"),
        ({}, {"observed": 3.0, "error_ulps": 8.0e6}, "changed value"),
        ({}, {"observed": 2.0 + 2**-20, "error_ulps": 4.000004e6}, None),  # 2.5e-7 apart; permitted are 3e-6
        ({}, {"observed": 2.0 + 2**-17, "error_ulps": 4.00003e6}, "changed value"),
        ({}, {"entry": [1]}, "changed value"),
        ({}, {"side": "right"}, "changed value"),
        ({"observed": "nan", "error_ulps": "nan"}, {"observed": "nan", "error_ulps": "nan"}, None),
        ({"observed": "inf", "error_ulps": "inf"}, {"observed": "-inf", "error_ulps": "inf"}, "changed value"),
        ({"observed": None, "error_ulps": None}, {"observed": None, "error_ulps": None}, None),
        ({"verdict": "outside", "truth": "[-1.0, 1.0]", "error_ulps": None}, {"error_ulps": None, "observed": 2.1},
         "changed value"),
        ({"verdict": "unsupported"}, {"message": "said otherwise"}, None),
    ],
)  # fmt: skip
def test_changed_value(old, new, kind):
    if "truth" in old:
        new = {"truth": old["truth"], **new}
    assert pair(dict(old), dict(new)) == kind


KINK = {"error_ulps": None, "permitted_ulps": None, "truth": "[-1.0, 1.0]", "digits": None}


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ({"observed": 0.0}, {"observed": 1.0}, "changed convention"),
        ({"observed": 1 / 3}, {"observed": 1 / 3 + 1e-13}, None),
        ({"observed": 0.5}, {"observed": 0.5}, None),
        ({"verdict": "edge", "observed": "nan"}, {"observed": "nan"}, None),
        ({"verdict": "edge", "observed": "nan"}, {"observed": "inf"}, "changed convention"),
        ({"verdict": "pass", "observed": 1.0}, {"verdict": "subgradient"}, "changed convention"),
        ({"choice": {"answer": [1.0, 0.0]}}, {"choice": {"answer": [0.5, 0.5]}}, "changed convention"),
        ({"choice": {"answer": [1.0, 0.0]}}, {"choice": {"answer": [1.0, 0.0]}, "entry": [1]}, None),
        ({"choice": {"answer": [[1.0], ["nan"]]}}, {"choice": {"answer": [[1.0], ["nan"]]}}, None),
    ],
)
def test_changed_convention(old, new, kind):
    assert pair({"verdict": "subgradient", **old}, dict(new), **KINK) == kind


def test_new_and_removed_whatever_the_backend_is_called():
    old = [result(0), result(1)]
    new = [{**r, "backend": "other", "id": r["id"].replace("fake", "other")} for r in (result(1), result(2))]
    found = compare(HEAD, old, HEAD, new)
    assert {change.id: change.kind for change in found.changes} == {
        "a/b@p#0:float64.reverse.eager": "removed",
        "a/b@p#2:float64.reverse.eager": "new",
    }
    assert found.same == 1
    assert found.counts == dict.fromkeys(KINDS, 0) | {"new": 1, "removed": 1}


def test_other_inputs_are_another_question():
    old, new = result(0), result(0, "wrong", inputs={"x": [1.0, "nan"], "y": -0.25})
    assert kinds([old], [new]) == {"a/b@p#0:float64.reverse.eager": "incomparable"}
    assert kinds([result(0, inputs={"x": 0.0})], [result(0, inputs={"x": -0.0})]) != {}


def said(content, cases):
    return header(cases=cases, contents={"a": {"claims": {"b[n=2]": content}, "points": "0"}})


def test_another_claim_is_another_question():
    old, new = [result(0)], [result(0, "wrong")]
    assert kinds(old, new, said("1", "x"), said("2", "y")) == {"a/b@p#0:float64.reverse.eager": "incomparable"}
    assert kinds(old, new, said("1", "x"), said("1", "y")) == {"a/b@p#0:float64.reverse.eager": "regressed"}


def test_runs_that_do_not_say_what_they_asked_are_compared():
    assert kinds([result(0)], [result(0, "wrong")], HEAD, said("2", "y")) == {
        "a/b@p#0:float64.reverse.eager": "regressed"
    }


def test_kinds_come_in_their_order():
    old = [result(0), result(1, "wrong"), result(2)]
    new = [result(1), result(0, "wrong"), result(3)]
    assert [change.kind for change in compare(HEAD, old, HEAD, new).changes] == ["regressed", "fixed", "new", "removed"]
