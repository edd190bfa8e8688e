"""How long `conformance report` takes for a million results, how much memory, and how large its pages are.

The cases and results are real ones, multiplied (`multiplied.py`): each given run file becomes one of
RESULTS / (number of run files) results. The report is made twice: the first time finds the truths and
keeps them, as the runs would have; the second is the one that is measured. Linux only.

Targets for 1,000 cases × 5 backends, 1,000,000 results, on two cores: 60 s, 2 GB, pages under 500 KB.
"""

from __future__ import annotations

import contextlib
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import click
from machine import about, described, table
from multiplied import multiplied_cases, multiplied_run

from conformance.casefile.shipped import shipped_cases

SECONDS, MEGABYTES, KILOBYTES = 60.0, 2000.0, 500.0


@click.command(help=__doc__)
@click.argument("runs", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cases", "source", type=click.Path(exists=True, file_okay=False, path_type=Path),
              default=shipped_cases(), help="Folder of case files to multiply.")  # fmt: skip
@click.option("--every", type=click.IntRange(1), default=3, show_default=True, help="Take every so manieth of them.")
@click.option("--copies", type=click.IntRange(1), default=4, show_default=True, help="Of every case.")
@click.option("--results", type=click.IntRange(1), default=1_000_000, show_default=True, help="About how many in all.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path),
              help="Where everything goes, and stays; what was multiplied there before is used again.")  # fmt: skip
@click.option("--json", "output", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures here too.")
def main(
    runs: tuple[Path, ...],
    source: Path,
    every: int,
    copies: int,
    results: int,
    folder: Path | None,
    output: Path | None,
) -> None:
    machine = about()
    click.echo(described(machine) + "\n")
    with tempfile.TemporaryDirectory(prefix="conformance-") as temporary:
        place = folder or Path(temporary)
        cases, site = place / "cases", place / "site"
        if not cases.exists():
            multiplied_cases(source, every, copies, cases)
            for path in runs:
                multiplied_run(path, cases, copies, results // len(runs), place / path.name)
        files = [str(place / path.name) for path in runs]
        command = [sys.executable, "-m", "conformance", "report", *files, "--cases", str(cases),
                   "--cache", str(place / "truth"), "--output", str(site)]  # fmt: skip
        first = _watched(command)
        figures = _watched(command) | _pages(site) | {"first": first["wall"], "results": _results(files)}
    click.echo(_told(figures))
    if output:
        output.write_text(json.dumps({"machine": machine, "report": figures}, indent=1) + "\n")


def _results(files: list[str]) -> int:
    found = 0
    for path in files:
        with open(path, "rb") as file:
            found += sum(1 for _ in file) - 2
    return found


def _watched(command: list[str]) -> dict[str, float]:
    """Run it: its seconds, and the most memory that it and its children had at one time, what they share once."""
    started, before = time.perf_counter(), _processor()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = {"memory": 0.0}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1.0):
            with contextlib.suppress(OSError):  # it ends while we look
                found["memory"] = max(found["memory"], sum(map(_memory, _tree(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, told = process.communicate()
    seconds = time.perf_counter() - started
    ended.set()
    watcher.join()
    if process.returncode:
        raise click.ClickException(told.strip() or f"{command} exited with status {process.returncode}")
    return found | {"wall": seconds, "processor": _processor() - before}


def _processor() -> float:
    """Processor seconds of all children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> float:
    """The proportional set size in MB: a page that several processes share counts once among them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1000


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            found += _tree(int(child))
    return found


def _pages(site: Path) -> dict[str, Any]:
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()}
    pages = {name: size for name, size in sizes.items() if name.endswith(".html")}
    largest = max(pages, key=pages.__getitem__)
    return {
        "pages": len(pages),
        "largest": largest,
        "kilobytes": pages[largest] / 1000,
        "data": (sum(sizes.values()) - sum(pages.values())) / 1e6,
        "site": sum(sizes.values()) / 1e6,
    }


def _told(found: dict[str, Any]) -> str:
    return table([
        [f"{found['results']:,} results", "measured", "target"],
        ["seconds", f"{found['wall']:.1f}", f"{SECONDS:g}"],
        ["processor seconds", f"{found['processor']:.1f}", ""],
        ["seconds the first time, truths computed", f"{found['first']:.1f}", ""],
        ["megabytes, most at one time", f"{found['memory']:.0f}", f"{MEGABYTES:g}"],
        [f"kilobytes of the largest page, {found['largest']}", f"{found['kilobytes']:.0f}", f"{KILOBYTES:g}"],
        ["pages", f"{found['pages']:,}", ""],
        ["megabytes of data files", f"{found['data']:.0f}", ""],
        ["megabytes of the site", f"{found['site']:.0f}", ""],
    ])  # fmt: skip


if __name__ == "__main__":
    main()
