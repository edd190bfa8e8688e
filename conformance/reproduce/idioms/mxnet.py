"""MXNet: a derivative is what was recorded, from a head to a leaf; reverse mode alone.

`autograd.grad` differentiates with respect to leaves. A function that is differentiated
within another one can only be so in what is a leaf there: the outer function's variable,
or an input. What is computed in between would need the worker's links, and no user has those.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.language.graph import Shape
from conformance.reproduce.helpers import define, helper
from conformance.reproduce.literal import nested
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import Block, Node, Symbol, UnsayableError, call, item, node_of, text_node
from conformance.reproduce.trace import Floats

__all__ = ["MXNET", "MXNet"]

_GRAD = """
def grad(f, *xs, v=None):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    return [part.as_np_ndarray() for part in autograd.grad([y], xs, head_grads=[v])]
"""

_JACOBIAN = """
def jac(f, *xs):
    xs = [x.copy() for x in xs]
    [x.attach_grad() for x in xs]
    with autograd.record():
        y = f(*xs)
    units = mx.np.eye(y.size, dtype=y.dtype).reshape(y.size, *y.shape)
    rows = [autograd.grad([y], xs, head_grads=[unit], retain_graph=True) for unit in units]
    parts = [mx.np.stack([part.as_np_ndarray() for part in parts]) for parts in zip(*rows)]
    return [part.reshape(*y.shape, *x.shape) for part, x in zip(parts, xs)]
"""

_NESTED_GRAD = """
def grad(f, *xs, v=None):
    inner = autograd.is_recording()
    xs = [x.copy() if x.grad is None else x for x in xs]
    [x.attach_grad() for x in xs if x.grad is None]
    with autograd.record():
        y = f(*xs)
    parts = autograd.grad([y], xs, head_grads=[v], retain_graph=True, create_graph=inner)
    return [part.as_np_ndarray() for part in parts]
"""

_NESTED_JACOBIAN = """
def jac(f, *xs):
    inner = autograd.is_recording()
    xs = [x.copy() if x.grad is None else x for x in xs]
    [x.attach_grad() for x in xs if x.grad is None]
    with autograd.record():
        y = f(*xs)
    units = mx.np.eye(y.size, dtype=y.dtype).reshape(y.size, *y.shape)
    rows = [autograd.grad([y], xs, head_grads=[unit], retain_graph=True, create_graph=inner) for unit in units]
    parts = [mx.np.stack([part.as_np_ndarray() for part in parts]) for parts in zip(*rows)]
    return [part.reshape(*y.shape, *x.shape) for part, x in zip(parts, xs)]
"""


@dataclass(frozen=True)
class MXNet:
    helpers: Mapping[str, Import]
    nests: bool
    """Whether its functions may be used within one another."""
    scalars: str = "grad"
    """Which function differentiates a scalar."""
    reverse: Sequence[str] = ("reverse",)
    forward: Sequence[str] = ()
    imports: Sequence[str] = ("import mxnet as mx", "from mxnet import autograd", "mx.npx.set_np()")

    def array(self, value: Floats) -> Symbol:
        if value.size:
            made: Symbol = _np("array")(Symbol(text_node(nested(value))), dtype=value.dtype.name)
        else:
            made = _np("zeros")(value.shape, dtype=value.dtype.name)
        made._node.shape = value.shape
        return made

    def rows(self, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        self._leaves(f, primals)
        parts = call(helper("jac" if shape else self.scalars), [f, *primals])
        if len(primals) == 1:
            return item(parts, 0)
        return call(node_of(_np("stack")), [parts], [("axis", node_of(-1))])

    def columns(self, word: str, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        raise UnsayableError("mxnet has no forward mode")

    def pullback(self, f: Block, primals: Sequence[Node], cotangent: Node) -> Sequence[Node]:
        self._leaves(f, [*primals, cotangent])
        parts = call(helper("grad"), [f, *primals], [("v", cotangent)])
        return [item(parts, i) for i in range(len(primals))]

    def executed(self, execution: str, f: Block, primals: Sequence[Node]) -> Node:
        raise UnsayableError("mxnet compiles the functions that are differentiated, each alone")

    def pushforward(self, word: str, f: Block, primals: Sequence[Node], tangents: Sequence[Node]) -> Node:
        raise UnsayableError("mxnet has no forward mode")

    def _leaves(self, f: Block, primals: Sequence[Node]) -> None:
        """UnsayableError where they have to be variables and are not."""
        if f.depth > 1 and not self.nests:
            raise UnsayableError("it nests derivatives")
        if f.depth > 1 and not all(p.parameter or (p.path is None and len(p.pieces) == 1) for p in primals):
            raise UnsayableError("mxnet differentiates twice only with respect to a variable, not to what is computed")


def _np(name: str) -> Symbol:
    return Symbol.module(f"mxnet.np.{name}")


MXNET = (
    MXNet(define(_GRAD, _JACOBIAN), nests=False),
    MXNet(define(_GRAD, _JACOBIAN), nests=False, scalars="jac"),
    MXNet(define(_NESTED_GRAD, _NESTED_JACOBIAN), nests=True),
    MXNet(define(_NESTED_GRAD, _NESTED_JACOBIAN), nests=True, scalars="jac"),
)
"""The first that says it in few enough lines is taken."""
