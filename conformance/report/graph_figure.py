"""The computation graph of a case's function, as a picture and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from markupsafe import Markup

from conformance.casefile.model import Case, Instance
from conformance.report.addresses import claim_anchor
from conformance.report.graph_picture import Picture, picture
from conformance.report.graph_text import plain, written
from conformance.report.graph_values import MOST_NODES, Step, Traced, functions, steps, trace
from conformance.report.mathematics import Notation
from conformance.report.numbers import shortened, superscript

__all__ = ["GraphFigure", "graphs"]

_LEAST_NODES = 4
_MOST_FIGURES = 2
_LONGEST_DEFINITION = 20
_DIGITS = 4


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
    """The largest functions of numbers that the case's claims differentiate; none for the catalog of operators,
    where a graph is an operator between two numbers."""
    if "primitive" in case.tags or not case.instances:
        return []
    instance = case.instances[0]
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
            tuple(texts.items()), head if traced is None else _figure(case, head, body, drawn, names, texts, traced)
        )
        if len(figures) == _MOST_FIGURES:
            break
    return list(figures.values())


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


def short(text: str) -> str:
    """A decimal text as a picture can show it: whole numbers of up to 7 digits, others to 4 digits."""
    number = Decimal(text)
    if number == number.to_integral_value() and abs(number) < 10**7:
        return f"{int(number)}".replace("-", "−")
    shown = f"{number:.{_DIGITS}g}" if abs(number) >= Decimal("1e-4") else f"{number:.{_DIGITS - 1}e}"
    mantissa, mark, exponent = shown.partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return (f"{mantissa}×10{superscript(int(exponent))}" if mark else mantissa).replace("-", "−")


def _figure(
    case: Case,
    head: GraphFigure,
    body: int,
    drawn: Sequence[Step],
    names: Mapping[int, str],
    definitions: Mapping[str, str],
    traced: Traced,
) -> GraphFigure:
    notation, inputs = Notation(case), case.instances[0].graph.inputs
    texts = {
        i: (
            _title(name, definitions.get(name)),
            short(traced.values[i]),
            f"→ {short(traced.forward[i])}",
            f"← {short(traced.adjoints[i])}",
        )
        for i, name in names.items()
    }
    labels = {edge: short(text) for edge, text in traced.partials.items()}
    shown = {i: notation.name(name) for i, name in names.items()}
    read = [name for name, index in inputs.items() if index in names]
    return replace(
        head,
        source=plain(names[traced.source]),
        point_name=traced.point.name,
        point=tuple((plain(name), plain(traced.point.values[name][0])) for name in read),
        picture=picture(drawn, body, texts, labels),
        about=f"{len(drawn)} nodes and {len(labels)} edges, from {', '.join(read)} on the left to {head.function} on "
        "the right. The tables below have every number.",
        rows=tuple(
            _Row(
                shown[i],
                notation.equation(name, definitions[name]) if name in definitions else None,
                *(shortened(numbers[i]) for numbers in (traced.values, traced.forward, traced.adjoints)),
            )
            for i, name in names.items()
        ),
        links=tuple((shown[a], shown[b], shortened(text)) for (a, b), text in traced.partials.items()),
    )


def _title(name: str, definition: str | None) -> str:
    shown = plain(f"{name} = {definition}" if definition else name)
    return shown if len(shown) <= _LONGEST_DEFINITION else plain(name)
