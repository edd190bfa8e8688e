"""A progress bar on stderr, where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.run.plan import Unit

__all__ = ["Bar", "watched"]


def watched() -> bool:
    return sys.stderr.isatty()


class Bar:
    """The bar of one run; invisible unless stderr is a terminal."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._stack = ExitStack()
        self.begun = False
        """Whether the run has got as far as its run file."""

    def begin(self, units: Sequence[Unit]) -> Callable[[], None]:
        """Show the bar; what is returned moves it on by one result."""
        self.begun = True
        length = sum(len(unit.points) for unit in units)
        bar = self._stack.enter_context(
            click.progressbar(
                length=length,
                label=self._label,
                file=sys.stderr,
                hidden=not watched(),
                show_pos=True,
                update_min_steps=max(length // 500, 1),
            )
        )
        return lambda: bar.update(1)

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
