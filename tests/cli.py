"""Running the command line, in this process or in one of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

from conformance.cli import _guarded
from conformance.run.runfile import RunFile, read

HERE = Path(__file__).parent
SMALL = HERE / "run" / "small.yaml"
MINIATURES = "tests.backends.miniatures"


def conformance(*arguments: object) -> int:
    """The exit code of a command, run in this process."""
    return _guarded([str(argument) for argument in arguments])


def command(*arguments: object, **options: object) -> subprocess.Popen[str]:
    """A command in a process of its own; its outputs are pipes. An interrupt reaches it also where the
    tests themselves run in the background of a shell, which has them, and what they start, ignore it."""
    environment = os.environ | {"PYTHONPATH": str(HERE.parent)} | dict(options.pop("env", {}))
    return subprocess.Popen(
        [sys.executable, "-m", "conformance", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        **options,
    )


def verdicts(run: RunFile, claim: str = "gradient") -> set[str]:
    """The verdicts that a claim has in a run, at all points."""
    return {result["verdict"] for result in run.results if result["claim"] == claim}


def without_times(path: Path) -> list[dict[str, object]]:
    """Every line of a run file but for what differs between two equal runs."""
    run = read(path)
    header = {key: value for key, value in run.header.items() if key not in ("started", "run")}
    results = [{key: value for key, value in r.items() if key != "seconds"} for r in run.results]
    return [header, *results, run.footer or {}]
