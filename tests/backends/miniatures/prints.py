"""Prints before every derivative, by Python and past it, as frameworks do."""

from __future__ import annotations

import os

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "prints"


def change(part: Array) -> Array:
    print('{"type": "done", "id": 1}', flush=True)
    os.write(1, b"a warning from somewhere in C++\n")
    return part


pullbacks = pulling(change)
pushforwards = pushing(change)
