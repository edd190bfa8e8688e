"""A sound backend that stops at derivative number 8 for CONFORMANCE_SLEEP seconds: `--backend tests.run.sleeps`."""

from __future__ import annotations

import os
import time

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "sleeps"

_left = 8


def change(part: Array) -> Array:
    global _left
    _left -= 1
    if _left == 0:
        time.sleep(float(os.environ.get("CONFORMANCE_SLEEP", "0")))
    return part


pullbacks = pulling(change)
pushforwards = pushing(change)
