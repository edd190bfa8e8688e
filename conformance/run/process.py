"""One worker process: started in a group of its own, heard without blocking, always reaped."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

__all__ = ["Event", "WorkerProcess"]

_LONGEST_LINE = 1 << 26
_TAIL = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Event:
    """A line that a worker wrote, or None when it closed its output; and when that was."""

    process: WorkerProcess
    line: bytes | None
    time: float


class WorkerProcess:
    """A child that speaks lines over pipes. What it writes arrives in `events`, which several may share.

    Writing and reading happen in threads, so that neither a worker that does not read
    nor one that does not write ever blocks the host.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], events: queue.Queue[Event]) -> None:
        self._events = events
        self._tail = b""
        self._killed = False
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._popen = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(environment),
            start_new_session=True,  # a group of its own: Ctrl-C is the host's affair, and children die with it
        )
        assert self._popen.stdin
        assert self._popen.stdout
        assert self._popen.stderr
        self._start(self._listen, self._popen.stdout)
        self._stderr_reader = self._start(self._remember, self._popen.stderr)
        self._start(self._speak, self._popen.stdin)
        self._start(self._bury)

    def send(self, line: bytes) -> None:
        """Hand over a line; returns at once. A worker that is gone shows itself as an event."""
        self._outbox.put(line)

    def kill(self) -> None:
        """End the process and whatever it started, and reap it."""
        self._killed = True
        if self._popen.poll() is None:
            self._kill_group()
        self._outbox.put(None)
        self._popen.wait()

    def close(self, grace: float) -> None:
        """Let the process end by itself, for `grace` seconds; then kill it."""
        self._outbox.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(grace)
        self.kill()

    def ending(self) -> str:
        """How the process ended, in words; kills it if it only closed its output."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(1.0)
        if self._popen.returncode is None:
            self.kill()
            return "the worker closed its output"
        self._stderr_reader.join(1.0)
        code = self._popen.returncode
        if code >= 0:
            return f"the worker exited with status {code}"
        with contextlib.suppress(ValueError):
            return f"the worker was killed by {signal.Signals(-code).name}"
        return f"the worker was killed by signal {-code}"

    def last_words(self) -> str:
        """The end of what the process wrote to stderr."""
        return self._tail.decode("utf-8", "replace").strip()

    def last_line(self) -> str:
        """The last line on stderr, its numbers masked: process ids, times and addresses differ from run to run."""
        lines = self.last_words().splitlines()
        return re.sub(r"0x[0-9a-fA-F]+|\d[\d:.,-]*", "#", lines[-1])[:300] if lines else ""

    def _start(self, work: Callable[..., None], *arguments: IO[bytes]) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        thread.start()
        return thread

    def _bury(self) -> None:
        """When the process has ended, end what it started: a child that keeps the pipes open hides the end."""
        self._popen.wait()
        self._kill_group()

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)

    def _listen(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            while line := pipe.readline(_LONGEST_LINE):
                self._report(line)
        self._report(None)
        pipe.close()

    def _report(self, line: bytes | None) -> None:
        event = Event(self, line, time.monotonic())
        while not self._killed:  # then nobody listens any more
            try:
                self._events.put(event, timeout=0.2)
            except queue.Full:
                continue
            break

    def _remember(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            while chunk := os.read(pipe.fileno(), 1 << 16):
                self._tail = (self._tail + chunk)[-_TAIL:]
        pipe.close()

    def _speak(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(ValueError, OSError):
            while (line := self._outbox.get()) is not None:
                pipe.write(line)
                pipe.flush()
        with contextlib.suppress(OSError):
            pipe.close()
