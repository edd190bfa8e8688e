"""The baseline's numerical differentiation, written out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from conformance.language.graph import Shape
from conformance.reproduce.helpers import columns, define, helper, listed
from conformance.reproduce.literal import nested
from conformance.reproduce.stand_in import Import
from conformance.reproduce.symbol import Block, Node, Slot, Symbol, UnsayableError, call, node_of, text_node
from conformance.reproduce.trace import Floats

__all__ = ["NUMPY", "NumPy"]

_STEP = """
def complex_step(f, xs, vs):
    h, kind = (2.0**-66, np.complex64) if xs[0].dtype == np.float32 else (2.0**-332, np.complex128)
    y = np.asarray(f(*[np.asarray(x + 1j * h * v, kind) for x, v in zip(xs, vs)]))
    return np.asarray(y.imag / y.real.dtype.type(h))
"""

_DIFFERENCE = """
def difference(f, xs, vs, nested):
    noise = float(np.finfo(xs[0].dtype).eps) ** ((2 / 3) ** nested)
    scale = max(1.0, *(float(np.max(np.where((v != 0) & np.isfinite(x), abs(x), 0))) for x, v in zip(xs, vs)))
    length = max(float(np.max(abs(v))) for v in vs)
    h = xs[0].dtype.type(2.0 ** round(np.log2(noise ** (1 / 3) * scale / length)))
    after, before = (f(*[x + s * h * v for x, v in zip(xs, vs)]) for s in (1, -1))
    return np.asarray((after - before) / (2 * h))
"""


@dataclass(frozen=True)
class NumPy:
    reverse: Sequence[str] = ()
    forward: Sequence[str] = ("complex-step", "finite-difference")
    imports: Sequence[str] = ("import numpy as np",)
    helpers: Mapping[str, Import] = field(default_factory=lambda: define(_STEP, _DIFFERENCE))

    def array(self, value: Floats) -> Symbol:
        if value.size:
            made: Symbol = _np("array")(Symbol(text_node(nested(value))), dtype=value.dtype.name)
        else:
            made = _np("zeros")(value.shape, dtype=value.dtype.name)
        made._node.shape = value.shape
        return made

    def rows(self, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        raise UnsayableError("numpy has no reverse mode")

    def pullback(self, f: Block, primals: Sequence[Node], cotangent: Node) -> Sequence[Node]:
        raise UnsayableError("numpy has no reverse mode")

    def columns(self, word: str, f: Block, primals: Sequence[Node], shape: Shape) -> Node:
        jvp, rest = helper(_NAMES[word]), _nested(word, f)
        return columns(lambda unit: call(jvp, [f, listed(primals), unit, *rest]), primals, shape, "numpy")

    def executed(self, execution: str, f: Block, primals: Sequence[Node]) -> Node:
        raise UnsayableError("numpy has eager execution alone")

    def pushforward(self, word: str, f: Block, primals: Sequence[Node], tangents: Sequence[Node]) -> Node:
        return call(helper(_NAMES[word]), [f, listed(primals), listed(tangents), *_nested(word, f)])


_NAMES = {"complex-step": "complex_step", "finite-difference": "difference"}


def _nested(word: str, f: Block) -> list[Node]:
    """How many differences are nested in f, which decides the step; a complex step has no such argument."""
    return [node_of(_height(f, {}))] if word == "finite-difference" else []


def _height(at: Node | Block, known: dict[Node | Block, int]) -> int:
    if at not in known:
        parts = [at.result] if isinstance(at, Block) else [p.content for p in at.pieces if isinstance(p, Slot)]
        heights = [_height(part, known) + isinstance(part, Block) * _differentiates(at) for part in parts]
        known[at] = max(heights, default=0)
    return known[at]


def _differentiates(at: Node | Block) -> bool:
    first = at.pieces[0] if isinstance(at, Node) and at.pieces else None
    return isinstance(first, Slot) and isinstance(first.content, Node) and first.content.path == "difference"


def _np(name: str) -> Symbol:
    return Symbol.module(f"numpy.{name}")


NUMPY = (NumPy(),)
