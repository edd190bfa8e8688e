"""Scripts, run by the framework alone, print what its worker returns."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from conformance.backends.contract import Backend, modes
from conformance.backends.evaluate import Value, evaluate
from conformance.reproduce.script import script
from conformance.reproduce.symbol import UnsayableError
from tests.findings import printed
from tests.reproduce.samples import result, sample

COUNT = 40

RUNNER = """
import contextlib, io, json, sys
outputs = []
for text in json.load(open(sys.argv[1])):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "script", "exec"), {})
    outputs.append(out.getvalue())
json.dump(outputs, open(sys.argv[2], "w"))
"""


def test_a_script_prints_what_the_worker_returns(backend: Backend, tmp_path: Path) -> None:
    scripts, wanted = [], []
    for of in sample(modes(backend), 4 * COUNT, seed=3):  # a backend may lack the operators of most of them
        if len(scripts) == COUNT:
            break
        graph, roots = of.instance.graph.restricted([of.root])
        (observed,) = evaluate(backend, graph, roots, [of.inputs], dtype=of.dtype, mode=of.mode)
        (outcome,) = observed.outcomes
        if not isinstance(outcome, Value) or outcome.missing:
            continue
        largest = float(np.max(np.abs(outcome.array), initial=0))
        entry = tuple(int(i) for i in np.unravel_index(int(np.argmax(np.abs(outcome.array))), outcome.array.shape))
        told = result(of, backend.name, entry=list(entry))
        try:
            scripts.append(script(told, of.instance.graph, of.root, lambda: ()))
        except UnsayableError:  # how many there are is counted where all backends are
            continue
        wanted.append((float(outcome.array[entry]), largest * float(np.finfo(of.dtype).eps)))
    assert len(scripts) >= COUNT / 2
    same = 0
    for text, output, (worker, ulp) in zip(scripts, run(scripts, tmp_path), wanted, strict=True):
        now = float(printed(output, "returned") or "")
        equal = now == worker or (math.isnan(now) and math.isnan(worker))
        same += equal
        # A batch of rows may round otherwise than single rows do.
        assert equal or abs(now - worker) <= 32 * ulp, (
            f"{worker} is what the worker returned; the script {output}{text}"
        )
    assert same >= 0.9 * len(scripts)


def run(scripts: list[str], folder: Path) -> list[str]:
    """What each prints, in one process without anything of ours."""
    given, made = folder / "scripts.json", folder / "outputs.json"
    given.write_text(json.dumps(scripts), encoding="utf-8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, given, made], capture_output=True, text=True, cwd=folder, env=environment
    )
    assert done.returncode == 0, done.stderr
    outputs: list[str] = json.loads(made.read_text(encoding="utf-8"))
    return outputs
