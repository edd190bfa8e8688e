"""`conformance audit --document`: what a text states, in its order, each statement with its verdict."""

from __future__ import annotations

import shutil
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.claims import counterexample, name, record

if TYPE_CHECKING:
    from conformance.casefile.inventory import Entry, Inventory
    from conformance.truth.audit import ClaimAudit

    Audits = Mapping[str, Sequence[ClaimAudit]]
    """The audits of a claim, named `case/claim`, one for each choice of sizes."""

__all__ = ["document_lines", "document_record"]

_COLOURS = {"confirmed": "green", "refuted": "red", "undefined": "blue", "unsure": "magenta"}
_INDENT = " " * 24
_MOST_WIDE = 120
_DIGITS = 8


def document_lines(inventory: Inventory, audits: Audits) -> Iterator[str]:
    """The text's sections with their entries, as a terminal shows them."""
    from conformance.truth.entries import ENTRY_VERDICTS

    verdicts = [_verdict(entry, audits) for entry in inventory.entries]
    counts = Counter(verdicts)
    told = ", ".join(f"{counts[v]} {v}" for v in ENTRY_VERDICTS if counts[v])
    yield click.style(f"{inventory.document}: {inventory.title}", bold=True)
    misprints = sum(entry.erratum is not None for entry in inventory.entries)
    printed = f"; in {misprints} a symbol is misprinted" if misprints else ""
    yield f"{len(inventory.entries)} entries: {told}{printed}"
    section = None
    for entry, verdict in zip(inventory.entries, verdicts, strict=True):
        if entry.section != section:
            section = entry.section
            yield from ("", click.style(section, bold=True))
        yield ""
        yield from _lines(entry, verdict, audits)


def _verdict(entry: Entry, audits: Audits) -> str:
    from conformance.truth.entries import entry_verdict

    found = entry_verdict(entry, (audit.verdict for claim in entry.claims for audit in audits.get(claim, ())))
    return found or "not found"


def _lines(entry: Entry, verdict: str, audits: Audits) -> Iterator[str]:
    shown = click.style(f"{verdict:<10}", fg=_COLOURS.get(verdict), bold=verdict == "refuted")
    label = f" ({entry.label})" if entry.label else ""
    yield f"  {shown}  {entry.kind:<8}  {entry.id}{label}"
    yield from _wrapped(entry.formula)
    if entry.untestable:
        yield from _wrapped(f"untestable: {entry.untestable}")
    yield from _claims(entry, audits)
    if entry.erratum:
        yield from _wrapped(f"erratum: {entry.erratum}")
    if entry.note:
        yield from _wrapped(f"note: {entry.note}")


def _claims(entry: Entry, audits: Audits) -> Iterator[str]:
    """What speaks against the entry in full, the rest by name; of a claim's sizes the first that does."""
    plain = []
    for claim in entry.claims:
        against = [audit for audit in audits.get(claim, ()) if audit.verdict != "confirmed" or not audit.as_expected]
        if against:
            yield from _against(against)
        elif claim in audits:
            plain.append(claim)
    yield from _named("by", plain)
    odd = [audit for claim in entry.related for audit in audits.get(claim, ()) if not audit.as_expected]
    if odd:
        yield from _against(odd[:1])
    yield from _named("see", entry.related)


def _against(found: Sequence[ClaimAudit]) -> Iterator[str]:
    first = found[0]
    others = len(found) - 1
    more = f" and at {others} more choice{'s' if others > 1 else ''} of sizes" if others else ""
    expected = "" if first.as_expected else f", not as expected ({first.claim.expect})"
    yield from _wrapped(f"{first.verdict}{expected}: {name(first)}{more}")
    yield from _wrapped(first.claim.text, 4)
    if first.claim.erratum:
        yield from _wrapped(f"erratum: {first.claim.erratum}", 4)
    for line in counterexample(first, _DIGITS):
        yield from _wrapped(line, 4)


def _named(how: str, claims: Sequence[str]) -> Iterator[str]:
    """`by` or `see` and the names, one below the other."""
    return (f"{_INDENT}{how if number == 0 else '':<4}{claim}" for number, claim in enumerate(claims))


def _wrapped(text: str, deeper: int = 0) -> list[str]:
    """Lines under the entry's name, as wide as the terminal or, in a pipe, 100 columns."""
    width = min(shutil.get_terminal_size((100, 24)).columns, _MOST_WIDE)
    indent = _INDENT + " " * deeper
    return textwrap.wrap(
        text,
        max(width, len(indent) + 30),
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def document_record(inventory: Inventory, audits: Audits) -> dict[str, Any]:
    """The same as JSON, with all that the audit says of every claim."""

    def told(claims: Sequence[str]) -> list[dict[str, Any]]:
        return [record(audit) for claim in claims for audit in audits.get(claim, ())]

    return {
        "document": inventory.document,
        "title": inventory.title,
        "inventory": [
            {
                "id": entry.id,
                "kind": entry.kind,
                "section": entry.section,
                "label": entry.label,
                "formula": entry.formula,
                "position": str(entry.position),
                "verdict": _verdict(entry, audits),
                "untestable": entry.untestable,
                "erratum": entry.erratum,
                "note": entry.note,
                "claims": told(entry.claims),
                "related": told(entry.related),
            }
            for entry in inventory.entries
        ],
    }
