"""A summary of runs in Markdown, for the page of a CI job: failures first, under 1 MiB."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.export.markdown import LARGEST, Page, code, table
from conformance.export.outcome import OUTCOMES, Tested
from conformance.export.ran import Ran
from conformance.run.changes import count_of
from conformance.run.verdicts import BADNESS, GROUPS

__all__ = ["summary"]

_HEADS = {
    "failed": "Wrong or inaccurate",
    "error": "Failed without an answer",
    "known": "Known disagreements",
    "undecided": "Undecided",
    "unsupported": "Not supported",
}
_OPEN = ("failed", "error")


def summary(runs: Sequence[Ran], largest: int = LARGEST) -> str:
    """The page, at most `largest` bytes; what is left out of it is counted in it."""
    page = Page(largest)
    page.add("## Autograd conformance\n\n")
    for run in runs:
        if run.note:
            page.add(f"> **{run.state}**: {code(run.note)}\n\n")
    page.add(_counts(runs))
    for outcome in OUTCOMES:
        if outcome in _HEADS:
            _section(page, outcome, [(r, c) for r in runs for c in r.claims.values() if c.outcome == outcome])
    if not any(run.outcomes[outcome] for run in runs for outcome in _OPEN):
        page.note("Nothing is unexpected.\n" if any(run.results for run in runs) else "")
    return str(page)


def _counts(runs: Sequence[Ran]) -> str:
    """Results by group; – where there is no run."""
    rows = []
    for run in runs:
        numbers = [f"{run.groups[group]:,}" for group in GROUPS] + [f"{run.results:,}"]
        claims = f"{run.outcomes['failed'] + run.outcomes['error']:,} of {len(run.claims):,}"
        absent = run.state == "absent"
        cells = ["–"] * len(numbers) if absent else numbers
        rows.append([code(run.label), *cells, "absent" if absent else claims])
    heads = ["backend", *(f"{group}:" for group in GROUPS), "results:", "claims not as expected:"]
    return table(heads, rows) + "\n"


def _section(page: Page, outcome: str, found: Sequence[tuple[Ran, Tested]]) -> None:
    """A table of claims, open where something is not as expected; the worst first."""
    if not found:
        return
    found = sorted(found, key=lambda pair: -BADNESS[pair[1].decisive["verdict"]])
    rows = [
        (code(run.label), code(f"{claim.case}/{claim.claim}"), claim.counts, code(claim.said)) for run, claim in found
    ]
    title = f"{_HEADS[outcome]}: {count_of(len(found), 'claim')}"
    heads = table(("backend", "claim", "results", "worst"))
    opened = f"### {title}\n\n{heads}" if outcome in _OPEN else f"<details><summary>{title}</summary>\n\n{heads}"
    left = len(rows)
    if page.add(opened):
        left = page.rows(rows)
    if left:
        results = sum(claim.results for _, claim in found[len(found) - left :])
        told = f"{count_of(left, 'more claim')} with {count_of(results, 'result')} left out here."
        page.note(f"\n{_HEADS[outcome]}: {told}\n")
    page.note("\n" if outcome in _OPEN or left == len(rows) else "\n</details>\n\n")
