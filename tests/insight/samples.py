"""Cases of one operator and of several, and results of them, made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conformance.casefile.model import Case, Claim, Input, Instance, Point, Position
from conformance.insight.subject import Subjects
from conformance.language.build import Builder
from tests.report import samples

ORDERS = {"value": 0, "first": 1, "second": 2, "third": 3}
POINT = (Point("generic#0", {"x": ("0.5",)}),)


def chain(*operators: str, case_id: str | None = None, tags: Sequence[str] = ("primitive",), size: int = 0) -> Case:
    """The composition of unary operators, the first innermost, at a number (size 0) or a vector; its value and
    derivatives are the claims `value`, `first`, `second`, `third`."""
    b = Builder()
    x = b.input("x", (size,) if size else ())
    body = x
    for name in operators:
        body = b.op(name, body)
    if size and b.shape(body):
        body = b.op("sum", body)
    claims = [Claim("value", "f", body, points=POINT), Claim("first", "grad(f, x)", b.derivative("grad", body, [x]))]
    if not size:
        claims += [
            Claim(name, f"derivative(f, x, {ORDERS[name]})", b.derivative("derivative", body, [x], order=ORDERS[name]))
            for name in ("second", "third")
        ]
    graph = b.graph()
    instance = Instance({}, graph, (Input("x", graph[x].shape),), tuple(claims))
    name = case_id or ".".join(("case", *operators)).replace("_", "-")
    return Case(
        name, name, Position("demo.yaml", 1, 1), (instance,), "demo", "Demo", tags=tuple(tags),
        inputs={"x": "real"}, claims={c.id: c.text for c in claims},
    )  # fmt: skip


def result(of: Case, claim: str, verdict: str, backend: str = "torch", **fields: Any) -> dict[str, Any]:
    """A result with the id that it would have."""
    line = samples.result(of, claim, verdict, **fields) | {"backend": backend}
    if "id" not in fields:
        where = ".".join((backend, line["dtype"], line["mode"], line["execution"]))
        line["id"] = f"{of.id}/{claim}@{line['point']}:{where}"
    return line


def run(results: Sequence[dict[str, Any]], backend: str = "torch", **header: Any) -> samples.SampleRun:
    return samples.run(results, backend, run_id=f"run-of-{backend}", **header)


def subjects(*cases: Case) -> Subjects:
    return Subjects(cases)
