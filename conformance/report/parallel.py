"""Making the parts of a large site in as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

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
        with multiprocessing.get_context("fork").Pool(processes, _quiet) as pool:
            found = pool.imap_unordered(_one, range(len(parts)))
            return [path for paths in found for path in paths]
    finally:
        gc.unfreeze()
        _work = Path(), ()


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
