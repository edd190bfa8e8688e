"""Growing a graph node by node, each with its shape worked out."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.language.errors import ShapeError
from conformance.language.graph import DERIVATIVES, Graph, Node, Param, Shape
from conformance.language.ops import INTERNAL, OPERATORS
from conformance.language.shapes import bounded, show

__all__ = ["Builder"]


class Builder:
    """Appends nodes; every method returns the index of the node it made."""

    def __init__(self, graph: Graph | None = None) -> None:
        self.nodes: list[Node] = list(graph.nodes) if graph else []
        self.inputs: dict[str, int] = dict(graph.inputs) if graph else {}
        self.lets: dict[str, int] = dict(graph.lets) if graph else {}

    def graph(self) -> Graph:
        return Graph(tuple(self.nodes), dict(self.inputs), dict(self.lets))

    def shape(self, node: int) -> Shape:
        return self.nodes[node].shape

    def append(self, node: Node) -> int:
        bounded(node.shape)
        self.nodes.append(node)
        return len(self.nodes) - 1

    def input(self, name: str, shape: Shape) -> int:
        index = self.append(Node("input", (), {"name": name}, shape))
        self.inputs[name] = index
        return index

    def let(self, name: str, definition: int) -> int:
        """Name a node; an alias, so that the name can be cut at without cutting what it stands for."""
        index = self.append(Node("alias", (definition,), {}, self.shape(definition)))
        self.lets[name] = index
        return index

    def literal(self, value: str) -> int:
        """An exact constant: `2`, `0.1`, `1/3`, `pi`, `e`, `inf`, `-inf`, `-0.0`."""
        return self.append(Node("literal", (), {"value": value}, ()))

    def op(self, name: str, *args: int, **params: Param) -> int:
        """An operator of the table; parameters left out take their defaults. ShapeError if it does not fit."""
        operator = OPERATORS.get(name) or INTERNAL[name]
        full = dict(operator.params) | params
        shape = operator.shape([self.shape(a) for a in args], full)
        return self.append(Node(name, args, full, shape))

    def derivative(
        self,
        name: str,
        body: int,
        targets: Sequence[int],
        *,
        stacked: bool = False,
        held: Sequence[int] = (),
        vector: int | None = None,
        order: int | None = None,
    ) -> int:
        """A derivative operator. ShapeError, naming the shapes, if body, targets and vector do not fit."""
        assert name in DERIVATIVES
        body_shape = self.shape(body)
        if stacked and any(self.shape(t) for t in targets):
            raise ShapeError("a list of targets takes scalars; name a vector or matrix alone")
        target = (len(targets),) if stacked else self.shape(targets[0])
        if name in {"grad", "hess", "hvp", "derivative"} and body_shape:
            raise ShapeError(f"{name} takes a scalar function; this one is {show(body_shape)} (jac takes any)")
        if name == "derivative" and target:
            raise ShapeError(f"derivative is with respect to a scalar; got {show(target)}")
        if vector is not None:
            wanted = body_shape if name == "vjp" else target
            if self.shape(vector) != wanted:
                raise ShapeError(f"{name} needs a vector shaped as {show(wanted)}; got {show(self.shape(vector))}")
        shape = {
            "grad": target,
            "jac": body_shape + target,
            "hess": target + target,
            "derivative": (),
            "jvp": body_shape,
            "vjp": target,
            "hvp": target,
        }[name]
        params: dict[str, Param] = {"targets": len(targets), "held": len(held), "stacked": stacked}
        if order is not None:
            params["order"] = order
        args = (body, *targets, *held) + (() if vector is None else (vector,))
        return self.append(Node(name, args, params, shape))

    def at(self, body: int, values: Sequence[tuple[str, int]]) -> int:
        """The body with the named inputs replaced. ShapeError where a value's shape is not the input's."""
        for name, value in values:
            if self.shape(value) != self.shape(self.inputs[name]):
                wanted, got = show(self.shape(self.inputs[name])), show(self.shape(value))
                raise ShapeError(f"{name} is {wanted}, its new value is {got}")
        inputs = tuple(self.inputs[name] for name, _ in values)
        args = (body, *(value for _, value in values))
        return self.append(Node("at", args, {"inputs": inputs}, self.shape(body)))
