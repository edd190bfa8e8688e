"""A backend as the items see it: the plan, the supervisor and the judge are those of `conformance run`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.casefile.model import Case, Claim, Instance
from conformance.run.answers import Ready
from conformance.run.execute import TruthSource, execute
from conformance.run.expected import Expectations
from conformance.run.plan import Abilities, Options, Unit, plan
from conformance.run.slot import Settings
from conformance.run.supervisor import Supervisor

__all__ = ["Engine"]


class Engine:
    """One backend, with a worker of its own. UnavailableError where it cannot start."""

    def __init__(
        self, settings: Settings, options: Options, truth: TruthSource, expectations: Expectations, python: str | None
    ) -> None:
        self.settings = settings
        self.options = options
        self.expectations = expectations
        self.python = python
        """The interpreter that was given for it."""
        self._truth = truth
        self._supervisor = Supervisor(settings)
        self._planned: dict[str, dict[tuple[int, str], list[Unit]]] = {}
        try:
            self.ready: Ready = self._supervisor.start()
        except BaseException:
            self.close()
            raise
        self._abilities = Abilities(self.backend, self.ready.dtypes, self.ready.modes, self.ready.executions)

    @property
    def backend(self) -> str:
        return self.settings.backend

    @property
    def about(self) -> Mapping[str, Any]:
        return self.ready.about

    def units(self, case: Case, instance: Instance, claim: Claim) -> Sequence[Unit]:
        """The units of a claim at fixed sizes, as the plan of a run has them."""
        if case.id not in self._planned:
            planned: dict[tuple[int, str], list[Unit]] = {}
            for unit in plan([case], self._abilities, self.options):
                planned.setdefault((id(unit.instance), unit.claim.id), []).append(unit)
            self._planned[case.id] = planned
        return self._planned[case.id].get((id(instance), claim.id), ())

    def run(self, units: Sequence[Unit]) -> list[dict[str, Any]]:
        """The results, as a run file has them. UnavailableError where workers do not start any more."""
        results: list[dict[str, Any]] = []
        execute(units, self._supervisor, self._truth, self.settings.device, results.append)
        return results

    def close(self) -> None:
        self._supervisor.__exit__(None, None, None)
