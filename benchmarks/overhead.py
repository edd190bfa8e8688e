"""What a run costs beyond the framework: time and memory of a default run of the chapter's cases, truth cached.

Targets: wall time within three times (import of the framework + its bare calls); peak
memory of host and worker together within 300 MB above the framework's own. Linux only.
"""

from __future__ import annotations

import contextlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from checkers import CHECKERS
from machine import about, child, described, interpreter, table

from conformance.casefile.load import load
from conformance.casefile.shipped import shipped_cases
from conformance.cli.options import interpreters, python_option
from conformance.run.truths import CachedTruth
from conformance.truth.cache import Cache

TIMES = 3.0
MEGABYTES = 300.0


@click.command(help=__doc__)
@click.argument("backends", nargs=-1, required=True, type=click.Choice(list(CHECKERS)))
@python_option
@click.option("--repeats", type=click.IntRange(1), default=1, show_default=True, help="Runs to take medians of.")
@click.option("--json", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write all figures here too.")
def main(backends: tuple[str, ...], pythons: tuple[str, ...], repeats: int, output: Path | None) -> None:
    given = interpreters(pythons)
    machine = about()
    click.echo(described(machine) + "\n")
    measured = {}
    with tempfile.TemporaryDirectory(prefix="conformance-") as folder:
        cases = shipped_cases() / "multivariable-calculus"
        _fill(cases, Path(folder) / "truth")
        for name in backends:
            measured[name] = _measure(name, interpreter(name, given), cases, Path(folder), repeats)
            click.echo(_told(name, measured[name]) + "\n")
    if output:
        output.write_text(json.dumps({"machine": machine, "backends": measured}, indent=1) + "\n")


def _measure(name: str, python: str, cases: Path, folder: Path, repeats: int) -> dict[str, Any]:
    """Medians of runs, of runs with a stopwatch in them and of the framework alone; the truth is in `folder`."""
    cache = folder / "truth"
    run = [sys.executable, "-m", "conformance", "run", str(cases), "--backend", name, "--python", f"{name}={python}",
           "--cache", str(cache), "--output", str(folder / "run.jsonl")]  # fmt: skip
    runs = [_watched(run) for _ in range(repeats)]
    phases = [_phases(name, python, cache, cases, folder) for _ in range(repeats)]
    alone = [_bare(name, python, folder) for _ in range(repeats)]
    return {
        "run": _medians(runs),
        "results": phases[0]["results"],
        "about": phases[0]["about"],
        "phases": _medians([p["wall"] for p in phases]),
        "cpu": _medians([p["cpu"] for p in phases]),
        "bare": _medians(alone),
    }


def _fill(cases: Path, cache: Path) -> None:
    """Every truth that a default run asks for, into the cache."""
    truth = CachedTruth(Cache(cache))
    for case in load((cases,)).cases:
        for instance in case.instances:
            for claim in instance.claims:
                for point in claim.points:
                    for dtype in ("float32", "float64"):
                        truth.sides(instance, claim, point, dtype)


def _watched(command: list[str]) -> dict[str, float]:
    """Run it: its seconds, its own peak memory and that of its largest child, and the peak of their sum."""
    started, before = time.perf_counter(), _processor()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = {"host": 0.0, "worker": 0.0, "together": 0.0}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.02):
            with contextlib.suppress(OSError, StopIteration):  # it ends while we look
                host, workers = _memory(process.pid), [_memory(pid) for pid in _children(process.pid)]
                found["host"] = max(found["host"], host["VmHWM"])
                found["worker"] = max(found["worker"], *(w["VmHWM"] for w in workers), 0.0)
                found["together"] = max(found["together"], host["VmRSS"] + sum(w["VmRSS"] for w in workers))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode not in (0, 1):  # 1: some result is not as expected, which is not our affair here
        raise click.ClickException(told.strip() or f"{command} exited with status {process.returncode}")
    return found | {"wall": seconds, "processor": _processor() - before}


