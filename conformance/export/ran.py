"""What an export keeps of a run: its header, how it ended, and each claim's outcome. The results pass by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from conformance.export.outcome import OUTCOMES, Tested, tested
from conformance.run.agreement import disagreement
from conformance.run.errors import RunFileError
from conformance.run.expected import Expectations
from conformance.run.verdicts import GROUP_OF, GROUPS

__all__ = ["Ran", "Run", "ran", "together"]


class Run(Protocol):
    """A run to go through once; how it ended is known then."""

    @property
    def header(self) -> Mapping[str, Any]: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    def __iter__(self) -> Iterator[Mapping[str, Any]]: ...


@dataclass(frozen=True)
class Ran:
    """A run, or the parts of one that was made in shards."""

    headers: tuple[Mapping[str, Any], ...]
    state: str
    """`complete`, `interrupted` or `absent`."""
    reason: str
    """Why it is absent, or what is missing of it."""
    claims: Mapping[str, Tested] = field(default_factory=dict)
    """By name, `case/claim[n=2]`."""

    @property
    def header(self) -> Mapping[str, Any]:
        return self.headers[0]

    @property
    def backend(self) -> str:
        return str(self.header["backend"])

    @property
    def label(self) -> str:
        """`torch 2.13.0`."""
        return f"{self.backend} {self.header['version'] or ''}".strip()

    @property
    def note(self) -> str:
        """What must be said beside its results; empty for a complete run."""
        if self.state == "complete":
            return ""
        what = "could not start" if self.state == "absent" else "was interrupted"
        return f"{self.label} {what}" + (f": {self.reason}" if self.reason else "")

    @cached_property
    def verdicts(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for claim in self.claims.values():
            found.update(claim.verdicts)
        return {verdict: found[verdict] for verdict in GROUP_OF if found[verdict]}

    @cached_property
    def groups(self) -> Mapping[str, int]:
        """How many results each group has, all groups named."""
        found = dict.fromkeys(GROUPS, 0)
        for verdict, number in self.verdicts.items():
            found[GROUP_OF[verdict]] += number
        return found

    @property
    def results(self) -> int:
        return sum(self.verdicts.values())

    @cached_property
    def outcomes(self) -> Mapping[str, int]:
        """How many claims have each outcome, all outcomes named."""
        found = Counter(claim.outcome for claim in self.claims.values())
        return {outcome: found[outcome] for outcome in OUTCOMES}

    @property
    def seconds(self) -> float:
        return sum(claim.seconds for claim in self.claims.values())


def ran(run: Run, expectations: Expectations) -> Ran:
    """The run, gone through once."""
    claims = tested(run, expectations)
    reason = run.reason or ("what was finished is here" if run.state == "interrupted" else "")
    return Ran((run.header,), run.state, reason, claims)


def together(runs: Sequence[Ran]) -> list[Ran]:
    """The runs, the shards of one as one, in the order given. RunFileError where they disagree about the cases."""
    refused = disagreement([header for run in runs for header in run.headers])
    if refused:
        raise RunFileError(refused)
    twice = [run for run, times in Counter(run.header["run"] for run in runs).items() if times > 1]
    if twice:
        raise RunFileError(f"run {twice[0]} is given twice; give each run file once")
    found: dict[tuple[Any, ...], list[Ran]] = {}
    for number, run in enumerate(runs):
        _, parts = run.header["options"]["shard"]
        names = ("backend", "version", "device", "profile")
        shard = (*(run.header[name] for name in names), parts) if parts > 1 else (number,)
        found.setdefault(shard, []).append(run)
    return [_whole(members) for members in found.values()]


def _whole(members: Sequence[Ran]) -> Ran:
    parts = members[0].header["options"]["shard"][1]
    if parts == 1:
        return members[0]
    given = {run.header["options"]["shard"][0] for run in members}
    missing = [str(part) for part in range(1, parts + 1) if part not in given]
    claims = {name: claim for run in members for name, claim in run.claims.items()}
    reasons = [run.reason for run in members if run.reason]
    reasons += [f"of its {parts} parts these are missing: {', '.join(missing)}"] if missing else []
    states = {run.state for run in members}
    state = "absent" if states == {"absent"} else "interrupted" if missing or states != {"complete"} else "complete"
    return Ran(tuple(h for run in members for h in run.headers), state, "; ".join(dict.fromkeys(reasons)), claims)
