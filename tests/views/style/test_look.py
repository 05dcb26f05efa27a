"""Colours and dashes can be told apart, on light and on dark ground."""

from __future__ import annotations

from sim.measures.run import MODES
from sim.views.style import look, words


def test_contrast_of_every_colour_on_both_grounds() -> None:
    dark = look.luminance("#12171B")
    for colour in (*look.WORLDS, *look.DELAY, look.GREY):
        light_ratio = (look.luminance(look.GROUND) + 0.05) / (look.luminance(colour) + 0.05)
        dark_ratio = (look.luminance(colour) + 0.05) / (dark + 0.05)
        assert min(light_ratio, dark_ratio) > 2, colour
    for _, colour, _ in look.PARTS.values():
        ink = look.luminance(look.ink_on(colour))
        fill = look.luminance(colour)
        assert (max(ink, fill) + 0.05) / (min(ink, fill) + 0.05) > 4.5


def test_every_way_of_handing_over_has_its_own_dashes() -> None:
    assert set(look.MODES) == set(MODES.values()) == set(words.MODES)
    assert len(set(look.MODES.values())) == 4
