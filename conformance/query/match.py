"""Whether a result fits a query."""

from __future__ import annotations

import operator
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from conformance.query.fields import FIELDS
from conformance.query.parse import Bound, Query, Term, plain

__all__ = ["Row", "asked", "fits"]

Row = Mapping[str, Sequence[str] | float | None]
"""What is known of a result, by field: the texts of a name or text, a number or None; `id` is the result's id."""

_RELATIONS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt, "=": operator.eq}


def asked(query: Query) -> frozenset[str]:
    """The fields that a row must have to be held against the query."""
    return frozenset(term.field or "id" for term in query)


def fits(query: Query, row: Row) -> bool:
    """Whether every term fits."""
    return all(_fits(term, row) != term.negated for term in query)


def _fits(term: Term, row: Row) -> bool:
    found = row[term.field or "id"]
    if isinstance(found, Sequence):
        whole = bool(term.field) and FIELDS[term.field].kind == "name"
        return any(isinstance(value, str) and _like(value, text, whole) for value in term.values for text in found)
    return any(isinstance(value, Bound) and _compares(value, found) for value in term.values)


def _compares(bound: Bound, number: float | None) -> bool:
    return number is not None and _RELATIONS[bound.relation](number, bound.number)


def _like(value: str, text: str, whole: bool) -> bool:
    if whole:
        text = text.replace(" ", "-")
    pattern = _pattern(value)
    if pattern is None:
        return value == plain(text) if whole else value in plain(text)
    return pattern.fullmatch(plain(text)) is not None


@lru_cache(maxsize=256)
def _pattern(value: str) -> re.Pattern[str] | None:
    """Only * and ? are wild: the brackets in an id are brackets. None where neither is there."""
    if not set("*?") & set(value):
        return None
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(part, re.escape(part)) for part in re.split(r"([*?])", value)), re.DOTALL)
