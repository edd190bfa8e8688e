"""The worker: one backend in a process of its own, `python -m conformance.run.worker`.

It reads messages from its stdin and answers on what was its stdout when it started.
Descriptor 1 points at stderr from then on, since frameworks print. It imports the
standard library, numpy, the graph, the backends and one framework, and nothing else, so
that it runs where the host's own dependencies are not installed.

Exit status: 0 after `shutdown` or when the host is gone, 2 after a message that the
protocol does not have.
"""

from __future__ import annotations

import gc
import json
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conformance.backends.contract import Backend
    from conformance.run.protocol import Evaluate

__all__ = ["main"]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> int:
    source, sink = _take_over_pipes()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the host decides when to end
    for variable in ONE_THREAD:  # before numpy is imported, which reads them once
        os.environ.setdefault(variable, "1")
    gc.set_threshold(50_000, 50)  # tracing makes many objects and few cycles: the search took 8 % of jax' time
    from conformance.run.protocol import MessageError

    try:
        _converse(source, sink)
    except MessageError as error:
        print(f"conformance worker: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        pass
    return 0


def _end_with(host: int) -> None:
    """End when the host is gone, even in the middle of an evaluation that hangs."""
    while os.getppid() == host:
        time.sleep(1)
    os._exit(0)


def _take_over_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The host's two pipes, out of reach of anything that prints or reads input."""
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return source, sink


def _converse(source: IO[bytes], sink: IO[bytes]) -> None:
    from conformance.run.protocol import MessageError, parse_evaluate, parse_hello, parse_line

    backend: Backend | None = None
    for line in source:
        message = parse_line(line)
        if message["type"] == "shutdown":
            return
        if message["type"] == "hello" and backend is None:
            hello = parse_hello(message)
            answer, backend = _start(hello.protocol, hello.backend, hello.device)
            _write(sink, answer)
        elif message["type"] == "evaluate" and backend is not None:
            for answer in _evaluate(backend, parse_evaluate(message)):
                _write(sink, answer)
        else:
            raise MessageError(f"{message['type']!r} is not a message that can come now")


def _write(sink: IO[bytes], message: Mapping[str, Any]) -> None:
    sink.write(json.dumps(message, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    sink.flush()


def _start(protocol: int, name: str, device: str) -> tuple[Mapping[str, Any], Backend | None]:
    """Import the framework: what to answer, and the backend if it works here."""
    from conformance.backends.contract import executions, modes
    from conformance.backends.registry import BackendStartError, load
    from conformance.run.protocol import PROTOCOL, Ready

    if protocol != PROTOCOL:
        told = f"the host speaks protocol {protocol}, this worker {PROTOCOL}: install the same version of the suite"
        return {"type": "environment_error", "message": told}, None
    try:
        backend = load(name, device)
    except BackendStartError as error:
        return {"type": "environment_error", "message": str(error)}, None
    ready: Ready = {
        "type": "ready",
        "protocol": PROTOCOL,
        "backend": backend.name,
        "version": backend.version,
        "modes": modes(backend),
        "executions": executions(backend),
        "dtypes": list(backend.dtypes),
        "devices": list(backend.devices()),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": dict(backend.packages),
    }
    return ready, backend


def _evaluate(backend: Backend, work: Evaluate) -> Iterable[Mapping[str, Any]]:
    from conformance.backends.evaluate import evaluate

    observed = evaluate(
        backend, work.graph, work.roots, work.points, dtype=work.dtype, mode=work.mode, execution=work.execution
    )
    for index, point in enumerate(observed):
        values = [_encode(outcome) for outcome in point.outcomes]
        yield {"type": "observation", "id": work.id, "point": index, "values": values, "seconds": point.seconds}
    yield {"type": "done", "id": work.id}


def _encode(outcome: Any) -> Mapping[str, Any]:
    from conformance.backends.evaluate import Failure
    from conformance.run.protocol import encode_failure, encode_value

    if isinstance(outcome, Failure):
        return encode_failure(outcome.kind, outcome.message)
    try:
        return encode_value(outcome.array, outcome.missing)
    except TypeError as error:
        return encode_failure("error", f"TypeError: {error}")


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # frameworks take seconds to tear down, and some crash
