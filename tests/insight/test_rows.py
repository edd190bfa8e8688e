from __future__ import annotations

import pytest

from conformance.insight.rows import Rows, chosen
from conformance.insight.subject import Subjects
from conformance.query.fields import FIELDS
from conformance.run.select import Selection
from tests.insight.samples import chain, result

ONE, TWO = chain("exp", "sin"), chain("abs", tags=("kinks",))
RESULTS = [
    result(ONE, "first", "wrong", error_ulps=1234.567),
    result(ONE, "second", "pass", "jax", mode="forward"),
    result(TWO, "first", "spurious-nan", error_ulps="nan", truth_class="kink"),
    result(TWO, "value", "unsupported"),
    result(chain("tan"), "value", "pass"),
]


def test_a_row_has_every_field() -> None:
    row = Rows([ONE, TWO], Subjects([ONE, TWO])).of(RESULTS[0])
    assert row is not None
    assert set(row) == {*FIELDS, "id"}
    for name, field in FIELDS.items():
        assert isinstance(row[name], float if field.kind == "number" else tuple), name


@pytest.mark.parametrize(
    ("queries", "expected"),
    [
        (["operator:sin"], [0, 1]),
        (["order:1"], [0, 2]),
        (["error:1230"], [0]),
        (["error:inf"], [2]),
        (["-error:>=0"], [3]),
        (["verdict:wrong", "truth:kink"], [0, 2]),
        (["backend:jax mode:forward"], [1]),
        (["group:no-answer"], [3]),
        (["tag:kinks"], [2, 3]),
        (["section:demo document:demo"], [0, 1, 2, 3]),
        (["case.exp.sin/second@"], [1]),
        ([], [0, 1, 2, 3]),
    ],
)
def test_results_are_chosen(queries: list[str], expected: list[int]) -> None:
    """The result whose case is not there is never chosen."""
    rows = Rows([ONE, TWO], Subjects([ONE, TWO]))
    found = chosen(RESULTS, rows, Selection.parse(queries))
    assert [RESULTS.index(r) for r in found] == expected
