"""Derivative operators out of one backend's pullbacks and pushforwards.

Each nesting level has a mode of its own. In a mode that pulls back, a Jacobian is one
pullback an output entry; in one that pushes forward, one pushforward an input entry.
Nothing is silently swapped: J·v in reverse mode is the reverse-mode Jacobian times v,
and v·J in forward mode is v times the forward-mode Jacobian, both by the framework's
own `matmul`. A Hessian-vector product differentiates the gradient once more, along v
(forward) or with v as the cotangent (reverse: the same by symmetry).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from conformance.backends.contract import Array, Backend, Function, Jvp, UnsupportedError, Vjp, has, modes
from conformance.backends.modes import known, words
from conformance.language.graph import Shape

__all__ = ["Calculus", "Target", "operator"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a derivative is with respect to: one array, or several scalars stacked."""

    shapes: tuple[Shape, ...]
    stacked: bool

    @property
    def shape(self) -> Shape:
        return (len(self.shapes),) if self.stacked else self.shapes[0]


@dataclass(frozen=True, slots=True)
class Differentiable:
    """A function of the primals and of constants after them, and what shapes go in and come out."""

    function: Function
    target: Target
    shape: Shape

    def split(self, args: Sequence[Array]) -> tuple[Function, Sequence[Array]]:
        """The function of the primals alone, and the primals."""
        count = len(self.target.shapes)
        primals, rest = args[:count], args[count:]
        return (lambda *moved: self.function(*moved, *rest)), primals


Missing = Callable[[], None]
"""Called when the framework returns None for a derivative, which then counts as zeros."""


def operator(backend: Backend, name: str) -> Callable[..., Array]:
    """The backend's own operator. UnsupportedError if there is none."""
    if name not in backend.operators:
        raise UnsupportedError(f"{backend.name} has no {name}")
    if not has(backend, name):
        backend.operators[name]()  # raises with its reason
    return backend.operators[name]


