"""Every derivative has the wrong sign."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "negated"


def change(part: Array) -> Array:
    return sound.negative(part)


pullbacks = pulling(change)
pushforwards = pushing(change)
