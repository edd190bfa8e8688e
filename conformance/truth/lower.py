"""From a case's graph to one without derivatives: `at` by substitution, derivatives by reverse mode.

Every derivative operator becomes plain nodes that compute it. Which nodes came from
which derivative is kept, so that the Taylor method can compute the same values its own way.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.language.build import Builder
from conformance.language.flow import Flow
from conformance.language.graph import DERIVATIVES, Graph, Node, Shape
from conformance.truth.definitions import DEFINITIONS, define
from conformance.truth.rules import vjp
from conformance.truth.sugar import Expr

__all__ = ["Derivative", "Lowered", "lower"]


@dataclass(frozen=True, slots=True)
class Derivative:
    """A derivative operator after lowering: what it differentiates, in the lowered graph."""

    name: str
    body: int
    targets: tuple[int, ...]
    held: tuple[int, ...]
    stacked: bool
    vector: int | None
    order: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Lowered:
    """A graph without derivatives; `roots` are the nodes asked for, `derivatives` maps the
    node that holds a derivative's value to what it is the derivative of."""

    graph: Graph
    roots: tuple[int, ...]
    derivatives: dict[int, Derivative]


def lower(graph: Graph, roots: Sequence[int], *, textbook: bool) -> Lowered:
    """Lower what the roots need. With `textbook` derivative rules are textbook formulas,
    without it elementwise derivatives stay operators (see `rules.vjp`)."""
    work = _Lowering(graph, textbook)
    memo: dict[int, int] = {}
    for name, index in graph.inputs.items():
        memo[index] = work.builder.input(name, graph[index].shape)
    new_roots = tuple(work.convert(root, memo) for root in roots)
    return Lowered(work.builder.graph(), new_roots, work.derivatives)


class _Lowering:
    def __init__(self, graph: Graph, textbook: bool) -> None:
        self.graph = graph
        self.flow = Flow(graph)
        self.textbook = textbook
        self.builder = Builder()
        self.derivatives: dict[int, Derivative] = {}

    def convert(self, root: int, memo: dict[int, int], replaced: tuple[int, ...] = ()) -> int:
        """The lowered node of `root` in the scope that `memo` describes.

        `replaced` are the values that the `at`s around it put in: a derivative in there holds
        them, even where they are made from what it is taken with respect to.
        """
        for index in self._needed(root, memo):
            memo[index] = self._convert_one(self.graph[index], memo, replaced)
        return memo[root]

    def _needed(self, root: int, memo: dict[int, int]) -> list[int]:
        seen, stack = set(), [root]
        while stack:
            index = stack.pop()
            if index in seen or index in memo:
                continue
            seen.add(index)
            node = self.graph[index]
            stack.extend(node.args[1:] if node.op == "at" else node.args)
        return sorted(seen)

    def _convert_one(self, node: Node, memo: dict[int, int], replaced: tuple[int, ...]) -> int:
        if node.op == "at":
            return self._substitute(node, memo, replaced)
        args = tuple(memo[a] for a in node.args)
        if node.op in DEFINITIONS:
            return define(node, [self._expr(a) for a in args]).node
        if node.op not in DERIVATIVES:
            return self.builder.append(Node(node.op, args, node.params, node.shape))
        count = len(node.targets)
        derivative = Derivative(
            node.op, args[0], args[1 : 1 + count], args[1 + count : 1 + count + len(node.held)] + replaced,
            bool(node.params.get("stacked")), args[-1] if node.vectors else None,
            int(node.params.get("order", 1)), node.shape,  # type: ignore[arg-type] # an order is an int
        )  # fmt: skip
        value = self._differentiate(derivative)
        # A node of its own, so that no other can be mistaken for this derivative's value.
        result = self.builder.append(Node("settled", (value,), {}, node.shape))
        self.derivatives[result] = derivative
        return result

    def _substitute(self, node: Node, memo: dict[int, int], replaced: tuple[int, ...]) -> int:
        inputs = node.params["inputs"]
        assert isinstance(inputs, tuple)
        named = [i for i in inputs if i is not None]
        moved = self.flow.depends(named)
        scope = {old: new for old, new in memo.items() if old not in moved}
        for old, value in zip(named, node.args[1:], strict=True):
            scope[old] = self.builder.append(Node("alias", (memo[value],), {}, self.graph[old].shape))
        return self.convert(node.body, scope, replaced + tuple(scope[old] for old in named))

    def _differentiate(self, d: Derivative) -> int:
        match d.name:
            case "grad" | "jac":
                return self._jacobian(d.body, d)
            case "hess":
                return self._jacobian(self._jacobian(d.body, d), d)
            case "derivative":
                value = d.body
                for _ in range(d.order):
                    value = self._jacobian(value, d)
                return value
            case "vjp":
                assert d.vector is not None
                return self._pull(d.body, d, d.vector)
            case "hvp":
                assert d.vector is not None
                return self._pull(self._jacobian(d.body, d), d, d.vector)
            case _:
                return self._pushed(d)

    def _expr(self, node: int) -> Expr:
        return Expr(self.builder, node)

    def _pushed(self, d: Derivative) -> int:
        assert d.vector is not None
        rows, columns = math.prod(self.builder.shape(d.body)), math.prod(self.builder.shape(d.vector))
        jacobian = self._expr(self._jacobian(d.body, d)).reshape((rows, columns))
        v = self._expr(d.vector).reshape((columns,))
        return (jacobian @ v).reshape(self.builder.shape(d.body)).node

    def _jacobian(self, body: int, d: Derivative) -> int:
        """One pull-back an entry of the body, stacked in front of the target's axes."""
        shape = self.builder.shape(body)
        if not shape:
            return self._pull(body, d, self.builder.literal("1"))
        rows = []
        for position in range(math.prod(shape)):
            seed = self.builder.append(Node("onehot", (), {"position": position}, shape))
            rows.append(self._expr(self._pull(body, d, seed)))
        return rows[0].stacked_with(rows[1:]).reshape(shape + rows[0].shape).node

    def _pull(self, body: int, d: Derivative, seed: int) -> int:
        """Adjoints of the targets when that of the body is `seed`."""
        adjoints = self._reverse(body, seed, d.targets, d.held)
        if not d.stacked:
            return adjoints[0].node
        return adjoints[0].stacked_with(adjoints[1:]).node

    def _reverse(self, body: int, seed: int, targets: Sequence[int], held: Sequence[int]) -> list[Expr]:
        active = self._active(body, targets, held)
        adjoint: dict[int, Expr] = {body: self._expr(seed)}
        for index in range(body, -1, -1):
            if index not in adjoint or index not in active or index in targets:
                continue
            node = self.builder.nodes[index]
            arguments = [self._expr(a) for a in node.args]
            parts = vjp(adjoint[index], self._expr(index), arguments, node, self.textbook)
            for argument, part in zip(node.args, parts, strict=True):
                if part is not None and argument in active:
                    adjoint[argument] = adjoint[argument] + part if argument in adjoint else part
        zero = [Expr(self.builder, self.builder.op("zeros", shape=self.builder.shape(t))) for t in targets]
        return [adjoint.get(t, z) if t in active else z for t, z in zip(targets, zero, strict=True)]

    def _active(self, body: int, targets: Sequence[int], held: Sequence[int]) -> set[int]:
        """What changes with the targets, on the way to the body, held nodes left out."""
        found = set(targets)
        cut = set(held) - found
        for index in range(body + 1):
            if index not in cut and index not in found and found.intersection(self.builder.nodes[index].args):
                found.add(index)
        return found