class Calculus:
    """The derivative operators of one backend in one dtype and mode.

    What comes back takes the primals, the constants of the function, and then v if there is one.
    """

    def __init__(self, backend: Backend, dtype: str, mode: str) -> None:
        if not known(mode, modes(backend)):
            raise UnsupportedError(f"{backend.name} has no mode {mode!r}; allowed: {', '.join(modes(backend))}")
        self._backend = backend
        self._dtype = dtype
        self._words = words(mode)

    def _word(self, level: int) -> str:
        """The mode of a nesting level; 0 is the outermost."""
        return self._words[min(level, len(self._words) - 1)]

    def _pullback(self, level: int) -> Vjp | None:
        return self._backend.pullbacks.get(self._word(level))

    def _pushforward(self, level: int) -> Jvp:
        jvp = self._backend.pushforwards[self._word(level)]
        if hasattr(jvp, "forget") and any(self._word(outer) == self._word(level) for outer in range(level)):
            jvp.forget()
        return jvp

    def jacobian(self, f: Differentiable, level: int, missing: Missing) -> Differentiable:
        """The function that returns f's Jacobian, shaped as f's value and then as the target."""
        vjp = self._pullback(level)
        build = self._by_rows(f, vjp, missing) if vjp else self._by_columns(f, self._pushforward(level), missing)
        return Differentiable(build, f.target, f.shape + f.target.shape)

    def along(self, f: Differentiable, level: int, missing: Missing) -> Function:
        """J·v."""
        if self._pullback(level):
            return self._times(f, level, missing, left=False)
        jvp = self._pushforward(level)
        zero = self._zeros(f.shape)
        split = self._split(f.target)

        def push(*args: Array) -> Array:
            function, primals = f.split(args[:-1])
            return _known(jvp(function, primals, split(args[-1]))[1], zero, missing)

        return push

    def against(self, f: Differentiable, level: int, missing: Missing) -> Function:
        """v·J."""
        vjp = self._pullback(level)
        if not vjp:
            return self._times(f, level, missing, left=True)
        pull = vjp
        gather = self._gather(f.target, missing)

        def pulled(*args: Array) -> Array:
            _, pullback = pull(*f.split(args[:-1]))
            return gather(pullback(args[-1]))

        return pulled

    def curvature(self, f: Differentiable, level: int, missing: Missing) -> Function:
        """H·v. Takes two levels."""
        gradient = self.jacobian(f, level + 1, missing)
        return (self.against if self._pullback(level) else self.along)(gradient, level, missing)

    def _by_rows(self, f: Differentiable, vjp: Vjp, missing: Missing) -> Function:
        seeds = self._basis(f.shape)
        gather = self._gather(f.target, missing)
        assemble = self._assemble(f.shape + f.target.shape, len(f.shape), axis=0)

        def rows(*args: Array) -> Array:
            _, pullback = vjp(*f.split(args))
            return assemble([gather(pullback(seed)) for seed in seeds])

        return rows

    def _by_columns(self, f: Differentiable, jvp: Jvp, missing: Missing) -> Function:
        directions = self._directions(f.target)
        zero = self._zeros(f.shape)
        assemble = self._assemble(f.shape + f.target.shape, len(f.target.shape), axis=-1)

        def columns(*args: Array) -> Array:
            function, primals = f.split(args)
            return assemble([_known(jvp(function, primals, d)[1], zero, missing) for d in directions])

        return columns

    def _times(self, f: Differentiable, level: int, missing: Missing, left: bool) -> Function:
        """The Jacobian of this mode, then the framework's own product with v."""
        jacobian = self.jacobian(f, level, missing).function
        reshape, matmul = operator(self._backend, "reshape"), operator(self._backend, "matmul")
        rows, columns = math.prod(f.shape), math.prod(f.target.shape)

        def product(*args: Array) -> Array:
            matrix = reshape(jacobian(*args[:-1]), shape=(rows, columns))
            if left:
                return reshape(matmul(reshape(args[-1], shape=(rows,)), matrix), shape=f.target.shape)
            return reshape(matmul(matrix, reshape(args[-1], shape=(columns,))), shape=f.shape)

        return product

    def _assemble(self, shape: Shape, rank: int, axis: int) -> Callable[[Sequence[Array]], Array]:
        """Pieces along the entries of a shape of this rank, into one array of the whole shape."""
        if rank == 0:
            return lambda pieces: pieces[0]
        stack, reshape = operator(self._backend, "stack"), operator(self._backend, "reshape")
        if rank == 1:
            return lambda pieces: stack(*pieces, axis=axis)
        return lambda pieces: reshape(stack(*pieces, axis=axis), shape=shape)

    def _gather(self, target: Target, missing: Missing) -> Callable[[Sequence[Array | None]], Array]:
        """The cotangents of the primals as one array of the target's shape."""
        zeros = [self._zeros(shape) for shape in target.shapes]
        if not target.stacked:
            return lambda parts: _known(parts[0], zeros[0], missing)
        stack = operator(self._backend, "stack")
        return lambda parts: stack(*(_known(p, z, missing) for p, z in zip(parts, zeros, strict=True)), axis=0)

    def _split(self, target: Target) -> Callable[[Array], Sequence[Array]]:
        """An array of the target's shape as one tangent a primal."""
        if not target.stacked:
            return lambda v: (v,)
        index = operator(self._backend, "index")
        return lambda v: tuple(index(v, index=(i,)) for i in range(len(target.shapes)))

    def _directions(self, target: Target) -> list[tuple[Array, ...]]:
        if not target.stacked:
            return [(seed,) for seed in self._basis(target.shape)]
        one, zero = self._basis(())[0], self._zeros(())
        count = len(target.shapes)
        return [tuple(one if i == j else zero for i in range(count)) for j in range(count)]

    def _basis(self, shape: Shape) -> list[Array]:
        size = math.prod(shape)
        seeds = []
        for i in range(size):
            seed = np.zeros(size, self._dtype)
            seed[i] = 1
            seeds.append(self._backend.array(seed.reshape(shape)))
        return seeds

    def _zeros(self, shape: Shape) -> Array:
        return self._backend.array(np.zeros(shape, self._dtype))


def _known(value: Array | None, zero: Array, missing: Missing) -> Array:
    if value is None:
        missing()
        return zero
    return value
