"""The page of a text: everything that it states, in its order, and what became of each statement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from conformance.casefile.inventory import Entry, Inventory
from conformance.casefile.model import Case
from conformance.report.addresses import case_page, claim_anchor, document_page, erratum_anchor, numbered
from conformance.report.errata import claim_of
from conformance.report.legend import ENTRY_MARKS, GROUP_MARKS, NOT_AUDITED, Mark
from conformance.report.mathematics import Counterexample, Decided, Notation
from conformance.report.merge import Column
from conformance.report.render import render
from conformance.report.tally import Tally, combined
from conformance.truth.entries import ENTRY_VERDICTS, entry_verdict

__all__ = ["Standing", "document_pages", "standing"]

KINDS = {
    "equation": ("displayed equation", "displayed equations"),
    "formula": ("formula in running text", "formulas in running text"),
    "code": ("code cell", "code cells"),
    "figure": ("figure", "figures"),
    "exercise": ("exercise", "exercises"),
}
"""What each kind is called, one and several."""


_SIZE_OF_A_PAGE = 350_000
"""Characters of entries that a page can hold and stay within half a megabyte."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A document in short: how many statements, and how many of each verdict."""

    title: str
    address: str
    entries: int
    counts: tuple[tuple[Mark, int], ...]
    misprints: int


@dataclass(frozen=True, slots=True)
class _Answers:
    """The backends whose worst verdict on a claim is of one group."""

    mark: Mark
    answers: tuple[tuple[Column, Tally], ...]


