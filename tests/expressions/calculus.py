"""The derivative operators and `at`."""

from __future__ import annotations

from hypothesis import strategies as st

from conformance.language.graph import Shape
from tests.expressions.grow import FAMILIES, Family, Grower

FIRST = ("grad", "jac", "jvp", "vjp", "partial", "derivative")
SECOND = ("hess", "hvp")


def options(g: Grower, shape: Shape) -> list[tuple[str, str]]:
    """The operators that may make this shape, each with what it differentiates in."""
    found: list[tuple[str, str]] = []
    of = {name: g.world.shapes[name] for name in g.targets}
    scalars = [name for name, s in of.items() if s == ()]
    of |= {f"[{', '.join(scalars[:2])}]": (2,)} if len(scalars) > 1 else {}
    for target, s in of.items():
        suffix = shape[len(shape) - len(s) :] == s
        found += [("jac", target)] * suffix + [("jvp", target)]
        found += [("grad", target), ("vjp", target)] * (s == shape)
        found += [("derivative", target)] * (s == shape == ())
        found += [("partial", target)] * suffix * bool(lets(g, shape, s))
        if g.order > 1:
            found += [("hess", target)] * (s * 2 == shape) + [("hvp", target)] * (s == shape)
    return [(name, target) for name, target in found if g.among(name)]


def lets(g: Grower, shape: Shape, target: Shape) -> list[str]:
    rest = shape[: len(shape) - len(target)]
    return [name for name in g.world.lets if g.world.shapes[name] == rest]


def derivative(g: Grower, shape: Shape, depth: int) -> str:
    name, target = g.pick(options(g, shape))
    s = (2,) if target.startswith("[") else g.world.shapes[target]
    rest = shape[: len(shape) - len(s)]
    if name == "partial":
        return f"partial({g.pick(lets(g, shape, s))}, {target})"
    order = g.draw(st.integers(1, g.order)) if name == "derivative" else 2 if name in SECOND else 1
    with g.differentiated(order):
        of = {"jac": rest, "jvp": shape, "vjp": g.some_shape() if name == "vjp" else ()}.get(name, ())
        body = g(of, depth)
    match name:
        case "derivative":
            return f"derivative({body}, {target}, {order})"
        case "jvp" | "hvp":
            return f"{name}({body}, {target}, {g(s, depth - 1)})"
        case "vjp":
            return f"vjp({body}, {target}, {g(of, depth - 1)})"
        case _:
            return f"{name}({body}, {target})"


def at(g: Grower, shape: Shape, depth: int) -> str:
    names = g.draw(st.lists(st.sampled_from(list(g.world.inputs)), min_size=1, max_size=2, unique=True))
    values = ", ".join(f"{name}={g(g.world.inputs[name], depth - 1)}" for name in names)
    return f"at({g(shape, depth)}, {values})"


FAMILIES += [
    Family(
        frozenset({*FIRST, *SECOND}),
        lambda g, shape: g.order > 0 and bool(options(g, shape)),
        derivative,
        weight=2,
    ),
    Family(frozenset({"at"}), lambda g, shape: bool(g.among("at")), at),
]
