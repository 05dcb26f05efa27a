"""What is drawn is what the tables hold: positions, widths, lines, marks and labels."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from sim.views.charts import differences, findings, handoffs, lead_times, network, progress
from sim.views.charts.order_path import AverageOrder
from sim.views.style import layout, look, words
from tests.views import tables
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


def axes(width: float = 960, height: float = 500) -> Any:
    return layout.sheet(width, height, "title", "subtitle").panel(260, 30, width - 600, height - 120)


def panels() -> tuple[Any, Any]:
    page = layout.sheet(960, 500, "title", "subtitle")
    return page.panel(90, 60, 400, 400), page.panel(520, 60, 400, 400)


def said(artists: list[Any]) -> list[str]:
    return [artist.get_text() for artist in artists if isinstance(artist, Text)]


def xy(artist: Any) -> tuple[list[float], list[float]]:
    line = cast("Line2D", artist)
    return list(np.asarray(line.get_xdata())), list(np.asarray(line.get_ydata()))


# Chart 1 and 10


@pytest.mark.parametrize("swapped", [False, True])
def test_dots_stand_at_the_changes(swapped: bool) -> None:
    comparison, pairs = tables.comparison_and_pairs(swapped=swapped)
    drawn = differences.paired_differences(axes(), comparison, pairs, WORLDS)
    shown = comparison[comparison["a"] != 0].reset_index(drop=True)
    assert len(drawn.marks["dots"]) == len(shown)
    for place, row in enumerate(shown.to_dict("records")):
        dot = cast("Line2D", drawn.marks["dots"][place])
        better = (row["difference"] > 0) == (row["better"] == "higher")
        decided = row["lower_holm"] > 0 or row["upper_holm"] < 0
        verdict = "undecided" if not decided else "better" if better else "worse"
        assert xy(dot)[0] == pytest.approx([100 * row["difference"] / abs(row["a"])])
        assert xy(dot)[1] == [place]
        assert dot.get_marker() == look.MARKERS[verdict]
        assert dot.get_markeredgecolor() == look.verdict_colour(verdict)
        assert (dot.get_markerfacecolor() == look.verdict_colour(verdict)) == (verdict != "worse")
        limits, _ = xy(drawn.marks["intervals"][place])
        assert limits == pytest.approx([100 * row[key] / abs(row["a"]) for key in ("lower", "upper")])
        adjusted, _ = xy(drawn.marks["adjusted"][place])
        assert adjusted == pytest.approx([100 * row[key] / abs(row["a"]) for key in ("lower_holm", "upper_holm")])
        repeats, _ = xy(drawn.marks["replications"][place])
        assert len(repeats) == 20
        assert np.mean(repeats) == pytest.approx(100 * row["difference"] / abs(row["a"]))
    labels = said(drawn.marks["labels"])
    assert set(shown["label"]) <= {text.replace("\n", " ") for text in labels}


def test_rows_without_percentage_are_noted() -> None:
    comparison, pairs = tables.comparison_and_pairs()
    drawn = differences.paired_differences(axes(), comparison, pairs, WORLDS)
    note = " ".join(said(drawn.marks["note"])).replace("\u00a0", " ")
    assert note.startswith("Without a percentage — Fines: 0 EUR in siloed")
    assert "Fines" not in "".join(said(drawn.marks["labels"]))
    comparison.loc[2, ["b", "difference"]] = np.nan
    assert any("not comparable" in text for text in differences.zero_notes(comparison, WORLDS))


def test_zero_line_and_every_replication_are_inside() -> None:
    comparison, pairs = tables.comparison_and_pairs()
    here = axes()
    drawn = differences.paired_differences(here, comparison, pairs, WORLDS)
    low, high = here.get_xlim()
    assert low < 0 < high
    assert all(low <= x <= high for line in drawn.marks["replications"] for x in xy(line)[0])
    assert len(drawn.marks["zero"]) == 1


def test_very_unequal_changes_turn_the_axis_logarithmic() -> None:
    comparison, pairs = tables.comparison_and_pairs(swapped=True)
    here = axes()
    differences.paired_differences(here, comparison, pairs, WORLDS)
    assert here.get_xscale() == "symlog"
    assert "logarithmic" in here.get_xlabel()
    mild = comparison[comparison["measure"] == "in_full"]
    here = axes()
    differences.paired_differences(here, mild, pairs, WORLDS)
    assert here.get_xscale() == "linear"


def test_one_run_has_dots_and_no_intervals() -> None:
    comparison, pairs = tables.comparison_and_pairs(replications=1)
    drawn = differences.paired_differences(axes(), comparison, pairs, WORLDS)
    assert drawn.marks["intervals"] == drawn.marks["adjusted"] == []
    assert set(drawn.values["verdict"]) == {"undecided"}
    assert not any("[95" in text for text in said(drawn.marks["labels"]))


def test_who_is_worse_off() -> None:
    table = tables.worse_off()
    drawn = differences.who_is_worse_off(axes(), table, WORLDS)
    assert list(drawn.values["verdict"]) == ["worse", "worse", "undecided", "worse"]
    dot = cast("Line2D", drawn.marks["dots"][1])
    assert xy(dot)[0] == [pytest.approx(100 * 18 / 61)]
    assert "HR: overtime" in " ".join(said(drawn.marks["note"]))
    named = differences.who_is_worse_off(axes(), table.assign(label=["Handling"] * 5), WORLDS)
    assert "Support: Handling" in said(named.marks["labels"])
    gained = table.iloc[:1].assign(better="higher")
    assert list(differences.who_is_worse_off(axes(), gained, WORLDS).values["verdict"]) == ["better"]
    empty = differences.who_is_worse_off(axes(), table.iloc[:0], WORLDS)
    assert empty.marks["dots"] == []


# Charts 2 and 3


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_ecdf_lines(worlds: tuple[str, str]) -> None:
    ecdf = tables.ecdf(replications=6)
    here = axes()
    drawn = lead_times.lead_time_ecdf(here, ecdf, worlds)
    assert here.get_xscale() == "log"
    assert len(drawn.marks["replications"]) == 12
    assert len(drawn.marks["pooled"]) == 2
    assert all(len(xy(line)[0]) <= 201 for line in drawn.marks["replications"] + drawn.marks["pooled"])
    for world, dot, line in zip(worlds, drawn.marks["medians"], drawn.marks["pooled"], strict=True):
        median = findings.pooled_quantiles(ecdf, world, "order to cash", (0.5,))[0]
        assert xy(dot)[0] == pytest.approx([median])
        assert xy(dot)[1] == [0.5]
        assert to_hex(cast("Line2D", line).get_color()) == look.world_colour(world, worlds).lower()
        assert f"median\u00a0{words.hours(median)}" in said(drawn.marks["labels"])


def test_shorter_median_is_labelled_at_the_left() -> None:
    for medians in ((31.0, 9.0), (9.0, 31.0)):
        drawn = lead_times.lead_time_ecdf(axes(), tables.ecdf(replications=2, medians=medians), WORLDS)
        sides = {label.get_text(): label.get_horizontalalignment() for label in drawn.marks["labels"]}  # type: ignore[attr-defined]
        assert sides[A if medians[0] < medians[1] else B] == "right"
        assert sides[B if medians[0] < medians[1] else A] == "left"


def test_lead_times_of_zero_stay_on_the_axis() -> None:
    ecdf = tables.ecdf(replications=2)
    ecdf.loc[ecdf["level"] < 0.2, "hours"] = 0.0
    drawn = lead_times.lead_time_ecdf(axes(), ecdf, WORLDS)
    assert all(min(xy(line)[0]) > 0 for line in drawn.marks["replications"] + drawn.marks["pooled"])


def test_bars_are_as_wide_as_the_hours() -> None:
    split = tables.split()
    here = axes(height=400)
    drawn = lead_times.lead_time_split(here, split, WORLDS)
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
            inside, under = lead_times.split_labels(hours, 28.85, width)
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
        lead_times.lead_time_split(axes(), wrong, WORLDS)


# Chart 4


def test_bands_and_medians_are_quantiles_over_replications() -> None:
    wip = tables.wip(days=40)
    here = axes()
    drawn = progress.work_in_progress(here, wip, WORLDS, tables.SHOCKS)
    for world, line in zip(WORLDS, drawn.marks["medians"], strict=True):
        table = wip[wip["world"] == world].pivot_table(index="day", columns="replication", values="cases")
        days, cases = xy(line)
        assert days == list(range(40))
        assert cases == pytest.approx(list(table.median(axis=1)))
        rows = drawn.values[drawn.values["world"] == world]
        assert list(rows["low"]) == pytest.approx(list(table.quantile(0.1, axis=1)))
        assert list(rows["high"]) == pytest.approx(list(table.quantile(0.9, axis=1)))
    assert set(said(drawn.marks["labels"])) == set(WORLDS)
    assert said(drawn.marks["shocks"]) == ["campaign", "quarter end"]  # the others begin after the last day
    peak = findings.peak(wip, A)
    assert f"{words.number(peak[1])} on day {words.number(peak[0])}" in said(drawn.marks["peaks"])


def test_shock_names_in_one_line_do_not_touch() -> None:
    lines = progress.shock_lines(tables.SHOCKS, 0, 90, 350)
    assert len(set(lines)) > 1
    spans = progress._spans(tables.SHOCKS, 0, 90, 350)
    for i, first in enumerate(spans):
        for j, second in enumerate(spans[:i]):
            assert lines[i] != lines[j] or first[0] >= second[1] + 8 or second[0] >= first[1] + 8


def test_no_days() -> None:
    drawn = progress.work_in_progress(axes(), tables.wip().iloc[:0], WORLDS)
    assert drawn.values.empty


# Charts 6 and 7


def test_heatmap_cells_numbers_and_shared_scale() -> None:
    table = tables.handoffs()
    drawn = handoffs.handoff_heatmap(panels(), table, tables.DEPARTMENTS, WORLDS)
    names = list(tables.DEPARTMENTS["department"])
    scale = findings.delay_range(table)
    assert len(drawn.marks["cells"]) == len(drawn.values) == 60
    rows = drawn.values.to_dict("records")
    for row, cell, number in zip(rows, drawn.marks["cells"], drawn.marks["numbers"], strict=True):
        box = cast("Rectangle", cell)
        assert int(box.get_x()) == names.index(row["target"])
        assert int(box.get_y()) == names.index(row["source"])
        assert to_hex(box.get_facecolor()) == handoffs.delay_colour(row["hours"], scale)
        assert cast("Text", number).get_text() == handoffs.cell_text(row["hours"])
    both = table[(table["world"] == A) & (table["source"] == "sales") & (table["target"] == "finance")]
    assert len(both) == 2
    mean = (both["count"] * both["hours"]).sum() / both["count"].sum()
    shown = next(r for r in rows if (r["world"], r["source"], r["target"]) == (A, "sales", "finance"))
    assert shown["hours"] == pytest.approx(mean)


def test_front_office_comes_first_and_strangers_last() -> None:
    shuffled = tables.DEPARTMENTS.iloc[::-1]
    table = tables.handoffs()
    table = pd.concat([table, table.iloc[:1].assign(source="carrier", target="support")], ignore_index=True)
    order = handoffs.ordered(shuffled, table)
    assert list(order["office"]) == ["front"] * 4 + ["back"] * 5 + [""]
    assert order["department"].iloc[-1] == "carrier"


def test_scale_is_linear_for_a_narrow_range_and_holds_zero() -> None:
    table = tables.handoffs().assign(hours=[1.0 + i % 3 for i in range(61)])
    assert findings.delay_range(table) == (0.0, 3.0, False)
    table.loc[0, "hours"] = 0.0
    assert findings.delay_share(0.0, findings.delay_range(table)) == 0
    assert findings.delay_range(table.assign(hours=0.0)) == (0.0, 1.0, False)
    low, high, logarithmic = findings.delay_range(tables.handoffs())
    assert logarithmic
    assert findings.delay_share(low / 10, (low, high, True)) == 0
    assert findings.delay_share(high, (low, high, True)) == 1


def test_network_arrows() -> None:
    table = tables.handoffs()
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert len(drawn.marks["arrows"]) == len(drawn.marks["heads"]) == len(drawn.values) == len(table)
    scale = findings.delay_range(table)
    most = table["count"].max()
    for row, arrow, head in zip(
        drawn.values.to_dict("records"), drawn.marks["arrows"], drawn.marks["heads"], strict=True
    ):
        line = cast("Line2D", arrow)
        assert to_hex(line.get_color()) == handoffs.delay_colour(row["hours"], scale)
        expected = network.THINNEST + (network.THICKEST - network.THINNEST) * row["count"] / most
        assert line.get_linewidth() == pytest.approx(0.75 * expected)
        assert line.get_linestyle() == ("-" if row["mode"] == "manual" else "--")
        assert isinstance(head, Polygon)
    assert len(drawn.marks["hours"]) == 2 * network.NAMED
    slowest = table[table["world"] == A].sort_values("hours").tail(network.NAMED)["hours"]
    assert set(said(drawn.marks["hours"])[: network.NAMED]) == {words.hours(h) for h in slowest}


def test_the_way_of_an_average_order_is_framed_and_its_costliest_handoff_named() -> None:
    """Framed is what every second order passes, all modes together; the tag is on the costliest pair, in both worlds."""
    path = tables.order_path()
    table = tables.small_handoffs()
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS, path)
    way = {("sales", "logistics", "manual"), ("sales", "logistics", "batch"), ("logistics", "finance", "shared")}
    assert AverageOrder.of(path, A).usual_way == AverageOrder.of(path, B).usual_way == way
    assert len(drawn.marks["way"]) == 2 * 2 * len(way), "two lines beside each of them, in both worlds"
    tags = [plain(text).replace("\n", " ") for text in said(drawn.marks["costliest"])]
    assert tags == ["15.8 h of an order", "1.6 h of an order"]
    for row, arrow in zip(drawn.values.to_dict("records"), drawn.marks["arrows"], strict=True):
        on_way = (row["source"], row["target"], row["mode"]) in way
        assert arrow.get_alpha() == (None if on_way else network.BESIDE)
    lines = [plain(text) for text in said(drawn.marks["labels"]) if "average order" in text]
    hours = ((72, 28), (46.8, 2.8))
    assert lines == [f"average order: {lead} h, of these {own} h in hand-offs" for lead, own in hours]
    unknown = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert not unknown.marks["way"]
    assert not unknown.marks["costliest"]


def test_numbers_in_a_small_network_stand_apart_and_zero_is_not_written() -> None:
    table = tables.small_handoffs()
    table.loc[table["world"] == B, "hours"] = 0.0
    drawn = network.network_map(panels(), table, tables.DEPARTMENTS, WORLDS)
    assert len(drawn.marks["hours"]) == network.NAMED, "none of those that take no time"
    boxes = [(text.get_text(), text.get_window_extent()) for text in drawn.marks["hours"] if isinstance(text, Text)]
    for place, (first, here) in enumerate(boxes):
        for second, there in boxes[:place]:
            assert not here.overlaps(there), (first, second)


def test_front_office_is_left_and_no_arrow_passes_under_a_department() -> None:
    graph = network.network_of(tables.handoffs(), tables.DEPARTMENTS, A)
    places = network.positions(graph, 440, 430)
    offices = dict(graph.nodes(data="office"))
    assert max(places[n][0] for n in places if offices[n] == "front") < min(
        places[n][0] for n in places if offices[n] == "back"
    )
    centre = np.array([220, 190])
    for source in places:
        for target in set(places) - {source}:
            curve = network.route(places[source], places[target], centre, 0)
            for other in set(places) - {source, target}:
                assert np.hypot(*(curve - places[other]).T).min() > network.NODE + 2, (source, target, other)


def test_there_and_back_are_apart() -> None:
    graph = network.network_of(tables.handoffs(), tables.DEPARTMENTS, A)
    places = network.positions(graph, 440, 430)
    centre = np.array([220, 190])
    for source in places:
        for target in set(places) - {source}:
            there = network.route(places[source], places[target], centre, 0)
            back = network.route(places[target], places[source], centre, 0)
            middle = there[len(there) // 2]
            assert np.hypot(*(back - middle).T).min() > 4


def test_two_departments_and_a_loop() -> None:
    few = tables.DEPARTMENTS.iloc[[0, 4]]
    table = pd.DataFrame(
        [(A, "sales", "finance", "manual", 3.0, 2.0, 0.1), (A, "sales", "sales", "shared", 1.0, 0.0, 0.0)],
        columns=["world", "source", "target", "mode", "count", "hours", "touch_hours"],
    )
    drawn = network.network_map(panels(), table, few, WORLDS)
    assert len(drawn.marks["arrows"]) == 2
    assert len(handoffs.handoff_heatmap(panels(), table, few, WORLDS).marks["cells"]) == 2


def test_charts_stand_in_anybodys_axes() -> None:
    comparison, pairs = tables.comparison_and_pairs(replications=3)
    first, second = Figure(figsize=(12, 5)).subplots(1, 2)
    differences.paired_differences(first, comparison, pairs, WORLDS)
    lead_times.lead_time_ecdf(second, tables.ecdf(replications=2), WORLDS)
