"""The worker process with each framework in it: what it says, and what it imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import conformance
from conformance.backends.contract import Backend, executions, modes
from conformance.language.build import Builder
from conformance.run.protocol import decode_array, encode_array

pytestmark = pytest.mark.filterwarnings("default")

ROOT = Path(conformance.__file__).parent.parent

HOST_ONLY = ["ruamel", "flint", "jinja2", "click", "scipy", "jsonschema", "jsonschema_rs",
              "hypothesis", "platformdirs", "pytest",
             "conformance.language.parse", "conformance.casefile", "conformance.truth", "conformance.report",
             "conformance.cli", "conformance.run.plan", "conformance.run.judge"]  # fmt: skip

OF_ITS_OWN = {"jax": {"scipy"}, "tensorflow": {"scipy"}, "mxnet": {"scipy"}, "torch": {"flint"}}
"""What a framework imports itself where it finds it: mxnet and Keras scipy, torch's compiler flint, by sympy."""

SPY = """
import sys
from conformance.run.worker import main
status = main()
print("imported", *sys.modules, file=sys.stderr)
sys.exit(status)
"""


def test_a_conversation_with_every_execution(backend: Backend) -> None:
    b = Builder()
    x = b.input("x", (2,))
    f = b.op("sum", b.op("power", x, b.literal("3")))
    roots = [b.derivative("grad", f, [x]), f]
    graph = b.graph().to_json()
    points = [{"x": encode_array(np.array(v))} for v in ([1.0, 2.0], [3.0, -1.0])]
    lines: list[Any] = [{"type": "hello", "protocol": 1, "backend": backend.name, "device": "cpu"}]
    for number, execution in enumerate(executions(backend)):
        lines.append(
            {"type": "evaluate", "id": number, "graph": graph, "roots": roots, "dtype": "float64",
             "mode": modes(backend)[0], "execution": execution, "points": points}
        )  # fmt: skip
    lines.append({"type": "shutdown"})
    run = subprocess.run(
        [sys.executable, "-c", SPY],
        input="\n".join(map(json.dumps, lines)).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    heard = [json.loads(line) for line in run.stdout.splitlines()]
    assert [m["type"] for m in heard] == ["ready", *["observation", "observation", "done"] * len(executions(backend))]
    assert heard[0]["packages"] == dict(backend.packages)
    for message in heard:
        if message["type"] == "observation":
            gradient, value = (decode_array(v["array"]) for v in message["values"])
            np.testing.assert_allclose(gradient, [[3, 12], [27, 3]][message["point"]], rtol=1e-13)
            np.testing.assert_allclose(value, [9, 26][message["point"]], rtol=1e-13)
    imported = run.stderr.decode().partition("imported")[2].split()
    assert "conformance.backends.evaluate" in imported
    forbidden = set(HOST_ONLY) - OF_ITS_OWN.get(backend.name, set())
    assert not [m for m in imported if any(m == name or m.startswith(f"{name}.") for name in forbidden)]
