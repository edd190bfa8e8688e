"""Bugs of frameworks that the examples run into, each as a script with the framework alone."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KNOWN_BUGS", "KnownBug", "known_bug"]


@dataclass(frozen=True)
class KnownBug:
    """Where it shows, in the version under test; the script exits with 0 once it is repaired."""

    backend: str
    modes: tuple[str, ...]
    executions: tuple[str, ...]
    levels: int
    script: str


_TORCH = """
import torch
from torch.func import jvp, vjp
one = torch.tensor(1.0, dtype=torch.float64)
push = lambda f: lambda x: jvp(f, (x,), (one,))[1]
pull = lambda f: lambda x: vjp(f, x)[1](one)[0]
third = pull(push(push(lambda x: x**4)))
compiled = torch.compile(third, backend="aot_eager", fullgraph=True)  # dies of SIGSEGV when called
assert compiled(torch.tensor(0.5, dtype=torch.float64)) == 12
"""

_TENSORFLOW = """
import tensorflow as tf
one = tf.constant(1.0, tf.float64)
def push(f):
    def tangent(x):
        x = tf.identity(x)
        with tf.autodiff.ForwardAccumulator(x, one) as accumulator:
            y = f(x)
        return accumulator.jvp(y)
    return tangent
def third(x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = push(push(lambda t: t**4))(x)
    return tape.gradient(y, x)
x = tf.constant(0.5, tf.float64)
assert tf.function(third)(x) == 12  # it is 0
assert third(x) == 12  # InternalError: returned too few gradients
"""

KNOWN_BUGS = [
    KnownBug("torch", ("reverse-over-forward",), ("compiled",), 3, _TORCH),
    KnownBug("tensorflow", ("reverse-over-forward",), ("eager", "compiled", "batched"), 3, _TENSORFLOW),
]


def known_bug(backend: str, mode: str, execution: str, levels: int) -> bool:
    return any(
        bug.backend == backend and mode in bug.modes and execution in bug.executions and levels >= bug.levels
        for bug in KNOWN_BUGS
    )
