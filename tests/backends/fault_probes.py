"""Small places to plant every fault in: for each operator some arguments at which something that can be wrong shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from conformance.faults.catalog import arguments
from conformance.language.ops import OPERATORS
from tests.backends.helper import Sketch
from tests.backends.matrix_probes import MATRICES
from tests.backends.nn_probes import NEURAL
from tests.backends.special_probes import NEGATIVE, NO_ZERO, SPECIAL
from tests.backends.structured_probes import STRUCTURED

__all__ = ["Probe", "probes"]


@dataclass(frozen=True)
class Probe:
    """An operator's arguments, all of which move but those of `fixed` (literals, if text), and its parameters."""

    args: tuple[Any, ...]
    params: Mapping[str, Any] = field(default_factory=dict)
    fixed: tuple[int, ...] = ()

    def drawn(self, operator: str) -> tuple[Sketch, int, list[int]]:
        """The operator, and what moves in it."""
        s = Sketch()
        inputs = [s.number(a) if isinstance(a, str) else s.input(f"x{i}", np.shape(a)) for i, a in enumerate(self.args)]
        moving = [i for i in range(len(self.args)) if i not in self.fixed]
        nodes = inputs
        if operator == "where":
            moving, nodes = [1, 2], [s.op("greater", inputs[0], s.number("0")), *inputs[1:]]
        value = s.op(operator, *nodes, **self.params)
        s.input("w", s.shape(value))
        return s, value, [inputs[i] for i in moving]

    def point(self, shape: tuple[int, ...]) -> dict[str, Any]:
        """Where all this is; weights of no particular pattern, of the shape of the operator's value."""
        weights = 1.1 + 0.37 * np.arange(int(np.prod(shape, dtype=int))) ** 1.5
        values = {f"x{i}": a for i, a in enumerate(self.args) if not isinstance(a, str)}
        return values | {"w": np.reshape(weights, shape)}


V = [0.3, 0.6, 0.85]
Z = [0.0, -0.4, 0.7]
N = [-0.3, -0.6, 0.85]
S = [[2.0, 0.3, -0.2], [0.0, 1.5, 0.4], [-0.6, 0.1, 1.8]]
U = [[0.3, 1.2, -0.2], [0.9, 1.5, 0.4], [-0.6, 0.1, 1.8]]
"""Not on the diagonal alone are the largest entries of its rows and columns."""
T = [[1.2, -0.4, 0.0], [0.7, 0.9, -1.1], [0.25, -0.35, 1.6]]
_NO_ZERO = {"log", "log2", "log10", "rsqrt", "sqrt", "logit", "lgamma", "digamma", "acosh", "cbrt"}


def probes(operator: str) -> Iterator[Probe]:
    """Generic ones first, then zeros, negative numbers, ties, single entries, broadcasting."""
    group = OPERATORS[operator].group
    if operator in _BY_HAND:
        yield from _BY_HAND[operator]
    elif operator in MATRICES:
        yield from (Probe(*probe) for probe in MATRICES[operator])
    elif operator in STRUCTURED:
        yield from (Probe(*probe) for probe in STRUCTURED[operator])
    elif operator in NEURAL:
        yield from (Probe(*probe) for probe in NEURAL[operator])
    elif operator in SPECIAL:
        yield from (Probe(*probe) for probe in SPECIAL[operator])
    elif group in {"reduction", "normalizing"}:
        axis: Any = None if group == "reduction" else -1
        for x in (V, Z, N, [0.7, 0.2, 0.7], [0.2, 0.7, 0.2], [-0.2, 0.0, -0.5], [0.2, 0.0, 0.5], [-0.2, -0.6], [0.6]):
            yield Probe((x,), {"axis": axis})
        yield Probe((S,), {"axis": 0})
        yield Probe((S,), {"axis": 1})
        yield Probe((U,), {"axis": 1})
    elif group == "linear-algebra":
        for x in (S, [[1.7]], [[2.0, 0.0], [0.0, 3.0]]):
            yield Probe((x,))
    elif len(arguments(operator)) == 1:
        yield Probe(([x + 1 for x in V] if operator == "acosh" else V,))
        if operator not in _NO_ZERO | NO_ZERO:
            yield Probe((Z,))
        yield Probe(([1.6 if operator == "acosh" else 0.6],))
        if operator in {"lgamma", "digamma", "cbrt"} | NEGATIVE:
            yield Probe(([-0.4, -1.3],))
    else:
        for a, b in (
            (V, [0.7, 0.2, 1.4]),
            (V, Z),
            (Z, V),
            ([0.6], [1.4]),
            ([1.4], [0.6]),
            (V, V),
            (N, Z),
            (Z, N),
            (N, N[::-1]),
        ):
            yield Probe((a, b))
        yield Probe(([V], [[0.4], [1.2]]))
        yield Probe(([[0.4], [1.2]], [V]))


