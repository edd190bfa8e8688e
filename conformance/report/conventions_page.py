"""The pages of conventions: what each backend chose at kinks, and what came back where nothing is defined."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from conformance.insight.conventions import Answer, Conventions, Place
from conformance.insight.element import flat
from conformance.report.addresses import case_page, claim_anchor, numbered
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.merge import Column
from conformance.report.numbers import nested, shortened, value
from conformance.report.render import render
from conformance.run.verdicts import GROUP_OF

__all__ = ["ChoiceRow", "choice_rows", "conventions_pages"]

_CELLS_A_PAGE = 3600
"""What a page can hold and stay within half a megabyte."""
_LONGEST_INPUTS = 80
_PAGES = {"kink": "conventions.html", "undefined": "undefined.html"}


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a backend chose, and in which modes or dtypes where it did not choose the same in all."""

    word: str
    mark: Mark | None
    where: str


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One claim at points where everybody chose the same; its `address` is from the root of the site."""

    operators: str
    expression: str
    address: str
    points: tuple[str, ...]
    legal: str
    cells: tuple[tuple[_Choice, ...], ...]
    broken: bool


def conventions_pages(found: Conventions, columns: Sequence[Column]) -> Iterator[tuple[str, str]]:
    """`conventions.html` and `undefined.html`, in parts where they are long."""
    shown = [(number, column) for number, column in enumerate(columns) if not column.absent]
    told = [place for place in found.identities if "==" in place.expression or _broken(place)]
    identities = sorted(choice_rows(told, shown), key=lambda row: not row.broken)
    for truth, page in _PAGES.items():
        rows = choice_rows([place for place in found.choices if place.truth == truth], shown)
        parts = list(_parts(rows, max(1, _CELLS_A_PAGE // (len(shown) + 3))))
        for number, part in enumerate(parts, 1):
            yield (
                numbered(page, number),
                render(
                    "conventions.html",
                    root="",
                    page="conventions",
                    truth=truth,
                    columns=[column for _, column in shown],
                    listed=[(name, list(own)) for name, own in groupby(part, key=lambda row: row.operators)],
                    identities=identities if truth == "kink" and number == 1 else [],
                    untold=len(found.identities) - len(told),
                    total=len(rows),
                    number=number,
                    parts=[numbered(page, n) for n in range(1, len(parts) + 1)],
                ),
            )


def _parts(rows: Sequence[ChoiceRow], most: int) -> Iterator[Sequence[ChoiceRow]]:
    for start in range(0, max(len(rows), 1), most):
        yield rows[start : start + most]


def choice_rows(places: Sequence[Place], shown: Sequence[tuple[int, Column]]) -> list[ChoiceRow]:
    """A row a claim and point; points of one claim at which everybody chose the same are one row."""
    together: dict[ChoiceRow, list[str]] = {}
    for place in places:
        together.setdefault(_row(place, shown), []).append(_point(place))
    return [replace(row, points=tuple(dict.fromkeys(points))) for row, points in together.items()]


def _row(place: Place, shown: Sequence[tuple[int, Column]]) -> ChoiceRow:
    return ChoiceRow(
        ", ".join(place.subject.core) or "no operator",
        place.expression,
        f"{case_page(place.case)}#{claim_anchor(place.claim)}",
        (),
        _legal_set(place),
        tuple(_choices(_answers(place, number, column), place.truth) for number, column in shown),
        _broken(place),
    )


def _broken(place: Place) -> bool:
    return any(answer.legal is False for answer in place.answers)


def _answers(place: Place, number: int, column: Column) -> list[Answer]:
    """Those of one run; what a baseline cannot do is left out where it can do it in another way."""
    own = [answer for answer in place.answers if answer.run == number]
    given = [answer for answer in own if answer.answer is not None]
    return given if column.baseline and given else own


def _choices(answers: Sequence[Answer], truth: str) -> tuple[_Choice, ...]:
    alike: dict[tuple[str, Mark | None], list[Answer]] = {}
    for answer in answers:
        word = "holds" if truth == "touched" and answer.legal else _word(answer)
        alike.setdefault((word, _mark(answer, truth)), []).append(answer)
    return tuple(
        _Choice(word, mark, _where(own, answers) if len(alike) > 1 else "") for (word, mark), own in alike.items()
    )


def _word(answer: Answer) -> str:
    if answer.element is not None:
        return answer.element
    return answer.verdict if answer.answer is None else value(answer.answer)


def _mark(answer: Answer, truth: str) -> Mark | None:
    """None where nothing is right or wrong."""
    if answer.legal is not None:
        return GROUP_MARKS["wrong" if not answer.legal else "agree" if truth == "touched" else "convention"]
    group = GROUP_OF[answer.verdict]
    return GROUP_MARKS[group] if group in ("no answer", "undecided") else None


def _where(own: Sequence[Answer], every: Sequence[Answer]) -> str:
    """The modes, dtypes and executions of some answers, as far as they differ from those of all."""
    told = []
    for kind in (lambda a: (a.mode,), lambda a: a.dtypes, lambda a: a.executions):
        here = dict.fromkeys(name for answer in own for name in kind(answer))
        if set(here) != {name for answer in every for name in kind(answer)}:
            told.append(", ".join(here))
    return "; ".join(told)


def _point(place: Place) -> str:
    shown = ", ".join(f"{name} = {_values(values)}" for name, values in place.inputs.items())
    return shown if 0 < len(shown) <= _LONGEST_INPUTS else place.point


def _values(values: object) -> str:
    return nested([_values(item) for item in values], (len(values),)) if isinstance(values, list) else value(values)


def _legal_set(place: Place) -> str:
    """The interval of the entries that have a choice."""
    if place.value is not None:
        return shortened(place.value, 6)
    if place.lower is None or place.upper is None:
        return ""
    ends = zip(flat(place.lower), flat(place.upper), strict=True)
    intervals = [(low, high) for low, high in ends if low < high]
    different = list(dict.fromkeys(f"[{_end(low)}, {_end(high)}]" for low, high in intervals))
    text = ", ".join(different[:4]) + (", …" if len(different) > 4 else "")
    size = len(flat(place.lower))
    if len(intervals) <= 1 and size == 1:
        return text
    return f"{text} each" if len(intervals) == size else f"{text} in {len(intervals)} of {size} entries"


def _end(number: float) -> str:
    if not math.isfinite(number):
        return value(number)
    return f"{number:.6g}"
