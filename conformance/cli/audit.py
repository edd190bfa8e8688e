"""`conformance audit`: is every claim true?"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.claims import described, record
from conformance.cli.hints import Wanted, hint_lines, hint_record, hints_about
from conformance.cli.loading import load_cases, load_inventories, the_document, truth_cache
from conformance.cli.options import cache_options, paths_argument
from conformance.cli.progress import watched

if TYPE_CHECKING:
    from conformance.casefile.inventory import Inventory
    from conformance.casefile.model import Case
    from conformance.truth.audit import ClaimAudit
    from conformance.truth.cache import Cache
    from conformance.truth.hints import Hint

__all__ = ["audit"]


@click.command(short_help="Are the claims true? Needs no framework.")
@paths_argument
@click.option("--document", metavar="NAME", help="Print what the document states, in its order, with each verdict.")
@click.option("--json", "as_json", is_flag=True, help="Print every claim with its verdict as JSON.")
@click.option(
    "--hints",
    "wanted",
    type=click.Choice(["uncovered", "all", "none"]),
    default="uncovered",
    show_default=True,
    help="Which claims to tell of at whose points a permuted or transposed result would go unseen: "
    "those that no other point makes up for, all, or none.",
)
@cache_options
def audit(
    paths: tuple[Path, ...],
    document: str | None,
    as_json: bool,
    wanted: Wanted,
    cache_folder: Path | None,
    no_cache: bool,
) -> int:
    """Decide by mathematics alone whether the claims are true; no framework is needed.

    PATH is a case file or a folder of them; the default is the cases that come with the package.
    A hint is for the author of a case and never changes the exit code.
    """
    loaded = load_cases(paths)
    inventories, sound = load_inventories(paths, loaded)
    inventory = None if document is None else the_document(document, inventories)
    cache = truth_cache(cache_folder, no_cache)
    claims = list(_audited(loaded.cases, inventory, cache))
    hints = [] if inventory is not None or wanted == "none" else hints_about(claims, cache)
    if inventory is not None:
        _print_document(inventory, claims, as_json)
    elif as_json:
        click.echo(json.dumps(_records(claims, hints), ensure_ascii=False, indent=1))
    else:
        _report(claims)
        for line in hint_lines(hints, wanted):
            click.echo(line)
    if loaded.problems or not sound:
        return 2
    return 0 if all(claim.as_expected for claim in claims) else 1


def _audited(cases: Sequence[Case], inventory: Inventory | None, cache: Cache) -> Iterator[ClaimAudit]:
    """The audits of all cases, or of those claims alone that the inventory names."""
    from conformance.truth.audit import audit_case

    named = None if inventory is None else {n for entry in inventory.entries for n in (*entry.claims, *entry.related)}
    wanted = [c for c in cases if named is None or any(f"{c.id}/{claim}" in named for claim in c.claims)]
    with click.progressbar(wanted, label="audit", file=sys.stderr, hidden=not watched()) as bar:
        for case in bar:
            for audit in audit_case(case, cache):
                if named is None or f"{case.id}/{audit.claim.id}" in named:
                    yield audit


def _records(claims: Sequence[ClaimAudit], hints: Sequence[Hint]) -> list[dict[str, Any]]:
    about: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for hint in hints:
        about.setdefault((hint.case, hint.claim), []).append(hint_record(hint))
    return [record(claim) | {"hints": about.get((claim.case.id, claim.claim.id), [])} for claim in claims]


def _print_document(inventory: Inventory, claims: Sequence[ClaimAudit], as_json: bool) -> None:
    from conformance.cli.document import document_lines, document_record

    audits: dict[str, list[ClaimAudit]] = {}
    for claim in claims:
        audits.setdefault(f"{claim.case.id}/{claim.claim.id}", []).append(claim)
    if as_json:
        click.echo(json.dumps(document_record(inventory, audits), ensure_ascii=False, indent=1))
        return
    for line in document_lines(inventory, audits):
        click.echo(line)


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
