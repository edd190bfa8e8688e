"""Every derivative is computed in single precision, whatever the dtype."""

from __future__ import annotations

import numpy as np

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "rounded"

to_single = sound.primitive(lambda x: x.astype(np.float32).astype(x.dtype), lambda g, r, x: to_single(g))


def change(part: Array) -> Array:
    return to_single(part)


pullbacks = pulling(change)
pushforwards = pushing(change)
