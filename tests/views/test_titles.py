"""Titles say what the tables say, in both directions, and claim nothing an interval does not show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.experiment.statistics import paired_interval
from sim.views.charts import findings, order_path, titles
from tests.views import tables
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


@pytest.mark.parametrize("swapped", [False, True])
def test_differences(swapped: bool) -> None:
    comparison, pairs = tables.comparison_and_pairs(swapped=swapped)
    title = plain(titles.title_of_differences(comparison, WORLDS))
    first = pairs[pairs["measure"] == "lead_time"]
    change = 100 * (first["b"].mean() / first["a"].mean() - 1)
    assert f"is {abs(change):.0f} % {'higher' if swapped else 'lower'} in {B} than in {A}" in title
    shown = (comparison["lower_holm"] > 0) | (comparison["upper_holm"] < 0)
    good = shown & ((comparison["difference"] > 0) == (comparison["better"] == "higher"))
    assert f"{good.sum()} of {len(comparison)} measures are better" in title
    assert f"{(shown & ~good).sum()} worse" in title
    assert f"{(~shown).sum()} undecided" in title


def test_differences_claim_nothing_when_the_interval_holds_zero() -> None:
    comparison, _ = tables.comparison_and_pairs()
    comparison.loc[0, ["lower_holm", "upper_holm"]] = -30.0, 0.5
    title = titles.title_of_differences(comparison, WORLDS)
    assert title.startswith(f"No difference in median lead time can be shown between {A} and {B}")


def test_plain_interval_does_not_decide_where_an_adjusted_one_is_known() -> None:
    comparison, _ = tables.comparison_and_pairs()
    comparison.loc[0, ["lower", "upper", "lower_holm", "upper_holm"]] = -30.0, -1.0, -31.0, 0.5
    assert findings.relative_changes(comparison)["verdict"].iloc[0] == "undecided"


def test_one_run_and_placebo() -> None:
    one, _ = tables.comparison_and_pairs(replications=1)
    assert titles.title_of_differences(one, WORLDS).startswith("One run cannot show a difference")
    same, _ = tables.comparison_and_pairs(same=True)
    assert titles.title_of_differences(same, WORLDS) == "Siloed and integrated are exactly alike in all 11 measures"


def test_first_measure_with_mean_zero_has_no_percentage() -> None:
    comparison, _ = tables.comparison_and_pairs()
    fines = comparison.iloc[[-1, 0]].reset_index(drop=True)
    assert plain(titles.title_of_differences(fines, WORLDS)).startswith("Fines: 0 EUR in siloed, ")


@pytest.mark.parametrize("medians", [(31.0, 9.0), (9.0, 31.0)])
def test_lead_times(medians: tuple[float, float]) -> None:
    ecdf = tables.ecdf(medians=medians)
    title = plain(titles.title_of_lead_times(ecdf, WORLDS))
    for world, median in zip(WORLDS, medians, strict=True):
        said = float(title.split(f" h in {world}")[0].rsplit(" ", 1)[1])
        assert said == pytest.approx(findings.pooled_quantiles(ecdf, world, "order to cash", (0.5,))[0], rel=0.06)
        assert said == pytest.approx(median, rel=0.1)
    assert "no difference" not in title


def test_lead_times_without_a_difference_in_the_middle_but_in_the_tail() -> None:
    ecdf = tables.ecdf(medians=(9.0, 9.0))
    gap = findings.paired_quantile(ecdf, WORLDS, "order to cash", 0.5)
    assert gap.lower < 0 < gap.upper
    title = titles.title_of_lead_times(ecdf, WORLDS)
    assert "no difference in median lead time is shown" in title
    assert "nine in ten" in title


def test_lead_times_of_several_flows_are_counted_and_adjusted() -> None:
    ecdf = tables.ecdf(flows=("order", "ticket", "return"))
    assert titles.title_of_lead_times(ecdf, WORLDS) == "Median lead time is shorter in integrated for 3 of 3 flows"
    turned = titles.title_of_lead_times(ecdf, (B, A))
    assert turned == "Median lead time is shorter in siloed for 0 of 3 flows, longer for 3"
    weak = paired_interval([1.0, 2.0, 3.0, 4.0], [0.2, 1.0, 2.9, 3.9])
    assert weak.p_value > 0.01
    assert titles.counts_of([weak] * 6) == (0, 0, 6)


def test_missing_world_is_said() -> None:
    ecdf = tables.ecdf()
    only = ecdf[ecdf["world"] == A]
    assert titles.title_of_lead_times(only, WORLDS) == "Order to cash: no finished cases in integrated"
    assert titles.title_of_lead_times(only.iloc[:0], WORLDS).startswith("No finished cases")
    assert titles.title_of_split(tables.split().iloc[:0], WORLDS).startswith("No finished cases")


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_split(worlds: tuple[str, str]) -> None:
    split = tables.split()
    said = []
    for world in worlds:
        rows = split[split["world"] == world].set_index("part")["hours"]
        said.append(f"1 hour in {round(rows.sum() / rows['touch'])}")
    expected = f"In {worlds[0]} a case is worked on {said[0]}, in {worlds[1]} {said[1]}"
    assert titles.title_of_split(split, worlds) == expected


def test_one_in_is_only_said_where_it_is_true() -> None:
    assert titles.one_in(1 / 19, 1 / 2) == ("1 hour in 19", "1 hour in 2")
    assert titles.one_in(1 / 19, 0.6) == ("5.3\u00a0% of the time", "60\u00a0% of the time")
    assert titles.one_in(0.0, 0.5) == ("0\u00a0% of the time", "50\u00a0% of the time")


def test_progress() -> None:
    wip = tables.wip()
    medians = wip.groupby(["world", "day"])["cases"].median()
    title = titles.title_of_progress(wip, WORLDS)
    for world in WORLDS:
        day = int(medians[world].idxmax())
        assert f"{medians[world].max():.0f}" in title
        assert f"in {world} (day {day})" in title
    same = wip.assign(world=np.where(wip["replication"] % 2 == 0, A, B), replication=wip["replication"] // 2)
    assert titles.title_of_progress(same, WORLDS).startswith("No difference in peak work in progress is shown")


@pytest.mark.parametrize("worlds", [(A, B), (B, A)])
def test_handoffs_name_the_slowest_wherever_it_is(worlds: tuple[str, str]) -> None:
    handoffs = tables.handoffs(worlds)
    slow = handoffs.iloc[:1].assign(world=worlds[1], source="hr", target="crm", hours=99.0)
    handoffs = pd.concat([handoffs, slow], ignore_index=True)
    title = plain(titles.title_of_handoffs(handoffs, tables.DEPARTMENTS, worlds))
    assert title == f"The slowest hand-off, HR to CRM, takes 99 h in {worlds[1]}; {worlds[0]} does not have it"


def test_network_share_is_recomputed() -> None:
    handoffs = tables.handoffs()
    there = handoffs[handoffs["world"] == A]
    total = (there["count"] * there["hours"]).sum()
    ends = {
        name: (there["count"] * there["hours"])[(there["source"] == name) | (there["target"] == name)].sum() / total
        for name in tables.DEPARTMENTS["department"]
    }
    hub = max(ends, key=lambda name: ends[name])
    title = plain(titles.title_of_network(handoffs, tables.DEPARTMENTS, WORLDS))
    label = tables.DEPARTMENTS.set_index("department")["label"][hub]
    assert title.endswith(f"{100 * ends[hub]:.0f} % of those in {A} begin or end in {label}")
    assert f"{total:,.0f} h in {A}" in title


def test_the_way_of_an_average_order_is_recomputed() -> None:
    """Every order weighs the same: 100 orders of the first run and 300, twice as slow, of the second."""
    path = tables.order_path()
    title = plain(titles.title_of_network(tables.handoffs(), tables.DEPARTMENTS, WORLDS, path))
    slow = (100 * 1 + 300 * 2) / 400
    leads = {world: 44 + 16 * slow * factor for world, factor in ((A, 1.0), (B, 0.1))}
    hours = {world: 16 * slow * factor for world, factor in ((A, 1.0), (B, 0.1))}
    assert title == (
        f"Hand-offs take {hours[A]:.0f} h of an average order's {leads[A]:.0f} h in {A},"
        f" {hours[B]:.1f} h of {leads[B]:.1f} h in {B};"
        f" the costliest, Sales to Logistics, takes {(6 + 3) * slow:.1f} h in {A}"
    )
    said = plain(order_path.description(path, titles.labels_of(tables.DEPARTMENTS), WORLDS))
    assert f"in {A}, 72 h: hand-offs 28 h (Sales to Logistics 15.8 h, Logistics to CRM 12.2 h)" in said
    assert said.count("outside 30 h") == 2
    at_once = path.assign(hours=path["hours"].where(path["kind"] != "hand-off", 0.0))
    title = plain(titles.title_of_network(tables.handoffs(), tables.DEPARTMENTS, WORLDS, at_once))
    assert title == f"Hand-offs take 0 h of an average order's 44 h in {A}, 0 h of 44 h in {B}"
    without = titles.title_of_network(tables.handoffs(), tables.DEPARTMENTS, WORLDS, path.iloc[:0])
    assert without == titles.title_of_network(tables.handoffs(), tables.DEPARTMENTS, WORLDS)


def test_worse_off() -> None:
    table = tables.worse_off()
    title = titles.title_of_worse_off(table, WORLDS)
    assert title.startswith("4 groups are worse off in integrated than in siloed")
    few = titles.title_of_worse_off(table.iloc[:2], WORLDS)
    assert few == "Worse off in integrated than in siloed: Support and IT"
    assert titles.title_of_worse_off(table.iloc[[2]], WORLDS) == "Nobody is shown to be worse off in integrated"
    assert titles.title_of_worse_off(table.iloc[:0], WORLDS) == "Nobody is shown to be worse off in integrated"


def test_pooled_distribution_weighs_replications_alike() -> None:
    first = pd.DataFrame({"replication": 0, "level": [0.0, 0.5, 1.0], "hours": [1.0, 2.0, 3.0]})
    second = pd.DataFrame({"replication": 1, "level": np.linspace(0, 1, 101), "hours": np.linspace(5, 7, 101)})
    levels, hours = findings.pooled(pd.concat([first, second]))
    assert np.interp(0.25, levels, hours) == pytest.approx(2.0, abs=0.05)
    assert np.interp(0.75, levels, hours) == pytest.approx(6.0, abs=0.05)
    assert hours[0] == pytest.approx(1.0)
    assert hours[-1] == pytest.approx(7.0)


def test_means_are_spelt_out_inside_a_sentence() -> None:
    assert titles.inside("order to delivery, mean") == "mean time from order to delivery"
    assert titles.inside("Order to delivery, nine of ten within") == "order to delivery, nine of ten within"
