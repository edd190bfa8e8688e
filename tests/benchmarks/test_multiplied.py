"""Cases made many: whatever is taken of a file still loads."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.multiplied import multiplied_cases
from conformance.casefile.load import load

ONE = """\
format: 1
cases:
- id: demo.alone
  title: Alone
  inputs: {x: real}
  points:
    one: {x: 1}
    two: {x: 2}
  claims:
  - {id: value, that: "x"}
"""

TEXT = """\
format: 1
cases:
- id: demo.one
  title: One
  inputs: {x: real}
  points: &points
    # A comment.
    one: {x: 1}
    two: {x: 2}
  claims:
  - {id: value, that: "x"}

- id: demo.two
  title: Two
  inputs: {x: real}
  points: *points
  claims:
  - {id: value, that: "2*x"}
"""


@pytest.mark.parametrize(("every", "cases"), [(1, 3), (2, 2)])
def test_every_copy_loads(tmp_path: Path, every: int, cases: int) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.yaml").write_text(ONE)
    (tmp_path / "source" / "b.yaml").write_text(TEXT)
    multiplied_cases(tmp_path / "source", every, 1, tmp_path / "made")
    loaded = load([tmp_path / "made"])
    assert not loaded.problems
    assert len(loaded.cases) == cases
    assert {len(claim.points) for case in loaded.cases for i in case.instances for claim in i.claims} == {2}
