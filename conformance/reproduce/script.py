"""The script that shows one result with the framework alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from conformance.backends.contract import UnsupportedError
from conformance.language.graph import Graph
from conformance.reproduce.idioms.functional import JAX, TORCH, Functional
from conformance.reproduce.idioms.mxnet import MXNET
from conformance.reproduce.idioms.numpy import NUMPY
from conformance.reproduce.idioms.tensorflow import TENSORFLOW
from conformance.reproduce.layout import WIDTH, Layout
from conformance.reproduce.stand_in import stand_in
from conformance.reproduce.symbol import UnsayableError, node_of
from conformance.reproduce.trace import Idiom, Traced, trace
from conformance.run.changes import count_of

__all__ = ["IDIOMS", "LONGEST", "script"]

LONGEST = 20
"""Lines."""

IDIOMS: Mapping[str, Sequence[Idiom]] = {
    "torch": (TORCH,),
    "jax": (JAX,),
    "tensorflow": TENSORFLOW,
    "mxnet": MXNET,
    "numpy": NUMPY,
}

_SAID_BY_IT = re.compile(r"[A-Za-z_.]+: |None instead")
"""How a framework's own refusal begins: with the type of the exception."""

_DECIMAL = re.compile(r"-?[0-9.]+(e[+-]?[0-9]+)?")

Result = Mapping[str, Any]
"""A line of a run file."""


def script(result: Result, graph: Graph, root: int, truth: Callable[[], Sequence[str]]) -> str:
    """The script for the side of a result that the root of the graph is.

    `truth` gives the true entries of that side, for results that tell of none. It is asked
    for them where what is true is not one number. UnsayableError where no script of at
    most 20 lines says it.
    """
    idioms = IDIOMS.get(result["backend"])
    if idioms is None:
        raise UnsayableError(f"how {result['backend']} is written is not known; known: {', '.join(IDIOMS)}")
    if result["verdict"] == "unsupported" and not _SAID_BY_IT.match(result["message"] or ""):
        raise UnsayableError(f"it is the suite that says this, not the framework: {result['message']}")
    graph, (root,) = graph.restricted([root])
    closing = _closing(result, graph[root].shape, truth)
    problem = UnsayableError("")
    if result["group"] == "inaccurate":  # the last digits matter
        idioms = [replace(idiom, one_by_one=True) for idiom in idioms if isinstance(idiom, Functional)] + list(idioms)
    for idiom in idioms:
        for dense in (False, True):
            try:
                lines = _lines(idiom, result, _traced(idiom, result, graph, root), dense, closing)
            except UnsayableError as error:
                problem = error
                continue
            if len(lines) <= LONGEST:
                return "\n".join(lines) + "\n"
            problem = UnsayableError(f"it takes {len(lines)} lines; a script has at most {LONGEST}")
    raise problem


def _traced(idiom: Idiom, result: Result, graph: Graph, root: int) -> Traced:
    how = {key: result[key] for key in ("dtype", "mode", "execution")}
    try:
        return trace(stand_in(result["backend"]), idiom, graph, root, **how)
    except UnsupportedError as error:
        raise UnsayableError(f"it is the suite that says this, not the framework: {error}") from error


def _lines(idiom: Idiom, result: Result, traced: Traced, dense: bool, closing: Sequence[str]) -> list[str]:
    known = {**stand_in(result["backend"]).imports, **idiom.helpers}
    layout = Layout(traced.result, list(traced.inputs.values()), known, dense)
    body = layout.lines()
    given = []
    for name, node in traced.inputs.items():
        values = np.array(_floats(result["inputs"][name]), result["dtype"]).reshape(node.shape or ())
        made = Layout(node_of(idiom.array(values)), (), known, dense)
        given += _assigned(layout.name(node), made)
        layout.imports |= made.imports
    if dense:
        given = _packed(given)
    used = {i.statement for i in layout.imports.values()}
    modules = sorted(s for s in used - set(idiom.imports) if not s.startswith("def "))
    helpers = [i.statement for i in idiom.helpers.values() if i.statement in used]
    opening = [idiom.imports[0], *modules, *idiom.imports[1:]]
    return [*opening, *(line for text in helpers for line in text.split("\n")), *given, *body, *closing]


