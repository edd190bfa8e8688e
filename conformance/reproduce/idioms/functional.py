"""torch.func and jax: derivatives are functions of functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.language.graph import Shape
from conformance.reproduce.helpers import columns, row
from conformance.reproduce.literal import nested
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import Block, Node, Slot, Symbol, call, item, node_of, text_node
from conformance.reproduce.trace import Floats

__all__ = ["JAX", "TORCH", "Functional"]


@dataclass(frozen=True)
class Functional:
    """What the two differ in."""

    space: str
    """Has grad, jacrev, jacfwd, vjp and jvp."""
    module: str
    """Has the dtypes, zeros and stack."""
    array_function: str
    axis: str
    """What stack calls its axis."""
    batch: str
    compile: str
    compile_options: Sequence[tuple[str, object]]
    imports: Sequence[str]
    one_by_one: bool = False
    """Whether a Jacobian is made of single rows and columns, which round as such do, where a batch may not."""
    reverse: Sequence[str] = ("reverse",)
    forward: Sequence[str] = ("forward",)
    helpers: Mapping[str, Import] = field(default_factory=dict)

    def array(self, value: Floats) -> Symbol:
        dtype = self._of(value.dtype.name)
        if value.size:
            made: Symbol = self._of(self.array_function)(Symbol(text_node(nested(value))), dtype=dtype)
        else:
            made = self._of("zeros")(value.shape, dtype=dtype)
        made._node.shape = value.shape
        return made

    def rows(self, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        if self.one_by_one and len(shape) == 1 and len(primals) == 1:
            units = self._of("eye")(*shape, dtype=Symbol(primals[0]).dtype)
            (row,) = self.pullback(f, primals, Node(("unit",)))
            rows = Node(("[", Slot(row), " for unit in ", Slot(node_of(units)), "]"))
            return node_of(self._of("stack")(Symbol(rows)))
        return self._jacobian("jacrev" if shape else "grad", f, primals)

    def columns(self, word: str, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        if self.one_by_one:
            jvp = self._transform("jvp")
            push = lambda unit: item(call(jvp, [f, row(primals), unit]), 1)  # noqa: E731 - a line of its own
            return columns(push, primals, shape, self.module, axis=self.axis, tuples=True)
        return self._jacobian("jacfwd", f, primals)

    def pullback(self, f: Block, primals: Sequence[Node], cotangent: Node) -> Sequence[Node]:
        pulled = call(item(call(self._transform("vjp"), [f, *primals]), 1), [cotangent])
        return [item(pulled, i) for i in range(len(primals))]

    def pushforward(self, word: str, f: Block, primals: Sequence[Node], tangents: Sequence[Node]) -> Node:
        return item(call(self._transform("jvp"), [f, row(primals), row(tangents)]), 1)

    def executed(self, execution: str, f: Block, primals: Sequence[Node]) -> Node:
        if execution == "batched":
            stacked = [item(primal, None) for primal in primals]
            return item(call(call(node_of(Symbol.module(self.batch)), [f]), stacked), 0)
        given = [(name, node_of(value)) for name, value in self.compile_options]
        return call(call(node_of(Symbol.module(self.compile)), [f], given), primals)

    def _jacobian(self, name: str, f: Block, primals: Sequence[Node]) -> Node:
        if len(primals) == 1:
            return call(call(self._transform(name), [f]), primals)
        numbers = node_of(tuple(range(len(primals))))
        parts = call(call(self._transform(name), [f], [("argnums", numbers)]), primals)
        return call(node_of(self._of("stack")), [parts], [(self.axis, node_of(-1))])

    def _of(self, name: str) -> Symbol:
        return Symbol.module(f"{self.module}.{name}")

    def _transform(self, name: str) -> Node:
        return node_of(Symbol.module(f"{self.space}.{name}"))


TORCH = Functional(
    space="torch.func",
    module="torch",
    array_function="tensor",
    axis="dim",
    batch="torch.func.vmap",
    compile="torch.compile",
    compile_options=(("backend", "aot_eager"), ("fullgraph", True)),
    imports=("import torch",),
)
JAX = Functional(
    space="jax",
    module="jax.numpy",
    array_function="array",
    axis="axis",
    batch="jax.vmap",
    compile="jax.jit",
    compile_options=(),
    imports=("import jax", 'jax.config.update("jax_enable_x64", True)'),
)
