"""A run in this process with a stopwatch in it: where the host's time goes.

`python phases.py BACKEND PYTHON CACHE CASES FOLDER`, which `overhead.py` calls. The
parts are those that `conformance run` is made of, given collaborators that keep time.
Writes `phases.json` and `work.jsonl` (what the worker was asked) into FOLDER.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from conformance.casefile.load import load
from conformance.run.answers import Ready
from conformance.run.execute import execute
from conformance.run.plan import Abilities, Options, plan
from conformance.run.slot import Job, Settings
from conformance.run.supervisor import Supervisor
from conformance.run.surroundings import Surroundings
from conformance.run.truths import CachedTruth
from conformance.run.writer import RunWriter, make_header
from conformance.truth.cache import Cache


class Stopwatch:
    """Seconds of each phase, those of the phases inside it not counted; and the CPU time of this thread."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = defaultdict(float)
        self.cpu: dict[str, float] = defaultdict(float)
        self._phases = ["other"]
        self._since = time.perf_counter(), time.thread_time()

    @contextlib.contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self._lap()
        self._phases.append(name)
        try:
            yield
        finally:
            self._lap()
            self._phases.pop()

    def each(self, name: str, items: Iterable[Any]) -> Iterator[Any]:
        """The items; the time that they take to come belongs to the phase."""
        source = iter(items)
        nothing = object()
        while True:
            with self.phase(name):
                item = next(source, nothing)
            if item is nothing:
                return
            yield item

    def during(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*args: Any) -> Any:
            with self.phase(name):
                return function(*args)

        return timed

    def _lap(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.wall[self._phases[-1]] += now[0] - self._since[0]
        self.cpu[self._phases[-1]] += now[1] - self._since[1]
        self._since = now


class Timed:
    """Stands for the supervisor and for the truth that `execute` uses."""

    def __init__(self, watch: Stopwatch, supervisor: Supervisor, truth: CachedTruth, jobs: list[Job]) -> None:
        self._watch, self._supervisor, self._jobs = watch, supervisor, jobs
        self.inputs = watch.during("inputs", truth.inputs)
        self.sides = watch.during("truth", truth.sides)

    def evaluate(self, jobs: Iterable[Job]) -> Iterator[Any]:
        return self._watch.each("worker", self._supervisor.evaluate(self._kept(jobs)))

    def _kept(self, jobs: Iterable[Job]) -> Iterator[Job]:
        for job in self._watch.each("messages", jobs):
            self._jobs.append(job)
            yield job


def main() -> None:
    backend, python, cache, cases, out = sys.argv[1], sys.argv[2], *map(Path, sys.argv[3:6])
    watch = Stopwatch()
    watch.wall["imports"] = _age()
    jobs: list[Job] = []
    with watch.phase("load"):
        loaded = load((cases,))
    with Supervisor(Settings(backend, surroundings=Surroundings(python))) as supervisor:
        with watch.phase("start"):
            ready = supervisor.start()
        with watch.phase("plan"):
            units = plan(loaded.cases, Abilities(backend, ready.dtypes, ready.modes, ready.executions), Options())
        timed = Timed(watch, supervisor, CachedTruth(Cache(cache)), jobs)
        with RunWriter.create(out / "phases.jsonl", _header(backend, loaded.content_hash, ready)) as writer:
            with watch.phase("judge"):
                execute(units, timed, timed, "cpu", watch.during("write", writer.result))  # type: ignore[arg-type]
            with watch.phase("write"):
                writer.footer()
            results = sum(writer.groups.values())
    with (out / "work.jsonl").open("w") as file:
        for number, job in enumerate(jobs):
            file.write(json.dumps({"type": "evaluate", "id": number, **job.message, "points": job.points}) + "\n")
    told = {"results": results, "about": dict(ready.about), "wall": watch.wall, "cpu": watch.cpu}
    (out / "phases.json").write_text(json.dumps(told))


def _age() -> float:
    """The seconds since this process was started, to a hundredth: the interpreter's start and the imports so far."""
    started = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def _header(backend: str, cases: str, ready: Ready) -> dict[str, Any]:
    return make_header(backend=backend, about=ready.about, device="cpu", cases=cases, options=Options(), timeout=60.0)


if __name__ == "__main__":
    main()
