"""Every derivative is refused, as by a framework that has none for an operator."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "unable"


def change(part: Array) -> Array:
    raise NotImplementedError("no gradient is registered")


pullbacks = pulling(change)
pushforwards = pushing(change)
