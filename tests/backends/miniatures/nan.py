"""Every derivative is nan."""

from __future__ import annotations

import math

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "nan"


def change(part: Array) -> Array:
    return sound.multiply(part, math.nan)


pullbacks = pulling(change)
pushforwards = pushing(change)
