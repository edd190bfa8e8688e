"""The spec of a contraction, read strictly: `ij,jk->ik`, letters only, the output always written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conformance.language.errors import ShapeError
from conformance.language.graph import Param, Shape
from conformance.language.shapes import show

__all__ = ["Spec", "read_spec"]

_SPEC = re.compile(r"([a-z]*(?:,[a-z]*)*)->([a-z]*)")


@dataclass(frozen=True, slots=True)
class Spec:
    """The letters of each operand's axes and of the result's; a letter of an operand alone is summed over."""

    operands: tuple[str, ...]
    result: str

    def sizes(self, shapes: tuple[Shape, ...]) -> dict[str, int]:
        """The length of the axes that each letter stands for. ShapeError where the operands do not fit."""
        if len(shapes) != len(self.operands):
            raise ShapeError(f"the spec names {len(self.operands)} operands; got {len(shapes)} arrays")
        found: dict[str, int] = {}
        for letters, shape in zip(self.operands, shapes, strict=True):
            if len(letters) != len(shape):
                raise ShapeError(f"{letters!r} names {len(letters)} axes; got {show(shape)}")
            for letter, size in zip(letters, shape, strict=True):
                if found.setdefault(letter, size) != size:
                    raise ShapeError(f"{letter} stands for axes of {found[letter]} and of {size}")
        return found


def read_spec(text: Param) -> Spec:
    """ShapeError if the text is no spec."""
    match = _SPEC.fullmatch(str(text))
    if match is None:
        raise ShapeError(f"{str(text)[:40]!r} is no spec; allowed: lower-case letters such as ij,jk->ik")
    operands, result = tuple(match[1].split(",")), match[2]
    if len(set(result)) < len(result):
        raise ShapeError(f"a letter occurs twice in the result {result!r}; allowed: each once")
    unknown = sorted(set(result) - set(match[1]))
    if unknown:
        raise ShapeError(f"{unknown[0]} of the result is in no operand")
    return Spec(operands, result)
