"""A site with a page of every type: shipped cases, and answers to them that are made up."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from conformance.casefile.inventory import load_inventories
from conformance.casefile.load import load
from conformance.casefile.model import Case
from conformance.casefile.shipped import shipped_cases
from conformance.cli.since import compared, write_compared
from conformance.report.site import build
from conformance.run import lines
from conformance.run.plan import Abilities, Options, plan
from tests.cli import conformance
from tests.report.costs import costs
from tests.report.samples import SampleAudit, SampleRun, result, run

__all__ = ["Site", "made"]

FILES = ("multivariable-calculus/04-chain-rule.yaml", "identities/softmax.yaml", "primitives/kinks.yaml")
MODES = ("reverse", "forward", "forward-over-reverse", "reverse-over-forward")
VERDICTS = (
    ("pass",) * 100
    + ("wrong", "inaccurate", "spurious-nan", "outside", "underflow", "unsupported", "unsupported", "error")
    + ("ill-conditioned", "timeout", "wrong-dtype", "edge", "subgradient")
)


_MIDDLING = 90_000
"""Bytes of a page that has everything and is looked at soon."""


@dataclass(frozen=True)
class Site:
    folder: Path
    pages: tuple[str, ...]
    templates: frozenset[str]
    """Those that pages were made from."""
    cases: tuple[Case, ...]
    runs: tuple[SampleRun, ...]

    @property
    def types(self) -> dict[str, str]:
        """A page of each type, neither bare nor huge; a type is a folder, or a name without the number of its part."""
        found: dict[str, str] = {}
        for page in sorted(self.pages, key=lambda page: -abs((self.folder / page).stat().st_size - _MIDDLING)):
            folder, _, name = page.rpartition("/")
            stem = name.removesuffix(".html").rstrip("0123456789").rstrip("-")
            found[f"{folder}/{stem}" if folder in ("", "compare/torch", "timeline") else folder] = page
        return found


def made(folder: Path) -> Site:
    loaded = load(tuple(shipped_cases() / file for file in FILES))
    inventories, _ = load_inventories((shipped_cases() / "multivariable-calculus",), loaded.cases, whole=False)
    cases = tuple(loaded.cases)
    runs = (
        _run(cases, "torch", "2.13.0", MODES),
        _run(cases, "jax", "0.10.2", MODES[:2], finished=False, checks=100_000),
        _run(cases, "numpy", "2.4.0", ("complex-step", "finite-difference")),
        run([], "mxnet", None, run_id="mxnet", environment_error="ModuleNotFoundError: No module named 'mxnet'"),
    )
    used: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        whole = Environment.get_template

        def noted(self: Environment, name: Any, *more: Any, **named: Any) -> Any:
            used.add(name)
            return whole(self, name, *more, **named)

        patch.setattr(Environment, "get_template", noted)
        files = _files(cases, folder)
        changes = compared(files[:1], files[1:2])
        since = [change.told for change in changes]
        build(runs, cases, _audits(cases), folder, costs=costs(), inventories=inventories, since=since)
        write_compared(changes, folder)
        build(runs, cases, _audits(cases), folder / "single.html", costs=costs(), inventories=inventories, single=True)
        assert conformance("compare", *files, "--output", folder / "timeline") == 1
    pages = tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html")))
    return Site(folder, pages, frozenset(used), cases, runs)


def _files(cases: tuple[Case, ...], folder: Path) -> list[Path]:
    """Runs of three versions of a backend, beside the report."""
    files = []
    for number in range(3):
        made = _run(cases[:12], "torch", f"2.{number}.0", MODES[:1], started=f"2026-11-2{number}T10:00:00Z")
        files.append(folder.parent / f"{folder.name}-{number}.jsonl")
        files[-1].write_bytes(b"".join(map(lines.dump, [made.header, *made.results, made.footer or {}])))
    return files


def _run(cases: tuple[Case, ...], backend: str, version: str, modes: tuple[str, ...], **more: Any) -> SampleRun:
    """Every check of the quick profile, with verdicts that look like chance and are always the same."""
    abilities = Abilities(backend, ("float32", "float64"), modes, ("eager", "compiled"))
    options = Options("quick", modes=modes[:2], dtypes=("float32", "float64"))
    results = []
    for unit in plan(cases, abilities, options):
        for point in unit.points:
            name = unit.result_id(point)
            chance = zlib.crc32(f"{name}{version}".encode())
            verdict = VERDICTS[chance % len(VERDICTS)]
            inputs = {x: [0.5] * len(values) for x, values in point.values.items()}
            about = {"id": name, "sizes": dict(unit.instance.sizes), "point": point.name, "inputs": inputs}
            how = {"dtype": unit.dtype, "mode": unit.mode, "execution": unit.execution}
            error = {"wrong": float(chance % 1000) ** 3, "inaccurate": 123.456, "spurious-nan": "nan"}
            answer = {"error_ulps": error[verdict]} if verdict in error else {}
            results.append(result(unit.case, unit.claim.id, verdict, **about | how | answer))
    return run(results, backend, version, run_id=f"{backend}-{version}", **more)


def _audits(cases: tuple[Case, ...]) -> list[SampleAudit]:
    return [
        SampleAudit(
            case, instance, claim, "refuted" if claim.expect == "refuted" else "confirmed", "generic#0", {},
            ("4",), ("5",), "-1",
        )
        for case in cases
        for instance in case.instances
        for claim in instance.claims
        if claim.rhs is not None
    ]  # fmt: skip
