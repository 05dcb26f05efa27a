"""The picture of a case's way: marks are the intervals, numbers are recomputed, and no text meets another."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from sim.views.charts.findings import Worlds
from sim.views.journey import case_way
from sim.views.journey.case_way import picture_of
from sim.views.journey.words import duration
from sim.views.style import layout, look
from sim.views.style.picture import Picture, save

WORLDS: Worlds = ("siloed", "integrated")
LONG: Worlds = ("typical company with three offices", "integrated, platform down twice")

Spans = list[tuple[str, int, float, float, str, str]]

ORDER: dict[int, Spans] = {
    # branch, step, began, ended, part, words
    0: [
        ("", 0, 0.0, 0.2, "touch", "take a business order"),
        ("", 1, 0.2, 7.5, "information", "message Sales to Finance by hand"),
        ("", 1, 7.5, 21.5, "closed", "message Sales to Finance by hand"),
        ("", 1, 21.5, 22.0, "information", "message Sales to Finance by hand"),
        ("", 2, 22.0, 24.0, "queue", "queue of Finance"),
        ("", 3, 24.0, 26.0, "touch", "check credit"),
        ("", 4, 26.0, 40.0, "closed", "message Finance to Sales by hand"),
        ("", 4, 40.0, 44.0, "information", "message Finance to Sales by hand"),
        ("", 5, 44.0, 44.5, "touch", "take a business order"),
        ("", 6, 44.5, 45.5, "system", "queue of Logistics (warehouse)"),
        ("", 7, 45.5, 50.0, "touch", "pick a business order"),
        ("", 8, 50.0, 96.0, "outside", "parcel under way"),
        ("", 9, 96.0, 130.0, "rework", "being put right"),
    ],
    1: [
        ("", 0, 0.0, 0.2, "touch", "take a business order"),
        ("", 1, 0.2, 2.0, "queue", "queue of Logistics (warehouse)"),
        ("", 2, 2.0, 6.5, "touch", "pick a business order"),
        ("", 3, 6.5, 52.5, "outside", "parcel under way"),
    ],
}
TICKET: dict[int, Spans] = {
    0: [
        ("", 0, 0.0, 0.05, "queue", "queue of Customer service"),
        ("", 1, 0.05, 0.3, "touch", "answer a call"),
        ("", 2, 0.3, 2000.0, "information", "answer from Logistics"),
    ],
    1: [("", 0, 0.0, 0.25, "touch", "answer a call")],
}
MONTH_END: dict[int, Spans] = {
    0: [
        ("month-end figures 3", 0, 0.0, 30.0, "information", "message Finance to Legal by hand"),
        ("month-end figures 3", 1, 30.0, 33.0, "touch", "prepare month-end figures"),
        ("", 2, 33.0, 50.0, "touch", "close the books"),
    ],
    1: [("", 0, 0.0, 17.0, "touch", "close the books")],
}


def tables_for(
    spans: dict[int, Spans], worlds: Worlds, *, only: int | None = None, finished: bool = True
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Both tables of a made-up case."""
    places = [0, 1] if only is None else [only]
    way = pd.DataFrame(
        [(worlds[place], *span) for place in places for span in spans[place]],
        columns=["world", "branch", "step", "began", "ended", "part", "words"],
    )
    cases = pd.DataFrame(
        [(worlds[place], 34.0 + place, spans[place][-1][3], finished, "delivered") for place in places],
        columns=["world", "opened", "lead", "finished", "status"],
    )
    return way, cases


CASES = {"order": ORDER, "ticket": TICKET, "month-end": MONTH_END}


def drawn(name: str, worlds: Worlds = WORLDS, width: float = 960.0, only: int | None = None) -> Picture:
    return picture_of(f"{name} 12", *tables_for(CASES[name], worlds, only=only), worlds, "one run", width)


@pytest.mark.parametrize("only", [None, 0])
@pytest.mark.parametrize(("worlds", "width"), [(WORLDS, 960.0), (LONG, 700.0), (LONG, 420.0)])
@pytest.mark.parametrize("name", CASES)
def test_no_text_overlaps_or_leaves_the_figure(name: str, worlds: Worlds, width: float, only: int | None) -> None:
    figure = drawn(name, worlds, width, only).figure
    figure.draw_without_rendering()
    boxes: list[tuple[str, tuple[float, float, float, float]]] = []
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        if text.get_text():
            box = text.get_window_extent()
            boxes.append((text.get_text(), (box.x0, box.y0, box.x1, box.y1)))
            assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text.get_text()
            assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text.get_text()
    for i, (first, here) in enumerate(boxes):
        for second, there in boxes[:i]:
            smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (here, there))
            assert layout.overlap(here, there) < 0.12 * smaller, (first, second)