def _packed(lines: Sequence[str]) -> list[str]:
    """Assignments of one line each as assignments of several, where they fit a line."""
    packed: list[str] = []
    names: list[str] = []
    values: list[str] = []
    for line in lines:
        name, sign, value = line.partition(" = ")
        if not sign or line.startswith(" ") or line.endswith(","):
            names, values = [], []
            packed.append(line)
            continue
        together = f"{', '.join([*names, name])} = {', '.join([*values, value])}"
        if names and len(together) <= WIDTH:
            packed[-1] = together
            names, values = [*names, name], [*values, value]
        else:
            packed.append(line)
            names, values = [name], [value]
    return packed


def _assigned(name: str, made: Layout) -> list[str]:
    """`name = …`, an array of many numbers over several lines."""
    text = f"{name} = {made.text()}"
    lines = []
    while len(text) > WIDTH:
        cut = text.rfind(", ", 0, WIDTH) + 1
        if not cut:
            raise UnsayableError(f"a number of {name} does not fit a line of {WIDTH} characters")
        lines.append(text[:cut])
        text = "    " + text[cut:].lstrip()
    return [*lines, text]


def _closing(result: Result, shape: Sequence[int], truth: Callable[[], Sequence[str]]) -> list[str]:
    """The lines that print what is true, where that comes from, and what was returned."""
    where = result["id"].partition(":")[0] + (f", {result['side']} side" if result["side"] else "")
    true, how, shown = _told(result, shape, truth)
    text = f"truth: {true} ({how})"
    room = WIDTH - len('print("")')
    if len(text) > room:
        raise UnsayableError(f"what is true does not fit a line of {WIDTH} characters: {text[:60]}…")
    source = f"source: {where}"
    return [f'print("{text}")', f'print("{source[:room]}")', f'print("returned:", {shown})']


def _told(result: Result, shape: Sequence[int], truth: Callable[[], Sequence[str]]) -> tuple[str, str, str]:
    """What is true, how that is known, and the expression that shows what was returned."""
    verdict, entry = result["verdict"], result["entry"]
    if verdict == "wrong-dtype":
        return result["dtype"], "the dtype of the inputs", "got.dtype"
    if verdict == "wrong-shape":
        return str(tuple(shape)), "the shape of the derivative", "tuple(got.shape)"
    if entry is None:
        true = truth()
        return _listed(true), "ball arithmetic, correct digits only", "got"
    if result["truth_class"] == "undefined":
        return "undefined", "there is no finite derivative", f"float({_entry(entry)})"
    true = result["truth"]
    if result["truth_class"] == "kink":
        return true, "ball arithmetic: every value between is legal", f"float({_entry(entry)})"
    digits = len(true.partition("e")[0].lstrip("-0.").replace(".", "")) or 1
    how = "ball arithmetic, exactly" if true == "0" else f"ball arithmetic, {count_of(digits, 'correct digit')}"
    return true, how, f"float({_entry(entry)})"


def _entry(entry: Sequence[int]) -> str:
    return f"got[{', '.join(map(str, entry))}]" if entry else "got"


def _listed(texts: Sequence[str]) -> str:
    """The entries in order: of many their first digits, of very many the first entries."""
    room = WIDTH - len('print("truth: [, …] (ball arithmetic, correct digits only)")')
    if len(texts) == 1:
        return texts[0]
    whole = ", ".join(texts)
    if len(whole) > room:
        whole = ", ".join(f"{float(text):.6g}" if _DECIMAL.fullmatch(text) else text for text in texts)
    if len(whole) > room:
        whole = whole[: whole.rfind(", ", 0, room)] + ", …"
    return f"[{whole}]"


def _floats(values: Any) -> Any:
    """Numbers as a run file has them: "nan", "inf" and "-inf" are text there."""
    return [_floats(v) for v in values] if isinstance(values, list) else float(values)
