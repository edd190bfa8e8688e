"""The page of one operator: how every backend fares with it, by order of derivative, mode and point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from conformance.casefile.model import Case
from conformance.insight.conventions import Conventions, Place
from conformance.insight.operators import OperatorResults, Spot, Worst
from conformance.report.addresses import case_page, claim_anchor, operator_page
from conformance.report.causes import CauseView, order_name
from conformance.report.conventions_page import ChoiceRow, choice_rows
from conformance.report.heat import LEVELS, Heat, heat
from conformance.report.mathml import formula
from conformance.report.merge import Column
from conformance.report.near_plot import LINES, approaches
from conformance.report.render import render

__all__ = ["OperatorPages"]

_CELLS_A_PAGE = 1500
"""Of the heatmap by point: what a page can hold, with all the rest, and stay within half a megabyte."""
_MOST_CHOICES = 40
_MOST_FINDINGS = 40
_MOST_CASES = 60
_MODES = ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")
_LETTERS = "xyzw"
_WITHOUT_ERROR = {"undecided": 0, "convention": 1}

Key = tuple[int, str]
"""Number of a run and mode."""


@dataclass(frozen=True, slots=True)
class _Point:
    called: str
    why: str
    cells: tuple[Heat | None, ...]


@dataclass(frozen=True, slots=True)
class _Claim:
    address: str
    text: str
    points: tuple[_Point, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    number: int
    name: str
    columns: tuple[Column, ...]
    """Of each cell."""
    heads: tuple[tuple[Column, tuple[str, ...]], ...]
    """A run and its modes in which there is anything."""
    claims: tuple[_Claim, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """What the macro that draws a bar needs of a tally."""

    total: int
    groups: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Special:
    value: str
    why: str
    cells: tuple[Heat | None, ...]
    """By run; None where no result is at this point."""


@dataclass(frozen=True, slots=True)
class OperatorPages:
    """All the operators that cases have, and what their pages show."""

    tested: Sequence[OperatorResults]
    cases: Sequence[Case]
    columns: Sequence[Column]
    views: Sequence[CauseView]
    chosen: Conventions
    titles: Mapping[str, str]

    def pages(self) -> Iterator[tuple[str, str]]:
        """`operators.html`, and `operator/<name>.html` for each."""
        shown = {number: column for number, column in enumerate(self.columns) if not column.absent}
        named: dict[str, list[CauseView]] = {}
        for view in self.views:
            for name in view.cause.operators:
                named.setdefault(name, []).append(view)
        yield "operators.html", self._index(shown, named)
        texts = {(case.id, claim): text for case in self.cases for claim, text in case.claims.items()}
        choices = self._choices()
        for before, tested, after in zip([None, *self.tested], self.tested, [*self.tested[1:], None], strict=False):
            name = tested.operator.name
            rows = choice_rows(choices.get(name, []), list(shown.items()))
            yield operator_page(name), self._page(tested, shown, named.get(name, []), rows, texts, before, after)

    def _choices(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = {}
        for place in self.chosen.choices:
            if place.subject.alone is not None:
                found.setdefault(place.subject.alone, []).append(place)
        return found

    def _index(self, shown: Mapping[int, Column], named: Mapping[str, Sequence[CauseView]]) -> str:
        groups = list(dict.fromkeys(tested.operator.group for tested in self.tested))
        rows = sorted(self.tested, key=lambda tested: groups.index(tested.operator.group))
        lines = [
            (tested, [_cell(_over(tested, number)) for number in shown], len(_own(named, tested))) for tested in rows
        ]
        return render(
            "operators.html",
            root="",
            page="operators",
            columns=list(shown.values()),
            listed=[(group, list(own)) for group, own in groupby(lines, key=lambda line: line[0].operator.group)],
            levels=LEVELS,
            total=len(rows),
        )

    def _page(
        self,
        tested: OperatorResults,
        shown: Mapping[int, Column],
        views: Sequence[CauseView],
        choices: Sequence[ChoiceRow],
        texts: Mapping[tuple[str, str], str],
        before: OperatorResults | None,
        after: OperatorResults | None,
    ) -> str:
        operator = tested.operator
        keys = [key for key in _keys(tested.spots.values()) if key[0] in shown]
        orders = sorted({spot.order for spot in tested.spots})
        kept = _kept(tested, max(1, _CELLS_A_PAGE // (len(keys) + 2)))
        return render(
            "operator.html",
            root="../",
            page="operators",
            operator=operator,
            written=_written(tested),
            columns=list(shown.values()),
            orders=[(order, order_name(order)) for order in orders],
            glance=[
                (shown[n], [(mode, [_cell(_over(tested, n, mode, order)) for order in orders]) for _, mode in own])
                for n, own in groupby(keys, key=lambda key: key[0])
            ],
            bars=[(column, _bar(tested, number)) for number, column in shown.items()],
            by_order=[_order(order, kept, tested, shown, texts) for order in orders],
            omitted=len(tested.spots) - len(kept),
            specials=_specials(tested, shown),
            approaches=approaches(tested.near, shown),
            markers=LINES,
            choices=choices[:_MOST_CHOICES],
            more_choices=len(choices[_MOST_CHOICES:]),
            findings=views[:_MOST_FINDINGS],
            more_findings=len(views[_MOST_FINDINGS:]),
            cases=tested.cases[:_MOST_CASES],
            more_cases=len(tested.cases[_MOST_CASES:]),
            containing=tested.containing[:_MOST_CASES],
            more_containing=len(tested.containing[_MOST_CASES:]),
            titles=self.titles,
            levels=LEVELS,
            before=before and before.operator.name,
            after=after and after.operator.name,
        )


def _own(named: Mapping[str, Sequence[CauseView]], tested: OperatorResults) -> list[CauseView]:
    views = named.get(tested.operator.name, ())
    return [v for v in views if not v.cause.baseline and v.mark.word in ("wrong", "inaccurate")]


def _written(tested: OperatorResults) -> Markup | None:
    """How a call of it is written in mathematics; None for what the language has no name for."""
    operator = tested.operator
    if operator.group == "arithmetic" or not operator.arity or operator.arity > len(_LETTERS):
        return None
    return formula(f"{operator.name}({', '.join(_LETTERS[: operator.arity])})")


def _keys(spots: Iterable[Mapping[Key, Worst]]) -> list[Key]:
    keys = {key for cells in spots for key in cells}
    return sorted(keys, key=lambda k: (k[0], _MODES.index(k[1]) if k[1] in _MODES else len(_MODES), k[1]))


def _over(tested: OperatorResults, run: int, mode: str | None = None, order: int | None = None) -> Worst | None:
    """The worst of a run over all its modes and orders, or in those named."""
    return _worst(
        cell
        for spot, by_key in tested.spots.items()
        if order is None or spot.order == order
        for key, cell in by_key.items()
        if key[0] == run and mode in (None, key[1])
    )


def _worst(cells: Iterable[Worst]) -> Worst | None:
    listed = list(cells)
    if not listed:
        return None
    # Undecided results and conventions have no error to speak of; where a point stands by itself they are seen.
    worst = max(listed, key=lambda cell: (_WITHOUT_ERROR.get(cell.worst["group"], 2), cell.rank))
    return Worst(sum(cell.results for cell in listed), worst.worst, worst.rank)


def _cell(worst: Worst | None) -> Heat | None:
    return None if worst is None else heat(worst)


def _bar(tested: OperatorResults, number: int) -> _Bar | None:
    groups = tested.groups.get(number)
    return _Bar(groups.total(), groups) if groups else None


def _specials(tested: OperatorResults, shown: Mapping[int, Column]) -> list[_Special]:
    return [
        _Special(
            special.value,
            special.why,
            tuple(
                _cell(
                    _worst(
                        cell
                        for spot, at in tested.at.items()
                        if special in at
                        for (run, _), cell in tested.spots[spot].items()
                        if run == number
                    )
                )
                for number in shown
            ),
        )
        for special in tested.operator.special
    ]


def _kept(tested: OperatorResults, most: int) -> frozenset[Spot]:
    """What the page shows where it cannot show all: what does not agree, then special points, then the rest."""

    def dull(spot: Spot) -> tuple[bool, bool]:
        return all(cell.worst["group"] == "agree" for cell in tested.spots[spot].values()), spot not in tested.at

    return frozenset(sorted(tested.spots, key=dull)[:most])


def _order(
    order: int,
    kept: frozenset[Spot],
    tested: OperatorResults,
    shown: Mapping[int, Column],
    texts: Mapping[tuple[str, str], str],
) -> _Order:
    spots = [spot for spot in tested.spots if spot.order == order and spot in kept]
    keys = [key for key in _keys(tested.spots[spot] for spot in spots) if key[0] in shown]
    claims = tuple(
        _Claim(
            f"{case_page(case)}#{claim_anchor(claim)}",
            texts.get((case, claim), claim),
            tuple(_point(spot, tested, keys) for spot in own),
        )
        for (case, claim), own in groupby(spots, key=lambda spot: (spot.case, spot.claim))
    )
    heads = tuple((shown[n], tuple(mode for _, mode in own)) for n, own in groupby(keys, key=lambda key: key[0]))
    return _Order(order, order_name(order), tuple(shown[n] for n, _ in keys), heads, claims)


def _point(spot: Spot, tested: OperatorResults, keys: Sequence[Key]) -> _Point:
    cells = tested.spots[spot]
    why = "; ".join(special.why for special in tested.at.get(spot, ()))
    return _Point(spot.point, why, tuple(_cell(cells.get(key)) for key in keys))
