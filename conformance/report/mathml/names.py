"""Names as mathematics writes them: alpha is α, w1 has an index, a matrix is bold."""

from __future__ import annotations

import re

from markupsafe import Markup

from conformance.report.mathml.tags import ATOM, Written, mi, mn, mo, tag, upright

__all__ = ["function_name", "powered_name", "write_name", "write_number"]

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "eps": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "lam": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "omicron": "ο", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

_CONSTANTS = {"pi": "π", "e": "e", "inf": "∞"}

_FUNCTIONS = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh",
    "sign": "sgn", "trace": "tr", "maximum": "max", "minimum": "min", "lgamma": "ln Γ", "digamma": "ψ",
}  # fmt: skip
_LOG_BASES = {"log2": "2", "log10": "10"}
_POWERED = {"sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "log", *_LOG_BASES}
"""Functions whose square is written sin²(x)."""

_INDEXED = re.compile(r"([^\W\d_]+?)(?:_([^\W_]+)|(\d+))", re.ASCII)
_NUMBER = re.compile(r"(\d[\d_]*\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?")


def write_name(name: str, rank: int = 0) -> Written:
    """A name: an index where it ends in one, bold where it stands for a vector or more."""
    if name in _CONSTANTS:
        return Written(mn(_CONSTANTS[name]) if name == "inf" else upright(_CONSTANTS[name]))
    indexed = _INDEXED.fullmatch(name)
    if indexed is None:
        base = _GREEK.get(name, name)
        return Written(_letter(name, rank), ATOM, *(("word", "word") if len(base) > 1 else ("", "")))
    base, index = indexed[1], indexed[2] or indexed[3]
    below = mn(index) if index.isdigit() else _letter(index, 0)
    starts = "word" if len(_GREEK.get(base, base)) > 1 else ""
    return Written(tag("msub", _letter(base, rank), below), ATOM, starts, "")


def _letter(name: str, rank: int) -> Markup:
    text = _GREEK.get(name, name)
    return upright(text, bold=True) if rank else mi(text)


def write_number(text: str) -> Written:
    """A number as written; a power of ten is written as one."""
    match = _NUMBER.fullmatch(text)
    if match is None or match[2] is None:
        return Written(mn(text.replace("_", "")), ATOM, "digit", "digit")
    exponent = int(match[2])
    power = tag(
        "msup",
        mn("10"),
        mn(str(exponent)) if exponent >= 0 else tag("mrow", mo("−", form="prefix"), mn(str(-exponent))),
    )
    mantissa = match[1].replace("_", "")
    if mantissa == "1":
        return Written(power, ATOM, "digit", "digit")
    return Written(tag("mrow", mn(mantissa), mo("×"), power), ATOM, "digit", "digit")


def function_name(name: str) -> Markup:
    """A function as it is printed: upright, `asin` as arcsin, the base of a logarithm below it."""
    if name in _LOG_BASES:
        return tag("msub", mi("log"), mn(_LOG_BASES[name]))
    return upright(_FUNCTIONS.get(name, name))


def powered_name(name: str, exponent: Markup) -> Markup | None:
    """A function with an exponent before its argument, sin²; None for one that is not written so."""
    if name not in _POWERED:
        return None
    if name in _LOG_BASES:
        return tag("msubsup", mi("log"), mn(_LOG_BASES[name]), exponent)
    return tag("msup", function_name(name), exponent)
