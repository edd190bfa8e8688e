"""The workers of one backend: jobs in, outcomes out, whatever the workers do.

Everything happens in the caller's thread, between one `next` and the following one,
so that an interrupt finds no lock held and truth, which is not thread-safe, can be
computed meanwhile: a worker is at its next job while its last one is judged.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Iterable, Iterator
from types import TracebackType

from conformance.run.answers import Ready
from conformance.run.observation import Outcome
from conformance.run.process import Event
from conformance.run.slot import Job, Settings, Slot

__all__ = ["Supervisor"]

_GRACE = 2.0


class Supervisor:
    """A context: leaving it ends every worker, at once if it is left by an exception."""

    def __init__(self, settings: Settings, workers: int = 1) -> None:
        self._settings = settings
        # Bounded, so that a worker that floods its output is slowed down instead of filling the memory.
        self._events: queue.Queue[Event] = queue.Queue(maxsize=4096)
        self._slots = [Slot(settings, self._events) for _ in range(workers)]

    def launch(self) -> None:
        """Start the first worker without waiting for it, so that several backends can start side by side."""
        self._slots[0].start()

    def start(self) -> Ready:
        """Start the first worker; what it says of itself. UnavailableError if the backend cannot run here."""
        first = self._slots[0]
        if first.deadline is None:
            first.start()
        while first.ready is None:
            self._step()
        return first.ready

    def evaluate(self, jobs: Iterable[Job]) -> Iterator[list[Outcome]]:
        """The outcomes of each job, one a point, in the order of the jobs.

        UnavailableError where no worker starts any more.
        """
        waiting = iter(jobs)
        given = due = 0
        exhausted = False
        finished: dict[int, list[Outcome]] = {}
        while True:
            for slot in self._slots:
                # No further ahead than two jobs a worker, or outcomes would pile up behind a slow one.
                if slot.number is None and not exhausted and given - due < 2 * len(self._slots):
                    job = next(waiting, None)
                    if job is None:
                        exhausted = True
                    else:
                        slot.assign(given, job)
                        given += 1
            if due in finished:
                yield finished.pop(due)
                due += 1
            elif due == given:
                return
            else:
                finished.update(self._step())

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for slot in self._slots:
            slot.close(_GRACE if kind is None else 0.0)
        self._settings.surroundings.close()

    def _step(self) -> dict[int, list[Outcome]]:
        """Wait for one event, or for the first deadline; the job that ended with it, if one did."""
        deadlines = [(slot.deadline, number) for number, slot in enumerate(self._slots) if slot.deadline is not None]
        deadline, number = min(deadlines)
        try:
            # What has arrived counts, even if the host was too busy to look before the deadline.
            event = self._events.get(timeout=max(deadline - time.monotonic(), 0.0))
        except queue.Empty:
            return self._ended(self._slots[number], None)
        for slot in self._slots:
            if slot.owns(event):
                return self._ended(slot, event)
        return {}

    @staticmethod
    def _ended(slot: Slot, event: Event | None) -> dict[int, list[Outcome]]:
        number = slot.number
        outcomes = slot.expire() if event is None else slot.hear(event)
        if outcomes is None:
            return {}
        assert number is not None
        return {number: outcomes}
