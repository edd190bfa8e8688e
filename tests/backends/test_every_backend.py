"""What every backend has to do, in every mode and execution that it has."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from conformance.backends.contract import Backend, executions, modes
from conformance.backends.evaluate import Failure, Value
from tests.backends.examples import EXAMPLES, Example
from tests.backends.helper import Sketch, agrees, everywhere, outcomes, refused, unsupported, values
from tests.backends.known_bugs import known_bug

pytestmark = pytest.mark.filterwarnings("default")  # frameworks warn of their own affairs


@pytest.mark.parametrize("example", EXAMPLES, ids=[e.id for e in EXAMPLES])
def test_derivatives_have_their_closed_forms(backend: Backend, example: Example) -> None:
    for mode, execution in everywhere(backend, example.levels):
        if known_bug(backend.name, mode, execution, example.levels):
            continue
        sketch = Sketch()
        root = example.build(sketch)
        ((outcome,),) = outcomes(backend, sketch, [root], [example.point], mode=mode, execution=execution)
        if refused(backend, mode, example.levels):
            unsupported(outcome, "first derivatives only")
        elif backend.name == "mxnet" and example.levels > 1 and not example.unary:
            unsupported(outcome)
        else:
            agrees(outcome, example.expected, mode, example.levels)


def test_float32_stays_float32(backend: Backend) -> None:
    for mode, execution in everywhere(backend):
        s = Sketch()
        x, y = s.input("x", (2,)), s.input("y", ())
        f = s.mul("0.1", y, s.op("sum", s.pow(x, 3)))
        roots = [
            f,
            s.derivative("grad", f, [x]),
            s.derivative("jac", s.mul(x, y), [x]),
            s.derivative("jvp", s.mul(x, y, "2"), [y], vector=s.number(1)),
            s.op("sin", s.number(2)),
            s.op("eye", n=2),
        ]
        point = {"x": [1, 2], "y": 3}
        for array in values(backend, s, roots, point, mode=mode, execution=execution, dtype="float32"):
            assert array.dtype == np.float32


def test_points_do_not_disturb_one_another(backend: Backend) -> None:
    for mode, execution in everywhere(backend):
        s = Sketch()
        x = s.input("x", (2,))
        root = s.derivative("grad", s.op("sum", s.pow(x, 3)), [x])
        points = [{"x": [1, 2]}, {"x": [float("nan"), 1]}, {"x": [3, -1]}, {"x": [1, 2]}]
        found = outcomes(backend, s, [root], points, mode=mode, execution=execution)
        for (outcome,), expected in zip(found, [[3, 12], None, [27, 3], [3, 12]], strict=True):
            if expected is not None:
                agrees(outcome, expected, mode, 1)


def test_what_was_differentiated_before_changes_nothing(backend: Backend) -> None:
    """tensorflow/tensorflow#127753: after s·s, the factors of other products of that shape were taken to be equal."""
    point = {"x": [0.5 * i for i in range(7)]}
    for mode in modes(backend):
        before, after = Sketch(), Sketch()
        x = before.input("x", (7,))
        same = before.add(x, "1")
        cubes = before.op("sum", before.mul(same, same, same))
        outcomes(backend, before, [before.derivative("hess", cubes, [x])], [point], mode=mode)
        x = after.input("x", (7,))
        shifted = after.op("sum", after.mul(after.mul(x, "2"), after.add(x, "1")))
        ((outcome,),) = outcomes(backend, after, [after.derivative("hess", shifted, [x])], [point], mode=mode)
        if refused(backend, mode, 2):
            unsupported(outcome, "first derivatives only")
        elif backend.name == "mxnet":
            unsupported(outcome)
        else:
            agrees(outcome, 4 * np.eye(7), mode, 2)


def test_the_compiled_function_is_traced_once(backend: Backend) -> None:
    if "compiled" not in executions(backend):
        assert backend.name == "numpy"
        return
    seen = []

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(backend, name)

        @property
        def operators(self) -> dict[str, Any]:
            def sine(x: Any) -> Any:
                seen.append(1)
                return backend.operators["sin"](x)

            return {**backend.operators, "sin": sine}

    s = Sketch()
    x = s.input("x", ())
    root = s.derivative("grad", s.op("sin", s.mul("2", x)), [x])
    counting: Any = Counting()
    if backend.name == "torch":  # its tracer replays what Python does to a list
        import torch

        torch._dynamo.utils.counters.clear()
        found = outcomes(backend, s, [root], [{"x": k} for k in range(5)], execution="compiled")
        assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == 1
    else:
        found = outcomes(counting, s, [root], [{"x": k} for k in range(5)], execution="compiled")
        assert len(seen) == 1
    for k, (outcome,) in enumerate(found):
        agrees(outcome, 2 * np.cos(2.0 * k), "reverse", 1)


def test_literals_are_python_numbers(backend: Backend) -> None:
    s = Sketch()
    x = s.input("x", ())
    roots = [
        s.op("power", s.number(2), x),
        s.op("divide", s.number(1), x),
        s.op("subtract", s.number("1/3"), x),
        s.op("power", x, s.op("array", s.number(2))),
        s.op("divide", s.number(7), s.number(2)),
        s.op("power", s.number(2), s.op("negative", s.number(1))),
        s.number("pi"),
        s.op("negative", x),
    ]
    for outcome, expected in zip(
        outcomes(backend, s, roots, [{"x": 3}])[0], [8, 1 / 3, 1 / 3 - 3, 9, 3.5, 0.5, np.pi, -3], strict=True
    ):
        agrees(outcome, expected, "reverse", 1)


