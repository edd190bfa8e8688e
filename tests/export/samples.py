"""Runs made by hand, ordinary and hostile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.export.ran import Ran, ran
from conformance.run.expected import Expectations
from conformance.run.reader import state_of
from tests.run.test_runfile import header, result

HOSTILE = [
    "<script>alert(1)</script>",
    "]]><evil/>",
    '"><img src=x onerror=alert(1)>',
    "| a | b |\n| --- | --- |\n| x | y |",
    "\\| \\\\| `` ``` `|`",
    "[x](javascript:alert(1)) ![y](http://evil.example/z.png)",
    "</details></code>\n\n# Heading\n\n* item",
    "http://evil.example www.evil.example mailto:a@evil.example @maintainers",
    "&lt;b&gt; &amp; &#x3c; &#60;b&#62;",
    "\x00\x1b[31m\x07\x85\ud800\ufffe\uffff",
    "\u202egnp.exe\u2066",
    "$\\sqrt{x}$ ~~x~~ __x__ **x** :smile:",
    "a" * 5_000,
    "\n\t ",
    "",
]


@dataclass
class Sample:
    """What a reader gives."""

    header: dict[str, Any]
    results: Sequence[dict[str, Any]]
    finished: bool = True
    error: str | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.results)

    @property
    def state(self) -> str:
        footer = {"environment_error": self.error} if self.finished else None
        return state_of(footer, len(self.results))

    @property
    def reason(self) -> str | None:
        return self.error if self.finished else None


def line(number: int = 0, verdict: str = "pass", claim: str = "b", **changes: Any) -> dict[str, Any]:
    names = {"id": f"a/{claim}@p#{number}:fake.float64.reverse.eager", "claim": claim}
    return result(number, verdict, **names | changes)


def made(
    results: Sequence[dict[str, Any]] = (), *, finished: bool = True, error: str | None = None, **head: Any
) -> Ran:
    return ran(Sample(header(**head), results, finished, error), Expectations())


def one_of_each() -> Ran:
    """A claim with each outcome, named for it."""
    known = Expectations({"a/known@*": frozenset({"wrong"})}, {"a/known@*": "a formula that\ncancels"})
    results = [
        line(0, "pass", "passed"),
        line(1, "subgradient", "passed"),
        line(0, "pass", "failed", message=None),
        line(1, "inaccurate", "failed", message=None, observed=1.5, error_ulps=4e8),
        line(2, "wrong", "failed", message=None, observed=2.0, error_ulps=4.5e15, sizes={}),
        line(3, "wrong", "failed", message=None, observed=3.0, error_ulps=9e15, sizes={}),
        line(0, "crash", "died", message="the worker ended\nby signal 11", observed=None, error_ulps=None),
        line(0, "wrong", "known"),
        line(0, "unsupported", "declined", message="no such derivative", observed=None, error_ulps=None),
        line(0, "ill-conditioned", "undecided", error_ulps="nan"),
    ]
    for found in results:
        found["sizes"] = {}
    return ran(Sample(header(), results), known)


def hostile(text: str) -> list[Ran]:
    """Runs in which every text is the one given: one that ended, one that was cut off, one that did not start."""
    texts = dict.fromkeys(
        ("id", "case", "claim", "point", "dtype", "mode", "execution", "device", "message", "truth"), text
    )
    results = [
        result(
            n,
            verdict,
            **texts | {"id": f"{text}{n}", "claim": f"{text}{n}", "inputs": {text: "nan"}, "sizes": {text: 2}},
        )
        for n, verdict in enumerate(("wrong", "pass", "error", "unsupported", "unsure"))
    ]
    names = ("version", "python", "platform", "device", "suite", "profile", "started")
    head = {**dict.fromkeys(names, text), "backend": text or "x", "packages": {text: text}}
    return [
        made(results, **head, run=f"1{text}"),
        made(results, finished=False, **head, run=f"2{text}"),
        made([], error=text or "x", **head, run=f"3{text}"),
    ]
