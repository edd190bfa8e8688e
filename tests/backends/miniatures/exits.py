"""Exits with status 3 on derivative number CONFORMANCE_MINIATURE_AT (1 if unset) of each process."""

from __future__ import annotations

import os

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "exits"


_left = int(os.environ.get("CONFORMANCE_MINIATURE_AT", "1"))


def change(part: Array) -> Array:
    global _left
    _left -= 1
    if _left == 0:
        os._exit(3)
    return part


pullbacks = pulling(change)
pushforwards = pushing(change)
