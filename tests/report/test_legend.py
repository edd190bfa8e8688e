from __future__ import annotations

import re
from importlib import resources

from conformance.report.legend import GROUP_MARKS, NOTATION, VERDICT_MEANINGS, VERDICTS_OF
from conformance.report.mathml import formula
from conformance.report.render import style
from conformance.run.verdicts import GROUP_OF, GROUPS


def test_every_verdict_is_explained_in_its_group() -> None:
    assert set(VERDICT_MEANINGS) == set(GROUP_OF)
    assert {v: g for g, verdicts in VERDICTS_OF.items() for v in verdicts} == dict(GROUP_OF)


def test_a_group_is_told_by_word_and_symbol_without_colour() -> None:
    assert tuple(GROUP_MARKS) == GROUPS
    assert len({mark.symbol for mark in GROUP_MARKS.values()}) == len(GROUPS)


def test_notation_is_mathematics() -> None:
    assert all(formula(text).startswith("<math") for text, _ in NOTATION)


def test_every_colour_is_legible() -> None:
    """WCAG AA, 4.5 to 1, for the text of each group on its own colour, and on the page, light and dark."""
    light, dark = (_colours(block) for block in re.findall(r":root \{(.*?)\}", style(), re.DOTALL)[:2])
    for colours in (light, light | dark):
        for group in ("agree", "convention", "inaccurate", "wrong", "no-answer", "undecided"):
            assert _contrast(colours[group], colours[f"{group}-ink"]) >= 4.5, group
            if group != "wrong":
                assert _contrast(colours["raised"], colours[f"{group}-ink"]) >= 4.5, group
            assert _contrast(colours["raised"], colours[f"{group}-bar"]) >= 1.8, group
        for ink in ("ink", "soft", "accent", "forward", "wrong-text"):
            for ground in ("paper", "raised", "head", *(["wrong-soft"] if ink == "wrong-text" else [])):
                assert _contrast(colours[ground], colours[ink]) >= 4.5, (ink, ground)


def test_styles_load_nothing() -> None:
    assert not re.search(r"url\((?!#)|@import|@font-face|expression\(", style())
    assert "</" not in style()
    assert "/*" not in style()
    assert "/*" in (resources.files("conformance.report") / "style.css").read_text("utf-8")


def _colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block))


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
