"""Several runs of one backend: what became of each claim from version to version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.run.contents import instance_name
from conformance.run.verdicts import BADNESS, ORDER

__all__ = ["Stop", "Timeline", "timeline"]


class Run(Protocol):
    """A run to go through once; `state` is known at its end."""

    @property
    def header(self) -> Mapping[str, Any]: ...
    @property
    def state(self) -> str: ...
    def __iter__(self) -> Iterator[Mapping[str, Any]]: ...


@dataclass(slots=True)
class Stop:
    """A claim in one run: how many results have each verdict, over points, dtypes, modes and executions.

    `content` tells what the claim says, so that two stops of different content do not compare;
    None where the run file does not say.
    """

    content: str | None
    verdicts: dict[str, int] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        """The worst."""
        return max(self.verdicts, key=BADNESS.__getitem__)

    @property
    def results(self) -> int:
        return sum(self.verdicts.values())


@dataclass(frozen=True, slots=True)
class Timeline:
    """The stops of each claim, named `case/claim[n=2]`, one a run; None where the run has no result of it."""

    headers: tuple[Mapping[str, Any], ...]
    states: tuple[str, ...]
    claims: Mapping[str, Sequence[Stop | None]]

    def changed(self) -> dict[str, Sequence[Stop | None]]:
        """The claims that did not have one and the same worst verdict in every run that has results of them."""
        return {name: stops for name, stops in self.claims.items() if len({s.verdict for s in stops if s}) > 1}


def timeline(runs: Sequence[Run]) -> Timeline:
    """The runs in the order given, each gone through once."""
    claims: dict[str, list[Stop | None]] = {}
    for number, run in enumerate(runs):
        contents = run.header.get("contents", {})
        for result in run:
            claim = instance_name(result["claim"], result["sizes"])
            stops = claims.setdefault(f"{result['case']}/{claim}", [None] * len(runs))
            stop = stops[number]
            if stop is None:
                content = contents.get(result["case"], {}).get("claims", {}).get(claim)
                stop = stops[number] = Stop(content)
            stop.verdicts[result["verdict"]] = stop.verdicts.get(result["verdict"], 0) + 1
    for stops in claims.values():
        for stop in filter(None, stops):
            stop.verdicts = {verdict: stop.verdicts[verdict] for verdict in ORDER if verdict in stop.verdicts}
    return Timeline(tuple(run.header for run in runs), tuple(run.state for run in runs), claims)
