"""Writes to the pipe to the host, whichever descriptor that is, instead of the protocol."""

from __future__ import annotations

import contextlib
import fcntl
import os

from conformance.backends.contract import Array
from tests.backends.miniatures.sound import *  # noqa: F403 - a backend like it, but for what is below
from tests.backends.miniatures.spoiled import pulling, pushing

name = "speaks_rubbish"


def change(part: Array) -> Array:
    """stdin, stdout and stderr are not the pipe: the worker has it under a descriptor of its own."""
    for descriptor in range(3, 32):
        with contextlib.suppress(OSError):
            if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                os.write(descriptor, b"this is not the protocol\n")
    return part


pullbacks = pulling(change)
pushforwards = pushing(change)
