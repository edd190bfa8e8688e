"""The typed expression graph: what a parsed case is, and what travels to a worker.

A graph is a list of nodes in topological order; a node names its arguments by
index, so the list is also the wire format. Besides the operators of `ops` a
node may be one of

- `input` (params `name`), `literal` (params `value`: exact text such as `2`,
  `0.1`, `1/3`, `pi`, `e`, `inf`, `-inf`, `-0.0`), `array` (its argument, a
  number, as an array of the dtype under test), `alias` (its argument under a
  `let` name, so that every name is a node of its own and can be cut at);
- a derivative: `args` is (body, targets…, held…, vectors…), counted by the
  params `targets` and `held`; `stacked` says that the targets are a list of
  scalars whose derivatives are stacked along a last axis; `order` for `derivative`;
- `at`: `args` is (body, value…), params `inputs` the node indices that the
  values replace.

The body of a derivative or an `at` is evaluated in a scope of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = ["DERIVATIVES", "Graph", "Node", "Param", "Shape", "ancestors", "arguments"]

Shape = tuple[int, ...]
Param = int | float | str | bool | None | tuple[int | None, ...]

DERIVATIVES = frozenset({"grad", "jac", "hess", "derivative", "jvp", "vjp", "hvp"})


@dataclass(frozen=True, slots=True)
class Node:
    """One operation: its operator, the indices of its arguments, static parameters, shape."""

    op: str
    args: tuple[int, ...] = ()
    params: Mapping[str, Param] = field(default_factory=dict)
    shape: Shape = ()

    @property
    def body(self) -> int:
        return self.args[0]

    @property
    def targets(self) -> tuple[int, ...]:
        """The nodes that a derivative is taken with respect to."""
        return self.args[1 : 1 + self._count("targets")]

    @property
    def held(self) -> tuple[int, ...]:
        """The nodes that keep their outer value inside a derivative (`partial`)."""
        first = 1 + self._count("targets")
        return self.args[first : first + self._count("held")]

    @property
    def vectors(self) -> tuple[int, ...]:
        """What follows: v of jvp, vjp and hvp, or the values that `at` puts in."""
        return self.args[1 + self._count("targets") + self._count("held") :]

    def _count(self, name: str) -> int:
        value = self.params.get(name, 0)
        assert isinstance(value, int)
        return value


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes in topological order, and which of them carry a name."""

    nodes: tuple[Node, ...]
    inputs: Mapping[str, int]
    lets: Mapping[str, int] = field(default_factory=dict)

    def __getitem__(self, index: int) -> Node:
        return self.nodes[index]

    def __len__(self) -> int:
        return len(self.nodes)

    def to_json(self) -> dict[str, Any]:
        return {
            "nodes": [
                {"op": n.op, "args": list(n.args), "params": dict(n.params), "shape": list(n.shape)} for n in self.nodes
            ],
            "inputs": dict(self.inputs),
            "lets": dict(self.lets),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Graph:
        def param(value: Any) -> Param:
            return tuple(value) if isinstance(value, list) else value

        return cls(
            tuple(
                Node(
                    n["op"],
                    tuple(n["args"]),
                    {key: param(value) for key, value in n["params"].items()},
                    tuple(n["shape"]),
                )
                for n in data["nodes"]
            ),
            dict(data["inputs"]),
            dict(data.get("lets", {})),
        )

    def restricted(self, roots: Sequence[int]) -> tuple[Graph, tuple[int, ...]]:
        """The subgraph that the roots need, renumbered, and the roots in it. All inputs stay."""
        keep = sorted(set(self.inputs.values()).union(*(ancestors(self, r) for r in roots)))
        number = {old: new for new, old in enumerate(keep)}
        nodes = []
        for old in keep:
            node = self.nodes[old]
            params = dict(node.params)
            if node.op == "at":
                inputs = params["inputs"]
                assert isinstance(inputs, tuple)
                params["inputs"] = tuple(number[i] for i in inputs if i is not None)
            nodes.append(Node(node.op, tuple(number[a] for a in node.args), params, node.shape))
        graph = Graph(
            tuple(nodes),
            {name: number[i] for name, i in self.inputs.items()},
            {name: number[i] for name, i in self.lets.items() if i in number},
        )
        return graph, tuple(number[r] for r in roots)


def arguments(node: Node) -> Iterator[int]:
    """Every node that this one refers to, the inputs that an `at` replaces included."""
    yield from node.args
    if node.op == "at":
        inputs = node.params["inputs"]
        assert isinstance(inputs, tuple)
        yield from (i for i in inputs if i is not None)


def ancestors(graph: Graph, root: int) -> set[int]:
    """The root and everything it refers to, directly or not."""
    seen = {root}
    stack = [root]
    while stack:
        for argument in arguments(graph[stack.pop()]):
            if argument not in seen:
                seen.add(argument)
                stack.append(argument)
    return seen
