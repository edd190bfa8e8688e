"""Every derivative is half of what it should be."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "halved"


def change(part: Array) -> Array:
    return sound.multiply(part, 0.5)


pullbacks = pulling(change)
pushforwards = pushing(change)
