"""What the miniatures that change each derivative have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.backends.contract import Array, Function, Jvp, Pullback, Vjp
from tests.backends.miniatures import sound

Change = Callable[["Array | None"], "Array | None"]


def pulling(change: Change) -> dict[str, Vjp]:
    """The sound reverse mode, with each cotangent of a primal changed."""

    def vjp(function: Function, primals: Sequence[Array]) -> tuple[Array, Pullback]:
        value, pullback = sound.vjp(function, primals)
        return value, lambda cotangent: [change(part) for part in pullback(cotangent)]

    return {"reverse": vjp}


def pushing(change: Change) -> dict[str, Jvp]:
    """The sound forward mode, with the tangent of the value changed."""

    def jvp(function: Function, primals: Sequence[Array], tangents: Sequence[Array]) -> tuple[Array, Array | None]:
        value, tangent = sound.jvp(function, primals, tangents)
        return value, change(tangent)

    return {"forward": jvp}
