"""Cases, run files and audits made by hand, as the contracts give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.casefile.model import Case, Claim, Input, Instance, Point, Position
from conformance.language.build import Builder
from conformance.run.verdicts import GROUP_OF, count

Shape = tuple[int, ...]


@dataclass(frozen=True)
class SampleRun:
    header: dict[str, Any]
    results: list[dict[str, Any]]
    footer: dict[str, Any] | None


@dataclass(frozen=True)
class SampleAudit:
    case: Case
    instance: Instance
    claim: Claim
    verdict: str = "confirmed"
    point: str | None = None
    inputs: dict[str, list[str]] | None = None
    lhs: tuple[str, ...] | None = None
    rhs: tuple[str, ...] | None = None
    difference: str | None = None
    as_expected: bool = True
    per_point: tuple[tuple[str, str], ...] = field(default=(("generic#0", "confirmed"),))


def case(
    case_id: str = "demo.square",
    title: str = "A square",
    *,
    claims: Mapping[str, str] | None = None,
    inputs: Mapping[str, Shape] | None = None,
    let: Mapping[str, str] | None = None,
    points: Sequence[Point] | None = None,
    sizes: Mapping[str, int] | None = None,
    expect: Mapping[str, tuple[str, str]] | None = None,
    shape: Shape = (),
    document: str | None = "a-text",
    section: str | None = "First section",
    source: tuple[str, ...] = ("eq_1",),
    tags: tuple[str, ...] = ("power",),
    line: int = 1,
) -> Case:
    """A case at one size; every side of a claim has the shape `shape`, every let is a scalar."""
    claims = claims or {"gradient": "grad(f, x) == 2*x"}
    inputs = inputs or {"x": ()}
    let = {"f": "x**2"} if let is None else let
    if points is None:
        points = [Point(f"generic#{i}", {n: ("0.5",) * _size(s) for n, s in inputs.items()}) for i in range(2)]
    builder = Builder()
    for name, input_shape in inputs.items():
        builder.input(name, input_shape)
    for name in let:
        builder.let(name, builder.literal("1"))
    side = builder.op("zeros", shape=shape)
    made = tuple(
        Claim(
            claim_id,
            text,
            side,
            "==" if "==" in text else None,
            side if "==" in text else None,
            points=tuple(points),
            expect=(expect or {}).get(claim_id, ("confirmed", ""))[0],
            erratum=(expect or {}).get(claim_id, ("", None))[1],
        )
        for claim_id, text in claims.items()
    )
    instance = Instance(sizes or {}, builder.graph(), tuple(Input(n, s) for n, s in inputs.items()), made)
    types = {n: "real" if not s else f"tensor{s}" for n, s in inputs.items()}
    where = Position("demo.yaml", line, 1)
    return Case(case_id, title, where, (instance,), document, section, source, tags, types, let, dict(claims))


def _size(shape: Shape) -> int:
    product = 1
    for n in shape:
        product *= n
    return product


def result(of: Case, claim: str = "gradient", verdict: str = "pass", **fields: Any) -> dict[str, Any]:
    """A result line. Fields that the verdict leaves open are those of a small rounding error."""
    answered = GROUP_OF[verdict] != "no answer"
    line: dict[str, Any] = {
        "kind": "result",
        "id": f"{of.id}/{claim}@generic#0:torch.float64.reverse.eager",
        "case": of.id,
        "claim": claim,
        "sizes": dict(of.instances[0].sizes),
        "point": "generic#0",
        "inputs": {"x": 0.5},
        "backend": "torch",
        "dtype": "float64",
        "mode": "reverse",
        "execution": "eager",
        "device": "cpu",
        "verdict": verdict,
        "group": GROUP_OF[verdict],
        "truth_class": "smooth",
        "side": None,
        "error_ulps": 0.5 if answered else None,
        "permitted_ulps": 12.0 if answered else None,
        "digits": 15.9 if answered else None,
        "entry": [] if answered else None,
        "observed": 1.0 if answered else None,
        "truth": "1" if answered else None,
        "message": None if answered else "NotImplementedError: no such derivative",
        "seconds": 0.0002,
    }
    return line | fields


def run(
    results: Sequence[dict[str, Any]] = (),
    backend: str = "torch",
    version: str | None = "2.13.0",
    *,
    run_id: str = "r1",
    cases: str = "sha256:1",
    finished: bool = True,
    environment_error: str | None = None,
    **header: Any,
) -> SampleRun:
    head: dict[str, Any] = {
        "kind": "header", "format": 1, "run": run_id, "started": "2026-11-23T10:00:00Z", "backend": backend,
        "version": version, "python": "3.11.7", "packages": {"numpy": "2.4.0"}, "platform": "Linux-x86_64",
        "device": "cpu", "suite": "0.1.0", "cases": cases, "profile": "default", "options": {
            "dtypes": [], "modes": [], "executions": [], "select": [], "shard": [1, 1], "timeout": 60.0,
        },
    }  # fmt: skip
    lines = [{**r, "backend": backend} for r in results]
    verdicts, groups = count(lines)
    footer = {
        "kind": "footer", "results": len(lines), "verdicts": verdicts, "groups": groups,
        "environment_error": environment_error,
    }  # fmt: skip
    return SampleRun(head | header, lines, footer if finished else None)


def audit(of: Case, claim: str = "gradient", **fields: Any) -> SampleAudit:
    instance = of.instances[0]
    return SampleAudit(of, instance, next(c for c in instance.claims if c.id == claim), **fields)


ONE = case()
TWO = case(
    "demo.two",
    "Another",
    claims={"value": "f == 4", "false": "f == 5"},
    expect={"false": ("refuted", "It is four.")},
    section="Second section",
    line=9,
)
