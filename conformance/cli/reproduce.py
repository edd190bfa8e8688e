"""`conformance reproduce`: one result as a script that uses the framework alone."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.loading import load_cases, truth_cache
from conformance.cli.options import cache_options, cases_option

__all__ = ["reproduce"]


@click.command(short_help="One result as a script of the framework alone.")
@click.argument("run", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("result")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write it here, not to stdout."
)
@cases_option
@cache_options
def reproduce(
    run: Path, result: str, output: Path | None, paths: tuple[Path, ...], cache_folder: Path | None, no_cache: bool
) -> int:
    """Print a script of at most 20 lines that shows a result of a run, for a bug report.

    RUN is a run file, RESULT the id of a result in it, case/claim[n=2]@point:backend.dtype.mode.execution. The script
    imports the framework and nothing of ours; it prints what is true, where that comes from, and what it got.

    Exit code 2: there is no such result, or it takes more than 20 lines to say.
    """
    from conformance.reproduce.find import find
    from conformance.reproduce.find import reproduce as written
    from conformance.run.errors import WriteError
    from conformance.run.runfile import read
    from conformance.run.truths import CachedTruth

    known = read(run)
    line = find(known, result)
    loaded = load_cases(paths)
    if known.header["cases"] != loaded.content_hash:
        click.echo(f"Note: {run} was made from other cases, or an earlier version of these.", err=True)
    text = written(line, loaded.cases, CachedTruth(truth_cache(cache_folder, no_cache)))
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WriteError(f"cannot write {output}: {error.strerror}") from error
    return 0
