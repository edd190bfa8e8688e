"""A framework alone, in its own interpreter: its import, then the calls of a run and nothing else.

`python bare.py BACKEND <work.jsonl >figures.json`, which `overhead.py` calls; the work
is the `evaluate` messages of the worker protocol.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time


def main() -> None:
    name = sys.argv[1]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # frameworks print
    figures = {}
    started = time.perf_counter()
    importlib.import_module(name)
    figures["import"] = time.perf_counter() - started
    figures["import memory"] = _peak()

    from conformance.backends.evaluate import evaluate
    from conformance.backends.registry import load
    from conformance.run.protocol import parse_evaluate, parse_line

    started = time.perf_counter()
    backend = load(name)
    figures["adapter"] = time.perf_counter() - started
    figures["adapter memory"] = _peak()

    figures["calls"] = figures["evaluation"] = 0.0
    figures["number"] = 0
    for line in sys.stdin.buffer:
        work = parse_evaluate(parse_line(line))
        started = time.perf_counter()
        how = {"dtype": work.dtype, "mode": work.mode, "execution": work.execution}
        for observed in evaluate(backend, work.graph, work.roots, work.points, **how):
            figures["calls"] += observed.seconds
            figures["number"] += 1
        figures["evaluation"] += time.perf_counter() - started
    figures["calls memory"] = _peak()
    figures["processor"] = time.process_time()
    with answers:
        json.dump(figures, answers)
    sys.stderr.flush()
    os._exit(0)  # frameworks take seconds to tear down


def _peak() -> float:
    """The most memory resident so far, in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1000


if __name__ == "__main__":
    main()
