from __future__ import annotations

from conformance.insight.coverage import Coverage, Row, asked, coverage
from conformance.insight.left_out import left_out
from conformance.language.ops import OPERATORS
from tests.insight.samples import chain, result, run, subjects

EXP, BOTH = chain("exp"), chain("sin", "exp")
CASES = (EXP, BOTH)


def row(found: Coverage, name: str) -> Row:
    return next(row for row in found.rows if row.name == name)


def test_alone_and_inside() -> None:
    runs = [run([result(EXP, "first", "pass"), result(BOTH, "first", "wrong"), result(BOTH, "value", "pass")])]
    found = coverage(runs, CASES, subjects(*CASES))
    cells = row(found, "exp").cells[0, "reverse"]
    assert (cells[1].alone, cells[1].inside) == ({"agree": 1}, {"wrong": 1})
    assert cells[0].counted == {"agree": 1}
    assert row(found, "sin").cells[0, "reverse"][1].counted == {"wrong": 1}
    assert found.columns == ((0, "reverse"),)


def test_another_dtype_is_the_fault_of_any_operator_of_the_claim() -> None:
    """A sum with a Python number may promote as well as what it is the argument of."""
    within = chain("negative", "exp")
    answers = [(within, "wrong-dtype"), (within, "wrong"), (EXP, "wrong-dtype")]
    runs = [run([result(of, "first", verdict) for of, verdict in answers])]
    cells = row(coverage(runs, (EXP, within), subjects(EXP, within)), "exp").cells[0, "reverse"]
    assert (cells[1].alone, cells[1].inside) == ({"wrong": 2}, {"wrong": 1})


def test_the_untested_by_order() -> None:
    found = coverage([], CASES, subjects(*CASES))
    assert row(found, "exp").untested == (4,)
    assert row(found, "exp").inside_only == ()
    assert row(found, "sin").inside_only == (0, 1, 2, 3)
    assert row(found, "cos").untested == (0, 1, 2, 3, 4)
    assert row(found, "norm").untested == (0, 1, 2)


def test_what_is_asked() -> None:
    assert asked(OPERATORS["exp"]) == (0, 1, 2, 3, 4)
    assert asked(OPERATORS["matmul"]) == (0, 1, 2)
    assert asked(OPERATORS["less"]) == asked(OPERATORS["eye"]) == ()
    rows = coverage([], [], subjects()).rows
    assert {row.name for row in rows} == {name for name, operator in OPERATORS.items() if asked(operator)}


def test_a_backend_without_the_operator() -> None:
    no = {"verdict": "unsupported", "message": "b has no exp"}
    runs = [
        run([result(EXP, "first", "pass"), result(EXP, "second", **no)], "a"),
        run([result(EXP, "first", **no), result(EXP, "second", **no), result(BOTH, "first", "pass")], "b"),
    ]
    assert row(coverage(runs, CASES, subjects(*CASES)), "exp").refused == {1: "b has no exp"}


def test_what_is_left_out_is_not_in_the_table() -> None:
    for entry in left_out():
        assert entry.operators
        assert entry.reason
        assert not set(entry.operators) & set(OPERATORS)
