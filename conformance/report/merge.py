"""Several run files to one table: a column a run, and where each result belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.casefile.model import Case
from conformance.report.errors import ReportError
from conformance.report.sources import Result, Run
from conformance.report.tally import Tally, tally
from conformance.run.agreement import disagreement, name_of
from conformance.run.expected import BASELINE_MODES
from conformance.run.verdicts import GROUP_OF

__all__ = ["Column", "merge"]


@dataclass(frozen=True, slots=True)
class Column:
    """One run: whose it is, in what state it ended, and its results by (case, claim)."""

    run: Run
    backend: str
    detail: str
    """What tells this column from others of the backend: the version, and the run where that is not enough."""
    state: str
    """`complete`, `interrupted` or `absent`."""
    reason: str = ""
    mark: str = ""
    """What tells the addresses of its results from those of another run of the backend."""
    baseline: bool = False
    finished: int = 0
    """How many results the run has, be they shown or not."""
    results: Mapping[tuple[str, str], list[Result]] = field(default_factory=dict)
    total: Tally | None = None
    _tallies: dict[tuple[str, str], Tally | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def label(self) -> str:
        return f"{self.backend} {self.detail}".strip()

    @property
    def absent(self) -> bool:
        return self.state == "absent"

    def of(self, case: str, claim: str) -> list[Result]:
        return self.results.get((case, claim), [])

    def tally(self, case: str, claim: str) -> Tally | None:
        """Of a claim's results; None if there are none."""
        key = case, claim
        if key not in self._tallies:
            self._tallies[key] = tally(self.results.get(key, ()))
        return self._tallies[key]


def merge(runs: Sequence[Run], cases: Sequence[Case]) -> tuple[Column, ...]:
    """A column for each run, baselines last. ReportError where the runs, or a run and the cases, do not go together."""
    _same_cases(runs)
    _distinct(runs)
    versions = Counter((run.header["backend"], run.header.get("version")) for run in runs)
    known = {(case.id, claim) for case in cases for claim in case.claims}
    backends = Counter(run.header["backend"] for run in runs)
    columns = [_column(run, versions, backends, known) for run in runs]
    return tuple(sorted(columns, key=lambda column: column.baseline))


def _column(
    run: Run,
    versions: Mapping[tuple[str, str | None], int],
    backends: Mapping[str, int],
    known: set[tuple[str, str]],
) -> Column:
    header, footer = run.header, run.footer
    by_claim: dict[tuple[str, str], list[Result]] = {}
    for result in run.results:
        _check(result, run, known)
        by_claim.setdefault((result["case"], result["claim"]), []).append(result)
    failure = (footer or {}).get("environment_error")
    detail = str(header.get("version") or "")
    if versions[header["backend"], header.get("version")] > 1:
        number, of = (header.get("options") or {}).get("shard") or (1, 1)
        shard = f", shard {number} of {of}" if of > 1 else ""
        detail = f"{detail} (run {header['run']}{shard})".strip()
    absent = bool(failure) and not run.results
    return Column(
        run=run,
        backend=str(header["backend"]),
        detail=detail,
        state="absent" if absent else "interrupted" if footer is None or failure else "complete",
        reason=str(failure or ""),
        mark=f"~{header['run']}" if backends[header["backend"]] > 1 else "",
        baseline=any(result["mode"] in BASELINE_MODES for result in run.results),
        finished=len(run.results),
        results=by_claim,
        total=tally(run.results),
    )


def _check(result: Result, run: Run, known: set[tuple[str, str]]) -> None:
    if (result["case"], result["claim"]) not in known:
        raise ReportError(
            f"{name_of(run.header)} has results for {result['case']}/{result['claim']}, "
            "which the cases given do not contain; make the report from the cases that the run was made from"
        )
    if result["verdict"] not in GROUP_OF:
        raise ReportError(
            f"{name_of(run.header)} has the verdict {result['verdict']!r} for {result['case']}/{result['claim']}; "
            f"known are {', '.join(GROUP_OF)}"
        )


def _same_cases(runs: Sequence[Run]) -> None:
    told = disagreement([run.header for run in runs])
    if told is not None:
        raise ReportError(told)


def _distinct(runs: Sequence[Run]) -> None:
    for name, times in Counter(name_of(run.header) for run in runs).items():
        if times > 1:
            raise ReportError(f"{name} is given {times} times; give each run file once")
