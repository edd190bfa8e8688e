"""What each known error says and which exit code it has."""

from __future__ import annotations

import traceback

import click

from conformance.report.errors import ReportError
from conformance.run.errors import PlanError, RunFileError, UnavailableError, WriteError

__all__ = ["CasesError", "code_of", "explain"]

_BUG = 70


class CasesError(Exception):
    """There are no cases to work on."""


_CODES: dict[type[Exception], int] = {
    CasesError: 2,
    PlanError: 2,
    RunFileError: 2,
    ReportError: 2,
    UnavailableError: 3,
    WriteError: 3,
}


def code_of(error: Exception) -> int | None:
    """The exit code of a known error; None for any other."""
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), None)


def explain(error: Exception, *, debug: bool) -> int:
    """Say on stderr what went wrong, and return the exit code. No traceback unless asked for."""
    code = code_of(error)
    if code is not None:
        click.echo(f"Error: {error}", err=True)
        return code
    if debug:
        traceback.print_exception(error)
    click.echo(
        f"Internal error: {type(error).__name__}: {error}\n"
        "This is a bug in the suite, not in what it tests. Please report it, "
        "with the output of: conformance --debug …",
        err=True,
    )
    return _BUG