_POWER = (
    *(Probe(p) for p in (([0.3, 0.6], [1.4, 2.2]), ([0.6], [1.4]), ([0.3, 0.6], [0.0, -1.5]))),
    Probe(([-0.4, 0.7], "3"), fixed=(1,)),
    Probe(([[0.3, 0.6]], [[1.4], [2.2]])),
    Probe(([[1.4], [2.2]], [[0.3, 0.6]])),
)

_BY_HAND: Mapping[str, tuple[Probe, ...]] = {
    "power": _POWER,
    "pow": _POWER,
    "where": (
        *(Probe(p) for p in ((N, Z, V), (N, N, N), (Z, V, T[1]), (V, Z, V), (Z, V, [0.5, 0.0, -1.0]))),
        *(Probe(p) for p in (([0.6], [0.3], [0.4]), ([-0.6], [0.3], [0.4]))),
        Probe((T, [V], [[0.4], [1.2], [0.7]])), Probe((T, [[0.4], [1.2], [0.7]], [V])),
    ),
    "clip": (
        Probe(([-0.8, 0.1, 0.9], [-0.5, -0.4, -0.3], [0.2, 0.3, 0.4])),
        Probe(([0.0, -0.4, 0.7, 0.3], [-1.0, -1.0, -1.0, 0.3], [0.2, 0.0, -0.5, 1.0])),
        Probe(([-0.8, 0.1], [0.0, -0.4], [0.2, 0.3])), Probe(([0.1],[-0.4],[0.3])),
        Probe(([0.8, -0.8], [-0.4, -0.4], [0.0, 0.5])), Probe(([-0.8], [-0.4], [0.3])), Probe(([0.8], [-0.4], [0.3])),
    ),
    "index": (Probe((T,), {"index": (1, 2)}), Probe((Z,), {"index": (0,)}), Probe((Z,), {"index": (1,)}),
              Probe(([0.6],), {"index": (0,)}), Probe((V,), {"index": (0,)})),
    "take": (Probe((T,), {"indices": (2, 0, 0), "axis": 1}), Probe(([0.6],), {"indices": (0, 0), "axis": 0})),
    "reshape": (Probe((T,), {"shape": (9,)}), Probe(([0.6],), {"shape": (1, 1)})),
    "flatten": (Probe((T,)), Probe(([[0.6]],))),
    "transpose": (Probe((T,), {"axes": None}), Probe(([[0.6]],), {"axes": None})),
    "matrix_transpose": (Probe((T,)), Probe(([[0.6]],))),
    "tril": (Probe((S,), {"k": 0}), Probe((T,), {"k": 0}), Probe(([[0.6]],), {"k": 0})),
    "triu": (Probe((T,), {"k": 0}), Probe((S,), {"k": -1}), Probe(([[0.6]],), {"k": 0})),
    "diag": (Probe((Z,)), Probe(([[0.0, 1.0], [1.0, -2.0]],)), Probe(([0.6],))),
    "trace": (Probe(([[0.0, 1.0], [1.0, -2.0]],)), Probe(([[0.6]],))),
    "stack": (Probe((Z, V, T[1]), {"axis": 0}), Probe((V, Z, T[1]), {"axis": 0}), Probe(([0.6], [0.7]), {"axis": 0})),
    "concat": (Probe((Z, V), {"axis": 0}), Probe((V, Z), {"axis": 0}), Probe(([0.6], [0.7]), {"axis": 0})),
    "dot": (Probe((Z, V)), Probe((V, Z)), Probe(([0.6], [0.7]))),
    "outer": (Probe((Z, V)), Probe((V, Z)), Probe(([0.6], [0.7]))),
    "matmul": (Probe((S, T)), Probe(([[0.6]], [[0.7]]))),
    "kron": (Probe((S, T)), Probe(([[0.6]], [[0.7]]))),
    "solve": (Probe((S, T)), Probe(([[0.6]], [[0.7]]))),
    "var": (Probe((Z,), {"axis": None, "correction": 0}), Probe((T,), {"axis": 0, "correction": 0})),
    "std": (Probe((Z,), {"axis": None, "correction": 0}), Probe((T,), {"axis": 0, "correction": 0})),
    "cholesky": (Probe(([[2.0, 0.3, 0.0], [0.3, 1.5, -0.4], [0.0, -0.4, 1.8]],)), Probe(([[1.7]],))),
    "eigvalsh": (Probe(([[2.0, 0.3, 0.0], [0.3, 1.5, -0.4], [0.0, -0.4, 1.8]],)), Probe(([[1.7]],))),
}  # fmt: skip
