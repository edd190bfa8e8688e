"""Places to plant faults of activations, losses and normalizations in: arguments and parameters; see `fault_probes`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["NEURAL"]

_X, _Y, _Z, _N = [0.3, 0.6, 0.85], [0.7, 0.2, 1.4], [0.0, -0.4, 0.7], [-0.3, -0.6, 0.85]
_ROWS = [[0.5, -1.0, 2.0, 0.25], [1.5, 0.75, -0.5, -2.0], [-1.25, 0.0, 1.0, 3.0]]
_SQUARE = [[0.3, 1.2, -0.2], [0.9, 1.5, 0.4], [-0.6, 0.1, 1.8]]
_PAIRS: tuple[tuple[Any, ...], ...] = (
    *(((a, b),) for a, b in ((_X, _Y), (_X, _Z), (_Z, _X), (_N, _Z), (_Z, _N), (_N, _N[::-1]), (_X, _X))),
    (([0.6], [1.4]),), (([1.4], [0.6]),),
)  # fmt: skip
_LINES: tuple[tuple[Any, ...], ...] = (
    ((_SQUARE, _SQUARE[::-1]), {"axis": 0}),
    ((_SQUARE, _SQUARE[1::-1] + _SQUARE[2:]), {"axis": 1}),
)
_MATRICES = ((([[0.3, -0.4], [1.2, 0.0], [0.7, 0.9]],),), (([[0.0, -0.4], [1.2, -0.6], [-0.7, 0.9]],),))
_BENT = """softsign tanhshrink hard_tanh hard_sigmoid hard_swish relu6 celu selu softshrink hardshrink gelu_tanh
squareplus sparse_plus sparse_sigmoid""".split()
_LOSSES = """mse_loss l1_loss huber_loss smooth_l1_loss binary_cross_entropy_with_logits poisson_nll_loss hinge_loss
squared_hinge_loss""".split()
_CORNERS = (([-3.0, -1.0, 0.0, 1.0, 3.0],), ([-0.5, 0.5, 6.0, 4.0],), (_X,), (_Z,), ([0.6],), ([-2.0, 2.0, 0.7],))

NEURAL: Mapping[str, tuple[tuple[Any, ...], ...]] = {
    **dict.fromkeys(_BENT, tuple((args,) for args in _CORNERS)),
    "threshold": tuple((args, {"threshold": -0.75, "value": 2}) for args in _CORNERS),
    "prelu": (
        ((_N, 0.25),), ((_Z, _N),), ((_N, _Z),), (([-0.6], [0.3]),), (([[-0.3, 0.4], [-1.0, -2.0]], [0.5, -0.75]),),
    ),
    "glu": (((([0.3, -0.6, 0.0, 0.7]),), {"axis": 0}), (([0.0, -0.6],), {"axis": 0})),
    **dict.fromkeys(_LOSSES, _PAIRS),
    "cosine_similarity": (*((args, {"axis": 0}) for (args,) in _PAIRS), *_LINES),
    "cross_entropy": (*((args, {"axis": 0}) for (args,) in _PAIRS), *_LINES),
    "cross_entropy_of_labels": (((_X,), {"labels": (1,)}), ((_Z,), {"labels": (0,)}), ((_N,), {"labels": (2,)})),
    "binary_cross_entropy": (((_X, [0.7, 0.2, 0.9]),), ((_X, [0.0, 0.3, 1.0]),), (([0.6], [0.4]),)),
    "kl_div": (((_Z, _X),), ((_N, _Y),), (([-0.6], [0.4]),)),
    "batch_norm": _MATRICES,
    "rms_norm": (*_MATRICES, (([0.6],),)),
    "group_norm": (((_ROWS,), {"groups": 2}), (([[0.0, -1.0, 0.4]],), {"groups": 1})),
    "instance_norm": ((([_ROWS],),), (([[[0.0, -0.4, 1.2]]],),)),
    "attention": (((_ROWS, _ROWS[::-1], _ROWS),), ((_SQUARE, [_Z, _X], [_X, _N]),), (([[0.6]], [[0.3]], [[0.8]]),),
                  (([_Z, _N], _SQUARE, _SQUARE[::-1]),)),
}  # fmt: skip
