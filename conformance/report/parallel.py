"""Making the parts of a large site in as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from conformance.report.errors import ReportError
from conformance.report.folder import write
from conformance.report.pages import Part

__all__ = ["written"]

_WORTH_IT = 50_000
"""Results from which on it pays."""

_work: tuple[Path, Sequence[Part]] = (Path(), ())
"""What the processes share with the one that they come from: far too much to send."""


def written(output: Path, parts: Sequence[Part], results: int) -> list[str]:
    """Write the pages of all parts; their paths. ReportError where one cannot be made or written."""
    processes = _processors()
    if processes == 1 or results < _WORTH_IT:
        return [path for part in parts for path in write(output, part())]
    global _work
    _work = output, parts
    gc.freeze()  # or else the first collection in a process would copy all that it shares
    try:
        return _together(processes, len(parts))
    finally:
        gc.unfreeze()
        _work = Path(), ()


def _together(processes: int, parts: int) -> list[str]:
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork, initializer=_quiet) as pool:
        started = [pool.submit(_one, number) for number in range(parts)]
        try:
            return [path for one in started for path in one.result()]
        except BrokenProcessPool as error:
            raise ReportError("a process that made pages died; is there enough memory?") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _processors() -> int:
    """1 where a process cannot be forked, or had better not be."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


def _one(number: int) -> list[str]:
    output, parts = _work
    return write(output, parts[number]())


def _quiet() -> None:
    """An interruption is the affair of the process that these come from, which ends them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
