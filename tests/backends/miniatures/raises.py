"""Every derivative raises."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "raises"


def change(part: Array) -> Array:
    raise RuntimeError("no derivative today")


pullbacks = pulling(change)
pushforwards = pushing(change)
