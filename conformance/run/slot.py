"""One place where a worker works: which process, what it was asked, how long it may take.

A slot starts a process when it is given a job, and another one when that is lost; what
the lost one was on gets the loss as its outcome, and the new one goes on with the rest.
"""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.run.answers import Answer, Done, Observed, Ready, Refusal, RubbishError, parse
from conformance.run.errors import UnavailableError
from conformance.run.observation import Loss, Outcome
from conformance.run.process import Event, WorkerProcess
from conformance.run.protocol import PROTOCOL
from conformance.run.surroundings import Surroundings

__all__ = ["Job", "Settings", "Slot"]

_STARTS = 3  # a worker that dies this often in a row before it is ready does not start here


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is asked: `graph`, `roots`, `dtype`, `mode`, `execution`, and the inputs at every point.

    `sides` is how many values a point has. `together` says that all points are
    evaluated in one call, so that they are lost together.
    """

    message: Mapping[str, Any]
    points: Sequence[Mapping[str, Any]]
    sides: int
    together: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """How to run a backend's workers; times in seconds."""

    backend: str
    device: str = "cpu"
    timeout: float = 60.0
    start_timeout: float = 120.0
    surroundings: Surroundings = field(default_factory=Surroundings)


class Slot:
    """A worker process, or the place for one."""

    def __init__(self, settings: Settings, events: queue.Queue[Event]) -> None:
        self._settings = settings
        self._events = events
        self._process: WorkerProcess | None = None
        self._failed_starts = 0
        self._job: Job | None = None
        self._outcomes: list[Outcome] = []
        self._base = 0  # the point of the job that the process counts as 0
        self._message_id = 0
        self.ready: Ready | None = None
        self.number: int | None = None
        """The caller's number of the job; None while the slot is free."""
        self.deadline: float | None = None
        """When what is awaited is overdue, on the monotonic clock; None while nothing is."""

    def start(self) -> None:
        """Start a process and ask whether it can work here."""
        surroundings = self._settings.surroundings
        try:
            self._process = WorkerProcess(surroundings.command, surroundings.environment(), self._events)
        except OSError as error:
            raise UnavailableError(
                f"{self._settings.backend}: {surroundings.command[0]} does not start: {error.strerror}"
            ) from error
        self.ready = None
        self._send(
            {
                "type": "hello",
                "protocol": PROTOCOL,
                "backend": self._settings.backend,
                "device": self._settings.device,
            }
        )
        self.deadline = time.monotonic() + self._settings.start_timeout

    def assign(self, number: int, job: Job) -> None:
        """Have a job done; the slot must be free."""
        self.number, self._job, self._outcomes = number, job, []
        if self._process is None:
            self.start()
        elif self.ready:
            self._ask()

    def owns(self, event: Event) -> bool:
        """Whether the event is of the slot's present process; those of lost ones are stale."""
        return event.process is self._process

    def hear(self, event: Event) -> list[Outcome] | None:
        """Take an event in; the outcomes of the job, one a point, when it has come to its end."""
        assert self._process is not None
        if event.line is None:
            return self._lose("crash", self._process.ending(), self._process.last_line())
        try:
            return self._take(parse(event.line), event.time)
        except RubbishError as error:
            return self._lose("error", f"the worker {error}")

    def expire(self) -> list[Outcome] | None:
        """What was awaited is overdue; as `hear`."""
        self.deadline = None
        return self._lose("timeout", f"no answer within {self._settings.timeout:g} s")

    def kill(self) -> None:
        """End the process at once, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def close(self, grace: float) -> None:
        """Let an idle process end by itself; kill a busy one."""
        if self._process is not None and self.number is None and self.ready:
            self._send({"type": "shutdown"})
            self._process.close(grace)
        self.kill()

    def _send(self, message: Mapping[str, Any]) -> None:
        assert self._process is not None
        self._process.send(json.dumps(message).encode() + b"\n")

    def _ask(self) -> None:
        """Ask for the points that have no outcome yet."""
        assert self._job is not None
        self._base = len(self._outcomes)
        self._message_id += 1
        points = self._job.points[self._base :]
        self._send({"type": "evaluate", "id": self._message_id, **self._job.message, "points": points})
        self.deadline = time.monotonic() + self._settings.timeout

    def _take(self, answer: Answer, when: float) -> list[Outcome] | None:
        if self.ready is None:
            self._begin(answer)
            return None
        if self._job is None:
            raise RubbishError(f"sent {type(answer).__name__.lower()} without being asked")
        if isinstance(answer, Observed) and answer.id == self._message_id:
            due = len(self._outcomes) - self._base
            if answer.point != due or len(self._outcomes) == len(self._job.points):
                raise RubbishError(f"answered point {answer.point} where point {due} was due")
            if len(answer.observation.values) != self._job.sides:
                raise RubbishError(f"sent {len(answer.observation.values)} values where {self._job.sides} were asked")
            self._outcomes.append(answer.observation)
            self.deadline = when + self._settings.timeout
            return None
        if isinstance(answer, Done) and answer.id == self._message_id:
            if len(self._outcomes) < len(self._job.points):
                raise RubbishError("was done before all points had an answer")
            return self._finish()
        raise RubbishError(f"sent {type(answer).__name__.lower()} out of turn")

    def _begin(self, answer: Answer) -> None:
        if isinstance(answer, Refusal):
            raise UnavailableError(answer.message)
        if not isinstance(answer, Ready):
            raise RubbishError(f"sent {type(answer).__name__.lower()} before it was ready")
        self.ready = answer
        self._failed_starts = 0
        self.deadline = None
        if self._job is not None:
            self._ask()

    def _finish(self) -> list[Outcome]:
        outcomes, self._outcomes = self._outcomes, []
        self._job = self.number = self.deadline = None
        return outcomes

    def _lose(self, verdict: str, message: str, words: str = "") -> list[Outcome] | None:
        """The process is lost: so is what it was on. Another one goes on with what is left."""
        started = self.ready is not None
        last_words = self._process.last_words() if self._process else ""
        self.kill()
        self.ready = self.deadline = None
        if not started:
            self._failed_start(verdict, message, last_words)
            return None
        if self._job is None:
            return None
        left = len(self._job.points) - len(self._outcomes)
        # Nothing of a joint call was heard: all its points were in the call that was lost.
        lost = left if self._job.together and len(self._outcomes) == self._base else min(left, 1)
        self._outcomes += [Loss(verdict, f"{message}: {words}" if words else message)] * lost
        if lost == left:
            return self._finish()
        self.start()
        return None

    def _failed_start(self, verdict: str, message: str, last_words: str) -> None:
        self._failed_starts += 1
        if verdict == "timeout":
            message = f"the worker was not ready within {self._settings.start_timeout:g} s"
        if verdict == "timeout" or self._failed_starts == _STARTS:
            times = f" ({self._failed_starts} times in a row)" if self._failed_starts > 1 else ""
            told = f"; it said:\n{last_words}" if last_words else ""
            raise UnavailableError(f"{self._settings.backend} does not start here: {message}{times}{told}")
        self.start()
