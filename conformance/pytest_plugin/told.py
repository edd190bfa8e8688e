"""What a failing claim says: the formula, the worst result, the others in brief, and how to see it again."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.casefile.model import Case, Claim
from conformance.export.details import headline, lines
from conformance.export.outcome import Tested
from conformance.pytest_plugin.engine import Engine
from conformance.run.text import clean

__all__ = ["Told", "told"]

_MOST = 5


@dataclass(frozen=True, slots=True)
class Told:
    """What the text is about."""

    case: Case
    claim: Claim
    name: str
    """`case/claim[n=2]`."""
    engine: Engine
    results: Sequence[Mapping[str, Any]]
    output: Path | None
    """Where the run file goes."""


def told(about: Told, found: Tested) -> str:
    return clean("\n".join(_lines(about, found)))


def _lines(about: Told, found: Tested) -> Iterator[str]:
    case, claim, worst = about.case, about.claim, found.decisive
    version = about.engine.about["version"]
    yield f"{about.engine.backend} {version}: {about.name}: {found.counts}"
    yield ""
    yield f"    {case.title}"
    yield f"    {claim.position}"
    yield f"    {claim.text}"
    yield from (f"        {name} = {text}" for name, text in case.let.items())
    yield ""
    yield f"    {found.said}"
    yield from (f"        {text}" for text in lines(worst))
    yield from _others(about, worst)
    yield ""
    yield "    to see it again:"
    yield f"        {_command(about, str(worst['id']))}"
    if about.output is not None:
        yield f"        {shlex.join(['conformance', 'reproduce', str(about.output), str(worst['id'])])}"


def _others(about: Told, worst: Mapping[str, Any]) -> Iterator[str]:
    others = [r for r in about.results if r is not worst and not about.engine.expectations.meets(r)]
    if others:
        yield ""
        yield f"    {len(others)} more not as expected:"
        for result in others[:_MOST]:
            where = str(result["id"]).removeprefix(f"{about.name}@")
            yield f"        {where}: {headline(result)}"
        if len(others) > _MOST:
            yield f"        … and {len(others) - _MOST}"


def _command(about: Told, result: str) -> str:
    engine = about.engine
    python = [] if engine.python is None else ["--python", f"{engine.backend}={engine.python}"]
    profile = ["--profile", engine.options.profile]
    words = ["conformance", "run", about.claim.position.file, "--backend", engine.backend, *python, *profile]
    return shlex.join([*words, "--select", result])
