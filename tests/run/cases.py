"""Small cases made by hand, for tests that need no case file."""

from __future__ import annotations

from typing import Any

from conformance.casefile.model import Case, Claim, Input, Instance, Point, Position
from conformance.language.build import Builder


def points(*names: str, **values: tuple[str, ...]) -> tuple[Point, ...]:
    return tuple(Point(name, values or {"x": ("1",)}) for name in names)


def case(case_id: str, *claims: Claim, builder: Builder, sizes: dict[str, int] | None = None, **texts: Any) -> Case:
    graph = builder.graph()
    inputs = tuple(Input(name, graph[node].shape) for name, node in graph.inputs.items())
    instance = Instance(sizes or {}, graph, inputs, claims)
    return Case(case_id, case_id, Position("cases.yaml", 1, 1), (instance,), **texts)


def squares() -> Case:
    """f = x·x + x at a scalar: its value, its gradient and its second derivative, at three points."""
    b = Builder()
    x = b.input("x", ())
    f = b.let("f", b.op("add", b.op("multiply", x, x), x))
    gradient = b.derivative("grad", f, [x])
    right = b.op("add", b.op("multiply", b.literal("2"), x), b.literal("1"))
    second = b.derivative("derivative", f, [x], order=2)
    at = (*points("origin", x=("0",)), *points("generic#0", x=("0.5",)), *points("generic#1", x=("-1.25",)))
    return case(
        "squares.simple",
        Claim("value", "f", f, points=at),
        Claim("gradient", "grad(f, x) == 2*x + 1", gradient, "==", right, points=at),
        Claim("second", "derivative(f, x, 2)", second, points=at),
        builder=b,
        tags=("smooth", "small"),
        section="Zincir Kuralı",
        document="made-up",
    )
