"""Expressions of a script that is being written, and the stand-ins that build them.

A `Symbol` stands for a value or a module of a framework. Whatever is done with it
(called, indexed, added, asked for an attribute) is not done but noted down: the result
is a Symbol again, which knows its own source text. So a backend's table of operators,
run with Symbols, tells how each operator is written.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from conformance.language.graph import Shape

__all__ = ["Block", "Node", "Slot", "Symbol", "UnsayableError", "call", "item", "node_of", "text_node"]

_TUPLES = {"eig": 2, "eigh": 2, "qr": 2, "slogdet": 2, "svd": 3}
"""Functions, by the end of their names, that return so many arrays in every framework."""

ATOM, POWER, UNARY, PRODUCT, SUM, SHIFT, AND, OR, COMPARISON, LAMBDA = 18, 16, 15, 14, 13, 12, 11, 10, 9, 1
"""How strongly an expression holds together, as in Python's grammar."""


class UnsayableError(Exception):
    """Something that no short script can say; the message tells what."""


@dataclass(eq=False, slots=True)
class Node:
    """An expression: text with other expressions in it."""

    pieces: tuple[str | Slot, ...]
    strength: int = ATOM
    shape: Shape | None = None
    """None where it is not known, or is no array."""
    path: str | None = None
    """The dotted name of a module or of something in it."""
    function: Node | Block | None = None
    """What is applied to `arguments`, where this is such a call and nothing else."""
    arguments: tuple[Node, ...] = ()
    parameter: bool = False
    """Whether it is a parameter of a function, which gets its name from the layout."""
    parts: int | None = None
    """How many arrays a call returns that returns a tuple of them."""


@dataclass(eq=False, slots=True)
class Block:
    """A function: parameters and what it returns. `depth` counts the functions around it."""

    params: tuple[Node, ...]
    result: Node
    depth: int
    primals: tuple[Node, ...]
    """What it is differentiated at: a parameter is called as its primal is."""


@dataclass(eq=False, slots=True)
class Slot:
    """An expression within another one, in parentheses unless it holds together as strongly as it must."""

    content: Node | Block
    strength: int = field(default=LAMBDA)


def text_node(text: str, strength: int = ATOM, shape: Shape | None = None) -> Node:
    return Node((text,), strength, shape)


def node_of(value: Any) -> Node:
    """The expression for a stand-in or a plain Python value. UnsayableError for anything else."""
    if isinstance(value, Symbol):
        return value._node
    if isinstance(value, Node):
        return value
    if isinstance(value, bool | str) or value is None:
        return text_node(repr(value))
    if isinstance(value, int | float | np.floating | np.integer):
        return _number(value)
    if isinstance(value, tuple):
        return _display("(", value, ",)" if len(value) == 1 else ")")
    if isinstance(value, list):
        return _display("[", value, "]")
    if isinstance(value, range):
        return _display("[", list(value), "]")
    if isinstance(value, slice):
        start, stop = ("" if part is None else Slot(node_of(part)) for part in (value.start, value.stop))
        step = (":", Slot(node_of(value.step))) if value.step is not None else ()
        return Node((start, ":", stop, *step))
    if value is Ellipsis:
        return text_node("...")
    raise UnsayableError(f"a script cannot hold {type(value).__name__} {value!r}"[:200])


def call(function: Node | Block, arguments: Sequence[Node | Block], keywords: Sequence[tuple[str, Node]] = ()) -> Node:
    pieces: list[str | Slot] = [Slot(function, ATOM), "("]
    for argument in arguments:
        pieces += [Slot(argument, LAMBDA), ", "]
    for keyword, argument in keywords:
        pieces += [f"{keyword}=", Slot(argument, LAMBDA), ", "]
    if pieces[-1] == ", ":
        pieces.pop()
    plain = tuple(argument for argument in arguments if isinstance(argument, Node))
    known = not keywords and len(plain) == len(arguments)
    path = function.path if isinstance(function, Node) else None
    parts = _TUPLES.get(path.rpartition(".")[2]) if path else None
    return Node((*pieces, ")"), function=function if known else None, arguments=plain, parts=parts)


def item(value: Node, index: Any) -> Node:
    """`value[index]`, written as people do: `x[0, :]` and not `x[(0, slice(None, None, None))]`."""
    parts = index if isinstance(index, tuple) and index else (index,)
    pieces: list[str | Slot] = [Slot(value, ATOM), "["]
    for part in parts:
        pieces += [Slot(node_of(part)), ", "]
    pieces[-1] = "]"
    return Node(tuple(pieces))


