"""What each backend chose where no single answer is right, and what its choices break.

At a kink a set of answers is legal; where nothing is defined, anything may come back. Both
are gathered by claim and point, with the element of the set that was taken. An *identity at
a kink* is an expression with kinks in it whose derivative exists all the same
(relu(x) - relu(-x) is x): choices that are legal one by one can still break it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.casefile.model import Claim, Instance
from conformance.insight.element import element
from conformance.insight.sources import Result, Run
from conformance.insight.subject import Subject, Subjects
from conformance.insight.weights import weights
from conformance.language.graph import ancestors
from conformance.run.verdicts import GROUP_OF

__all__ = ["Answer", "Conventions", "Place", "conventions"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one backend answered in one mode; dtypes and executions that chose alike are together."""

    run: int
    backend: str
    version: str
    mode: str
    dtypes: tuple[str, ...]
    executions: tuple[str, ...]
    element: str | None
    """The word for what was chosen; None where there was no answer, or the run did not record it."""
    legal: bool | None
    """Whether it is an element of the legal set, or the value of the identity; None where nothing is
    defined, nothing came back, or it is not known."""
    verdict: str
    answer: Any
    """All that was returned, nested lists; the entry that decided where the run recorded no more; None for nothing."""
    result: str
    """The id of the first such result."""


@dataclass(frozen=True, slots=True)
class Place:
    """One claim at one point."""

    subject: Subject
    case: str
    claim: str
    expression: str
    """The side of the claim, or the claim, as its file has it."""
    sizes: tuple[tuple[str, int], ...]
    point: str
    inputs: dict[str, Any]
    truth: str
    """`kink`, `undefined`, or `touched`: an identity at a kink."""
    lower: Any
    upper: Any
    """The bounds of the legal set, nested lists; None where there are none, or the runs did not record them."""
    value: str | None
    """The true value of the entry that decided, of an identity."""
    answers: tuple[Answer, ...]

    @property
    def agreed(self) -> bool:
        """Whether all that answered chose the same."""
        return len({answer.element for answer in self.answers if answer.element is not None}) <= 1


@dataclass(frozen=True, slots=True)
class Conventions:
    """By operator, then in the order of the runs."""

    choices: tuple[Place, ...]
    identities: tuple[Place, ...]


def conventions(runs: Sequence[Run], subjects: Subjects) -> Conventions:
    """Every choice and every identity at a kink in the runs, of claims that the cases have."""
    places: dict[tuple[object, ...], list[tuple[int, Result]]] = {}
    for number, run in enumerate(runs):
        for result in run.results:
            if result["truth_class"] in ("kink", "undefined", "touched"):
                sizes = tuple(sorted(result["sizes"].items()))
                key = (result["case"], result["claim"], sizes, result["point"], result["truth_class"], result["side"])
                places.setdefault(key, []).append((number, result))
    found = [place for listed in places.values() if (place := _place(listed, runs, subjects)) is not None]
    found.sort(key=lambda place: (len(place.subject.core), place.subject.core, place.subject.order))
    return Conventions(
        tuple(place for place in found if place.truth != "touched"),
        tuple(place for place in found if place.truth == "touched"),
    )


def _place(listed: Sequence[tuple[int, Result]], runs: Sequence[Run], subjects: Subjects) -> Place | None:
    telling = (result for _, result in listed if "choice" in result or _legal(result) is False)
    first = next(telling, listed[0][1])
    about, found = subjects.of(first), subjects.claim(first)
    answers = tuple(_answers(listed, runs, subjects))
    if about is None or found is None or all(answer.answer is None for answer in answers):
        return None
    choice = first.get("choice", {})
    return Place(
        about,
        first["case"],
        first["claim"],
        found[1].text,
        tuple(first["sizes"].items()),
        first["point"],
        _read_inputs(first, *found),
        first["truth_class"],
        choice.get("lower"),
        choice.get("upper"),
        first["truth"] if first["truth_class"] == "touched" else None,
        answers,
    )


def _read_inputs(result: Result, instance: Instance, claim: Claim) -> dict[str, Any]:
    """The inputs that the claim reads, and no others of its case."""
    behind = set().union(*(ancestors(instance.graph, side) for side in claim.sides))
    return {name: value for name, value in result["inputs"].items() if instance.graph.inputs.get(name) in behind}


def _answers(listed: Sequence[tuple[int, Result]], runs: Sequence[Run], subjects: Subjects) -> Iterator[Answer]:
    together: dict[tuple[int, str, str | None, str], list[Result]] = {}
    for number, result in listed:
        word = _word(result, subjects)
        together.setdefault((number, result["mode"], word, result["verdict"]), []).append(result)
    for (number, mode, word, verdict), results in together.items():
        header = runs[number].header
        yield Answer(
            number,
            str(header["backend"]),
            str(header.get("version") or ""),
            mode,
            tuple(sorted({result["dtype"] for result in results})),
            tuple(sorted({result["execution"] for result in results})),
            word,
            _legal(results[0]),
            verdict,
            results[0]["choice"]["answer"] if "choice" in results[0] else results[0]["observed"],
            results[0]["id"],
        )


def _word(result: Result, subjects: Subjects) -> str | None:
    if "choice" in result:
        found = subjects.claim(result)
        return element(result["choice"], weights(result, *found) if found else None)
    if result["observed"] is None or (result["entry"] and result["truth_class"] != "touched"):
        return None
    return element({"answer": result["observed"]})


def _legal(result: Result) -> bool | None:
    group = GROUP_OF[result["verdict"]]
    if result["truth_class"] == "undefined" or group in ("no answer", "undecided"):
        return None
    return group in ("agree", "convention")
