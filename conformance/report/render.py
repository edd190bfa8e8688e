"""Templates to pages: everything escaped, nothing loaded from anywhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any

import jinja2
from markupsafe import Markup

from conformance import __version__
from conformance.report import numbers
from conformance.report.addresses import results_of
from conformance.report.legend import AUDIT_VERDICTS, GROUP_MARKS, VERDICT_MEANINGS
from conformance.report.notices import Notice
from conformance.run.text import clean

__all__ = ["GENERATOR", "noticed", "policy", "render", "script", "style"]

GENERATOR = "autograd-conformance"

_NOTICES: ContextVar[Sequence[Notice]] = ContextVar("notices", default=())


@cache
def style() -> str:
    """The style sheet as it stands in every page, so that a page is whole wherever it is opened."""
    text = (resources.files("conformance.report") / "style.css").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", text).strip()


@cache
def script() -> Markup:
    """What the page of results searches with, the query language first."""
    files = (resources.files("conformance.query") / "query.js", resources.files("conformance.report") / "results.js")
    return Markup("\n".join(file.read_text(encoding="utf-8") for file in files))


@cache
def policy(script: str = "") -> str:
    """The Content-Security-Policy: nothing but this style sheet and this script, known by their hashes."""
    allowed = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; {allowed}style-src '{_digest(style())}'; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@contextmanager
def noticed(notices: Sequence[Notice]) -> Iterator[None]:
    """Whatever is rendered in this context has these notices at its top."""
    token = _NOTICES.set(notices)
    try:
        yield
    finally:
        _NOTICES.reset(token)


def render(template: str, script: str = "", **context: Any) -> str:
    """A page; `script` is the only one that it runs."""
    return _environment().get_template(template).render(notices=_NOTICES.get(), script=script, **context)


def _finish(value: object) -> object:
    """What goes into a page: text is cleaned here, and escaped by jinja2 after this."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("conformance.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finish,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        audit_verdicts=AUDIT_VERDICTS,
        generator=GENERATOR,
        groups=GROUP_MARKS,
        meanings=VERDICT_MEANINGS,
        policy=policy,
        results_of=results_of,
        style=Markup(style()),
        suite=__version__,
    )
    environment.filters.update(
        compact=numbers.compact,
        count=numbers.count,
        percent=numbers.percent,
        shortened=numbers.shortened,
        value=numbers.value,
    )
    return environment
