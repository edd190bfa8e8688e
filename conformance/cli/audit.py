"""`conformance audit`: is every claim true?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.claims import described, record
from conformance.cli.loading import load_cases, truth_cache
from conformance.cli.options import cache_options, paths_argument
from conformance.cli.progress import watched

if TYPE_CHECKING:
    from conformance.truth.audit import ClaimAudit

__all__ = ["audit"]


@click.command(short_help="Are the claims true? Needs no framework.")
@paths_argument
@click.option("--json", "as_json", is_flag=True, help="Print every claim with its verdict as JSON.")
@cache_options
def audit(paths: tuple[Path, ...], as_json: bool, cache_folder: Path | None, no_cache: bool) -> int:
    """Decide by mathematics alone whether the claims are true; no framework is needed.

    PATH is a case file or a folder of them; the default is the cases that come with the package.
    """
    from conformance.truth.audit import audit_case

    loaded = load_cases(paths)
    cache = truth_cache(cache_folder, no_cache)
    claims: list[ClaimAudit] = []
    with click.progressbar(loaded.cases, label="audit", file=sys.stderr, hidden=not watched()) as bar:
        for case in bar:
            claims += audit_case(case, cache)
    if as_json:
        click.echo(json.dumps([record(claim) for claim in claims], ensure_ascii=False, indent=1))
    else:
        _report(claims)
    if loaded.problems:
        return 2
    return 0 if all(claim.as_expected for claim in claims) else 1


def _report(claims: Sequence[ClaimAudit]) -> None:
    """What is refuted or not as expected, one by one, and then the counts."""
    for claim in claims:
        if claim.verdict == "refuted" or not claim.as_expected:
            click.echo(described(claim) + "\n")
    counts = Counter(claim.verdict for claim in claims)
    told = ", ".join(f"{counts[v]} {v}" for v in ("confirmed", "refuted", "undefined", "unsure") if counts[v])
    cases = len({claim.case.id for claim in claims})
    click.echo(f"{len(claims)} claims in {cases} cases: {told}")
    surprises = [claim for claim in claims if not claim.as_expected]
    if surprises:
        click.echo(f"not as expected: {len(surprises)}")
