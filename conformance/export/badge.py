"""A badge of a backend: counts, in words, as SVG and as what shields.io reads."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from conformance.export.details import shortened
from conformance.export.ran import Ran
from conformance.run.text import line

__all__ = ["badge_words", "shields", "svg"]

_COLOURS = {"agrees": "#2f6f3a", "differs": "#8a5a00", "wrong": "#9d2b22", "none": "#57606a"}
"""White text has a contrast of 4.5 or more on each; the words say the same as the colour."""
_HEIGHT = 20
_PADDING = 6
_WIDE, _NARROW = set("MWmw%@–—"), set("fijlrtI.,:;|!'() ")


def badge_words(run: Ran) -> tuple[str, str, str]:
    """Label, message, and which colour: `agrees`, `differs`, `wrong` or `none`."""
    label = shortened(line(run.label), 60)
    if run.state == "absent":
        return label, "absent", "none"
    groups = run.groups
    agree = groups["agree"] + groups["convention"]
    parts = [f"{agree:,} of {run.results:,} agree"]
    parts += [f"{groups[group]:,} {group}" for group in ("wrong", "inaccurate") if groups[group]]
    if run.state == "interrupted":
        parts.append("interrupted")
    colour = "wrong" if groups["wrong"] else "agrees" if agree == run.results else "differs"
    return label, ", ".join(parts), colour if run.results else "none"


def shields(run: Ran) -> str:
    """JSON of the endpoint badge, https://shields.io/badges/endpoint-badge."""
    label, message, colour = badge_words(run)
    made = {"schemaVersion": 1, "label": label, "message": message, "color": _COLOURS[colour].removeprefix("#")}
    return json.dumps(made, ensure_ascii=False) + "\n"


def svg(run: Ran) -> bytes:
    """The badge: text in two boxes, its meaning in a title too; no font, script or style from elsewhere."""
    label, message, colour = badge_words(run)
    left, right = _width(label), _width(message)
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": str(left + right),
            "height": str(_HEIGHT),
            "role": "img",
            "aria-label": f"{label}: {message}",
        },
    )
    ET.SubElement(root, "title").text = f"{label}: {message}"
    for x, width, fill in ((0, left, "#3d444d"), (left, right, _COLOURS[colour])):
        ET.SubElement(root, "rect", {"x": str(x), "width": str(width), "height": str(_HEIGHT), "fill": fill})
    about = {"fill": "#fff", "font-family": "Verdana,DejaVu Sans,sans-serif", "font-size": "11"}
    texts = ET.SubElement(root, "g", about)
    for x, width, text in ((0, left, label), (left, right, message)):
        where = {"x": str(x + _PADDING), "y": "14", "textLength": str(width - 2 * _PADDING)}
        ET.SubElement(texts, "text", where).text = text
    return bytes(ET.tostring(root, encoding="utf-8")) + b"\n"


def _width(text: str) -> int:
    """Pixels of the box; the text is stretched to it, so that fonts of other widths fit as well."""
    return 2 * _PADDING + round(sum(10 if c in _WIDE else 4.2 if c in _NARROW else 7 for c in text))
