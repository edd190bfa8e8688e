"""Causes as the pages show them: a title, who has it, the simplest example, and the finding that verifies it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conformance.insight.causes import Cause, Part
from conformance.report.addresses import case_page, claim_anchor
from conformance.report.findings import place
from conformance.report.legend import GROUP_MARKS, Mark
from conformance.report.sources import Result
from conformance.run.findings_file import Finding
from conformance.run.verdicts import GROUP_OF

__all__ = ["CauseView", "Refusals", "Verified", "refusals", "views"]

_WHAT = {
    "wrong": "a wrong answer",
    "spurious-nan": "nan or infinite where the truth is finite",
    "outside": "no legal subgradient",
    "wrong-shape": "the wrong shape",
    "wrong-dtype": "the wrong dtype",
    "inaccurate": "digits lost",
    "underflow": "zero where the truth is not",
    "crash": "the process died",
    "timeout": "no answer in time",
    "error": "an exception",
    "unsupported": "not supported",
    "ill-conditioned": "rounding could excuse anything",
    "unsure": "the truth is not known",
}
_ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_ORDERS = (
    "the value",
    "the first derivative",
    "the second derivative",
    "the third derivative",
    "the fourth derivative",
)


@dataclass(frozen=True, slots=True)
class Verified:
    """A finding that was reproduced with the framework alone."""

    finding: Finding

    @property
    def link(self) -> str | None:
        """The address of the upstream issue, where it is one on GitHub."""
        return issue_link(self.finding.issue)


@dataclass(frozen=True, slots=True)
class CauseView:
    cause: Cause
    verified: tuple[Verified, ...]
    address: str
    """Of the claim of the example, from the root of the site."""

    @property
    def mark(self) -> Mark:
        return GROUP_MARKS[GROUP_OF[self.cause.verdict]]

    @property
    def title(self) -> str:
        """The cause in words: what is known of it, what the backend said, or what is seen."""
        cause = self.cause
        if cause.known is not None:
            return cause.known.cause
        return cause.said or f"{_WHAT[cause.verdict]}, from {order_name(cause.order)} on"

    @property
    def explained(self) -> bool:
        """Whether the title says more than what is seen."""
        return self.cause.known is not None or bool(self.cause.said)

    @property
    def parts(self) -> tuple[Part, ...]:
        return self.cause.parts

    @property
    def inside(self) -> int:
        """How many of the results contain the operators and more; 0 where none is of an operator alone."""
        return self.cause.count - self.cause.alone if self.cause.alone else 0

    @property
    def issue(self) -> str | None:
        return self.cause.known.issue if self.cause.known else None

    @property
    def issue_link(self) -> str | None:
        return issue_link(self.issue)

    @property
    def example(self) -> Result:
        return self.cause.example

    @property
    def where(self) -> str:
        return place(self.cause.example)


@dataclass(frozen=True, slots=True)
class Refusals:
    """What one backend says that it does not support."""

    backend: str
    causes: tuple[CauseView, ...]

    @property
    def count(self) -> int:
        return sum(view.cause.count for view in self.causes)


def order_name(order: int) -> str:
    return _ORDERS[order] if order < len(_ORDERS) else f"the {order}th derivative"


def issue_link(issue: str | None) -> str | None:
    """The address of `owner/repository#number` on GitHub; nothing for any other text, which stays text."""
    repository, mark, number = (issue or "").partition("#")
    owner, slash, name = repository.partition("/")
    plain = all(part and set(part) <= _ALLOWED for part in (owner, name))
    whole = mark and slash and plain and number.isascii() and number.isdecimal()
    return f"https://github.com/{owner}/{name}/issues/{number}" if whole else None


def views(causes: Sequence[Cause], verified: Sequence[Finding]) -> tuple[tuple[CauseView, ...], tuple[Verified, ...]]:
    """The causes with the findings that verify them, and the findings that none of these runs shows."""
    by_result: dict[str, list[Finding]] = {}
    for finding in verified:
        by_result.setdefault(finding.result, []).append(finding)
    found = [_view(cause, by_result) for cause in causes]
    shown = {v.finding.id for view in found for v in view.verified}
    return tuple(found), tuple(Verified(finding) for finding in verified if finding.id not in shown)


def _view(cause: Cause, by_result: Mapping[str, Sequence[Finding]]) -> CauseView:
    matching = [finding for _, result in cause.results for finding in by_result.get(result["id"], ())]
    address = f"{case_page(cause.example['case'])}#{claim_anchor(cause.example['claim'])}"
    return CauseView(cause, tuple(Verified(f) for f in sorted(matching, key=lambda f: f.rank)), address)


def refusals(found: Sequence[CauseView]) -> tuple[Refusals, ...]:
    """What is unsupported, by backend."""
    together: dict[str, list[CauseView]] = {}
    for view in found:
        for backend in dict.fromkeys(part.backend for part in view.parts):
            together.setdefault(backend, []).append(view)
    return tuple(Refusals(backend, tuple(views)) for backend, views in sorted(together.items()))
