"""The worker as its host sees it: a process that speaks lines of JSON."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import conformance
from conformance.language.build import Builder
from conformance.run.protocol import decode_array, encode_array

ROOT = Path(conformance.__file__).parent.parent
PATH = os.pathsep.join([str(ROOT), str(Path(__file__).parents[2])])
"""The package, and these tests, whose miniatures are backends."""
SCHEMAS = ROOT / "conformance" / "run" / "schemas"
HOST_ONLY = ["ruamel", "flint", "jinja2", "click", "scipy", "jsonschema", "jsonschema_rs", "hypothesis", "platformdirs",
             "conformance.language.parse", "conformance.casefile", "conformance.truth", "conformance.report",
             "conformance.cli"]  # fmt: skip


class Talk:
    """A worker, and what was said. Every answer is checked against its schema."""

    def __init__(self, backend: str, **variables: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "conformance.run.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": PATH, **variables},
        )
        self.ready = self.ask({"type": "hello", "protocol": 1, "backend": backend, "device": "cpu"})

    def tell(self, message: Any) -> None:
        assert self.process.stdin
        self.process.stdin.write((message if isinstance(message, bytes) else json.dumps(message).encode()) + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, f"the worker fell silent: {self.process.wait(10)}"
        message = json.loads(line)
        schema = json.loads((SCHEMAS / f"{message['type']}.json").read_text(encoding="utf-8"))
        jsonschema.validate(message, schema)
        return message

    def ask(self, message: Any) -> Any:
        self.tell(message)
        return self.hear()

    def evaluate(self, builder: Builder, roots: Sequence[int], points: Sequence[dict[str, Any]], **more: str) -> Any:
        """The observations, one a point."""
        work = {"dtype": "float64", "mode": self.ready["modes"][0], "execution": "eager", **more}
        encoded = [{k: encode_array(np.asarray(v, work["dtype"])) for k, v in point.items()} for point in points]
        message = {"type": "evaluate", "id": 5, "graph": builder.graph().to_json(), "roots": roots, "points": encoded}
        self.tell({**message, **work})
        heard = list(iter(self.hear, {"type": "done", "id": 5}))
        assert [m["point"] for m in heard] == list(range(len(points)))
        assert all(m["id"] == 5 and len(m["values"]) == len(roots) for m in heard)
        return heard

    def end(self) -> tuple[int, str]:
        """Close the pipe, as a host that is gone does: the exit status, and what was written to stderr."""
        _, err = self.process.communicate(timeout=20)
        return self.process.returncode, err.decode()


@pytest.fixture
def sound() -> Iterator[Talk]:
    talk = Talk("tests.backends.miniatures.sound")
    yield talk
    if talk.process.poll() is None:
        talk.process.kill()
        talk.process.communicate()


def gradient_of_cubes() -> tuple[Builder, list[int]]:
    b = Builder()
    x = b.input("x", (2,))
    f = b.op("sum", b.op("power", x, b.literal("3")))
    return b, [b.derivative("grad", f, [x]), f]


def test_it_says_what_it_is_and_has(sound: Talk) -> None:
    assert sound.ready["type"] == "ready"
    assert sound.ready["backend"] == "sound"
    assert sound.ready["modes"] == ["reverse", "forward", "forward-over-reverse", "reverse-over-forward"]
    assert sound.ready["executions"] == ["eager"]
    assert sound.ready["packages"] == {"numpy": np.__version__}


def test_it_answers_point_by_point(sound: Talk) -> None:
    builder, roots = gradient_of_cubes()
    for _ in range(2):
        heard = sound.evaluate(builder, roots, [{"x": [1, 2]}, {"x": [3, -1]}])
        for message, gradient, value in zip(heard, ([3, 12], [27, 3]), (9, 26), strict=True):
            assert not message["values"][0]["missing"]
            np.testing.assert_array_equal(decode_array(message["values"][0]["array"]), gradient)
            np.testing.assert_array_equal(decode_array(message["values"][1]["array"]), value)
            assert message["seconds"] > 0


def test_failures_are_values(sound: Talk) -> None:
    b = Builder()
    x = b.input("x", ())
    heard = sound.evaluate(b, [b.op("gelu", x), b.op("sin", x)], [{"x": 0}])
    assert heard[0]["values"][0] == {"failure": "unsupported", "message": "sound has no gelu"}
    assert "array" in heard[0]["values"][1]
    heard = sound.evaluate(b, [x], [{"x": 0}], mode="sideways")
    assert heard[0]["values"][0]["failure"] == "unsupported"


def test_shutdown_and_the_end_of_the_pipe_both_end_it(sound: Talk) -> None:
    assert sound.end() == (0, "")
    other = Talk("numpy")
    other.tell({"type": "shutdown"})
    assert other.process.wait(20) == 0
    assert other.end() == (0, "")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"what?", "not a line of JSON"),
        (b'{"type": "sing"}', "'sing' is not a message that can come now"),
        (b'{"type": "hello", "protocol": 1, "backend": "numpy", "device": "cpu"}', "'hello' is not a message"),
        (b'{"type": "evaluate"}', "evaluate: id must be an integer"),
    ],
)
def test_what_the_protocol_does_not_have_ends_it(sound: Talk, line: bytes, told: str) -> None:
    sound.tell(line)
    out, err = sound.process.communicate(timeout=20)
    assert sound.process.returncode == 2
    assert out == b""
    assert told in err.decode()
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("backend", "protocol", "told"),
    [
        ("theano", 1, "no backend is named 'theano'"),
        ("tests.backends.miniatures.not_installed", 1, "No module named 'a_framework_that_is_not_installed'"),
        ("numpy", 2, "the host speaks protocol 2, this worker 1"),
    ],
)
def test_it_says_when_it_cannot_work_here(backend: str, protocol: int, told: str) -> None:
    hello = {"type": "hello", "protocol": protocol, "backend": backend, "device": "cpu"}
    run = subprocess.run(
        [sys.executable, "-m", "conformance.run.worker"],
        input=json.dumps(hello).encode() + b"\n",
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": PATH},
        timeout=60,
        check=True,
    )
    (line,) = run.stdout.splitlines()
    answer = json.loads(line)
    assert answer["type"] == "environment_error"
    assert told in answer["message"]


def test_what_a_framework_prints_is_not_heard() -> None:
    talk = Talk("tests.backends.miniatures.prints")
    builder, roots = gradient_of_cubes()
    heard = talk.evaluate(builder, roots, [{"x": [1, 2]}])
    np.testing.assert_array_equal(decode_array(heard[0]["values"][0]["array"]), [3, 12])
    status, err = talk.end()
    assert status == 0
    assert "a warning from somewhere in C++" in err


def test_what_has_been_answered_before_a_crash_is_kept() -> None:
    talk = Talk("tests.backends.miniatures.crashes", CONFORMANCE_MINIATURE_AT="3")
    builder, roots = gradient_of_cubes()
    point = {"x": encode_array(np.array([1.0, 2.0]))}
    talk.tell({"type": "evaluate", "id": 1, "graph": builder.graph().to_json(), "roots": roots[:1],
               "dtype": "float64", "mode": "reverse", "execution": "eager", "points": [point] * 4})  # fmt: skip
    assert [talk.hear()["point"], talk.hear()["point"]] == [0, 1]
    assert talk.process.wait(20) == -signal.SIGSEGV
    talk.process.communicate()


def test_an_interrupt_is_the_hosts_affair(sound: Talk) -> None:
    builder, roots = gradient_of_cubes()
    sound.process.send_signal(signal.SIGINT)
    sound.evaluate(builder, roots, [{"x": [1, 2]}])
    assert sound.end() == (0, "")


def test_it_keeps_its_input_from_the_framework(sound: Talk) -> None:
    """Descriptor 0 is empty, so that a framework that reads it takes no message away."""
    assert os.readlink(f"/proc/{sound.process.pid}/fd/0") == os.devnull


@pytest.mark.parametrize("backend", ["numpy", "tests.backends.miniatures.sound"])
def test_it_imports_nothing_that_only_the_host_has(backend: str, tmp_path: Path) -> None:
    """After a whole conversation; asked of the process itself, as it ends."""
    script = tmp_path / "spy.py"
    script.write_text(
        "import sys\n"
        "from conformance.run.worker import main\n"
        "status = main()\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    builder, roots = gradient_of_cubes()
    work = {"type": "evaluate", "id": 1, "graph": builder.graph().to_json(), "roots": roots, "dtype": "float64",
            "mode": "finite-difference" if backend == "numpy" else "reverse", "execution": "eager",
            "points": [{"x": encode_array(np.array([1.0, 2.0]))}]}  # fmt: skip
    hello = {"type": "hello", "protocol": 1, "backend": backend, "device": "cpu"}
    run = subprocess.run(
        [sys.executable, str(script)],
        input="\n".join(map(json.dumps, (hello, work, {"type": "shutdown"}))).encode(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": PATH},
        timeout=60,
        check=True,
    )
    assert b'"done"' in run.stdout
    imported = run.stderr.decode().split()
    assert "conformance.backends.evaluate" in imported
    assert not [m for m in imported if any(m == name or m.startswith(f"{name}.") for name in HOST_ONLY)]


def test_it_ends_with_its_host_even_in_the_middle_of_an_evaluation() -> None:
    inner = (
        "import os; from conformance.run.worker import _end_with; "
        "host = os.getppid(); print(os.getpid(), flush=True); _end_with(host)"
    )
    host = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    environment = {**os.environ, "PYTHONPATH": PATH}
    with subprocess.Popen([sys.executable, "-c", host], stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        child = int(process.stdout.readline())
        process.kill()
    deadline = time.monotonic() + 20
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
