"""Which faults there are: every operator that has a derivative, every kind that makes a difference to it.

A kind that cannot make a derivative wrong is no fault: the second derivative of a
linear operator is dropped without loss, and a zero where the derivative is zero is
right. Such pairs are left out here, with their reason; a test plants every fault that
is listed and sees it change a derivative.
"""

from __future__ import annotations

from collections.abc import Mapping

from conformance.faults import mathematical, matrices, neural, structured
from conformance.faults.kinds import KINDS
from conformance.faults.model import Fault
from conformance.language.ops import OPERATORS

__all__ = ["FAULTS", "arguments"]

_ANY = (
    "sign double half thousandth millionth dropped zero-at-zero negative-side size-one nan-entry second-order"
    " forward-only reverse-only single-precision none wrong-shape wrong-dtype stale"
).split()

_ONLY_ON: Mapping[str, str] = {
    "transposed": "matmul kron det slogdet logdet inv solve tril triu matrix_transpose transpose reshape flatten take",
    "untransposed": "matmul solve.1",
    "broadcast-sum": "add subtract multiply divide power pow atan2 hypot logaddexp xlogy maximum minimum where",
    "swapped": "subtract multiply divide power pow atan2 hypot logaddexp xlogy maximum minimum"
    " dot matmul outer kron solve concat stack",
    "swapped-branches": "where",
    "wrong-axis": "sum prod mean var std max min norm logsumexp cumsum cumprod softmax log_softmax layer_norm"
    " normalize stack take",
    "wrong-entry": "index take",
    "tie": "abs relu leaky_relu elu clip maximum minimum max min",
    "held-normalizer": "softmax log_softmax layer_norm normalize",
    "held-mean": "layer_norm var std",
    "division": "prod cumprod",
}
"""What only these operators can have; `solve.1` is its second argument alone."""

_NOT_ON: Mapping[str, Mapping[str, str]] = {
    "second-order": {
        "the second derivative is zero": "add subtract negative index matrix_transpose abs relu leaky_relu maximum"
        " minimum clip where sum mean max min cumsum trace diag tril triu stack concat reshape flatten transpose"
        " take",
    },
    "zero-at-zero": {
        "the derivative is zero there": "cos cosh square sinc norm hypot",
        "zero is a subgradient there": "abs relu",
        "there is no finite derivative there": "log log2 log10 sqrt rsqrt cbrt acosh logit lgamma digamma divide.1"
        " xlogy.1",
        "zero or infinite but for the exponent 1": "power.0 pow.0",
    },
    "negative-side": {
        "outside the domain": "log log2 log10 sqrt rsqrt acosh logit xlogy.1",
        "the derivative is zero there": "relu",
    },
    "size-one": {
        "constant there": "softmax log_softmax layer_norm normalize var std",
    },
    "swapped": {"the same in both": "add"},
}

_FLAT = {"sign": "nan-entry wrong-shape wrong-dtype", **mathematical.FLAT}
"""Operators whose derivative is zero, and what can be wrong with that."""

_ALL_ONLY_ON = (_ONLY_ON, neural.ONLY_ON, mathematical.ONLY_ON, matrices.ONLY_ON, structured.ONLY_ON)
_ALL_NOT_ON = (_NOT_ON, neural.NOT_ON, mathematical.NOT_ON, matrices.NOT_ON, structured.NOT_ON)


def arguments(operator: str) -> tuple[int, ...]:
    """The arguments that an operator has a derivative in; of a list the first two stand for all."""
    if operator == "where":
        return (1, 2)
    if operator in mathematical.ARGUMENTS:
        return mathematical.ARGUMENTS[operator]
    arity = OPERATORS[operator].arity
    return tuple(range(2 if arity is None else arity))


def _faults(operator: str) -> list[Fault]:
    found = []
    for name, kind in KINDS.items():
        for argument in arguments(operator) if kind.per_argument else (None,):
            if _applies(name, operator, argument):
                found.append(Fault(operator, kind, None if arguments(operator) == (0,) else argument))
    return found


def _applies(kind: str, operator: str, argument: int | None) -> bool:
    if operator in _FLAT:
        return kind in _FLAT[operator].split()
    named = {operator, f"{operator}.{argument}"}
    if kind not in _ANY and all(named.isdisjoint(only.get(kind, "").split()) for only in _ALL_ONLY_ON):
        return False
    without = (names for table in _ALL_NOT_ON for names in table.get(kind, {}).values())
    return all(named.isdisjoint(names.split()) for names in without)


FAULTS: tuple[Fault, ...] = tuple(
    fault
    for name, operator in OPERATORS.items()
    if operator.group not in {"comparison", "making"}
    for fault in _faults(name)
)
