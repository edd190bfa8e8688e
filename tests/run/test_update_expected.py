"""Expectations: what decides, what is idle, and the file rewritten from a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.run.errors import PlanError
from conformance.run.expected import Entry, Expectations, as_a_rule
from conformance.run.update_expected import update, write

COMBINATIONS = [("float64", mode, execution) for mode in ("reverse", "forward") for execution in ("eager", "batched")]


def result(
    claim: str, verdict: str, *, point: str = "p", mode: str = "reverse", dtype: str = "float64"
) -> dict[str, Any]:
    return {
        "id": f"c/{claim}@{point}:fake.{dtype}.{mode}.eager",
        "case": "c",
        "claim": claim,
        "sizes": {},
        "backend": "fake",
        "dtype": dtype,
        "mode": mode,
        "execution": "eager",
        "verdict": verdict,
    }


def known(**verdicts: str) -> Expectations:
    """Of each claim, its verdicts separated by spaces; the cause is the claim's name."""
    patterns = {f"c/{claim}@*": words.split() for claim, words in verdicts.items()}
    return Expectations(patterns, {f"c/{claim}@*": claim for claim in verdicts}, {})


def test_the_first_pattern_decides() -> None:
    both = Expectations({"c/a@*": ["wrong"], "c/*": ["pass"]})
    assert both.meets(result("a", "wrong"))
    assert not both.meets(result("a", "pass"))
    assert both.meets(result("b", "pass"))
    assert not both.meets(result("b", "wrong"))


def test_what_stays_keeps_its_cause_and_issue() -> None:
    before = Expectations({"c/a@*": ["wrong"]}, {"c/a@*": "because"}, {"c/a@*": "owner/thing#7"})
    change = update(before, [result("a", "wrong")], whole=True)
    assert change.entries == before.entries
    assert (change.added, change.dropped, change.widened) == ((), (), ())


def test_what_is_gone_is_dropped_from_a_whole_run_only() -> None:
    results = [result("a", "pass")]
    assert update(known(a="wrong"), results, whole=True).dropped == ("c/a@*",)
    assert update(known(gone="wrong"), results, whole=True, combinations=COMBINATIONS).dropped == ("c/gone@*",)
    assert update(known(gone="wrong"), results, whole=False).entries == known(gone="wrong").entries


def test_a_pattern_for_another_execution_is_not_idle() -> None:
    batched = Expectations({"c/a@*.batched": ["error"]}, {"c/a@*.batched": "vmap"})
    assert batched.idle([result("a", "pass")], COMBINATIONS) == []
    assert batched.idle([result("b", "pass")], COMBINATIONS) == ["c/a@*.batched"]
    assert update(batched, [result("a", "pass")], whole=True, combinations=COMBINATIONS).entries == batched.entries


def test_an_agreement_widens_an_entry_that_others_need() -> None:
    results = [result("a", "wrong", point="p"), result("a", "pass", point="q")]
    change = update(known(a="wrong"), results, whole=True)
    assert change.entries == (Entry("c/a@*", ("pass", "wrong"), "a"),)
    assert change.widened == ("c/a@*",)


def test_a_new_disagreement_gets_an_entry_without_a_cause() -> None:
    results = [
        result("a", "wrong", mode="forward"),
        result("a", "pass", mode="forward", point="q"),
        result("a", "pass"),
        result("ab", "pass", mode="forward"),
    ]
    change = update(Expectations(), results, whole=False)
    assert change.entries == (Entry("c/a@*:fake.float64.forward.eager", ("pass", "wrong")),)
    assert Expectations({e.pattern: e.verdicts for e in change.entries}).unexplained == list(change.added)


def test_a_new_entry_stands_before_the_wider_one_that_would_hide_it() -> None:
    results = [result("a", "wrong"), result("a", "error", point="q")]
    change = update(known(a="wrong", z="wrong"), [*results, result("z", "wrong")], whole=True)
    assert [entry.pattern for entry in change.entries] == ["c/a@*:fake.float64.reverse.eager", "c/a@*", "c/z@*"]
    assert change.entries[0].verdicts == ("error", "wrong")


VERDICTS = st.sampled_from(["pass", "wrong", "inaccurate", "error", "unsupported"])
PLACES = st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from(["reverse", "forward"]))


@given(
    st.dictionaries(PLACES, VERDICTS, min_size=1),
    st.dictionaries(st.sampled_from("abcd"), VERDICTS),
    st.booleans(),
)
def test_a_rewritten_file_is_met(seen: dict[tuple[str, str, str], str], before: dict[str, str], whole: bool) -> None:
    results = [result(claim, verdict, point=point, mode=mode) for (claim, point, mode), verdict in seen.items()]
    change = update(known(**before), results, whole=whole, combinations=COMBINATIONS)
    after = Expectations.of(change.entries)
    assert all(map(after.meets, results))
    assert update(after, results, whole=whole, combinations=COMBINATIONS).entries == change.entries
    assert len({entry.pattern for entry in change.entries}) == len(change.entries)
    kept = {entry.pattern: entry.cause for entry in change.entries}
    assert all(kept[pattern] == "" for pattern in change.added)
    if whole:
        needed = [r for r in results if not as_a_rule(r)]
        assert all(any(e.fits(r["id"]) for r in needed) for e in change.entries)


def test_a_file_is_written_as_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "fake.json"
    entries = (Entry("c/a@*", ("wrong",), "because ‖x‖"), Entry("c/*", ("pass", "wrong"), "b", "owner/thing#7"))
    write(file, entries)
    assert Expectations.load(file).entries == entries
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": {"verdict": "wrong"}}', "a cause in words"),
        ('{"a": {"verdict": "wrong", "cause": "b", "isue": "c"}}', "nothing else"),
        ('{"a": {"verdict": "wrong", "cause": "b", "issue": "192540"}}', "owner/repository#number"),
        ('{"a": {"verdict": "wrong", "cause": ""}, "a": {"verdict": "pass", "cause": ""}}', "'a' is there twice"),
        ('{"a": {"verdict": "bad", "cause": ""}}', "allowed: one or a list of pass"),
        ("[]", "expected an object"),
        ("{", ":1: not JSON"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "fake.json"
    file.write_text(text)
    with pytest.raises(PlanError, match=r"fake\.json") as caught:
        Expectations.load(file)
    assert message in str(caught.value)


@given(st.lists(st.text("ab/*?", max_size=5), max_size=6, unique=True), st.text("ab/", max_size=5))
def test_the_first_pattern_that_fits_decides(patterns: list[str], result_id: str) -> None:
    expected = Expectations({pattern: ["wrong"] for pattern in patterns})
    first = next((pattern for pattern in patterns if Entry(pattern, ()).fits(result_id)), None)
    for _ in range(2):
        found = expected.entry({"id": result_id})
        assert (found.pattern if found else None) == first
