"""The first derivative never ends."""

from __future__ import annotations

import time

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "hangs"


def change(part: Array) -> Array:
    while True:
        time.sleep(3600)


pullbacks = pulling(change)
pushforwards = pushing(change)
