"""Every derivative is None: the framework says that nothing is connected."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "none"


def change(part: Array) -> None:
    return None


pullbacks = pulling(change)
pushforwards = pushing(change)