def test_what_python_cannot_calculate_the_framework_is_asked(backend: Backend) -> None:
    s = Sketch()
    x = s.input("x", ())
    roots = [
        s.op("divide", s.number(1), s.number(0)),
        s.op("power", s.number("0.0"), s.op("negative", s.number(1))),
        s.op("power", s.number("-8.0"), s.number("1/3")),
        s.op("multiply", s.number("1e300"), s.number("1e300")),
        s.op("power", s.number(10), s.number(400)),
    ]
    found = [float(a) for a in values(backend, s, roots, {})]
    np.testing.assert_array_equal(found, [np.inf, np.inf, np.nan, np.inf, np.inf])
    ((outcome,),) = outcomes(backend, s, [s.op("multiply", s.number("1" + "0" * 400), x)], [{"x": 1}])
    if backend.name == "mxnet":
        assert isinstance(outcome, Failure)
        assert "Out of range value for scalar" in outcome.message
    else:
        agrees(outcome, np.inf, "reverse", 1)


def test_a_root_that_fails_leaves_the_others(backend: Backend) -> None:
    for execution in executions(backend):
        s = Sketch()
        x = s.input("x", ())
        strange = s.append(type(s.nodes[0])("frobnicate", (x,), {}, ()))
        found = outcomes(backend, s, [s.op("sin", x), strange], [{"x": 1}, {"x": 2}], execution=execution)
        for point, (good, bad) in zip((1, 2), found, strict=True):
            agrees(good, np.sin(point), "reverse", 1)
            unsupported(bad, f"{backend.name} has no frobnicate")


def test_the_framework_is_quoted_when_it_raises(backend: Backend) -> None:
    """A point of another shape than the graph's: multiplying (2,) by (3,) is an error everywhere."""
    for execution in executions(backend):
        s = Sketch()
        x, y = s.input("x", (2,)), s.input("y", (2,))
        root = s.derivative("grad", s.op("sum", s.mul(x, y)), [x])
        points = [{"x": [1, 2], "y": [3, 4]}, {"x": [1, 2], "y": [3, 4, 5]}]
        if execution == "batched":
            points = points[1:] * 2
        found = outcomes(backend, s, [root], points, execution=execution)
        failure = found[-1][0]
        assert isinstance(failure, Failure)
        assert failure.kind == "error", failure
        assert failure.message.partition(":")[0].isidentifier(), failure
        assert len(failure.message.partition(":")[2]) > 10
        if execution != "batched":
            agrees(found[0][0], [3, 4], "reverse", 1)


def test_an_error_does_not_surface_in_another_claim(backend: Backend) -> None:
    """As it would with the threaded engine of mxnet, whose gelu takes no scalar."""
    for op in ("gelu", "abs"):
        s = Sketch()
        x = s.input("x", ())
        roots = [s.op(op, x), s.derivative("grad", s.op(op, x), [x])]
        found = outcomes(backend, s, roots, [{"x": 0.5}], mode=modes(backend)[-1])
    agrees(found[0][0], 0.5, "reverse", 1)
    agrees(found[0][1], 1, modes(backend)[-1], 1)


def test_a_picked_entry_pulls_back_to_a_whole_array(backend: Backend) -> None:
    """TensorFlow's gradient of `gather` is no tensor but IndexedSlices."""
    s = Sketch()
    x = s.input("x", (3,))
    root = s.derivative("grad", s.op("sum", s.op("take", x, indices=(2, 0, 2))), [x])
    ((outcome,),) = outcomes(backend, s, [root], [{"x": [1, 2, 3]}])
    agrees(outcome, [1, 0, 2], modes(backend)[0], 1)


def test_modes_and_executions_that_a_backend_has_not_are_refused(backend: Backend) -> None:
    s = Sketch()
    x = s.input("x", ())
    root = s.derivative("grad", s.op("sin", x), [x])
    ((outcome,),) = outcomes(backend, s, [root], [{"x": 1}], mode="sideways")
    unsupported(outcome, backend.name, "no mode 'sideways'", *modes(backend))
    ((outcome,),) = outcomes(backend, s, [root], [{"x": 1}], execution="backwards")
    unsupported(outcome, backend.name, "no execution 'backwards'", *executions(backend))


def test_none_is_zero_and_missing(backend: Backend) -> None:
    """What a framework says of an unconnected derivative: None is noted, zeros are zeros."""
    s = Sketch()
    x, y = s.input("x", ()), s.input("y", ())
    around = s.add(s.derivative("grad", s.op("sin", y), [x]), "1")
    connected = s.derivative("grad", s.op("sin", x), [x])
    for mode, execution in everywhere(backend):
        ((outcome, other),) = outcomes(
            backend, s, [around, connected], [{"x": 1, "y": 2}], mode=mode, execution=execution
        )
        agrees(outcome, 1, mode, 1)
        agrees(other, np.cos(1), mode, 1)
        assert isinstance(outcome, Value)
        assert isinstance(other, Value)
        assert outcome.missing == (backend.name in ("tensorflow", "mxnet"))
        assert not other.missing


def test_a_claim_without_inputs(backend: Backend) -> None:
    for execution in executions(backend):
        s = Sketch()
        root = s.op("exp", s.number(1))
        found = outcomes(backend, s, [root, s.number(2)], [{}, {}], execution=execution)
        for one, two in found:
            agrees(one, np.e, "reverse", 1)
            agrees(two, 2, "reverse", 1)
