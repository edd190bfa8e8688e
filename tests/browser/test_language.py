"""The query language in the browser is the one of the command line."""

from __future__ import annotations

import math
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from conformance.query.errors import QueryError
from conformance.query.fields import FIELDS, spec
from conformance.query.match import fits
from conformance.query.parse import parse
from tests.query.table import FITTING, ROWS, WRONG

_ASK = """
(queries) => queries.map((query) => {
  try {
    const terms = parseQuery(query, FIELDS);
    return ROWS.flatMap((row, i) => fitsQuery(terms, row) ? [i] : []);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [error.column, error.what, error.allowed];
  }
})
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.add_script_tag(content=(resources.files("conformance.query") / "query.js").read_text("utf-8"))
    rows = [{key: "Infinity" if value == math.inf else value for key, value in row.items()} for row in ROWS]
    page.evaluate(
        "([fields, rows]) => { window.FIELDS = fields; window.ROWS = rows;"
        " for (const row of rows) if (row.error === 'Infinity') row.error = Infinity; }",
        [spec(), rows],
    )
    yield page
    page.close()


def here(query: str) -> list[Any]:
    """What the command line makes of a query: the numbers of the rows that fit, or what is wrong."""
    try:
        terms = parse(query)
    except QueryError as error:
        return [error.column, error.what, list(error.allowed)]
    return [number for number, row in enumerate(ROWS) if fits(terms, row)]


def test_the_table_of_queries(page: Page) -> None:
    queries = [*FITTING, *WRONG]
    assert dict(zip(queries, page.evaluate(_ASK, queries), strict=True)) == {query: here(query) for query in queries}


_VALUES = st.one_of(
    st.sampled_from(
        "jax torch wrong wrong* pass no-answer relu *max 1 >=2 <inf 1e3 float32 generic#? ÇOK İ ß ﬁ".split()
    ),
    st.text('ab*?", -:ıIİ\u00a0é𝕏', max_size=6),
)
_TERMS = st.builds(
    lambda sign, field, values: f"{sign}{field}{','.join(values)}",
    st.sampled_from(["", "-"]),
    st.sampled_from(["", *(f"{name}:" for name in FIELDS), "verdct:", "Case:"]),
    st.lists(_VALUES.map(lambda v: f'"{v}"' if " " in v and '"' not in v else v), min_size=1, max_size=3),
)
_QUERIES = st.lists(_TERMS, max_size=3).map(" ".join)


@given(st.lists(st.one_of(_QUERIES, st.text(max_size=20)), min_size=20, max_size=60))
@settings(max_examples=40)
def test_any_query(page: Page, queries: list[str]) -> None:
    plain = [query.encode("utf-8", "replace").decode() for query in queries]
    assert page.evaluate(_ASK, plain) == [here(query) for query in plain]
