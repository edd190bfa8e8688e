"""`conformance export`: run files in the formats that other programs read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.export.ran import Ran
    from conformance.run.expected import Expectations

__all__ = ["export"]

_RUN = click.Path(exists=True, dir_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)
_LONGEST_NAME = 60
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(short_help="Run files to JUnit, CTRF, Markdown, badges, a feed.")
@click.argument("runs", metavar="[RUN]...", nargs=-1, type=_RUN)
@click.option("--junit", type=_FILE, metavar="FILE", help="JUnit XML: a suite a run, a test a claim.")
@click.option("--ctrf", type=_FILE, metavar="FILE", help="Common Test Report Format, JSON.")
@click.option(
    "--markdown", type=_FILE, metavar="FILE", help="A summary for a CI job's page, failures first, under 1 MiB."
)
@click.option("--badge", type=_FOLDER, metavar="DIR", help="A badge of each backend, BACKEND.svg.")
@click.option(
    "--shields", type=_FOLDER, metavar="DIR", help="The same for the endpoint badge of shields.io, BACKEND.json."
)
@click.option("--atom", type=_FILE, metavar="FILE", help="A feed of what changed from run to run of each backend.")
@click.option("--title", default="Autograd conformance", show_default=True, help="Of the feed.")
@click.option("--link", metavar="URL", help="Where the report is published, for the feed.")
@click.option("--expected", type=click.Path(exists=True, path_type=Path), metavar="PATH",
              help="Known results, as for run: a JSON file, or a folder that has BACKEND.json.")  # fmt: skip
def export(
    runs: tuple[Path, ...],
    title: str,
    link: str | None,
    expected: Path | None,
    **outputs: Path | None,
) -> int:
    """Write run files in the formats given, any number of them at once; FILE may be - for standard output.

    RUN is a run file; the default is every one in reports/runs. Several runs merge, the shards of one
    as one; runs of different cases are refused, except for the feed, which keeps apart what does not compare.

    A test is a claim at fixed sizes; its worst verdict decides. It fails if a result is not as expected, which
    is what `conformance run` says with its exit code; what is not supported, undecided or known is skipped.
    A backend that could not start is no failure, and an interrupted run says that it is one.
    """
    wanted = {name: path for name, path in outputs.items() if path is not None}
    if not wanted:
        raise click.UsageError(f"which format? give one of {', '.join(f'--{name}' for name in outputs)}")
    files = runs or tuple(sorted(Path("reports/runs").glob("*.jsonl")))
    if not files:
        raise click.UsageError("no run files: reports/runs has none; make one with: conformance run --backend NAME")
    if "atom" in wanted:
        from conformance.cli.feed import feed

        _write(wanted.pop("atom"), feed(files, title, link))
    if wanted:
        merged = _merged(files, expected)
        for name, path in wanted.items():
            _WRITERS[name](merged, path)
    return 0


def _merged(files: Sequence[Path], expected: Path | None) -> list[Ran]:
    from conformance.export.ran import ran, together
    from conformance.run.reader import RunReader

    found = []
    for path in files:
        with RunReader(path) as run:
            found.append(ran(run, _expectations(expected, run.header["backend"])))
    return together(found)


def _expectations(expected: Path | None, backend: str) -> Expectations:
    from conformance.run.expected import Expectations

    if expected is None:
        return Expectations()
    path = expected / f"{backend}.json" if expected.is_dir() else expected
    return Expectations.load(path) if path is expected or path.is_file() else Expectations()


def _write(path: Path, data: bytes) -> None:
    from conformance.run.errors import WriteError

    if str(path) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise WriteError(f"cannot write {path}: {error.strerror}") from error
    click.echo(path)


def _junit(merged: Sequence[Ran], path: Path) -> None:
    from conformance.export.junit import junit

    _write(path, junit(merged))


def _ctrf(merged: Sequence[Ran], path: Path) -> None:
    from conformance.export.ctrf import ctrf

    _write(path, ctrf(merged).encode())


def _markdown(merged: Sequence[Ran], path: Path) -> None:
    from conformance.export.summary import summary

    _write(path, summary(merged).encode())


def _badges(merged: Sequence[Ran], folder: Path) -> None:
    from conformance.export.badge import svg

    for name, run in _named(merged):
        _write(folder / f"{name}.svg", svg(run))


def _shields(merged: Sequence[Ran], folder: Path) -> None:
    from conformance.export.badge import shields

    for name, run in _named(merged):
        _write(folder / f"{name}.json", shields(run).encode())


def _named(merged: Sequence[Ran]) -> list[tuple[str, Ran]]:
    """A file name for each run: its backend, with the version and the run where that is not enough."""
    names: dict[str, Ran] = {}
    for run in merged:
        header = run.header
        alone = sum(other.backend == run.backend for other in merged) == 1
        parts = [run.backend] if alone else [run.backend, str(header["version"]), str(header["run"])]
        names["-".join(re.sub(r"[^A-Za-z0-9._+-]|^\.+", "_", part)[:_LONGEST_NAME] for part in parts)] = run
    return list(names.items())


_WRITERS: Mapping[str, Callable[[Sequence[Ran], Path], None]] = {
    "junit": _junit,
    "ctrf": _ctrf,
    "markdown": _markdown,
    "badge": _badges,
    "shields": _shields,
}
