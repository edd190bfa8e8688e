from __future__ import annotations

import sys

from conformance.run.text import _UNFIT, clean


def test_every_character_that_cannot_be_shown_is_made_visible():
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        assert clean(character) == _UNFIT.sub("\ufffd", character), hex(number)


def test_what_misleads_is_made_visible():
    assert clean("a\x00b\x1bc\ud800d\u202ee\ufffef") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert clean("Değişken\n\t∂f/∂x ≤ √u") == "Değişken\n\t∂f/∂x ≤ √u"
