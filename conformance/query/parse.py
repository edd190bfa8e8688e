"""A query as text to its terms.

    query = term*, all of which must fit, with spaces between them
    term  = ["-"] (field ":" value ("," value)* | value)
    value = what stands up to the next space (or comma, after a field) | '"' anything '"'

`-` turns a term round; of several values one has to fit. A term without a field looks at the
result's id. `query.js` is the same in the other language; tests hold the two together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.query.errors import QueryError
from conformance.query.fields import FIELDS, Field

__all__ = ["Bound", "Query", "Term", "parse", "plain"]

_SPACE = frozenset(" \t\n\r\f\v\u00a0")
_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{0,39}):")
_NUMBER = re.compile(r"(>=|<=|>|<|=|)(-?(?:[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|inf))")


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison with a number."""

    relation: str
    """`>=`, `<=`, `>`, `<` or `=`."""
    number: float


@dataclass(frozen=True, slots=True)
class Term:
    field: str
    """Empty for a free word."""
    values: tuple[str | Bound, ...]
    negated: bool
    column: int


Query = tuple[Term, ...]


def parse(text: str) -> Query:
    """The terms of a query; none for an empty one, which everything fits. QueryError."""
    terms = []
    place = _over_space(text, 0)
    while place < len(text):
        column = place + 1
        negated = text[place] == "-"
        place += negated
        found = _FIELD.match(text, place)
        field = _field(found[1], place + 1) if found else None
        values, place = _values(text, found.end() if found else place, field)
        terms.append(Term(field.name if field else "", tuple(values), negated, column))
        place = _over_space(text, place)
    return tuple(terms)


def plain(name: str) -> str:
    """A text as it is compared: upper and lower case alike, with and without a dot on the i."""
    return name.replace("İ", "i").replace("ı", "i").lower()


def _over_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in _SPACE:
        place += 1
    return place


def _field(name: str, column: int) -> Field:
    field = FIELDS.get(name.lower())
    if field is None:
        raise QueryError(column, f"there is no field '{name}'", name, tuple(FIELDS))
    return field


def _values(text: str, place: int, field: Field | None) -> tuple[Sequence[str | Bound], int]:
    """The values from `place` on, and where they end."""
    values: list[str | Bound] = []
    while True:
        column = place + 1
        value, place = _value(text, place, listed=field is not None)
        if not value:
            after = f"after {field.name}: a value is missing" if field else "a word is missing here"
            raise QueryError(column, f"{after}, for example {field.example if field else '-sin'}")
        values.append(_checked(value, field, column))
        if not (field and text[place : place + 1] == ","):
            return values, place
        place += 1


def _value(text: str, place: int, listed: bool) -> tuple[str, int]:
    if text[place : place + 1] != '"':
        end = place
        while end < len(text) and text[end] not in _SPACE and not (listed and text[end] == ","):
            end += 1
        return text[place:end], end
    end = text.find('"', place + 1)
    if end < 0:
        raise QueryError(place + 1, "the quotation that begins here has no end")
    if end + 1 < len(text) and text[end + 1] not in _SPACE and not (listed and text[end + 1] == ","):
        raise QueryError(end + 2, "after a quotation comes a space" + (" or a comma" if listed else ""))
    return text[place + 1 : end], end + 1


def _checked(value: str, field: Field | None, column: int) -> str | Bound:
    if field is None or field.kind == "text":
        return plain(value)
    if field.kind == "number":
        found = _NUMBER.fullmatch(value)
        if not found:
            raise QueryError(column, f"'{value}' is no number; {field.name} takes one, for example {field.example}")
        return Bound(found[1] or "=", float(found[2]))
    name = plain(value).replace(" ", "-")
    if field.allowed and name not in field.allowed and not set("*?") & set(name):
        raise QueryError(column, f"there is no {field.name} '{value}'", name, field.allowed)
    return name
