"""What is known to be true of one side of a claim at one point in one dtype."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "SideTruth", "TruthClass"]

Floats = npt.NDArray[np.float64]
TruthClass = Literal["smooth", "kink", "touched", "undefined", "unsure"]


@dataclass(frozen=True, slots=True)
class SideTruth:
    """The truth about one expression at one point, as arrays of the expression's shape.

    The true value of an entry is `high + low` to about 100 bits; `text` is the same as a
    decimal string that has only correct digits (row-major). A backend is within what
    rounding excuses when it is within `permitted` (rounded up; may be inf). For a kink
    `lower` and `upper` bound each entry of the legal set and `vertices` (m × entries)
    are limiting derivatives whose convex hull it is; None where the side is an
    expression in several kinked derivatives and only the bounds are known.
    `scale` is the largest magnitude among the truth's entries and the value of the
    function differentiated. `undefined` and `unsure` have a shape and nothing else.
    """

    kind: TruthClass
    shape: tuple[int, ...]
    high: Floats
    low: Floats
    permitted: Floats
    text: tuple[str, ...]
    scale: float
    lower: Floats | None = None
    upper: Floats | None = None
    vertices: Floats | None = None

    def to_json(self) -> dict[str, Any]:
        def floats(array: Floats | None) -> list[str] | None:
            return None if array is None else [float(v).hex() for v in array.ravel()]

        return {
            "kind": self.kind,
            "shape": list(self.shape),
            "high": floats(self.high),
            "low": floats(self.low),
            "permitted": floats(self.permitted),
            "text": list(self.text),
            "scale": self.scale.hex(),
            "lower": floats(self.lower),
            "upper": floats(self.upper),
            "vertices": floats(self.vertices),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> SideTruth:
        shape = tuple(data["shape"])

        def floats(values: list[str] | None, into: tuple[int, ...] = shape) -> Any:
            if values is None:
                return None
            return np.array([float.fromhex(v) for v in values], dtype=np.float64).reshape(into)

        size = int(np.prod(shape, dtype=int))
        return cls(
            data["kind"], shape, floats(data["high"]), floats(data["low"]), floats(data["permitted"]),
            tuple(data["text"]), float.fromhex(data["scale"]), floats(data["lower"]), floats(data["upper"]),
            floats(data["vertices"], (-1, size)),
        )  # fmt: skip
