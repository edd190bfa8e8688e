"""The computation graph of a case's function, as a picture and as a table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from conformance.casefile.model import Case, Instance
from conformance.report.addresses import claim_anchor
from conformance.report.graph_picture import Picture, picture
from conformance.report.graph_text import plain, written
from conformance.report.graph_values import MOST_ENTRIES, MOST_NODES, Numbers, Step, Traced, functions, steps, trace
from conformance.report.mathematics import Notation
from conformance.report.numbers import shortened, superscript

__all__ = ["GraphFigure", "graphs"]

_LEAST_NODES = 4
_MOST_FIGURES = 2
_LONGEST_DEFINITION = 20
_DIGITS_OF_MANY = 2
_LONGEST_VECTOR = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """A node in the table: its name, how it is made, its value and its two derivatives."""

    name: Markup
    definition: Markup | None
    value: str
    forward: str
    adjoint: str


@dataclass(frozen=True, slots=True)
class GraphFigure:
    """Without a picture where the graph is too large, or has no point at which all its numbers are finite
    and its steps smooth."""

    function: str
    claims: tuple[tuple[str, str], ...]
    """The anchor and id of each that differentiates it."""
    size: int
    source: str = ""
    """The input that forward derivatives are in."""
    together: bool = False
    """Whether it is an array, all of whose entries move."""
    arrays: bool = False
    """Whether a shape stands for what is too long."""
    point_name: str = ""
    point: tuple[tuple[str, str], ...] = ()
    picture: Picture | None = None
    about: str = ""
    rows: tuple[_Row, ...] = ()
    links: tuple[tuple[Markup, Markup, str], ...] = ()
    """The ends of every edge, and the derivative of that step."""

    @property
    def too_large(self) -> bool:
        return self.size > MOST_NODES


def graphs(case: Case) -> list[GraphFigure]:
    """The largest functions that the case's claims differentiate and that return a number, at the largest sizes that
    can be read; none for the catalog of operators, where a graph is an operator between two numbers."""
    if "primitive" in case.tags or not case.instances:
        return []
    instance = _readable(case)
    found = [(body, claims, steps(instance.graph, body)) for body, claims in functions(instance).items()]
    large = [item for item in found if len(item[2]) >= _LEAST_NODES]
    large.sort(key=lambda item: (-len(item[1]), -len(item[2])))
    figures: dict[tuple[tuple[str, str], ...], GraphFigure] = {}
    for body, claims, drawn in large:
        names = _names(instance, drawn)
        texts = _definitions(case, instance, drawn, names)
        anchors = tuple((claim_anchor(claim.id), claim.id) for claim in claims)
        head = GraphFigure(plain(names[body]), anchors, len(drawn))
        traced = None if head.too_large else trace(instance, body, drawn, claims)
        # One that is written twice is drawn once.
        figures.setdefault(
            tuple(texts.items()),
            head if traced is None else _figure(case, instance, head, body, drawn, names, texts, traced),
        )
        if len(figures) == _MOST_FIGURES:
            break
    return list(figures.values())


def _readable(case: Case) -> Instance:
    """The last of the sizes at which no input has more entries than can be shown, else the first."""
    small = [i for i in case.instances if all(math.prod(x.shape) <= MOST_ENTRIES for x in i.inputs)]
    return small[-1] if small else case.instances[0]


def _names(instance: Instance, drawn: Sequence[Step]) -> dict[int, str]:
    """Those of the case; v1, v2, … for what it does not name."""
    own = {index: name for name, index in {**instance.graph.inputs, **instance.graph.lets}.items()}
    unnamed = [step.index for step in drawn if step.index not in own]
    letter = next((c for c in "vqsmp" if not any(name.startswith(c) for name in own.values())), "step")
    numbered = {index: f"{letter}{number}" for number, index in enumerate(unnamed, 1)}
    return {step.index: own.get(step.index) or numbered[step.index] for step in drawn}


def _definitions(case: Case, instance: Instance, drawn: Sequence[Step], names: Mapping[int, str]) -> dict[str, str]:
    """By name, how each node that is no input is made from those drawn before it: in the case's words where all have
    names there."""
    lets = {index: name for name, index in instance.graph.lets.items()}
    made = [step.index for step in drawn if step.before]
    if all(index in lets for index in made) and len(made) > 1:
        return {names[index]: case.let[lets[index]] for index in made}
    return {names[index]: written(instance.graph, index, names) for index in made}


def short(text: str, digits: int = 4) -> str:
    """A decimal text as a picture can show it: whole numbers of up to 7 digits, others to fewer."""
    number = Decimal(text)
    if number == number.to_integral_value() and abs(number) < 10**7:
        return f"{int(number)}".replace("-", "−")
    shown = f"{number:.{digits}g}" if abs(number) >= Decimal("1e-4") else f"{number:.{digits - 1}e}"
    mantissa, mark, exponent = shown.partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return (f"{mantissa}×10{superscript(int(exponent))}" if mark else mantissa).replace("-", "−")


def _label(numbers: Numbers) -> str:
    """What a picture has room for: a number, a vector of up to three of them to fewer digits, or the shape."""
    if not numbers.shape:
        return short(numbers.texts[0])
    if len(numbers.shape) > 1 or len(numbers.texts) > _LONGEST_VECTOR:
        return _shape(numbers)
    return f"[{', '.join(short(text, _DIGITS_OF_MANY) for text in numbers.texts)}]"


def _shape(numbers: Numbers) -> str:
    return "×".join(map(str, numbers.shape)) if len(numbers.shape) > 1 else f"{numbers.shape[0]} entries"


def _written_out(numbers: Numbers) -> str:
    """All entries, row by row; of more than can be read the shape."""
    if len(numbers.texts) > MOST_ENTRIES:
        return _shape(numbers)
    return _nested(numbers.shape, [shortened(text) for text in numbers.texts])


def _nested(shape: Sequence[int], texts: Sequence[str]) -> str:
    if not shape:
        return texts[0]
    size = len(texts) // shape[0]
    return f"[{', '.join(_nested(shape[1:], texts[i * size : (i + 1) * size]) for i in range(shape[0]))}]"


def _figure(
    case: Case,
    instance: Instance,
    head: GraphFigure,
    body: int,
    drawn: Sequence[Step],
    names: Mapping[int, str],
    definitions: Mapping[str, str],
    traced: Traced,
) -> GraphFigure:
    graph = instance.graph
    notation, inputs = Notation(case), graph.inputs
    texts = {
        i: (
            _title(name, definitions.get(name)),
            _label(traced.values[i]),
            f"→ {_label(traced.forward[i])}",
            f"← {_label(traced.adjoints[i])}",
        )
        for i, name in names.items()
    }
    labels = {edge: _label(numbers) for edge, numbers in traced.partials.items()}
    shown = {i: notation.name(name) for i, name in names.items()}
    read = [name for name, index in inputs.items() if index in names]
    return replace(
        head,
        source=plain(names[traced.source]),
        together=bool(graph[traced.source].shape),
        arrays=any(graph[step.index].shape for step in drawn),
        point_name=traced.point.name,
        point=tuple(
            (plain(name), plain(_nested(graph[inputs[name]].shape, traced.point.values[name]))) for name in read
        ),
        picture=picture(drawn, body, texts, labels),
        about=f"{len(drawn)} nodes and {len(labels)} edges, from {', '.join(read)} on the left to {head.function} on "
        "the right. The tables below have every number.",
        rows=tuple(
            _Row(
                shown[i],
                notation.equation(name, definitions[name]) if name in definitions else None,
                *(_written_out(numbers[i]) for numbers in (traced.values, traced.forward, traced.adjoints)),
            )
            for i, name in names.items()
        ),
        links=tuple((shown[a], shown[b], _written_out(numbers)) for (a, b), numbers in traced.partials.items()),
    )


def _title(name: str, definition: str | None) -> str:
    shown = plain(f"{name} = {definition}" if definition else name)
    return shown if len(shown) <= _LONGEST_DEFINITION else plain(name)
