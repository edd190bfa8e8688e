"""Case files, cases and claims as pytest knows them: `file::case::claim[n=2]`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from conformance.casefile.model import Case, Claim, Instance, Position, Problem
from conformance.export.outcome import Tested, tested
from conformance.pytest_plugin.engine import Engine
from conformance.pytest_plugin.told import Told, told
from conformance.run.contents import instance_name
from conformance.run.errors import UnavailableError
from conformance.run.plan import Unit

__all__ = ["CaseFile", "ClaimItem"]

_ENVIRONMENT = 3
_NO_MARKER = frozenset({"filterwarnings", "parametrize", "skip", "skipif", "usefixtures", "xfail"})
"""What these mean to pytest is not what a tag means."""


class ClaimError(AssertionError):
    """A claim with a result that is not as expected; the text tells all of it."""

    def __init__(self, text: str, headline: str) -> None:
        super().__init__(text)
        self.headline = headline


class CaseFile(pytest.File):
    """A case file. Its mistakes are an error of collection, and take none of its other cases with them."""

    cases: Sequence[Case]
    problems: Sequence[Problem]
    engines: Sequence[Engine]

    def collect(self) -> Iterator[pytest.Collector]:
        for case in self.cases:
            node: CaseNode = CaseNode.from_parent(self, name=case.id)
            node.case, node.engines = case, self.engines
            yield node
        if self.problems:
            mistakes: Mistakes = Mistakes.from_parent(self, name="mistakes")
            mistakes.problems = self.problems
            yield mistakes


class Mistakes(pytest.Collector):
    problems: Sequence[Problem]

    def collect(self) -> Iterator[pytest.Item]:
        raise self.CollectError("\n".join(map(str, self.problems)))


class CaseNode(pytest.Collector):
    case: Case
    engines: Sequence[Engine]

    def collect(self) -> Iterator[ClaimItem]:
        for instance in self.case.instances:
            for claim in instance.claims:
                for engine in self.engines:
                    units = engine.units(self.case, instance, claim)
                    if units:
                        yield self._item(instance, claim, engine, units)

    def _item(self, instance: Instance, claim: Claim, engine: Engine, units: Sequence[Unit]) -> ClaimItem:
        name = instance_name(claim.id, instance.sizes)
        # Where there are several backends a name says which, as a parameter does.
        shown = name if len(self.engines) == 1 else f"{name}[{engine.backend}]"
        item: ClaimItem = ClaimItem.from_parent(self, name=shown)
        item.case, item.claim, item.claim_name, item.engine, item.units = self.case, claim, name, engine, units
        for tag in self.case.tags:
            marker = re.sub(r"[^\w:+.\[\]\\/-]|^_", "-", tag)
            if marker not in _NO_MARKER:
                self.config.addinivalue_line("markers", f"{marker}: a tag of cases")
                item.add_marker(marker)
        return item


class ClaimItem(pytest.Item):
    """A claim at fixed sizes on one backend, with all its points, dtypes, modes and executions."""

    case: Case
    claim: Claim
    claim_name: str
    engine: Engine
    units: Sequence[Unit]
    results: Sequence[dict[str, Any]] = ()

    @property
    def claim_id(self) -> str:
        return f"{self.case.id}/{self.claim_name}"

    @property
    def position(self) -> Position:
        return self.claim.position

    def reportinfo(self) -> tuple[Any, int, str]:
        return self.path, self.position.line - 1, self.claim_id

    def runtest(self) -> None:
        try:
            self.results = self.engine.run(self.units)
        except UnavailableError as error:
            pytest.exit(f"{self.engine.backend}: {error}", _ENVIRONMENT)
        found = tested(self.results, self.engine.expectations)[self.claim_id]
        self.user_properties += [("backend", self.engine.backend), ("verdicts", found.counts)]
        self._conclude(found)

    def _conclude(self, found: Tested) -> None:
        outcome, reason = found.outcome, found.told
        if outcome == "known":
            # With --runxfail this returns, and what is known fails like anything else.
            pytest.xfail(reason)
        if outcome in ("unsupported", "undecided"):
            pytest.skip(f"{outcome}: {reason}")
        if outcome != "passed":
            output = self.config.getoption("conformance_output")
            about = Told(self.case, self.claim, self.claim_id, self.engine, self.results, output)
            raise ClaimError(told(about, found), reason)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if not isinstance(excinfo.value, ClaimError):
            return super().repr_failure(excinfo)
        shown = excinfo.getrepr(style="value")
        if shown.reprcrash is not None:  # where it is and what a summary says: the claim, not this module
            shown.reprcrash.path, shown.reprcrash.lineno = str(self.path), self.position.line
            shown.reprcrash.message = excinfo.value.headline
        return shown

    def results_text(self) -> str:
        """The results as ASCII, which every transport between processes can carry."""
        return json.dumps(list(self.results))
