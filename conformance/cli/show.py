"""`conformance show`: one case in the terminal."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conformance.cli.loading import load_cases, truth_cache
from conformance.cli.options import cache_options, cases_option

if TYPE_CHECKING:
    from conformance.casefile.model import Case, Claim, Instance, Point
    from conformance.truth.cache import Cache

__all__ = ["show"]

_MOST_ENTRIES = 12


@click.command(short_help="One case with its true values.")
@click.argument("case")
@click.option("--dtype", type=click.Choice(["float32", "float64"]), default="float64", show_default=True,
              help="The inputs are rounded to it, and the true values are those there.")  # fmt: skip
@cases_option
@cache_options
def show(case: str, dtype: str, paths: tuple[Path, ...], cache_folder: Path | None, no_cache: bool) -> int:
    """Show a case: its formulas, its points, and the true values of its claims there."""
    loaded = load_cases(paths)
    by_id = {known.id: known for known in loaded.cases}
    if case not in by_id:
        near = difflib.get_close_matches(case, by_id, n=5, cutoff=0.4)
        hint = f"; near are {', '.join(near)}" if near else ""
        raise click.BadParameter(f"no case is named {case!r}{hint}", param_hint="CASE")
    cache = truth_cache(cache_folder, no_cache)
    for line in _lines(by_id[case], dtype, cache):
        click.echo(line)
    return 2 if loaded.problems else 0


def _lines(case: Case, dtype: str, cache: Cache) -> Iterator[str]:
    yield f"{case.id}: {case.title}"
    yield f"    {case.position}"
    about = {"document": case.document, "section": case.section, "source": ", ".join(case.source)}
    about |= {"tags": ", ".join(case.tags)}
    yield from (f"    {name}: {text}" for name, text in about.items() if text)
    yield ""
    yield from (f"    {name}: {kind}" for name, kind in case.inputs.items())
    yield from (f"    {name} = {text}" for name, text in case.let.items())
    for instance in case.instances:
        for claim in instance.claims:
            yield ""
            yield from _claim(instance, claim, dtype, cache)


def _claim(instance: Instance, claim: Claim, dtype: str, cache: Cache) -> Iterator[str]:
    sizes = ", ".join(f"{name} = {size}" for name, size in instance.sizes.items())
    expected = "" if claim.expect == "confirmed" else f" (expected: {claim.expect})"
    yield f"{claim.id}{f' with {sizes}' if sizes else ''}: {claim.text}{expected}"
    if claim.erratum:
        yield f"    erratum: {claim.erratum}"
    for point in claim.points:
        yield from _point(instance, claim, point, dtype, cache)


def _point(instance: Instance, claim: Claim, point: Point, dtype: str, cache: Cache) -> Iterator[str]:
    from conformance.truth.api import claim_truth

    values = "; ".join(f"{name} = {_listed(texts)}" for name, texts in point.values.items())
    yield f"    {point.name}: {values}"
    truths = claim_truth(instance, claim, point, dtype, cache)
    names = ("left", "right") if len(truths) == 2 else ("value",)
    for name, truth in zip(names, truths, strict=True):
        value = truth.kind if truth.kind in ("undefined", "unsure") else _listed(truth.text)
        mark = f"  ({truth.kind})" if truth.kind in ("kink", "touched") else ""
        yield f"        {name:<5} {value}{mark}"


def _listed(texts: tuple[str, ...]) -> str:
    if len(texts) == 1:
        return texts[0]
    more = f", … {len(texts) - _MOST_ENTRIES} more" if len(texts) > _MOST_ENTRIES else ""
    return f"[{', '.join(texts[:_MOST_ENTRIES])}{more}]"
