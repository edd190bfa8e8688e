"""Text from anywhere, made fit to be printed."""

from __future__ import annotations

import re

__all__ = ["clean", "line"]

# Control characters, halves of surrogate pairs, and the marks that reorder what is read. All of it is what XML
# forbids too, but for the marks.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def clean(text: str) -> str:
    """The text with every character that cannot be shown, or that misleads, made visible as �."""
    if text.isprintable():  # as nearly all of a page's millions of texts are, which this tells in a tenth of the time
        return text
    return _UNFIT.sub("\ufffd", text)


def line(text: str) -> str:
    """The text fit to be printed, in one line."""
    return " ".join(clean(text).split())
