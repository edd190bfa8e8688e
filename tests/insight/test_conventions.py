"""Choices and broken identities, gathered from runs, and the file that they become."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conformance.casefile.load import load
from conformance.insight.conventions import Answer, Conventions, Place, conventions
from conformance.insight.conventions_file import dump, schema, to_json
from conformance.insight.subject import Subjects
from tests.insight.samples import chain, result, run, subjects

ABS, RELU = chain("abs"), chain("relu")
KINK = {"point": "zero", "inputs": {"x": 0.0}, "truth_class": "kink"}


def choice(answer: Any, lower: Any = -1.0, upper: Any = 1.0, verdict: str = "subgradient", **fields: Any) -> Any:
    ends = {"answer": answer, "lower": lower, "upper": upper}
    return result(fields.pop("of", ABS), "first", verdict, **KINK | {"choice": ends} | fields)


def place_of(*results: Any) -> Place:
    only, = conventions([run(list(results))], subjects(ABS, RELU)).choices  # fmt: skip
    return only


def test_what_chose_alike_is_one_answer() -> None:
    place = place_of(choice(0.0), choice(0.0, dtype="float32"), choice(0.0, execution="compiled"))
    answer, = place.answers  # fmt: skip
    assert (answer.element, answer.legal, answer.mode) == ("0", True, "reverse")
    assert (answer.dtypes, answer.executions) == (("float32", "float64"), ("compiled", "eager"))
    assert (place.subject.core, place.lower, place.upper, place.inputs) == (("abs",), -1.0, 1.0, {"x": 0.0})


def test_what_chose_differently_is_told_apart() -> None:
    first, second = place_of(choice(0.0), choice(1.0, mode="forward")).answers
    assert (first.mode, first.element, second.mode, second.element) == ("reverse", "0", "forward", "1")


@pytest.mark.parametrize(
    ("verdict", "legal"),
    [("subgradient", True), ("outside", False), ("spurious-nan", False), ("ill-conditioned", None)],
)
def test_legal_or_not(verdict: str, legal: bool | None) -> None:
    assert place_of(choice(0.0, verdict=verdict)).answers[0].legal is legal


def test_where_nothing_is_defined_nothing_is_legal_or_illegal() -> None:
    edge = result(ABS, "second", "edge", **KINK | {"truth_class": "undefined", "choice": {"answer": "inf"}})
    place = place_of(edge)
    assert (place.truth, place.lower, place.answers[0].element, place.answers[0].legal) == (
        "undefined", None, "inf", None,
    )  # fmt: skip


def test_no_answer_is_one_beside_others_and_no_place_by_itself() -> None:
    silent = result(ABS, "first", "unsupported", mode="forward", **KINK)
    assert [a.element for a in place_of(choice(0.0), silent).answers] == ["0", None]
    assert conventions([run([silent])], subjects(ABS)) == Conventions((), ())


def test_runs_that_did_not_record_choices() -> None:
    old = result(ABS, "first", "subgradient", observed=0.5, entry=[], **KINK)
    assert place_of(old).answers[0].element == "1/2"
    array = result(ABS, "first", "subgradient", observed=0.5, entry=[1], **KINK)
    assert place_of(array).answers[0].element is None


def test_an_identity_that_legal_choices_break() -> None:
    touched = {**KINK, "truth_class": "touched", "truth": "1", "entry": []}
    found = conventions(
        [run([result(RELU, "first", "wrong", observed=0.0, **touched)], "a"),
         run([result(RELU, "first", "pass", observed=1.0, **touched)], "b")],
        subjects(RELU),
    )  # fmt: skip
    place, = found.identities  # fmt: skip
    assert found.choices == ()
    assert place.value == "1"
    assert [(a.backend, a.element, a.legal) for a in place.answers] == [("a", "0", False), ("b", "1", True)]


def test_smooth_results_are_none_of_it() -> None:
    assert conventions([run([result(ABS, "first", "pass")])], subjects(ABS)) == Conventions((), ())


def test_operators_alone_come_first() -> None:
    both = chain("abs", "relu")
    found = conventions([run([choice(0.0, of=both), choice(0.0, of=RELU), choice(0.0)])], subjects(ABS, RELU, both))
    assert [place.subject.core for place in found.choices] == [("abs",), ("relu",), ("abs", "relu")]


def weighted(claim: str, inputs: dict[str, Any], answer: Any, folder: Path) -> Answer:
    file = folder / "case.yaml"
    file.write_text(
        "format: 1\ncases:\n- id: demo\n  title: Demo\n  inputs: {x: vector(2), w: vector(2), s: real}\n"
        f"  claims:\n  - id: claim\n    that: {claim}\n"
    )
    case, = load((file,)).cases  # fmt: skip
    line = result(
        case, "claim", "subgradient", truth_class="kink", inputs=inputs,
        choice={"answer": answer, "lower": [-9.0, -9.0], "upper": [9.0, 9.0]},
    )  # fmt: skip
    return conventions([run([line])], Subjects([case])).choices[0].answers[0]


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        ("grad(dot(w, abs(x)), x)", "1/2"),
        ("grad(dot(abs(x), w), x)", "1/2"),
        ("grad(sum(w*abs(x)), x)", "1/2"),
        ("grad(sum(abs(x)), x)", "mixture"),
        ("grad(dot(w, abs(x)) + s, x)", "mixture"),
        ("grad(s*sum(abs(x)), x)", "mixture"),
    ],
)
def test_weights_that_are_inputs_are_taken_out(claim: str, word: str, tmp_path: Path) -> None:
    inputs = {"x": [0.0, 0.0], "w": [2.0, 4.0], "s": 5.0}
    assert weighted(claim, inputs, [1.0, 2.0], tmp_path).element == word


def test_only_the_inputs_that_the_claim_reads(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "format: 1\ncases:\n- id: demo\n  title: Demo\n  inputs: {x: real, w: real}\n"
        "  claims:\n  - {id: claim, that: 'grad(abs(x), x)'}\n"
    )
    case, = load((file,)).cases  # fmt: skip
    line = result(case, "claim", "subgradient", truth_class="kink", inputs={"x": 0.0, "w": 1.0}, choice={"answer": 0.0})
    assert conventions([run([line])], Subjects([case])).choices[0].inputs == {"x": 0.0}


def test_the_file_is_as_its_schema_says() -> None:
    nan = choice("nan", verdict="spurious-nan")
    edge = result(ABS, "second", "edge", **KINK | {"truth_class": "undefined", "choice": {"answer": ["nan", "-inf"]}})
    touched = result(RELU, "first", "wrong", **KINK | {"truth_class": "touched", "truth": "1"})
    runs = [run([nan, edge, touched]), run([], "absent", version=None, environment_error="no")]
    found = conventions(runs, subjects(ABS, RELU))
    text = dump(found, runs)
    data = json.loads(text)
    assert data == to_json(found, runs)
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert (len(data["choices"]), len(data["identities"]), len(data["runs"])) == (2, 1, 2)
    assert data["choices"][0]["answers"][0]["answer"] == "nan"
    assert text == dump(conventions(runs, subjects(ABS, RELU)), runs)
    assert text.isascii()


def test_the_schema_refuses_what_is_not_in_it() -> None:
    runs = [run([choice(0.0)])]
    data = to_json(conventions(runs, subjects(ABS)), runs)
    for broken in ({"truth": "smooth"}, {"another": 1}, {"order": -1}):
        wrong = {**data, "choices": [data["choices"][0] | broken]}
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(schema()).validate(wrong)
