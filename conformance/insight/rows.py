"""Results as queries see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.casefile.model import Case
from conformance.insight.sources import Result
from conformance.insight.subject import Subjects
from conformance.query.match import Row
from conformance.run.select import Selection, error_shown, known_before

__all__ = ["Rows", "chosen"]

_NAMES = ("backend", "verdict", "group", "mode", "dtype", "execution", "point")


class Rows:
    """The rows of results. What their claims say of them is found once for each claim at each of its sizes."""

    def __init__(self, cases: Sequence[Case], subjects: Subjects) -> None:
        self._cases = {case.id: case for case in cases}
        self._subjects = subjects
        self._known: dict[tuple[Any, ...], Mapping[str, Any]] = {}

    def of(self, result: Result) -> Row | None:
        """None for a result whose claim is not among the cases."""
        known = self.claim(result)
        if known is None:
            return None
        row = dict(known)
        for name in _NAMES:
            row[name] = (result[name],)
        row["truth"] = (result["truth_class"],)
        row["error"] = error_shown(result)
        row["id"] = (result["id"],)
        return row

    def claim(self, result: Result) -> Mapping[str, Any] | None:
        """The part of the row that the claim decides, one object for all results of it at the same sizes."""
        key = result["case"], result["claim"], *result["sizes"].values()
        if key not in self._known:
            found, about = self._subjects.claim(result), self._subjects.whole(result)
            if found is None or about is None:
                return None
            self._known[key] = known_before(self._cases[result["case"]], found[1], about)
        return self._known[key]


def chosen(results: Sequence[Result], rows: Rows, selection: Selection) -> list[Result]:
    """The results that are selected, in their order; one whose claim is not among the cases is not."""
    return [result for result in results if (row := rows.of(result)) is not None and selection.selects(row)]
