"""What numpy has for real numbers only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from conformance.backends.contract import Operator, UnsupportedError

__all__ = ["real"]


def real(function: Callable[..., Any]) -> Operator:
    """For a function that numpy does not extend analytically: refuses complex arguments."""

    def guarded(*args: npt.NDArray[Any], **params: Any) -> Any:
        if any(np.iscomplexobj(a) for a in args):
            raise UnsupportedError("numpy does not extend this operator analytically to complex numbers")
        return function(*args, **params)

    return guarded