@dataclass(frozen=True, slots=True)
class _ClaimView:
    name: str
    address: str
    formula: Markup
    definitions: tuple[Markup, ...]
    """Of the names in the formula, and of those in their definitions."""
    mark: Mark
    surprise: str | None
    erratum: str | None
    erratum_address: str | None
    counterexample: Counterexample | None
    answers: tuple[_Answers, ...]
    missing: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class _EntryView:
    entry: Entry
    kind: str
    mark: Mark
    claims: tuple[_ClaimView, ...]
    related: tuple[_ClaimView, ...]

    @property
    def size(self) -> int:
        """About how many characters it takes."""
        formulas = [formula for view in self.claims for formula in (view.formula, *view.definitions)]
        formulas += [view.formula for view in self.related]
        return 1000 + 1000 * len(self.claims + self.related) + sum(len(formula) + 100 for formula in formulas)


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of the text, or what one page has of it."""

    number: int
    title: str
    entries: tuple[_EntryView, ...]
    begun: bool = False
    """Whether an earlier page has its beginning."""

    @property
    def counts(self) -> list[tuple[Mark, int]]:
        return _counts(view.mark for view in self.entries)


def standing(inventory: Inventory, decided: Mapping[tuple[str, str], Decided]) -> Standing:
    marks = [_mark(entry, decided) for entry in inventory.entries]
    return Standing(
        inventory.title,
        document_page(inventory.document),
        len(inventory.entries),
        tuple(_counts(iter(marks))),
        sum(entry.erratum is not None for entry in inventory.entries),
    )


def document_pages(
    inventory: Inventory,
    columns: Sequence[Column],
    cases: Sequence[Case],
    decided: Mapping[tuple[str, str], Decided],
) -> Iterator[tuple[str, str]]:
    """The pages, the sections in the order of the text. Claims that are not among `cases` are left out.

    The first page lists all entries that stand on others, so that it has the address of every entry.
    """
    shown = [column for column in columns if not column.absent]
    views = _Claims({case.id: case for case in cases}, shown, decided)
    sections = [
        _Section(number, title, tuple(_entry(entry, views) for entry in entries))
        for number, (title, entries) in enumerate(groupby(inventory.entries, key=lambda entry: entry.section), 1)
    ]
    address = document_page(inventory.document)
    parts = list(_parts(sections))
    pages = [numbered(address, number).rpartition("/")[2] for number in range(1, len(parts) + 1)]
    place = {view.entry.id: page for page, part in zip(pages, parts, strict=True) for s in part for view in s.entries}
    for number, part in enumerate(parts, 1):
        yield (
            numbered(address, number),
            render(
                "document.html",
                root="../",
                page="document",
                inventory=inventory,
                standing=standing(inventory, decided),
                kinds=[(KINDS[kind][n > 1], n) for kind, n in Counter(e.kind for e in inventory.entries).items()],
                contents=sections,
                sections=part,
                place=place,
                number=number,
                parts=pages,
                columns=shown,
                backends=[(column, _worst(column, inventory)) for column in shown],
                marks=ENTRY_MARKS,
            ),
        )


def _parts(sections: Sequence[_Section]) -> Iterator[list[_Section]]:
    """The sections page by page; one that is too long is divided between entries."""
    part: list[_Section] = []
    size = 0
    for section in sections:
        entries: list[_EntryView] = []
        begun = False
        for view in section.entries:
            if size and size + view.size > _SIZE_OF_A_PAGE:
                yield [*part, replace(section, entries=tuple(entries), begun=begun)] if entries else part
                part, size, begun = [], 0, begun or bool(entries)
                entries = []
            entries.append(view)
            size += view.size
        part.append(replace(section, entries=tuple(entries), begun=begun))
    yield part


def _mark(entry: Entry, decided: Mapping[tuple[str, str], Decided]) -> Mark:
    names = (tuple(claim.split("/")) for claim in entry.claims)
    verdict = entry_verdict(entry, (decided[case, claim].verdict for case, claim in names if (case, claim) in decided))
    return NOT_AUDITED if verdict is None else ENTRY_MARKS[verdict]


def _counts(marks: Iterator[Mark]) -> list[tuple[Mark, int]]:
    """How many of each, in the order of the verdicts; none of those that there are none of."""
    found = Counter(mark.word for mark in marks)
    return [
        (mark, found[mark.word])
        for mark in (*map(ENTRY_MARKS.get, ENTRY_VERDICTS), NOT_AUDITED)
        if mark and found[mark.word]
    ]


def _worst(column: Column, inventory: Inventory) -> list[tuple[Mark, int]]:
    """Of the statements with claims that were run, how many have their worst verdict in each group."""
    found: Counter[str] = Counter()
    for entry in inventory.entries:
        all_of_it = combined(column.tally(case, name) for case, name in (claim.split("/") for claim in entry.claims))
        if all_of_it is not None:
            found[all_of_it.group] += 1
    return [(mark, found[group]) for group, mark in GROUP_MARKS.items()]


def _entry(entry: Entry, views: _Claims) -> _EntryView:
    return _EntryView(
        entry,
        KINDS[entry.kind][0],
        _mark(entry, views.decided),
        tuple(filter(None, map(views.view, entry.claims))),
        tuple(filter(None, map(views.view, entry.related))),
    )


def _used(case: Case, formula: str) -> dict[str, str]:
    """The lets that the formula rests on, in their order."""
    used: set[str] = set()
    waiting = [formula]
    while waiting:
        found = (set(re.findall(r"[A-Za-z_]\w*", waiting.pop())) & set(case.let)) - used
        used |= found
        waiting += [case.let[name] for name in found]
    return {name: text for name, text in case.let.items() if name in used}


@dataclass(frozen=True, slots=True)
class _Claims:
    cases: Mapping[str, Case]
    columns: Sequence[Column]
    decided: Mapping[tuple[str, str], Decided]

    def view(self, name: str) -> _ClaimView | None:
        case_id, _, claim_id = name.partition("/")
        case = self.cases.get(case_id)
        if case is None or claim_id not in case.claims:
            return None
        notation = Notation(case)
        claim, found = claim_of(case, claim_id), self.decided.get((case_id, claim_id))
        tallies = [(column, column.tally(case_id, claim_id)) for column in self.columns]
        return _ClaimView(
            name=name,
            address=f"../{case_page(case_id)}#{claim_anchor(claim_id)}",
            formula=notation.formula(case.claims[claim_id]),
            definitions=tuple(notation.equation(n, text) for n, text in _used(case, case.claims[claim_id]).items()),
            mark=found.mark if found else NOT_AUDITED,
            surprise=claim.expect if claim and found and not found.as_expected else None,
            erratum=claim.erratum if claim else None,
            erratum_address=f"../errata.html#{erratum_anchor(case_id, claim_id)}" if found and found.listed else None,
            counterexample=found.counterexamples[0] if found and found.counterexamples else None,
            answers=tuple(
                _Answers(mark, answers)
                for group, mark in GROUP_MARKS.items()
                if (answers := tuple((column, t) for column, t in tallies if t is not None and t.group == group))
            ),
            missing=tuple(column for column, t in tallies if t is None),
        )
