"""The command line: options in, one call, exit code out.

Exit codes: 0 as expected; 1 a claim or a backend differs from what is expected; 2 a bad
case, option or file; 3 an environment that cannot run; 130 interrupted; 70 a bug of
ours. Nothing but click is imported until a command needs it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from conformance import __version__

__all__ = ["cli", "main"]

_COMMANDS = ("audit", "run", "report", "causes", "compare", "export", "backends", "show", "reproduce", "power")


class _Commands(click.Group):
    """Each command is the function of its name in the module of its name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"conformance.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="conformance")
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.pass_obj
def cli(state: dict[str, bool], debug: bool) -> None:
    """Is this derivative right? A conformance suite for automatic differentiation."""
    state["debug"] = debug


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit the process with its code."""
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(_guarded(arguments))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """To be asked to end is to be interrupted: workers are ended, what was finished is kept."""
    raise KeyboardInterrupt


def _guarded(arguments: Sequence[str] | None) -> int:
    """The one place where errors become exit codes and messages."""
    state = {"debug": False}
    try:
        code = cli.main(arguments, prog_name="conformance", standalone_mode=False, obj=state)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted", err=True)
        return 130
    except (BrokenPipeError, SystemExit):  # the reader of our output has had enough; click then exits by itself
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        from conformance.cli.errors import explain

        return explain(error, debug=state["debug"])
    return code if isinstance(code, int) else 0
