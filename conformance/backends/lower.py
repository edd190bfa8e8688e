"""From a graph to calls: each scope becomes a list of steps over numbered slots.

A scope is where a body is evaluated: the claim itself, the body of a derivative, the
body of an `at`. Some nodes are *given* to it; those that depend on what moves in it are
computed *inside* it; everything else is *imported* from the scope around it. All shapes
are known beforehand, so seeds, zeros and literals are made here, once, and a scope that
runs does nothing but call the framework. That keeps it traceable by every compiler.

A node that an outer scope overrides and that descends from an inner target becomes, in
the inner scope, its definition plus a *shift*: its overriding value minus its definition
outside. The shift is zero in value and not in derivative, so both derivatives are right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from conformance.backends.contract import Array, Backend, Function, Transform
from conformance.backends.derivatives import Calculus, Differentiable, Target, operator
from conformance.backends.literals import ARITHMETIC, constants
from conformance.language.flow import Flow, replaced
from conformance.language.graph import DERIVATIVES, Graph, Node
from conformance.language.ops import OPERATORS

__all__ = ["Lowering", "Program"]

Program = Callable[..., Sequence[Array]]

NESTING = DERIVATIVES | {"at"}

DEFINED, VALUE, ARRAY, SHIFT = range(4)
Key = tuple[int, int]
"""A node and which of its values: by its definition, as it is here, the same made an
array where it is a Python number, or its shift. In this order they can be computed."""

Recipe = tuple[Callable[..., Array], tuple[Key, ...]]


class Lowering:
    """Lowers the roots of one graph for one backend, dtype and mode.

    After a program has run, `missing` holds the derivative nodes for which the framework
    returned None.
    """

    def __init__(
        self, backend: Backend, graph: Graph, dtype: str, mode: str, transform: Transform | None = None
    ) -> None:
        """A transform given here is applied to each body that holds no derivative and no `at`."""
        self.backend = backend
        self.transform = transform
        self.graph = graph
        self.dtype = dtype
        self.calculus = Calculus(backend, dtype, mode)
        self.flow = Flow(graph)
        self.missing: set[int] = set()

    def program(self, inputs: Sequence[int], roots: Sequence[int]) -> Program:
        """A function from the inputs' arrays to a list of the roots' arrays."""
        scope = Scope(self, None, tuple(inputs), frozenset(range(len(self.graph))), frozenset(inputs), 0)
        program, imports = scope.lower(roots)
        assert not imports
        return program

    def lift(self, number: float) -> Array:
        """A Python number as an array of the dtype under test."""
        with np.errstate(over="ignore"):
            return self.backend.array(np.asarray(number, self.dtype))


class Scope:
    """One scope: the nodes given to it, those inside it, all that are overridden in it.

    `level` counts the derivatives around it.
    """

    def __init__(
        self,
        lowering: Lowering,
        parent: Scope | None,
        given: tuple[int, ...],
        inside: frozenset[int],
        overridden: frozenset[int],
        level: int,
    ) -> None:
        self._lowering = lowering
        self._graph = lowering.graph
        self._parent = parent
        self._given = given
        self._inside = inside
        self._overridden = overridden
        self._shifted = (overridden & inside) - set(given)
        self._level = level
        self._numbers = constants(lowering.graph, overridden)

    def lower(self, outputs: Sequence[int]) -> tuple[Program, list[Key]]:
        """A function of the given nodes and then of the imports; and what these are outside."""
        recipes, fixed, imports = self._collect([self._array(o) for o in outputs])
        arrays = [key for key, value in fixed.items() if not isinstance(value, int | float)]
        numbers = [key for key in fixed if key not in arrays]
        order = sorted(recipes)
        keys = [*((g, VALUE) for g in self._given), *imports, *arrays, *numbers, *order]
        slot = {key: i for i, key in enumerate(keys)}
        steps = tuple((slot[key], recipes[key][0], tuple(slot[a] for a in recipes[key][1])) for key in order)
        wanted = tuple(slot[self._array(o)] for o in outputs)
        rest = [*(fixed[key] for key in numbers), *([None] * len(order))]

        def run(*args: Array) -> Sequence[Array]:
            slots = [*args, *rest]
            for out, function, sources in steps:
                slots[out] = function(*[slots[s] for s in sources])
            return [slots[w] for w in wanted]

        transform = self._lowering.transform
        plain = not any(self._graph[node].op in NESTING for node, _ in recipes)
        body = transform(run) if transform and plain and recipes else run
        constants = [fixed[key] for key in arrays]
        return (lambda *args: body(*args, *constants)), imports

    def _collect(self, wanted: Sequence[Key]) -> tuple[dict[Key, Recipe], dict[Key, Any], list[Key]]:
        """Everything that the wanted keys need: how each is computed, fixed, or imported."""
        recipes: dict[Key, Recipe] = {}
        fixed: dict[Key, Any] = {}
        imports: list[Key] = []
        seen: set[Key] = set()
        pending = list(wanted)
        while pending:
            key = pending.pop()
            if key in seen:
                continue
            seen.add(key)
            node, kind = key
            if kind == VALUE and node in self._given:
                continue
            if node in self._numbers:
                number = self._numbers[node]
                fixed[key] = self._lowering.lift(number) if kind == ARRAY else number
            elif self._elsewhere(node, kind):
                imports.append(key)
            elif OPERATORS.get(self._graph[node].op) and OPERATORS[self._graph[node].op].arity == 0:
                fixed[key] = self._make(self._graph[node])
            else:
                recipes[key] = self._recipe(node, kind)
                pending += recipes[key][1]
        return recipes, fixed, imports

    def _elsewhere(self, node: int, kind: int) -> bool:
        """Whether the scope around this one has the value."""
        return self._parent is not None and (node not in self._inside or (kind == SHIFT and node in self._shifted))

    def _array(self, node: int) -> Key:
        """The key under which a node is an array, whatever it is."""
        return (node, ARRAY) if node in self._numbers else (node, VALUE)

    def _recipe(self, node: int, kind: int) -> Recipe:
        if kind == SHIFT:
            return self._operator("subtract"), ((node, VALUE), (node, DEFINED))
        if kind == VALUE and node in self._shifted:
            return self._operator("add"), ((node, DEFINED), (node, SHIFT))
        return self._definition(node)

    def _definition(self, index: int) -> Recipe:
        node = self._graph[index]
        if node.op in ("alias", "array"):
            return _same, tuple(self._array(a) for a in node.args)
        if node.op == "at":
            return self._at(index, node)
        if node.op in DERIVATIVES:
            return self._derivative(index, node)
        function = self._operator(node.op)
        numbers = node.op in ARITHMETIC or hasattr(function, "takes_numbers")
        if node.params:
            function = partial(function, **node.params)
        if numbers and not all(a in self._numbers for a in node.args):
            return function, tuple((a, VALUE) for a in node.args)
        return function, tuple(self._array(a) for a in node.args)

    def _at(self, index: int, node: Node) -> Recipe:
        inputs = replaced(self._graph, index)
        inside = self._lowering.flow.depends(inputs)
        overridden = (self._overridden - inside) | set(inputs)
        scope = Scope(self._lowering, self, inputs, inside, overridden, self._level)
        program, imports = scope.lower([node.body])
        return _only(program), (*(self._array(v) for v in node.vectors), *imports)

    def _derivative(self, index: int, node: Node) -> Recipe:
        lowering, calculus, level = self._lowering, self._lowering.calculus, self._level
        given = tuple(dict.fromkeys(node.targets + node.held))
        levels = _levels(node)
        inside = lowering.flow.depends(node.targets)
        scope = Scope(lowering, self, given, inside, self._overridden | set(given), level + levels)
        program, imports = scope.lower([node.body])
        target = Target(tuple(self._graph[t].shape for t in node.targets), bool(node.params.get("stacked")))
        f = Differentiable(_only(program), target, self._graph[node.body].shape)

        def missing() -> None:
            lowering.missing.add(index)

        if node.op == "jvp":
            function = calculus.along(f, level, missing)
        elif node.op == "vjp":
            function = calculus.against(f, level, missing)
        elif node.op == "hvp":
            function = calculus.curvature(f, level, missing)
        else:
            for nested in reversed(range(level, level + levels)):
                f = calculus.jacobian(f, nested, missing)
            function = f.function
        return function, (*map(self._array, given), *imports, *map(self._array, node.vectors))

    def _operator(self, name: str) -> Callable[..., Array]:
        return operator(self._lowering.backend, name)

    def _make(self, node: Node) -> Array:
        return self._operator(node.op)(**node.params, dtype=self._lowering.dtype)


def _levels(node: Node) -> int:
    """How many derivatives are nested in this one operator."""
    order = node.params.get("order", 1)
    assert isinstance(order, int)
    return 2 if node.op in ("hess", "hvp") else order


def _same(value: Array) -> Array:
    return value


def _only(program: Program) -> Function:
    return lambda *args: program(*args)[0]
