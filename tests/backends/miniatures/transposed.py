"""Every derivative that is a matrix is transposed, as where layouts are confused."""

from __future__ import annotations

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "transposed"


def change(part: Array) -> Array:
    return sound.transpose(part) if len(part.shape) == 2 and part.shape[0] == part.shape[1] else part


pullbacks = pulling(change)
pushforwards = pushing(change)
