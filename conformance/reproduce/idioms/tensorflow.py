"""TensorFlow: a derivative is a tape or an accumulator around a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.language.graph import Shape
from conformance.reproduce.helpers import columns, define, helper, listed
from conformance.reproduce.literal import nested
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import ATOM, Block, Node, Slot, Symbol, call, item, node_of, text_node
from conformance.reproduce.trace import Floats

__all__ = ["TENSORFLOW", "TensorFlow"]

_GRAD = """
def grad(f, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, unconnected_gradients="zero")]
"""

_VJP = """
def vjp(f, v, *xs):
    with tf.GradientTape() as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return [tf.convert_to_tensor(g) for g in tape.gradient(y, xs, v, unconnected_gradients="zero")]
"""

_JACOBIAN = """
def jac(f, *xs):
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(xs := [tf.identity(x) for x in xs])
        y = f(*xs)
    return tape.jacobian(y, xs, unconnected_gradients="zero", experimental_use_pfor=False)
"""

_JVP = """
def jvp(f, xs, vs):
    with tf.autodiff.ForwardAccumulator(xs := [tf.identity(x) for x in xs], vs) as accumulator:
        y = f(*xs)
    return accumulator.jvp(y, unconnected_gradients="zero")
"""


@dataclass(frozen=True)
class TensorFlow:
    scalars: str = "grad"
    """Which function differentiates a scalar."""
    reverse: Sequence[str] = ("reverse",)
    forward: Sequence[str] = ("forward",)
    imports: Sequence[str] = ("import tensorflow as tf",)
    helpers: Mapping[str, Import] = field(default_factory=lambda: define(_GRAD, _VJP, _JACOBIAN, _JVP))

    def array(self, value: Floats) -> Symbol:
        made: Symbol = _tf("constant")(Symbol(text_node(nested(value))), _tf(value.dtype.name))
        if not value.size:
            made = _tf("zeros")(value.shape, _tf(value.dtype.name))
        made._node.shape = value.shape
        return made

    def rows(self, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        parts = call(helper("jac" if shape else self.scalars), [f, *primals])
        if len(primals) == 1:
            return item(parts, 0)
        return call(node_of(_tf("stack")), [parts], [("axis", node_of(-1))])

    def columns(self, word: str, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        return columns(lambda unit: call(helper("jvp"), [f, listed(primals), unit]), primals, shape, "tensorflow")

    def pullback(self, f: Block, primals: Sequence[Node], cotangent: Node) -> Sequence[Node]:
        parts = call(helper("vjp"), [f, cotangent, *primals])
        return [item(parts, i) for i in range(len(primals))]

    def pushforward(self, word: str, f: Block, primals: Sequence[Node], tangents: Sequence[Node]) -> Node:
        return call(helper("jvp"), [f, listed(primals), listed(tangents)])

    def executed(self, execution: str, f: Block, primals: Sequence[Node]) -> Node:
        if execution == "compiled":
            return call(call(node_of(_tf("function")), [f], [("autograph", node_of(False))]), primals)
        point = Node((), parameter=True)
        whole = Block((point,), Node((Slot(f, ATOM), "(*", Slot(point), ")")), f.depth, (text_node("point"),))
        stacked = node_of(tuple(Symbol(item(primal, None)) for primal in primals))
        once = [("fallback_to_while_loop", node_of(False))]
        return item(call(node_of(_tf("vectorized_map")), [whole, stacked], once), 0)


def _tf(name: str) -> Symbol:
    return Symbol.module(f"tensorflow.{name}")


TENSORFLOW = (TensorFlow(), TensorFlow(scalars="jac"))
"""The first that says it in few enough lines is taken."""