@pytest.mark.parametrize("name", CASES)
def test_every_interval_is_a_bar_of_its_part(name: str) -> None:
    way, cases = tables_for(CASES[name], WORLDS)
    page = layout.sheet(900, case_way.way_height(way, cases, WORLDS, 860), "t", "s")
    marks = case_way.case_way(page.panel(20, 0, 860, page.height), way, cases, WORLDS).marks
    bars = [bar for bar in marks["bars"] if isinstance(bar, Rectangle)]
    assert len(bars) == len(way)
    for world in WORLDS:
        rows = way[way["world"] == world].sort_values("branch", kind="stable")
        part = [bar for bar in bars if bar.get_y() in _tops(bars, world)]
        assert len(part) == len(rows)
        for bar, row in zip(part, rows.itertuples(), strict=True):
            assert (bar.get_x(), bar.get_x() + bar.get_width()) == pytest.approx((row.began, row.ended))
            assert bar.get_hatch() == (look.PARTS[str(row.part)][2] or None)
            assert bar.get_height() == (case_way.THIN if row.branch else case_way.BAR)


def _tops(bars: list[Rectangle], world: str) -> list[float]:
    """Where a world's bars begin: its own lane and the thin ones up to the next full one."""
    full = sorted({bar.get_y() for bar in bars if bar.get_height() == case_way.BAR})
    limit = full[1]
    return [bar.get_y() for bar in bars if (bar.get_y() < limit) == (world == WORLDS[0])]


def test_the_title_tells_both_lead_times_and_where_most_of_the_difference_is() -> None:
    way, cases = tables_for(ORDER, WORLDS)
    title = drawn("order").title
    for world in WORLDS:
        assert f"{way.loc[way['world'] == world, 'ended'].max():.1f} h" in title
    hours = (way["ended"] - way["began"]).groupby([way["world"], way["part"]]).sum()
    gap = hours["integrated"].reindex(list(look.PARTS), fill_value=0.0) - hours["siloed"]
    most = str(gap.idxmin())
    assert title == (
        f"Order 12 took 130.0 h in siloed, 52.5 h in integrated; {look.PARTS[most][0]}: {abs(gap[most]):.1f} h less"
    )


def test_titles_of_cases_in_one_world_and_of_open_ones() -> None:
    assert drawn("ticket", only=1).title == "Ticket 12 took 15 min in integrated; siloed has no such case"
    picture = picture_of("ticket 12", *tables_for(TICKET, WORLDS, finished=False), WORLDS, "one run")
    still = "was still open after"
    assert picture.title == f"Ticket 12 {still} 2,000 h in siloed and {still} 0.2 h in integrated"


def test_the_longest_steps_are_told_in_the_order_of_time() -> None:
    way, _ = tables_for(ORDER, WORLDS)
    rows = way[way["world"] == "siloed"]
    told = case_way.told_steps(rows)
    texts = [text.replace("\u00a0", " ") for text in told["text"]]
    assert texts[0] == f"1 message Sales to Finance by hand, {duration(21.8)}"
    assert "parcel under way, 46.0 h" in " ".join(texts)
    assert told["hour"].is_monotonic_increasing
    spans = rows.groupby("step").agg(began=("began", "min"), ended=("ended", "max"))
    hours = (spans["ended"] - spans["began"]).sort_values(ascending=False)
    assert len(told) == min(case_way.MOST_LABELS, int((hours >= 0.01 * 130).sum()))
    for width in (900.0, 380.0):
        lines = case_way.entry_lines(list(told["text"]), width)
        assert [text for line in lines for text in line] == list(told["text"])


def test_steps_of_a_branch_say_whose_they_are() -> None:
    way, _ = tables_for(MONTH_END, WORLDS)
    texts = list(case_way.told_steps(way[way["world"] == "siloed"])["text"])
    assert "month-end figures 3: prepare month-end figures, 3.0 h" in texts[1]
    assert texts[2].endswith("close the books, 17.0 h")
    assert ":" not in texts[2]


def test_the_key_tells_the_hours_of_every_part_that_occurs() -> None:
    way, _ = tables_for(ORDER, WORLDS)
    rows = way[way["world"] == "siloed"]
    texts = dict(entry for line in case_way.keys_of(rows, 900.0) for entry in line)
    assert set(texts) == set(rows["part"])
    closed = float((rows["ended"] - rows["began"])[rows["part"] == "closed"].sum())
    assert texts["closed"].replace("\u00a0", " ") == f"closed hours {duration(closed)}"


@pytest.mark.parametrize("longest", [0.05, 0.9, 7.0, 52.0, 130.0, 2000.0, 90000.0])
@pytest.mark.parametrize("width", [380.0, 900.0])
def test_ticks_have_room_and_read_as_people_say(longest: float, width: float) -> None:
    ticks = case_way.ticks_of(longest, width)
    places = [hour / longest * width for hour, _ in ticks]
    assert places[0] == 0
    assert all(b - a >= 60 for a, b in zip(places, places[1:], strict=False))
    assert all(hour <= longest for hour, _ in ticks)
    assert ticks[0][1] == "opened"


def test_it_is_saved_with_its_tables(tmp_path: Path) -> None:
    picture = drawn("order")
    saved = save(picture, tmp_path, "journey")
    assert saved.png.read_bytes()[:4] == b"\x89PNG"
    again = pd.read_csv(tmp_path / "journey.csv")
    assert len(again) == sum(map(len, ORDER.values()))
    assert "parcel under way, 46.0 h" in picture.description
    assert pd.read_csv(tmp_path / "journey-cases.csv")["lead"].tolist() == [130.0, 52.5]
