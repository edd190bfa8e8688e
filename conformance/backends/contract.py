"""What a backend is: arrays in and out, a table of operators, and its own autograd.

A backend is a plain module (or any object) with the attributes of `Backend`. It holds
no logic of the suite: `evaluate` walks the graph and asks the backend for one operator,
one pullback or one pushforward at a time. What a framework does not offer is left out
of the table, never composed from other operators, so that the report says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, Protocol

import numpy as np
import numpy.typing as npt

from conformance.backends.modes import offered

__all__ = [
    "Array",
    "Backend",
    "Function",
    "Jvp",
    "Operator",
    "Pullback",
    "Transform",
    "UnsupportedError",
    "Vjp",
    "absent",
    "bodies_only",
    "contiguous",
    "executions",
    "has",
    "modes",
    "on_cpu",
    "remembers",
    "takes_numbers",
]

Array = Any
"""Whatever the framework calls an array; a scalar is an array of rank 0."""

Operator = Callable[..., Array]
"""Arrays in order, then the static parameters of `language.ops` by name. Arithmetic may get
one Python number among its arguments; the operators that make arrays get `dtype` too."""

Function = Callable[..., Array]
"""Arrays in, one array out."""

Pullback = Callable[[Array], Sequence["Array | None"]]
"""Cotangent of the output in, one cotangent for each primal out; None: the framework says
that the output does not depend on it. May be called any number of times."""

Vjp = Callable[[Function, Sequence[Array]], tuple[Array, Pullback]]
Jvp = Callable[[Function, Sequence[Array], Sequence[Array]], "tuple[Array, Array | None]"]

Transform = Callable[[Callable[..., Sequence[Array]]], Callable[..., Sequence[Array]]]
"""Takes a function from arrays to a list of arrays and returns one that does the same
compiled, or (`batched`) for arrays stacked along a new first axis."""


class UnsupportedError(Exception):
    """The backend has no such operator, mode or execution. Not an error: it is reported."""


class Backend(Protocol):
    """The attributes that `evaluate` and the worker use.

    `pullbacks` and `pushforwards` map a mode's name to the backend's vector-Jacobian or
    Jacobian-vector product; all of them must nest in one another. The functions given to
    them take exactly the primals. `transforms` maps an execution other than `eager` to
    its transform.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def packages(self) -> Mapping[str, str]:
        """Version of every package that may decide a result."""

    @property
    def dtypes(self) -> Sequence[str]: ...
    @property
    def operators(self) -> Mapping[str, Operator]: ...
    @property
    def pullbacks(self) -> Mapping[str, Vjp]: ...
    @property
    def pushforwards(self) -> Mapping[str, Jvp]: ...
    @property
    def transforms(self) -> Mapping[str, Transform]: ...

    def devices(self) -> Sequence[str]:
        """The devices present here."""

    def use(self, device: str) -> None:
        """Put arrays on this device from now on."""

    def array(self, value: npt.NDArray[Any]) -> Array:
        """The same numbers, dtype and shape as an array of the framework."""

    def to_numpy(self, array: Array) -> npt.NDArray[Any]:
        """Back again, in whatever dtype and shape the framework returned; waits for the result."""

    def unsupported(self, exception: Exception) -> bool:
        """Whether the framework says by this exception that it cannot, rather than that it failed."""


def modes(backend: Backend) -> list[str]:
    """Each mode alone, and reverse and forward nested in one another; `modes.deeper` has those of more words."""
    return offered([*backend.pullbacks, *backend.pushforwards])


def executions(backend: Backend) -> list[str]:
    return ["eager", *backend.transforms]


def absent(reason: str) -> Operator:
    """A table row for an operator that the framework has only in another meaning."""

    def refuse(*args: Array, **params: Any) -> NoReturn:
        raise UnsupportedError(reason)

    refuse.__dict__["absent"] = reason
    return refuse


def takes_numbers(operator: Operator) -> Operator:
    """Marks an operator that wants Python numbers left as they are, not made arrays."""
    operator.__dict__["takes_numbers"] = True
    return operator


def bodies_only(transform: Transform) -> Transform:
    """Marks a transform that cannot hold a derivative.

    It is then applied to each body without one: the functions that are differentiated,
    and a claim without derivatives. Every array constant in them comes as an argument.
    """
    transform.__dict__["bodies_only"] = True
    return transform


def remembers(jvp: Jvp, forget: Callable[[], None]) -> Jvp:
    """Marks a pushforward whose framework keeps from one derivative what changes another, where it is nested in itself.

    `forget` drops that; it is called before such a derivative is built, so that answers are those of a new process.
    """
    jvp.__dict__["forget"] = forget
    return jvp


def has(backend: Backend, operator: str) -> bool:
    """Whether the backend offers the operator."""
    return operator in backend.operators and not hasattr(backend.operators[operator], "absent")


def on_cpu(device: str) -> None:
    """`use` for a backend that knows the CPU alone. UnsupportedError for another device."""
    if device != "cpu":
        raise UnsupportedError(f"no device {device!r} here; allowed: cpu")


def contiguous(value: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """A C-contiguous copy of rank 0 or more (`ascontiguousarray` would make rank 0 rank 1)."""
    return np.array(value, order="C", copy=True)
