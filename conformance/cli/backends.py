"""`conformance backends`: what is installed here."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import click

from conformance.cli.loading import check_names
from conformance.cli.options import interpreters, python_option

if TYPE_CHECKING:
    from conformance.run.answers import Ready
    from conformance.run.supervisor import Supervisor

__all__ = ["backends"]


@click.command(short_help="What is installed here.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@python_option
def backends(names: tuple[str, ...], pythons: tuple[str, ...]) -> int:
    """Show what each backend has here: version, modes, executions, dtypes, devices.

    Every backend is started once, in a process of its own. Exit code 3 if one that was
    named does not start.
    """
    from conformance.backends.registry import names as known
    from conformance.run.slot import Settings
    from conformance.run.supervisor import Supervisor
    from conformance.run.surroundings import Surroundings

    elsewhere = interpreters(pythons)
    check_names(names, elsewhere)
    wanted = names or tuple(sorted({*known(), *elsewhere}))
    with ExitStack() as stack:
        supervisors = [
            stack.enter_context(Supervisor(Settings(name, surroundings=Surroundings(elsewhere.get(name)))))
            for name in wanted
        ]
        answers = [_ask(supervisor) for supervisor in _launched(supervisors)]
    for name, answer in zip(wanted, answers, strict=True):
        click.echo(_described(name, answer))
    return 3 if names and any(isinstance(answer, str) for answer in answers) else 0


def _launched(supervisors: list[Supervisor]) -> list[Supervisor]:
    """Side by side: most of the time goes into importing the frameworks."""
    from conformance.run.errors import UnavailableError

    for supervisor in supervisors:
        with suppress(UnavailableError):  # told by `start`, which tries again
            supervisor.launch()
    return supervisors


def _ask(supervisor: Supervisor) -> Ready | str:
    """What the worker says, or why there is none."""
    from conformance.run.errors import UnavailableError

    try:
        return supervisor.start()
    except UnavailableError as error:
        return str(error)


def _described(name: str, answer: Ready | str) -> str:
    if isinstance(answer, str):
        return f"{name}: not available: {answer}"
    rows = {
        "modes": answer.modes,
        "executions": answer.executions,
        "dtypes": answer.dtypes,
        "devices": answer.devices,
        "packages": [f"{package} {version}" for package, version in answer.about["packages"].items()],
    }
    head = f"{name} {answer.about['version']} (Python {answer.about['python']})"
    return "\n".join([head, *(f"    {what:<11} {', '.join(items)}" for what, items in rows.items())])
