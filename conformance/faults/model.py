"""What a planted fault is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.faults.plant import Change

__all__ = ["Fault", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to be wrong.

    `change` makes the rewriting of one operator, for one of its arguments where the kind
    concerns one (`per_argument`; otherwise it is given 0 and heeds it not). `mode` is
    the only mode that is wrong. `somewhere`: not everywhere, but at some points, so that
    all of them are worth a try. `tampering` names what is done to the derivatives that
    come back, for what no graph can express; see `tamper`. `order` is the smallest order of
    derivative in which it shows.
    """

    name: str
    says: str
    change: Callable[[int], Change] | None = None
    per_argument: bool = True
    mode: str | None = None
    tampering: str | None = None
    somewhere: bool = False
    order: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One operator's derivative rule, wrong in one way, in one argument if `argument` is a number."""

    operator: str
    kind: Kind
    argument: int | None = None

    @property
    def id(self) -> str:
        """`tanh/sign`, `matmul/sign/1`."""
        return f"{self.operator}/{self.kind.name}" + ("" if self.argument is None else f"/{self.argument}")

    @property
    def change(self) -> Change | None:
        """What is planted; None where only what comes back is tampered with."""
        if self.kind.change is None:
            return None
        argument = self.argument or 0
        change = self.kind.change(argument)
        return lambda site: change(site) if argument < len(site.args) else None  # a list may be of one array