def _number(value: Any) -> Node:
    plain = value.item() if isinstance(value, np.generic) else value
    if isinstance(plain, float) and not math.isfinite(plain):
        return text_node(f'float("{plain}")')
    return text_node(repr(plain), UNARY if math.copysign(1, plain) < 0 else ATOM)


def _display(opening: str, values: Sequence[Any], closing: str) -> Node:
    pieces: list[str | Slot] = [opening]
    for value in values:
        pieces += [Slot(node_of(value)), ", "]
    if values:
        pieces.pop()
    return Node((*pieces, closing))


def _infix(sign: str, strength: int, left: Any, right: Any) -> Symbol:
    a, b = node_of(left), node_of(right)
    if sign == "**":  # binds to the right, and tighter than a minus on its left
        return Symbol(Node((Slot(a, ATOM), "**", Slot(b, UNARY)), POWER))
    space = "" if sign in "*/" else " "
    return Symbol(Node((Slot(a, strength), f"{space}{sign}{space}", Slot(b, strength + 1)), strength))


class Symbol:
    """A stand-in for a value, a function or a module of a framework."""

    __slots__ = ("_node",)
    _node: Node

    def __init__(self, node: Node) -> None:
        object.__setattr__(self, "_node", node)

    @classmethod
    def module(cls, path: str) -> Symbol:
        return cls(Node((path,), path=path))

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        if self._node.path == "numpy.iscomplexobj":  # the arrays of a script are real
            return False
        given = [(name, node_of(value)) for name, value in keywords.items()]
        return Symbol(call(self._node, [node_of(a) for a in args], given))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__version__":
            raise AttributeError(name)
        node = self._node
        if node.path is not None:
            return Symbol.module(f"{node.path}.{name}")
        return Symbol(Node((Slot(node, ATOM), f".{name}")))

    @property
    def shape(self) -> Any:
        if self._node.path is not None:
            return self.__getattr__("shape")
        if self._node.shape is None:
            raise UnsayableError("the shape of an intermediate value decides how an operator is written")
        return self._node.shape

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __setitem__(self, index: Any, value: Any) -> NoReturn:
        raise UnsayableError("an operator that assigns to entries")

    def __getitem__(self, index: Any) -> Symbol:
        if self._node.path is not None:  # a type with parameters
            return self
        return Symbol(item(self._node, index))

    def __iter__(self) -> Iterator[Symbol]:
        if self._node.parts is None:
            raise UnsayableError("an operator that goes through the entries of an array")
        return (self[i] for i in range(self._node.parts))

    def __bool__(self) -> NoReturn:
        raise UnsayableError("an operator that looks at the value of an array")

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[Any, ...]:
        return ()

    def __neg__(self) -> Symbol:
        return Symbol(Node(("-", Slot(self._node, UNARY)), UNARY))

    def __invert__(self) -> Symbol:
        return Symbol(Node(("~", Slot(self._node, UNARY)), UNARY))

    def __abs__(self) -> Symbol:
        return Symbol(call(text_node("abs"), [self._node]))

    def __add__(self, other: Any) -> Symbol:
        return _infix("+", SUM, self, other)

    def __radd__(self, other: Any) -> Symbol:
        return _infix("+", SUM, other, self)

    def __sub__(self, other: Any) -> Symbol:
        return _infix("-", SUM, self, other)

    def __rsub__(self, other: Any) -> Symbol:
        return _infix("-", SUM, other, self)

    def __mul__(self, other: Any) -> Symbol:
        return _infix("*", PRODUCT, self, other)

    def __rmul__(self, other: Any) -> Symbol:
        return _infix("*", PRODUCT, other, self)

    def __truediv__(self, other: Any) -> Symbol:
        return _infix("/", PRODUCT, self, other)

    def __rtruediv__(self, other: Any) -> Symbol:
        return _infix("/", PRODUCT, other, self)

    def __matmul__(self, other: Any) -> Symbol:
        return _infix("@", PRODUCT, self, other)

    def __pow__(self, other: Any) -> Symbol:
        return _infix("**", POWER, self, other)

    def __rpow__(self, other: Any) -> Symbol:
        return _infix("**", POWER, other, self)

    def __lt__(self, other: Any) -> Symbol:
        return _infix("<", COMPARISON, self, other)

    def __le__(self, other: Any) -> Symbol:
        return _infix("<=", COMPARISON, self, other)

    def __gt__(self, other: Any) -> Symbol:
        return _infix(">", COMPARISON, self, other)

    def __ge__(self, other: Any) -> Symbol:
        return _infix(">=", COMPARISON, self, other)

    def __and__(self, other: Any) -> Symbol:
        return _infix("&", AND, self, other)

    def __or__(self, other: Any) -> Symbol:
        return _infix("|", OR, self, other)