def _phases(name: str, python: str, cache: Path, cases: Path, folder: Path) -> dict[str, Any]:
    script = str(Path(__file__).with_name("phases.py"))
    subprocess.run([sys.executable, script, name, python, str(cache), str(cases), str(folder)], check=True)
    return dict(json.loads((folder / "phases.json").read_text()))


def _bare(name: str, python: str, folder: Path) -> dict[str, float]:
    command, environment, surroundings = child(python, "bare.py", name)
    with contextlib.closing(surroundings), (folder / "work.jsonl").open("rb") as work:
        done = subprocess.run(command, stdin=work, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{name}: {done.stderr.strip()[-2000:]}")
    return dict(json.loads(done.stdout))


def _told(name: str, found: Mapping[str, Any]) -> str:
    run, bare, phases, cpu = found["run"], found["bare"], found["phases"], found["cpu"]
    alone = bare["import"] + bare["calls"]
    above = run["host"] + run["worker"] - bare["import memory"]
    packages = ", ".join(f"{package} {version}" for package, version in found["about"]["packages"].items())
    waiting = phases["worker"] - cpu["worker"]
    judged = [key for key in ("inputs", "messages", "truth", "judge", "write") if key in phases]
    rows = [
        ["seconds", "wall", ""],
        ["the framework alone: import", f"{bare['import']:.2f}", ""],
        [f"  its {bare['number']:.0f} bare calls", f"{bare['calls']:.2f}", ""],
        ["  lowering and arrays around the calls", f"{bare['evaluation'] - bare['calls']:.2f}", ""],
        ["  adapter, and what of the framework loads with it", f"{bare['adapter']:.2f}", ""],
        ["conformance run", f"{run['wall']:.2f}", f"{run['wall'] / alone:.2f} × (import + calls), target {TIMES:g}"],
        ["  host: Python and its imports", f"{phases['imports']:.2f}", ""],
        ["  host: load the cases", f"{phases['load']:.2f}", ""],
        ["  host: until the worker is ready", f"{phases['start']:.2f}", ""],
        ["  host: plan", f"{phases['plan']:.2f}", ""],
        *([f"  host: {key}", f"{phases[key]:.2f}", ""] for key in judged),
        ["  host: queue and answers", f"{cpu['worker']:.2f}", ""],
        ["  host: idle, waiting for the worker", f"{waiting:.2f}", ""],
    ]
    processor = [
        ["processor seconds", "", ""],
        ["the framework alone: import, adapter, lowering, calls", f"{bare['processor']:.2f}", ""],
        [
            "conformance run: host and worker",
            f"{run['processor']:.2f}",
            f"{run['processor'] / bare['processor']:.2f} ×",
        ],
    ]
    memory = [
        ["megabytes", "peak", ""],
        ["the framework alone: import", f"{bare['import memory']:.0f}", ""],
        ["  with its adapter", f"{bare['adapter memory']:.0f}", ""],
        ["  after the bare calls", f"{bare['calls memory']:.0f}", ""],
        ["conformance run: host", f"{run['host']:.0f}", ""],
        ["  worker", f"{run['worker']:.0f}", ""],
        ["  both peaks", f"{run['host'] + run['worker']:.0f}", f"{above:+.0f} above the import, target {MEGABYTES:g}"],
        ["  most at one time", f"{run['together']:.0f}", ""],
    ]
    head = f"{name}: {packages}, Python {found['about']['python']}; {found['results']} results"
    return "\n".join([head, "", table(rows), "", table(processor), "", table(memory)])


def _processor() -> float:
    """Processor seconds of all children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _medians(figures: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(one[key] for one in figures) for key in figures[0]}


def _memory(pid: int) -> dict[str, float]:
    """`VmHWM` and `VmRSS` of a process, in MB: the most that was resident, and what is."""
    fields = {}
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
        key, _, value = line.partition(":")
        if key in ("VmHWM", "VmRSS"):
            fields[key] = int(value.split()[0]) / 1000
    if len(fields) < 2:  # a process that has ended and waits to be reaped
        raise StopIteration
    return fields


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text(encoding="ascii").split())


if __name__ == "__main__":
    main()
