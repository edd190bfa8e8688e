"""What a result says of a choice: every entry returned, and what would have been legal."""

from __future__ import annotations

import numpy as np
import pytest

from conformance.run import lines
from conformance.run.choice import MOST_ENTRIES, MOST_LIMITS, choice
from conformance.run.observation import Value
from tests.run.test_runfile import result
from tests.run.truths import kink, nothing, smooth, value

TIES = kink([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], (3,))


def test_a_tie() -> None:
    assert choice([TIES], [value([0.5, 0.5, 0.0])], None) == {
        "answer": [0.5, 0.5, 0.0],
        "lower": [0.0, 0.0, 0.0],
        "upper": [1.0, 1.0, 0.0],
        "limits": [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
    }


def test_a_number() -> None:
    assert choice([kink([[-1.0], [1.0]], ())], [value(0.0)], None) == {
        "answer": 0.0, "lower": -1.0, "upper": 1.0, "limits": [-1.0, 1.0],
    }  # fmt: skip


def test_where_nothing_is_defined_there_are_no_bounds() -> None:
    assert choice([nothing("undefined", (2,))], [value([np.nan, -np.inf])], None) == {"answer": ["nan", "-inf"]}


def test_the_side_that_decided() -> None:
    truths = [smooth([1.0, 0.0, 0.0]), TIES]
    values = [value([1.0, 0.0, 0.0]), value([0.0, 1.0, 0.0])]
    assert choice(truths, values, "left") is None
    found = choice(truths, values, "right")
    assert found is not None
    assert found["answer"] == [0.0, 1.0, 0.0]


def test_what_has_no_choice_in_it() -> None:
    assert choice([smooth(1.0)], [value(1.0)], None) is None
    assert choice([nothing("unsure")], [value(1.0)], None) is None
    assert choice([TIES], [Value(failure="error", message="no")], None) is None
    assert choice([TIES], [value([1.0, 0.0])], None) is None


def test_an_end_without_a_sign() -> None:
    found = choice([kink(None, (), lower=-0.0, upper=1.0)], [value(-0.0)], None)
    assert found is not None
    assert str(found["lower"]) == "0.0"
    assert str(found["answer"]) == "-0.0"


@pytest.mark.parametrize("size", [MOST_ENTRIES, MOST_ENTRIES + 1])
def test_large_arrays_are_left_out(size: int) -> None:
    truth = kink(None, (size,), lower=np.zeros(size), upper=np.ones(size))
    assert (choice([truth], [value(np.zeros(size))], None) is None) == (size > MOST_ENTRIES)


def test_many_limits_are_left_out() -> None:
    found = choice([kink(np.eye(MOST_LIMITS + 1).tolist(), (MOST_LIMITS + 1,))], [value(np.eye(17)[0])], None)
    assert found is not None
    assert set(found) == {"answer", "lower", "upper"}


def test_a_run_file_may_have_it_and_may_not() -> None:
    chosen = choice([TIES], [value([np.nan, 0.5, 0.0])], None)
    line = result(choice=chosen)
    assert lines.parse(lines.dump(line), "here")["choice"] == chosen
    assert "choice" not in lines.parse(lines.dump(result()), "here")
