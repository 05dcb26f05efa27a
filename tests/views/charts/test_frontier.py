"""What to buy first: bundles stand at their costs, and the words say no more than is shown."""

from __future__ import annotations

import pytest

from sim.experiment.bundles import BundleRuns, choose
from sim.experiment.bundles import frontier as bundles_table
from sim.views.charts import frontier
from sim.views.charts.levers import short_names
from tests.views.charts.drawing import axes, inside, texts
from tests.views.charts.made_up_studies import THOUSANDS
from tests.views.tables import plain


def test_bundles_stand_at_their_costs(bundles: BundleRuns) -> None:
    table = bundles_table(bundles, replications=4)
    short = short_names(list(table["bundle"]))
    drawn = frontier.cost_benefit(axes(), table, THOUSANDS, short)
    full, open_ = drawn.marks["dots"]
    on = table[table["dominated_by"] == ""]
    assert sorted(full.get_xdata()) == pytest.approx(sorted(on["cost"] / 1000))  # type: ignore[attr-defined]
    assert len(open_.get_xdata()) == len(table) - len(on)  # type: ignore[attr-defined]
    assert len(set(short.values())) == len(table)
    picture = frontier.picture(table, THOUSANDS)
    assert all(inside(picture.figure, text) for text in texts(picture.figure))


def test_the_frontier_says_if_nothing_is_worth_its_price(bundles: BundleRuns) -> None:
    """Buying nothing is no bundle that "earns most": then the next is named with what it leaves."""
    table = bundles_table(bundles, replications=4)
    best = table.sort_values("net").iloc[-1]
    title = plain(frontier.title(table, THOUSANDS))
    assert f"; {best['bundle']} earns most after paying for it, {best['net'] / 1000:+,.0f} k EUR/yr [" in title
    dear = table.assign(**{key: table[key] - 1e6 * table["levers"] for key in ("net", "net_lower", "net_upper")})
    next_best = dear[dear["levers"] > 0].sort_values("net").iloc[-1]
    title = plain(frontier.title(dear, THOUSANDS))
    assert f"; none leaves more than buying nothing, the next, {next_best['bundle']}, " in title
    assert f"{next_best['net'] / 1000:,.0f} k EUR/yr [" in title.replace("−", "-")


def test_a_choice_says_what_it_leaves_against_buying_nothing(bundles: BundleRuns) -> None:
    choice = choose(bundles, indifference=1e5, first_stage=4, most_replications=40)
    lead = choice.lead
    said = plain(frontier.choice_words(choice, "same people", THOUSANDS))
    assert said.startswith(f"For any budget, same people: buy {choice.best.name}. With probability 95 % or more")
    assert f"Against buying nothing it left {lead.estimate / 1000:+,.0f} k EUR/yr [" in said
    assert f"over the {lead.n} replications that both had" in said
    assert ("(undecided)" in said) == (lead.lower <= 0 <= lead.upper)
    assert said.endswith("it was chosen on these runs, which flatters it.")
    nothing = choose(bundles, budget=1.0, indifference=1e5, first_stage=4)
    assert "Against" not in frontier.choice_words(nothing, "same people", THOUSANDS)
