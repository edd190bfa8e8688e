from __future__ import annotations

import fnmatch
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conformance.query.errors import QueryError
from conformance.query.fields import FIELDS
from conformance.query.match import asked, fits
from conformance.query.parse import Query, Term, parse
from conformance.run.verdicts import GROUPS, ORDER
from tests.language.test_imports import HEAVY, loaded
from tests.query.table import FITTING, ROWS, WRONG


@pytest.mark.parametrize("query", FITTING)
def test_which_rows_fit(query: str) -> None:
    assert [number for number, row in enumerate(ROWS) if fits(parse(query), row)] == FITTING[query]


@pytest.mark.parametrize("query", WRONG)
def test_what_is_wrong_and_where(query: str) -> None:
    column, what, listed = WRONG[query]
    with pytest.raises(QueryError) as error:
        parse(query)
    assert (error.value.column, error.value.what, bool(error.value.allowed)) == (column, what, listed)
    assert str(error.value).startswith(f"column {column}: {what}")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("verdct:x", "; did you mean verdict?; allowed: backend, verdict, group, operator, order"),
        ("verdict:spurious", "; did you mean spurious-nan?; allowed: pass, subgradient"),
        ("operator:sofmax", "; did you mean softmax or log_softmax or max?; allowed: abs, acos"),
    ],
)
def test_the_nearest_and_all_that_is_allowed_are_told(query: str, message: str) -> None:
    with pytest.raises(QueryError) as error:
        parse(query)
    assert message in str(error.value)


def test_names_are_those_of_the_run_file() -> None:
    assert sorted(FIELDS["verdict"].allowed) == sorted(ORDER)
    assert [name.replace("-", " ") for name in FIELDS["group"].allowed] == list(GROUPS)


@pytest.mark.parametrize("field", FIELDS)
def test_every_example_is_a_query(field: str) -> None:
    (term,) = parse(FIELDS[field].example)
    assert term.field == field
    assert asked((term,)) == {field}


@given(st.text(max_size=40))
@example('-section:"a b",c order:>=1')
def test_any_text_is_a_query_or_says_where_it_is_none(text: str) -> None:
    read, column = _read(text)
    assert 1 <= column <= len(text) + 1
    for term in read:
        assert term.values
        assert all(fits((term,), row) != fits((_turned(term),), row) for row in ROWS)


def _read(text: str) -> tuple[Query, int]:
    """The query, or the column of what is wrong with it."""
    try:
        return parse(text), 1
    except QueryError as error:
        return (), error.column


def _turned(term: Term) -> Term:
    return replace(term, negated=not term.negated)


@given(st.text("ab*?", min_size=1, max_size=8), st.text("ab", max_size=8))
def test_stars_and_question_marks_are_those_of_file_names(pattern: str, text: str) -> None:
    row = {"case": (text,)}
    wild = set("*?") & set(pattern)
    assert fits(parse(f"case:{pattern}"), row) == (fnmatch.fnmatchcase(text, pattern) if wild else pattern in text)


def test_the_language_stands_before_runs_and_is_light() -> None:
    modules = loaded("conformance.query.match")
    assert not [m for m in modules if m.partition(".")[0] in HEAVY]
    ours = {m.split(".")[1] for m in modules if m.startswith("conformance.")}
    assert ours == {"language", "query"}
