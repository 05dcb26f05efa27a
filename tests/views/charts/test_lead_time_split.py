"""Where the time goes: bars are as wide as the hours, every part is named once."""

from __future__ import annotations

from typing import cast

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from sim.views.charts import findings, lead_time_split
from sim.views.style import layout, look, words
from tests.views import tables
from tests.views.charts.drawing import axes, said

A, B = WORLDS = tables.WORLDS


def test_bars_are_as_wide_as_the_hours() -> None:
    split = tables.split()
    here = axes(height=400)
    drawn = lead_time_split.lead_time_split(here, split, WORLDS)
    bars = [cast("Rectangle", bar) for bar in drawn.marks["bars"]]
    assert len(bars) == 14
    for world, some in ((A, bars[:7]), (B, bars[7:])):
        hours = findings.parts_of(split, world, "order to cash")
        assert [bar.get_width() for bar in some] == pytest.approx(list(hours))
        assert [bar.get_x() for bar in some] == pytest.approx(list(hours.cumsum() - hours))
        assert [to_hex(bar.get_facecolor()) for bar in some] == [look.PARTS[p][1].lower() for p in look.PARTS]
        assert [bar.get_hatch() or "" for bar in some] == [look.PARTS[part][2] for part in look.PARTS]
    printed = " ".join(said(drawn.marks["efficiency"])).replace("\u00a0", " ")
    assert f"flow efficiency {words.percent(100 * 1.5 / 28.85)}".replace("\u00a0", " ") in printed


def test_every_part_is_labelled_once() -> None:
    for width in (960.0, 420.0, 300.0):
        for world in WORLDS:
            hours = findings.parts_of(tables.split(), world, "order to cash")
            inside, under = lead_time_split.split_labels(hours, 28.85, width)
            below = [part for row in under for part, _ in row]
            assert sorted([*inside, *below]) == sorted(look.PARTS)
            for part, lines in inside.items():
                assert layout.widest(lines, look.TINY) < hours[part] / 28.85 * width
            for row in under:
                wide = sum(30 + layout.text_width(text, look.SMALL) for _, text in row) - 14
                assert wide <= width or len(row) == 1


def test_parts_have_their_own_colours_and_unknown_parts_are_refused() -> None:
    assert not {colour for _, colour, _ in look.PARTS.values()} & set(look.WORLDS)
    assert len({hatch for _, _, hatch in look.PARTS.values()}) == len(look.PARTS)
    wrong = tables.split().assign(part="lunch")
    with pytest.raises(ValueError, match="lunch"):
        lead_time_split.lead_time_split(axes(), wrong, WORLDS)


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_split(worlds: tuple[str, str]) -> None:
    split = tables.split()
    said = []
    for world in worlds:
        rows = split[split["world"] == world].set_index("part")["hours"]
        said.append(f"1 hour in {round(rows.sum() / rows['touch'])}")
    expected = f"In {worlds[0]} a case is worked on {said[0]}, in {worlds[1]} {said[1]}"
    assert lead_time_split.title(split, worlds) == expected


def test_one_in_is_only_said_where_it_is_true() -> None:
    assert lead_time_split.one_in(1 / 19, 1 / 2) == ("1 hour in 19", "1 hour in 2")
    assert lead_time_split.one_in(1 / 19, 0.6) == ("5.3\u00a0% of the time", "60\u00a0% of the time")
    assert lead_time_split.one_in(0.0, 0.5) == ("0\u00a0% of the time", "50\u00a0% of the time")
