"""Scripts: short, alone, and, of the baseline, which needs no framework, right."""

from __future__ import annotations

import ast
import contextlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conformance.backends import numpy as baseline
from conformance.backends.contract import UnsupportedError
from conformance.backends.evaluate import Value, evaluate
from conformance.casefile.load import load
from conformance.language.ops import OPERATORS
from conformance.reproduce.find import find, reproduce
from conformance.reproduce.script import IDIOMS, LONGEST, script
from conformance.reproduce.stand_in import stand_in
from conformance.reproduce.symbol import Symbol, UnsayableError
from conformance.run.errors import PlanError
from conformance.run.runfile import RunFile
from tests.findings import printed
from tests.reproduce.samples import Sample, result, sample

MODES = {
    "torch": ("reverse", "forward", "forward-over-reverse", "reverse-over-forward"),
    "jax": ("reverse", "forward", "forward-over-reverse", "reverse-over-forward"),
    "tensorflow": ("reverse", "forward", "forward-over-reverse", "reverse-over-forward"),
    "mxnet": ("reverse",),
    "numpy": ("finite-difference", "complex-step"),
}
SHARE = {"torch": 0.97, "jax": 0.97, "tensorflow": 0.93, "mxnet": 0.85, "numpy": 0.85}
"""At least so many results of what a backend has get a script of 20 lines. Some of mxnet's losses need a `with`
statement, which a script does not write."""


def no_truth() -> Sequence[str]:
    raise AssertionError("the result tells what is true")


def written(of: Sample, backend: str, **told: Any) -> str:
    return script(result(of, backend, **told), of.instance.graph, of.root, no_truth)


def ran(text: str) -> str:
    """What the script prints, run here."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), np.errstate(all="ignore"):
        exec(compile(text, "script", "exec"), {})
    return out.getvalue()


@pytest.mark.parametrize("backend", IDIOMS)
def test_scripts_are_short_and_alone(backend: str) -> None:
    said, unsaid = 0, []
    for of in sample(MODES[backend], 150):
        try:
            text = written(of, backend)
        except UnsayableError as error:
            if "it is the suite that says this" not in str(error):
                unsaid.append(f"{of.case.id}/{of.claim.id}: {error}")
            continue
        said += 1
        lines = text.splitlines()
        assert len(lines) <= LONGEST
        assert max(map(len, lines)) <= 120
        imported = {
            (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).partition(".")[0]
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
        assert imported <= {backend, "numpy"}
        assert [line.split(":")[0] for line in lines[-3:]] == ['print("truth', 'print("source', 'print("returned']
    assert said >= SHARE[backend] * (said + len(unsaid)), "\n".join(unsaid)


def test_the_baseline_s_scripts_print_what_its_worker_returns() -> None:
    same = total = 0
    for of in sample(MODES["numpy"], 240, seed=5):
        graph, roots = of.instance.graph.restricted([of.root])
        (observed,) = evaluate(baseline, graph, roots, [of.inputs], dtype=of.dtype, mode=of.mode)
        (outcome,) = observed.outcomes
        if not isinstance(outcome, Value):
            continue
        entry = np.unravel_index(int(np.argmax(np.abs(outcome.array))), outcome.array.shape)
        try:
            text = written(of, "numpy", entry=[int(i) for i in entry])
        except UnsayableError:
            continue
        now, worker = float(printed(ran(text), "returned") or ""), float(outcome.array[entry])
        total += 1
        same += now == worker or (np.isnan(now) and np.isnan(worker))
        # The same operations in the same order, but for sums of products of a Jacobian and a vector.
        assert np.isclose(now, worker, rtol=1e-6, atol=0, equal_nan=True), text
    assert total > 60
    assert same >= 0.98 * total


def test_no_framework_is_imported() -> None:
    for backend in IDIOMS:
        stand_in(backend)
    assert not {"torch", "jax", "tensorflow", "mxnet"} & set(sys.modules)


@pytest.mark.parametrize("backend", IDIOMS)
def test_the_table_is_the_backend_s_own(backend: str) -> None:
    """Every row of the table, run on stand-ins, is an operator of the language or one that the lowering uses."""
    names = set(stand_in(backend).operators)
    assert {"exp", "sum", "matmul", "stack"} <= names
    assert names - set(OPERATORS) <= {"index", "stop_gradient", "astype"}


def test_an_operator_is_inlined_as_its_backend_writes_it() -> None:
    x = Symbol.module("x")
    x._node.path, x._node.shape = None, (3,)
    operators = stand_in("torch").operators
    assert operators["sum"](x, axis=None)._node.pieces[-1] == ")"
    assert operators["softmax"](x, axis=-1).shape == (3,)
    with pytest.raises(UnsupportedError):
        stand_in("tensorflow").operators["logdet"](x)


CASE = """\
format: 1
cases:
- id: made
  title: Made for this test
  inputs: {x: real, y: real, v: vector(2), A: "matrix(2, 2)"}
  let:
    u: x*y
    f: u**2 + sin(u)
  points:
    here: {x: 0.5, y: -1.25, v: [1, 2], A: [[1, 2], [3, 5]]}
  claims:
  - {id: value, that: f}
  - {id: stacked, that: "grad(f, [x, y])"}
  - {id: let, that: "grad(f, u)"}
  - {id: partial, that: "partial(f, u)"}
  - {id: nested, that: "grad(grad(f, u), x)"}
  - {id: hessian, that: "hess(f, [x, y])"}
  - {id: at, that: "at(grad(f, x), x = 2*y)"}
  - {id: jvp, that: "jvp(A @ v, A, A)"}
  - {id: vjp, that: "vjp(sin(v), v, v)"}
  - {id: hvp, that: "hvp(dot(v, A @ v), v, v)"}
  - {id: fourth, that: "derivative(sin(x), x, 4)"}
  - {id: matrix, that: "jac(A @ A, A)"}
  - {id: keyword, that: "sum(v)*x"}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("cases") / "made.yaml"
    file.write_text(CASE, encoding="utf-8")
    loaded = load([file])
    assert not loaded.problems
    return loaded.cases


