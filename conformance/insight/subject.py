"""What the results of runs are about: the subject of the claim that each is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.casefile.model import Case, Claim, Instance
from conformance.insight.sources import Result
from conformance.run.subject import Subject, subject

__all__ = ["Subject", "Subjects", "subject"]


class Subjects:
    """The subjects of results, found once for each claim, sizes and side."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._claims: dict[tuple[str, str, tuple[tuple[str, int], ...]], tuple[Instance, Claim]] = {}
        for case in cases:
            for instance in case.instances:
                for claim in instance.claims:
                    self._claims[case.id, claim.id, _key(instance.sizes)] = instance, claim
        self._tags = {case.id: frozenset(case.tags) for case in cases}
        self._known: dict[tuple[object, ...], Subject] = {}

    def of(self, result: Result) -> Subject | None:
        """What the side of the claim that decided is about; None for a result whose claim is not among the cases."""
        return self._of(result, result["side"])

    def whole(self, result: Result) -> Subject | None:
        """What the claim is about, both sides together."""
        return self._of(result, None)

    def _of(self, result: Result, side: str | None) -> Subject | None:
        key = result["case"], result["claim"], _key(result["sizes"])
        if key not in self._claims:
            return None
        if (*key, side) not in self._known:
            instance, claim = self._claims[key]
            roots = claim.sides if side is None else claim.sides[-1:] if side == "right" else claim.sides[:1]
            self._known[*key, side] = subject(instance.graph, roots)
        return self._known[*key, side]

    def alone(self, result: Result) -> str | None:
        """The operator that a result tells of, where it is one."""
        about = self.whole(result)
        return None if about is None else about.told_of(result["verdict"])

    def claim(self, result: Result) -> tuple[Instance, Claim] | None:
        """The claim of a result, at its sizes."""
        return self._claims.get((result["case"], result["claim"], _key(result["sizes"])))

    def primitive(self, result: Result) -> bool:
        """Whether the result is of the catalog of operators."""
        return "primitive" in self._tags.get(result["case"], frozenset())


def _key(sizes: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(sizes.items()))
