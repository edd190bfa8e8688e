"""Results with one cause are one finding."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.insight.causes import Cause, causes
from conformance.insight.item import words
from conformance.insight.known import Known, from_expected, upstream
from conformance.insight.severity import needs_a_cause
from conformance.run.expected import Entry, Expectations
from conformance.run.verdicts import ORDER
from tests.insight.samples import chain, result, run, subjects

EXP, SIN, BOTH = chain("exp"), chain("sin"), chain("sin", "exp", tags=("composition",))
NORM = chain("norm", size=3)
CASES = (EXP, SIN, BOTH, NORM)


def found(*results: dict[str, Any], **more: Any) -> tuple[Cause, ...]:
    return causes([run(list(results))], subjects(*CASES), **more)


def test_what_agrees_and_what_is_a_convention_needs_no_cause() -> None:
    assert found(result(EXP, "first", "pass"), result(EXP, "first", "subgradient"), result(EXP, "first", "edge")) == ()


def test_one_operator_in_two_modes_is_one_finding_with_its_smallest_order() -> None:
    cause, = found(
        result(EXP, "second", "wrong", mode="forward-over-reverse"),
        result(EXP, "first", "wrong"),
        result(EXP, "first", "wrong", mode="forward"),
        result(EXP, "third", "inaccurate"),
    )  # fmt: skip
    assert (cause.operators, cause.order, cause.count, cause.alone, cause.verdict) == (("exp",), 1, 4, 4, "wrong")
    assert cause.example["id"] == "case.exp/first@generic#0:torch.float64.forward.eager"
    part, = cause.parts  # fmt: skip
    assert part.modes == ("forward", "reverse", "forward-over-reverse")
    assert part.verdicts == (("wrong", 3), ("inaccurate", 1))


def test_an_operator_that_fails_alone_explains_what_contains_it() -> None:
    cause, = found(result(BOTH, "first", "wrong"), result(SIN, "first", "wrong"))  # fmt: skip
    assert (cause.operators, cause.count, cause.alone) == (("sin",), 2, 1)
    assert cause.example["case"] == "case.sin"


def test_another_dtype_is_counted_to_no_operator_alone() -> None:
    """A sum with a Python number may promote as well as what it is the argument of."""
    within = chain("negative", "exp")
    results = [result(within, "first", "wrong-dtype"), result(EXP, "first", "wrong-dtype")]
    found = causes([run(results)], subjects(EXP, within))
    assert [(cause.count, cause.alone) for cause in found] == [(2, 1)]


@pytest.mark.parametrize(
    "composition",
    [
        result(BOTH, "value", "wrong"),  # of a lower order
        result(BOTH, "first", "wrong", mode="forward"),
        result(BOTH, "first", "wrong", dtype="float32"),
        result(BOTH, "first", "spurious-nan"),
        result(NORM, "first", "wrong"),  # without the operator
    ],
)
def test_what_it_does_not_explain(composition: dict[str, Any]) -> None:
    assert len(found(result(SIN, "first", "wrong"), composition)) == 2


def test_a_failure_in_one_mode_explains_the_modes_nested_of_it() -> None:
    alone = result(SIN, "first", "wrong", mode="forward")
    assert len(found(alone, result(BOTH, "second", "wrong", mode="reverse-over-forward"))) == 1
    assert len(found(alone, result(BOTH, "second", "wrong", mode="reverse"))) == 2


def test_a_failing_value_explains_derivatives_in_every_mode() -> None:
    assert len(found(result(SIN, "value", "wrong"), result(BOTH, "second", "wrong", mode="forward"))) == 1


def test_a_failure_at_zero_explains_failures_where_there_is_a_zero() -> None:
    alone = result(SIN, "first", "spurious-nan", inputs={"x": 0.0}, point="zero")
    assert len(found(alone, result(BOTH, "first", "spurious-nan", inputs={"x": -0.0}))) == 1
    assert len(found(alone, result(BOTH, "first", "spurious-nan", inputs={"x": 0.5}))) == 2


def test_a_composition_explains_no_operator() -> None:
    first, second = found(result(BOTH, "first", "wrong"), result(EXP, "first", "spurious-nan"))
    assert {first.operators, second.operators} == {("exp", "sin"), ("exp",)}


def test_refusals_are_told_apart_by_the_backends_words() -> None:
    refused = [result(EXP, "first", "unsupported", message="torch has no exp", point=f"p{i}") for i in range(3)]
    refused += [result(BOTH, "first", "unsupported", message="torch has no exp")]
    refused += [result(SIN, "first", "unsupported", message="no sin either")]
    first, second = found(*refused)
    assert (first.said, first.count, first.operators) == ("torch has no exp", 4, ("exp",))
    assert (second.said, second.operators) == ("no sin either", ("sin",))


def test_words_without_the_numbers_that_change() -> None:
    assert words("Op jvp_exact_shapes_250582_252098 got 5\nmore") == words("\nOp jvp_exact_shapes_1937_19372 got 8")
    assert words("no log2") != words("no log10")
    assert words(None) == ""


def test_what_is_known_names_the_group_over_backends() -> None:
    known = Known("1 - tanh² cancels", "owner/name#7")
    runs = [run([result(case, "first", "inaccurate", backend)], backend) for case, backend in ((EXP, "a"), (SIN, "b"))]
    cause, = causes(runs, subjects(*CASES), lambda _: known)  # fmt: skip
    assert cause.known == known
    assert [(part.backend, part.count) for part in cause.parts] == [("a", 1), ("b", 1)]


def test_what_is_known_of_an_operator_explains_what_is_not_known() -> None:
    cause, = found(
        result(SIN, "first", "wrong"),
        result(BOTH, "first", "wrong"),
        known=lambda line: Known("sin is wrong") if line["case"] == "case.sin" else None,
    )  # fmt: skip
    assert (cause.known, cause.count) == (Known("sin is wrong"), 2)


def test_the_issue_in_the_words() -> None:
    assert upstream("a term is lost (pytorch/pytorch#192540)") == Known("a term is lost", "pytorch/pytorch#192540")
    assert upstream("a term is lost") == Known("a term is lost")
    assert upstream("lost", "a/b#1").issue == "a/b#1"


def test_what_is_expected_of_a_backend() -> None:
    entries = [Entry("case.exp/*", ("wrong",), "lost (a/b#1)"), Entry("case.sin/*", ("wrong",), "", "a/b#2")]
    known = from_expected({"torch": Expectations.of(entries)})
    assert known(result(EXP, "first", "wrong")) == Known("lost", "a/b#1")
    assert known(result(EXP, "first", "inaccurate")) is None
    assert known(result(SIN, "first", "wrong")) is None  # nobody has said why
    assert known(result(EXP, "first", "wrong", "jax")) is None


def test_the_most_severe_first_baselines_last() -> None:
    verdicts = ("inaccurate", "wrong", "unsupported", "error", "outside", "ill-conditioned")
    own = [result(case, "first", verdict) for case, verdict in zip(_chains(6), verdicts, strict=True)]
    base = [result(EXP, "first", "wrong", "numpy", mode="finite-difference")]
    ranked = causes([run(own), run(base, "numpy")], subjects(*CASES, *_chains(6)))
    assert [cause.verdict for cause in ranked] == [
        "wrong", "outside", "inaccurate", "error", "unsupported", "ill-conditioned", "wrong",
    ]  # fmt: skip
    assert [cause.baseline for cause in ranked] == [False] * 6 + [True]


def _chains(number: int) -> list[Any]:
    return [chain(name) for name in ("cos", "tan", "atan", "sinh", "cosh", "asinh")[:number]]


def test_a_claim_that_the_cases_do_not_have_has_a_cause_all_the_same() -> None:
    cause, = found(result(chain("tan"), "first", "wrong"))  # fmt: skip
    assert (cause.operators, cause.count) == ((), 1)


lines = st.builds(
    lambda case, claim, verdict, mode, dtype, value, message: result(
        case, claim, verdict, mode=mode, dtype=dtype, inputs={"x": value}, message=message
    ),
    st.sampled_from([EXP, SIN, BOTH]),
    st.sampled_from(["value", "first", "second", "third"]),
    st.sampled_from(ORDER),
    st.sampled_from(["reverse", "forward", "forward-over-reverse", "finite-difference"]),
    st.sampled_from(["float32", "float64"]),
    st.sampled_from([0.5, 0.0, 1.0, "nan", 1e-30, 40.0]),
    st.sampled_from([None, "no 1", "no 2", "None instead of a derivative that is not zero"]),
)


@given(st.lists(st.lists(lines, max_size=12), max_size=3), st.sets(st.integers(0, 40)))
@settings(max_examples=150)
def test_every_result_that_does_not_agree_is_in_exactly_one_group(runs: list[list[Any]], told: set[int]) -> None:
    numbers = itertools.count()
    given_runs = [run([{**line, "id": f"{next(numbers)}"} for line in of], f"b{n}") for n, of in enumerate(runs)]

    def known(line: Any) -> Known | None:
        return Known(f"cause {int(line['id']) % 3}") if int(line["id"]) in told else None

    groups = causes(given_runs, subjects(*CASES), known)
    listed = [(number, line["id"]) for group in groups for number, line in group.results]
    wanted = [(n, line["id"]) for n, of in enumerate(given_runs) for line in of.results if needs_a_cause(line)]
    assert sorted(listed) == sorted(wanted)
    assert len({group.id for group in groups}) == len(groups)
    for group in groups:
        assert sum(part.count for part in group.parts) == group.count
        assert group.example in [line for _, line in group.results]
        assert group.example["verdict"] == group.verdict
    # The order of the results in a run changes nothing but their order in a group.
    backwards = [run(list(reversed(of.results)), of.header["backend"]) for of in given_runs]
    again = causes(backwards, subjects(*CASES), known)
    assert [(g.id, g.count, g.order, g.operators, g.verdict) for g in again] == [
        (g.id, g.count, g.order, g.operators, g.verdict) for g in groups
    ]
