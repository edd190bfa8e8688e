"""Returns float32 where float64 was asked for, and the other way round."""

from __future__ import annotations

from typing import Any

import numpy as np

from conformance.backends.contract import Array
from tests.backends.miniatures import sound
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below

name = "wrong_dtype"

pullbacks = sound.pullbacks
pushforwards = sound.pushforwards


def to_numpy(array: Array) -> Any:
    value = sound.to_numpy(array)
    return value.astype(np.float32 if value.dtype == np.float64 else np.float64)
