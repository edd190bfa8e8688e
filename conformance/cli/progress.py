"""A progress bar on stderr, where a person watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from conformance.run.plan import Unit

__all__ = ["Bar", "Bars", "watched"]


def watched() -> bool:
    return sys.stderr.isatty()


@contextmanager
def _shown(label: str, length: int) -> Iterator[Callable[[], None]]:
    """A bar of this length, invisible unless stderr is a terminal; what it gives moves it on by one."""
    with click.progressbar(
        length=length,
        label=label,
        file=sys.stderr,
        hidden=not watched(),
        show_pos=True,
        update_min_steps=max(length // 500, 1),
    ) as bar:
        yield lambda: bar.update(1)


class Bars:
    """One bar after another."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def begin(self, label: str, length: int) -> Callable[[], None]:
        """Close the bar that there is and show the next; what is returned moves it on by one."""
        self._stack.close()
        return self._stack.enter_context(_shown(label, length))

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


class Bar(Bars):
    """The bar of one run."""

    def __init__(self, label: str) -> None:
        super().__init__()
        self._label = label
        self.begun = False
        """Whether the run has got as far as its run file."""

    def of_units(self, units: Sequence[Unit]) -> Callable[[], None]:
        """Show the bar; what is returned moves it on by one result."""
        self.begun = True
        return self.begin(self._label, sum(len(unit.points) for unit in units))
