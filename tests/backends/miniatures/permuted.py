"""The entries of every derivative move up by one, the last to the front."""

from __future__ import annotations

import math

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "permuted"


def change(part: Array) -> Array:
    size = math.prod(part.shape)
    flat = sound.reshape(part, shape=(size,))
    moved = [sound.index(flat, index=((i - 1) % size,)) for i in range(size)]
    return sound.reshape(sound.stack(*moved, axis=0), shape=part.shape)


pullbacks = pulling(change)
pushforwards = pushing(change)
