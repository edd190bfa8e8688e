"""Whether a framework's own gradient checkers see planted faults, in that framework's interpreter.

`python power_checkers.py BACKEND <trials.json >results.json`, which `power.py` calls. Each
trial is a function and the same with a fault in it, as graphs that `conformance.backends`
evaluates, and the points where the suite caught the fault. The standard library, numpy
and one framework are all that this needs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from checkers import Scalar  # the folder of this script is on the path

from conformance.backends.registry import load
from conformance.language.graph import Graph
from conformance.run.protocol import decode_array

Check = Callable[[Scalar, Scalar], bool]
"""The function in reverse mode, the same in forward mode: whether the checker accepts."""


def torch_check(reverse: Scalar, forward: Scalar) -> bool:
    """`gradcheck` as it comes, which is reverse mode, and `gradgradcheck`."""
    import torch

    function = reverse.function()
    moving = tuple(reverse.backend.array(x).requires_grad_() for x in reverse.moving)
    if not torch.autograd.gradcheck(function, moving, raise_exception=False):
        return False
    try:
        return bool(torch.autograd.gradgradcheck(function, moving, raise_exception=False))
    except RuntimeError:  # no second derivative to check: what is linear does not require one
        return True


def jax_check(reverse: Scalar, forward: Scalar) -> bool:
    """`check_grads` with order 2, which it asks for, and both of its modes, which are the default."""
    try:
        from jax.test_util import check_grads
    except ImportError:
        from jax._src.test_util import check_grads

    for scalar, mode in ((reverse, "rev"), (forward, "fwd")):
        arrays = tuple(scalar.backend.array(x) for x in scalar.moving)
        try:
            check_grads(scalar.function(), arrays, order=2, modes=[mode])
        except AssertionError:
            return False
    return True


def tensorflow_check(reverse: Scalar, forward: Scalar) -> bool:
    """`compute_gradient`, compared by `assertAllClose` as its documentation does: 1e-6, relative and absolute."""
    import tensorflow as tf

    arrays = [reverse.backend.array(x) for x in reverse.moving]
    found, expected = tf.test.compute_gradient(reverse.function(), arrays)
    return all(np.allclose(a, b, rtol=1e-6, atol=1e-6) for a, b in zip(found, expected, strict=True))


CHECKERS: Mapping[str, Check] = {"torch": torch_check, "jax": jax_check, "tensorflow": tensorflow_check}


def examine(name: str, trials: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """`caught`, `missed`, or why there is no answer, by the trial's id."""
    backend, check = load(name), CHECKERS[name]
    answers = {}
    for trial in trials:
        points = [{key: decode_array(value) for key, value in point.items()} for point in trial["points"]]

        def at(point: Mapping[str, Any], which: str, trial: Mapping[str, Any] = trial) -> Scalar:
            told = trial[which]
            return Scalar(backend, Graph.from_json(told["graph"]), told["body"], told["targets"], point)

        reverse = "sound" if trial["mode"] == "forward" else "faulty"
        forward = "sound" if trial["mode"] == "reverse" else "faulty"
        answers[trial["id"]] = "refuses the function without the fault"
        try:
            for point in points:
                if check(at(point, reverse), at(point, forward)):
                    answers[trial["id"]] = "missed"
                elif check(at(point, "sound"), at(point, "sound")):
                    answers[trial["id"]] = "caught"
                    break
        except Exception as error:  # the checker or the framework cannot take this function
            answers[trial["id"]] = f"{type(error).__name__}: {error}"[:200]
    return answers


def main() -> None:
    trials = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # frameworks print
    with answers:
        json.dump(examine(sys.argv[1], trials), answers)
    sys.stderr.flush()
    os._exit(0)  # frameworks take seconds to tear down


if __name__ == "__main__":
    main()
