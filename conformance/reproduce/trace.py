"""A claim's side as an expression of a framework: the worker's own lowering, run on stand-ins.

`Lowering` decides what is evaluated where; only the derivative operators are written
otherwise: as the framework's users write them (an `Idiom`), not as the worker evaluates
them, one pullback at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy.typing as npt

from conformance.backends.contract import Array, Function, Jvp, Operator, Pullback, Transform, Vjp
from conformance.backends.derivatives import Calculus, Differentiable, Missing
from conformance.backends.lower import Lowering
from conformance.language.graph import Graph, Shape, ancestors
from conformance.reproduce.stand_in import Import, StandIn
from conformance.reproduce.symbol import Block, Node, Symbol, UnsayableError, node_of

__all__ = ["Floats", "Idiom", "Traced", "trace"]

Floats = npt.NDArray[Any]


class Idiom(Protocol):
    """How the users of one framework write arrays and derivatives.

    `f` is a function of the primals, which are arrays or, where `len(primals) > 1`,
    scalars whose derivatives are stacked along a new last axis.
    """

    @property
    def reverse(self) -> Sequence[str]:
        """The words of modes that pull back."""

    @property
    def forward(self) -> Sequence[str]:
        """The words of modes that push forward."""

    @property
    def imports(self) -> Sequence[str]:
        """The lines that a script begins with."""

    @property
    def helpers(self) -> Mapping[str, Import]:
        """Functions of a script's own, by name."""

    def array(self, value: Floats) -> Symbol: ...
    def rows(self, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        """The Jacobian by pulling back; `shape` is that of f's value."""

    def columns(self, word: str, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        """The Jacobian by pushing forward in the mode of that word."""

    def pullback(self, f: Block, primals: Sequence[Node], cotangent: Node) -> Sequence[Node]:
        """The cotangent of each primal."""

    def pushforward(self, word: str, f: Block, primals: Sequence[Node], tangents: Sequence[Node]) -> Node: ...
    def executed(self, execution: str, f: Block, primals: Sequence[Node]) -> Node:
        """f at the primals in an execution other than eager; a batch is one of a single point."""


class Traced:
    """The expression, and the inputs that it needs by name."""

    def __init__(self, result: Node, inputs: Mapping[str, Node]) -> None:
        self.result = result
        self.inputs = inputs


def trace(table: StandIn, idiom: Idiom, graph: Graph, root: int, dtype: str, mode: str, execution: str) -> Traced:
    """UnsayableError where there is no such expression; UnsupportedError where the backend has no such operator."""
    backend = _Recording(table, idiom)
    lowering = Lowering(backend, graph, dtype, mode)
    lowering.calculus = _Written(backend, dtype, mode)
    needed = ancestors(graph, root)
    names = [name for name, node in graph.inputs.items() if node in needed]
    inputs = {name: Node((name,), shape=graph[graph.inputs[name]].shape) for name in names}
    program = lowering.program([graph.inputs[name] for name in names], [root])
    given = list(map(Symbol, inputs.values()))
    if execution == "eager":
        return Traced(node_of(program(*given)[0]), inputs)
    block = backend.block(lambda *args: program(*args)[0], given)
    return Traced(idiom.executed(execution, block, block.primals), inputs)


class _Recording:
    """A backend whose arrays are Symbols."""

    packages: Mapping[str, str] = {}
    version = ""
    dtypes: Sequence[str] = ()
    transforms: Mapping[str, Transform] = {}

    def __init__(self, table: StandIn, idiom: Idiom) -> None:
        self.name = table.name
        self.operators: Mapping[str, Operator] = table.operators
        self.idiom = idiom
        self.depth = 0
        self.pullbacks: Mapping[str, Vjp] = dict.fromkeys(idiom.reverse, self._vjp)
        self.pushforwards: Mapping[str, Jvp] = {word: self._jvp(word) for word in idiom.forward}

    def array(self, value: Floats) -> Array:
        return self.idiom.array(value)

    def block(self, function: Function, primals: Sequence[Array]) -> Block:
        """The function written down, with parameters like the primals."""
        nodes = [node_of(primal) for primal in primals]
        params = tuple(Node((), shape=node.shape, parameter=True) for node in nodes)
        self.depth += 1
        try:
            result = node_of(function(*map(Symbol, params)))
        finally:
            self.depth -= 1
        return Block(params, result, self.depth + 1, tuple(nodes))

    def _vjp(self, function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
        block = self.block(function, primals)

        def pullback(cotangent: Array) -> Sequence[Array]:
            parts = self.idiom.pullback(block, block.primals, node_of(cotangent))
            return [_shaped(part, primal.shape) for part, primal in zip(parts, block.primals, strict=True)]

        return None, pullback

    def _jvp(self, word: str) -> Jvp:
        def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array]:
            block = self.block(function, primals)
            tangent = self.idiom.pushforward(word, block, block.primals, [node_of(t) for t in tangents])
            return None, _shaped(tangent, block.result.shape)

        jvp.__dict__["word"] = word
        return jvp

    def devices(self) -> Sequence[str]:
        return ["cpu"]

    def use(self, device: str) -> None:
        pass

    def to_numpy(self, array: Array) -> Floats:
        raise UnsayableError("a value is needed while the script is written")

    def unsupported(self, exception: Exception) -> bool:
        return False


class _Written(Calculus):
    """Derivative operators as the idiom writes them."""

    def __init__(self, backend: _Recording, dtype: str, mode: str) -> None:
        super().__init__(backend, dtype, mode)
        self._recording = backend

    def _by_rows(self, f: Differentiable, vjp: Vjp, missing: Missing) -> Function:
        return self._jacobian(f, lambda block: self._recording.idiom.rows(block, block.primals, f.shape))

    def _by_columns(self, f: Differentiable, jvp: Jvp, missing: Missing) -> Function:
        word = jvp.__dict__["word"]
        return self._jacobian(f, lambda block: self._recording.idiom.columns(word, block, block.primals, f.shape))

    def _jacobian(self, f: Differentiable, write: Callable[[Block], Node]) -> Function:
        def jacobian(*args: Array) -> Array:
            return _shaped(write(self._recording.block(*f.split(args))), f.shape + f.target.shape)

        return jacobian


def _shaped(node: Node, shape: Shape | None) -> Symbol:
    node.shape = shape
    return Symbol(node)
