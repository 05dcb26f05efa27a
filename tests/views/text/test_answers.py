"""What stands on the first screen beside the verdict: four facts, who pays, what next, in report and terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.measures.catalogue import MEASURES
from sim.views.charts import bridge
from sim.views.style.study_words import amount
from sim.views.text.bridge_lines import bridge_lines
from sim.views.text.evidence import not_run
from sim.views.text.four_facts import FACTS, fact_lines, four_facts
from sim.views.text.next_step import next_step
from sim.views.text.who_pays import MOST, who_pays
from tests.views.already_made import everything, full_study
from tests.views.made_study import changed, flat, made_losers, made_study


def test_there_is_one_fact_for_each_benefit_and_none_for_money() -> None:
    benefits = {measure.id: measure.benefit for measure in MEASURES}
    assert [benefits[measure] for _, measure, _ in FACTS] == [benefit for benefit, _, _ in FACTS]
    assert {benefit for benefit, _, _ in FACTS} == set(benefits.values()) - {"money"}
    assert len(FACTS) == 4


def test_a_fact_is_told_in_natural_units() -> None:
    facts = {fact.measure: fact for fact in four_facts(made_study(age_at_use=(73.0, 0.05)))}
    assert flat(facts["age at use"].before).startswith("7")
    assert facts["age at use"].before.endswith("h")
    assert facts["age at use"].after.endswith("min")
    assert flat(facts["wrong decisions"].before) == "12 of 100"
    assert facts["wrong decisions"].verdict == "better"
    assert flat(facts["wrong decisions"].change).endswith("of 100 less")
    worse = {fact.measure: fact for fact in four_facts(made_study(wrong_decisions=(0.01, 0.2)))}
    assert worse["wrong decisions"].verdict == "worse"
    assert flat(worse["wrong decisions"].change).endswith("of 100 more")


def test_an_undecided_fact_has_its_limits_with_signs() -> None:
    fact = next(one for one in four_facts(made_study(3, 0.2, order_lead_time=(50.0, 50.2))) if "order" in one.measure)
    assert fact.verdict == "undecided"
    assert fact.change.startswith("−")
    assert " to +" in fact.change
    one = next(one for one in four_facts(made_study(1)) if "order" in one.measure)
    assert "without an interval" in one.change


def test_facts_without_values_are_left_out() -> None:
    study = made_study()
    table = study.comparison.copy()
    table.loc[table["measure"] == "age at use", ["a", "b", "difference", "lower", "upper"]] = float("nan")
    assert len(four_facts(changed(study, comparison=table))) == 3
    assert fact_lines(changed(study, comparison=table.iloc[:0])) == []


def test_the_bridge_in_lines_has_every_level_and_step() -> None:
    study = made_study()
    rows = bridge.steps(study)
    lines = bridge_lines(study)[1:]
    for row, line in zip(rows.to_dict("records"), lines, strict=False):
        assert str(row["name"]) in line
        assert line.startswith("    " if row["kind"] == bridge.STEP else "  ")
    assert "given" in next(line for line in lines if bridge.PRICES in line)
    assert "Siloed resized in the same way would earn" in flat(" ".join(lines))


def test_who_pays_names_costs_by_cause_and_people_by_name() -> None:
    said = [flat(line) for line in who_pays(made_study())]
    assert said[0].startswith("The company: ")
    assert "386,000" in said[0]
    assert "for systems and programmes" in said[0]
    assert "Marketing: work waits before it is begun, 12 → 20.7 h." in said
    assert "Legal: time at work on cases, 61 → 79 %." in said
    many = who_pays(changed(made_study(), losers=made_losers(7)))
    assert flat(many[-1]) == f"And {7 - MOST} more figures of teams and flows."
    none = who_pays(changed(made_study(), losers=made_losers(0)))
    assert "nobody we measured" in none[-1]
    assert "not measured" in who_pays(changed(made_study(), losers=made_losers().iloc[:0]))[-1]


def test_up_to_which_price_it_pays_is_arithmetic_on_the_pairs() -> None:
    study = made_study()
    profit, price = (study.pairs[study.pairs["measure"] == name] for name in ("profit", "lever costs"))
    worth = (profit["b"] - profit["a"]).mean() + (price["b"] - price["a"]).mean()
    said = flat(next_step(study)[0])
    assert said.startswith(f"It does not pay where systems and programmes cost more than they bring, {amount(worth)} EUR")
    assert said.endswith("they cost 386,000 EUR a year more than in siloed.")
    poor = flat(next_step(made_study(profit=(900_000.0, 100_000.0)))[0])
    assert poor.startswith("Even free of charge")
    free = next_step(made_study(lever_costs=(5.0, 5.0)))
    assert not any("systems and programmes" in line for line in free)


def test_what_has_not_been_run_is_named_and_what_was_is_told() -> None:
    assert set(not_run(made_study())) < set(next_step(made_study()))
    study = full_study()
    said = [flat(line) for line in next_step(study)]
    bundles = study.more.bundles
    assert bundles is not None
    single = bundles[bundles["levers"] == 1]
    best = single.iloc[int(single["net"].argmax())]
    shown = "First:" if best["net_lower"] > 0 else "First, though not shown to pay alone:"
    assert said[0].startswith(f"{shown} {best['bundle']}. Alone it leaves {amount(best['net'], signed=True)} EUR a year")
    turning = [one for one in study.more.break_evens or () if one.inside]
    assert any(one.assumption.name.lower() in line.lower() for one in turning for line in said) or not turning
    assert not any("not run yet" in line for line in said)


@pytest.mark.parametrize("shown", [True, False])
def test_a_lead_that_is_not_shown_is_called_undecided(shown: bool) -> None:
    bundles = everything().bundles
    assert bundles is not None
    low, high = (1.0, 2e9) if shown else (-2e9, 2e9)
    more = replace(everything(), bundles=bundles.assign(net_lower=low, net_upper=high))
    first = flat(next_step(replace(made_study(), more=more))[0])
    assert ("undecided" in first) == ("not shown to pay alone" in first) == (not shown)
