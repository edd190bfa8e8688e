"""Choosing results: what `--select` takes, by the query language.

Several queries are alternatives. A query that asks for what is known only once a backend has
answered, such as its verdict, chooses among the results of runs, and not what to run.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.casefile.model import Case, Claim
from conformance.query.errors import QueryError
from conformance.query.fields import FIELDS
from conformance.query.match import Row, asked, fits
from conformance.query.parse import Query, parse
from conformance.run.errors import PlanError
from conformance.run.subject import Subject

__all__ = ["EVERYTHING", "Selection", "error_shown", "known_before"]


def known_before(case: Case, claim: Claim, about: Subject | None) -> dict[str, Sequence[str] | float | None]:
    """What queries ask of a claim at some size, run or not. Without `about` operators and order are left out."""
    row: dict[str, Sequence[str] | float | None] = {
        "section": (case.section or "",),
        "document": (case.document or "",),
        "case": (case.id,),
        "claim": (claim.id,),
        "tag": case.tags,
    }
    return row if about is None else row | {"operator": about.operators, "order": float(about.order)}


def error_shown(result: Mapping[str, Any]) -> float | None:
    """The error in ulps as it is compared and shown, to three digits; a nan counts as infinite."""
    error = result.get("error_ulps")
    if error is None:
        return None
    number = float(error)
    return math.inf if math.isnan(number) else float(f"{number:.3g}")


@dataclass(frozen=True, slots=True)
class Selection:
    """Alternatives; none select everything."""

    alternatives: tuple[Query, ...] = ()
    texts: tuple[str, ...] = ()
    """Each as it was written."""

    @classmethod
    def parse(cls, selectors: Iterable[str], *, before: bool = False) -> Selection:
        """PlanError, with the column, for what is no query; `before`: for one about answers, too."""
        alternatives = {}
        for text in selectors:
            try:
                query = parse(text)
                if before:
                    _check_before(query)
            except QueryError as error:
                raise PlanError(f"the query {text!r}, {error}") from error
            if query:
                alternatives[text] = query
        return cls(tuple(alternatives.values()), tuple(alternatives))

    @property
    def asked(self) -> frozenset[str]:
        """The fields that rows must have; `id` for free words."""
        return frozenset().union(*map(asked, self.alternatives))

    @property
    def asks_for_subjects(self) -> bool:
        return not self.asked.isdisjoint(("operator", "order"))

    def selects(self, row: Row) -> bool:
        return not self.alternatives or any(fits(query, row) for query in self.alternatives)


EVERYTHING = Selection()


def _check_before(query: Query) -> None:
    for term in query:
        if term.field and not FIELDS[term.field].before:
            allowed = tuple(name for name, field in FIELDS.items() if field.before)
            raise QueryError(term.column, f"{term.field} is not known before a run", "", allowed)
