"""Which kinds of faults operators that gather, sort, contract or slide a window can have: additions to `catalog`."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["NOT_ON", "ONLY_ON"]

ONLY_ON: Mapping[str, str] = {
    "swapped": "einsum cross trapezoid cdist index_add",
    "wrong-axis": "flip roll sort cummax cummin logcumsumexp median quantile",
}

NOT_ON: Mapping[str, Mapping[str, str]] = {
    "second-order": {
        "the second derivative is zero": "flip roll diff pad reflect_pad tile repeat broadcast_to take_along_axis"
        " index_add segment_sum segment_mean segment_max segment_min sort topk cummax cummin median quantile"
        " max_pool1d max_pool2d avg_pool1d avg_pool2d interpolate",
    },
    "size-one": {
        "constant there": "trapezoid.0 trapezoid.1",
        "no array of one entry is taken": "diff cross.0 cross.1 cov corrcoef",
    },
}
