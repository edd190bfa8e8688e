"""Dies of SIGSEGV on derivative number CONFORMANCE_MINIATURE_AT (1 if unset) of each process."""

from __future__ import annotations

import os
import signal

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "crashes"


_left = int(os.environ.get("CONFORMANCE_MINIATURE_AT", "1"))


def change(part: Array) -> Array:
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGSEGV)
    return part


pullbacks = pulling(change)
pushforwards = pushing(change)