CLAIMS = "value stacked let partial nested hessian at jvp vjp hvp fourth matrix keyword".split()


@pytest.mark.parametrize("claim", CLAIMS)
def test_every_derivative_operator(made: Any, claim: str) -> None:
    of = only(made, claim, "finite-difference")
    graph, roots = of.instance.graph.restricted([of.root])
    (observed,) = evaluate(baseline, graph, roots, [of.inputs], dtype=of.dtype, mode=of.mode)
    value = observed.outcomes[0]
    assert isinstance(value, Value)
    entry = [n - 1 for n in value.array.shape]
    text = written(of, "numpy", entry=entry)
    assert float(printed(ran(text), "returned") or "") == pytest.approx(float(value.array[tuple(entry)]), rel=1e-6)
    for backend in ("torch", "jax", "tensorflow"):
        for mode in MODES[backend]:
            compile(written(of._replace(mode=mode), backend), "script", "exec")


def only(cases: Any, claim: str, mode: str) -> Sample:
    (instance,) = cases[0].instances
    (found,) = (c for c in instance.claims if c.id == claim)
    return Sample(cases[0], instance, found, found.points[0], 0, "float64", mode)


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ({"verdict": "wrong-dtype"}, ["truth: float64 (", 'print("returned:", got.dtype)']),
        ({"verdict": "wrong-shape"}, ["truth: (2,) (", 'print("returned:", tuple(got.shape))']),
        ({"truth_class": "undefined", "truth": None}, ["truth: undefined (", "float(got[0])"]),
        ({"truth_class": "kink", "truth": "[0.0, 1.0]"}, ["truth: [0.0, 1.0] (", "legal"]),
        ({"truth": "0.12345"}, ["truth: 0.12345 (ball arithmetic, 5 correct digits)"]),
        ({"truth": "5"}, ["truth: 5 (ball arithmetic, 1 correct digit)"]),
        ({"truth": "1.5e-7"}, ["truth: 1.5e-7 (ball arithmetic, 2 correct digits)"]),
        ({"truth": "0"}, ["truth: 0 (ball arithmetic, exactly)"]),
    ],
)
def test_what_is_true_is_told(made: Any, told: dict[str, Any], lines: list[str]) -> None:
    text = written(only(made, "stacked", "reverse"), "torch", **told)
    assert all(line in text for line in lines), text


def test_an_error_is_told_with_the_whole_truth(made: Any) -> None:
    of = only(made, "matrix", "reverse")
    line = result(of, "torch", verdict="error", entry=None, truth=None, message="RuntimeError: no")
    many = [f"{n}.12345678901234567890" for n in range(16)]
    text = script(line, of.instance.graph, of.root, lambda: many)
    assert 'print("truth: [0.123457, 1.12346, ' in text
    assert 'print("returned:", got)' in text


@pytest.mark.parametrize("execution", ["compiled", "batched"])
@pytest.mark.parametrize("backend", ["torch", "jax", "tensorflow"])
def test_other_executions(made: Any, backend: str, execution: str) -> None:
    text = written(only(made, "stacked", "reverse"), backend, execution=execution)
    compile(text, "script", "exec")
    wanted = {"compiled": ("torch.compile(", "jax.jit(", "tf.function("), "batched": ("vmap(", "vectorized_map(")}
    assert any(word in text for word in wanted[execution])


def test_what_cannot_be_said_is_refused(made: Any) -> None:
    of = only(made, "stacked", "reverse")
    with pytest.raises(UnsayableError, match="known: torch, jax"):
        written(of, "theirs")
    with pytest.raises(UnsayableError, match="it is the suite that says this"):
        written(of, "torch", verdict="unsupported", message="torch has no logcosh")
    with pytest.raises(UnsayableError, match="compiles the functions"):
        written(of, "mxnet", execution="compiled")
    with pytest.raises(PlanError, match="made/stacked"):
        reproduce(result(of, "mxnet", execution="compiled"), made, None)  # type: ignore[arg-type]
    with pytest.raises(PlanError, match="--cases"):
        reproduce(result(of, "torch", case="other"), made, None)  # type: ignore[arg-type]


def test_a_result_is_found_or_its_neighbours_are(made: Any) -> None:
    lines = [result(only(made, claim, mode), "torch") for claim in CLAIMS for mode in ("reverse", "forward")]
    run = RunFile(Path("run.jsonl"), {}, lines)
    assert find(run, lines[3]["id"]) is lines[3]
    with pytest.raises(PlanError, match=r"no result has the id made/let@there.*near are:\s+made/let@here") as caught:
        find(run, "made/let@there:torch.float64.reverse.eager")
    assert str(caught.value).count("made/let@here") == 2
    with pytest.raises(PlanError, match="near are:\n    made/partial@here"):
        find(run, "made/parial@here:torch.float64.reverse.eager")
