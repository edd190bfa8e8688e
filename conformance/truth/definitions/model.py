"""What a definition is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from conformance.language.graph import Param
from conformance.truth.sugar import Expr

__all__ = ["Definition"]

Definition = Callable[[Sequence[Expr], Mapping[str, Param]], Expr]
"""The arguments and the static parameters in, what the operator means out."""
