"""The page of what a gradient costs: plots and tables of cost files, and what is to be seen in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from conformance.report.cost_figures import every_function, growth, ratios, seen, spread
from conformance.report.cost_file import Cost, Function, Series
from conformance.report.errors import ReportError
from conformance.report.mathml import equation
from conformance.report.numbers import NOTHING, compact, count, duration, power
from conformance.report.plot import Line, Plot, plot
from conformance.report.render import render
from conformance.run.expected import BASELINE_MODES

__all__ = ["BOUND", "cost"]

BOUND = 4
"""Times the work of the value that the cheap gradient principle allows for value and gradient together."""

_LABELS = {"complex-step": "complex step", "finite-difference": "differences"}
_RANKS = {"x": 1, "s": 1}


@dataclass(frozen=True, slots=True)
class _Measure:
    """One line of a panel and its columns in the table. A value has no `ratio`."""

    name: str
    label: str
    ratio: str | None
    """Times the value, at the largest n of both."""
    last: int
    """That n, or the largest n of all where there is none of both."""
    slope: str | None
    """p, where seconds grow as n to the power p."""
    relative: str | None
    """The same of seconds by those of the value."""
    stopped: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class _Panel:
    """One function on one backend."""

    backend: str
    detail: str
    baseline: bool
    plot: Plot | None
    measures: tuple[_Measure, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def gradients(self) -> tuple[_Measure, ...]:
        return tuple(measure for measure in self.measures if measure.name != "value")

    @property
    def reverse(self) -> _Measure | None:
        return next((measure for measure in self.measures if measure.name == "reverse"), None)

    @property
    def forward(self) -> _Measure | None:
        """The first that takes a pass for each input."""
        return next((measure for measure in self.gradients if measure.name != "reverse"), None)


@dataclass(frozen=True, slots=True)
class _Section:
    number: int
    name: str
    about: str
    equations: tuple[Markup, ...]
    panels: tuple[_Panel | None, ...]


def cost(costs: Sequence[Cost]) -> str:
    """The page. ReportError where two files say the same of the same backend."""
    costs = sorted(costs, key=_baseline)
    labels = _distinct(costs)
    functions = {_identity(function): function for cost in costs for function in cost.functions}
    numbers = [series for function in every_function(costs) for series in function.series]
    ns = [p.n for series in numbers for p in series.points]
    seconds = [p.min for series in numbers for p in series.points]
    seconds += [BOUND * p.min for series in numbers if series.measure == "value" for p in series.points]
    measures = dict.fromkeys(series.measure for series in numbers if series.points)
    sections = tuple(
        _Section(
            number,
            function.name,
            function.about,
            tuple(equation(name, text, _RANKS) for name, text in function.definitions.items()),
            tuple(_panel(c, label, _of(c, function), ns, seconds) for c, label in zip(costs, labels, strict=True)),
        )
        for number, function in enumerate(functions.values(), 1)
    )
    return render(
        "cost.html",
        root="",
        page="cost",
        bound=BOUND,
        seen=seen(costs),
        sections=sections,
        measures=[(measure, _LABELS.get(measure, measure)) for measure in measures],
        heads=[(cost.head, label, *spread(cost)) for cost, label in zip(costs, labels, strict=True)],
        machines=len({(cost.head["processor"], cost.head["platform"]) for cost in costs}),
    )


def _baseline(cost: Cost) -> bool:
    return any(series.measure in BASELINE_MODES for function in cost.functions for series in function.series)


def _distinct(costs: Sequence[Cost]) -> list[str]:
    """What tells each file from others of its backend: the version, and as much more as is needed."""
    keys = [
        (c.head["backend"], c.head["version"], c.head["dtype"], c.head["execution"], c.head["processor"]) for c in costs
    ]
    for key, times in Counter(keys).items():
        if times > 1:
            raise ReportError(f"the cost of {', '.join(key)} is given {times} times; give one file of each")
    versions = Counter(key[:2] for key in keys)
    return [key[1] if versions[key[:2]] == 1 else f"{key[1]} ({', '.join(key[2:])})" for key in keys]


def _identity(function: Function) -> tuple[str, tuple[tuple[str, str], ...]]:
    return function.name, tuple(function.definitions.items())


def _of(cost: Cost, wanted: Function) -> Function | None:
    return next((function for function in cost.functions if _identity(function) == _identity(wanted)), None)


def _panel(
    cost: Cost, label: str, function: Function | None, ns: Sequence[int], seconds: Sequence[float]
) -> _Panel | None:
    if function is None:
        return None
    value = function.of("value")
    low = [(p.n, p.min) for p in value.points] if value else []
    measures = tuple(_measure(function, series) for series in function.series)
    drawn = [
        Line(s.measure, _LABELS.get(s.measure, s.measure), [(p.n, p.min) for p in s.points]) for s in function.series
    ]
    return _Panel(
        cost.head["backend"],
        label,
        _baseline(cost),
        plot(
            drawn,
            f"What {function.name} and its gradient cost on {cost.head['backend']}",
            _in_words(cost, function, measures),
            x_values=ns,
            y_values=seconds,
            x_title="n, the number of inputs",
            x_tick=power,
            y_tick=lambda exponent: duration(10.0**exponent),
            band=(low, [(n, BOUND * least) for n, least in low]),
        )
        if any(line.points for line in drawn)
        else None,
        measures,
        tuple(_rows(function)),
    )


def _measure(function: Function, series: Series) -> _Measure:
    times = [] if series.measure == "value" else ratios(function, series)
    slope, relative = growth([(p.n, p.min) for p in series.points]), growth(times)
    return _Measure(
        name=series.measure,
        label=_LABELS.get(series.measure, series.measure),
        ratio=compact(times[-1][1]) if times else None,
        last=times[-1][0] if times else series.points[-1].n if series.points else 0,
        slope=None if slope is None else f"{slope:.2f}",
        relative=None if relative is None else f"{relative:.2f}",
        stopped=series.stopped,
    )


def _rows(function: Function) -> Iterator[tuple[int, tuple[str, ...]]]:
    """n, and for each measure its seconds, those of a gradient followed by how many values they are."""
    for n in sorted({point.n for series in function.series for point in series.points}):
        cells = []
        for series in function.series:
            point = series.at(n)
            cells.append(duration(point.min) if point else NOTHING)
            if series.measure != "value":
                cells.append(next((compact(ratio) for m, ratio in ratios(function, series) if m == n), NOTHING))
        yield n, tuple(cells)


def _in_words(cost: Cost, function: Function, measures: Sequence[_Measure]) -> str:
    """What the plot shows, for who cannot see it."""
    parts = []
    for series, measure in zip(function.series, measures, strict=True):
        if not series.points:
            continue
        first, last = series.points[0], series.points[-1]
        text = f"{measure.label}: {duration(first.min)} at n = {count(first.n)}"
        if last is not first:
            text += f", {duration(last.min)} at n = {count(last.n)}"
        parts.append(f"{text}, {measure.ratio} times the value" if measure.ratio else text)
    return f"Processor time against n, both logarithmic: {cost.head['backend']}, {function.name}. {'; '.join(parts)}."
