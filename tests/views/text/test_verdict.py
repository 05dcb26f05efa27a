"""The verdict in one sentence: who is better, what it costs, how sure it is."""

from __future__ import annotations

import pytest

from sim.experiment import comparison
from sim.experiment.study import Study
from sim.measures.catalogue import MEASURES
from sim.views.style.study_words import amount, difference_words
from sim.views.text.short_table import short_table
from sim.views.text.verdict import LEANS, SHOWN, conclusion, decision, verdict_words
from tests.views.made_study import (
    MEANS,
    changed,
    flat,
    made_study,
    row_of,
    vars_of,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("difference", "plain", "adjusted", "better", "said"),
    [
        (-2.0, (-3.0, -1.0), (-4.0, -0.5), "lower", "better *"),
        (-2.0, (-3.0, -1.0), (-5.0, 1.0), "lower", "better ?"),
        (-2.0, (-3.0, -1.0), (-4.0, -0.5), "higher", "worse *"),
        (2.0, (1.0, 3.0), (-1.0, 5.0), "lower", "worse ?"),
        (2.0, (-1.0, 5.0), (-3.0, 7.0), "lower", "undecided"),
        (0.0, (0.0, 0.0), (0.0, 0.0), "lower", "the same"),
        (2.0, (1.0, 3.0), (0.5, 4.0), "neither", "higher *"),
        (NAN, (NAN, NAN), (NAN, NAN), "lower", "no value"),
        (2.0, (NAN, NAN), (NAN, NAN), "lower", "undecided"),
    ],
)
def test_verdicts_in_words(
    difference: float, plain: tuple[float, float], adjusted: tuple[float, float], better: str, said: str
) -> None:
    row = {"difference": difference, "lower": plain[0], "upper": plain[1], "better": better}
    assert verdict_words({**row, "lower_holm": adjusted[0], "upper_holm": adjusted[1]}) == said


def test_the_verdict_tells_service_and_money_without_a_bracket() -> None:
    study = made_study()
    said = conclusion(study)
    change = row_of(study, "profit")["difference"]
    assert flat(said.sentence) == (
        f"Integrated delivers orders and solves issues sooner than siloed, and earns {amount(change)} EUR a year more."
    )
    assert not set("()[]") & set(said.sentence)


def test_how_sure_it_is_stands_apart_with_every_interval() -> None:
    study = made_study()
    said = flat(conclusion(study).interval)
    for measure, what in (("order lead time", "orders"), ("ticket time", "issues")):
        row = row_of(study, measure)
        hours, limits = difference_words(abs(row["difference"]), -row["upper"], -row["lower"])
        low, high = limits.replace("+", "").strip("[]").split(", ")
        assert f"{what} {hours.strip('+')} h sooner ({low} to {high} h)" in said
    profit = row_of(study, "profit")
    limits = " to ".join(amount(profit[limit], signed=True) for limit in ("lower", "upper"))
    assert said.endswith(f"profit {amount(profit['difference'], signed=True)} EUR a year ({limits}).")


def test_the_verdict_the_other_way_round() -> None:
    swapped = {measure.replace(" ", "_"): (b, a) for measure, (a, b) in MEANS.items()}
    said = flat(conclusion(made_study(**swapped)).sentence)
    assert said.startswith("Integrated delivers orders and solves issues later than siloed, and earns 5")
    assert said.endswith(" EUR a year less.")


def test_sooner_but_no_richer_and_what_teams_resized_would_change() -> None:
    said = flat(conclusion(made_study(profit=(810_000.0, 284_000.0))).sentence)
    assert said.startswith("Integrated delivers orders and solves issues sooner than siloed, but earns 5")
    assert " a year less; with the teams of both resized it would earn " in said
    assert said.endswith(" EUR a year more.")
    alike = flat(conclusion(made_study(profit=(810_000.0, 284_000.0), resized_profit=(9e5, 5e5))).sentence)
    assert "resized" not in alike


def test_mixed_service_is_told_with_but() -> None:
    said = flat(conclusion(made_study(ticket_time=(14.0, 45.0))).sentence)
    assert said.startswith("Integrated delivers orders sooner but solves issues later than siloed; it earns 5")


def test_nothing_decided() -> None:
    same = {measure.replace(" ", "_"): (50.0, 50.2) for measure in MEANS}
    said = conclusion(made_study(replications=3, noise=0.2, **same))
    assert flat(said.sentence) == (
        "Whether integrated delivers orders or solves issues sooner than siloed is undecided; which of the two earns more"
        " is undecided."
    )
    assert flat(said.interval).count("undecided") == 3


def test_without_an_interval_none_is_told() -> None:
    """Pairs that all agree, as where nobody ever works, tell nothing of how far others would differ."""
    study = made_study()
    pairs = study.pairs.copy()
    lead_time = pairs["measure"].isin(("order lead time", "ticket time"))
    pairs.loc[lead_time, ["a", "b"]] = (50.0, 40.0)
    pairs.loc[pairs["measure"] == "profit", ["a", "b"]] = (-6e6, -6.233e6)
    agreed = Study(**{**vars_of(study), "comparison": comparison.compare(pairs), "pairs": pairs})
    said = flat(conclusion(agreed).interval)
    assert "orders −10 h (without an interval), undecided; issues −10 h (without an interval), undecided" in said
    assert said.endswith("profit −233,000 EUR a year (without an interval), undecided.")


def test_a_world_against_itself() -> None:
    study = made_study()
    pairs = study.pairs.assign(b=study.pairs["a"])
    alike = Study(**{**vars_of(study), "comparison": comparison.compare(pairs), "pairs": pairs})
    said = conclusion(alike).sentence
    assert said == f"Siloed and integrated are exactly alike: all {len(MEASURES)} differences are 0."
    assert short_table(alike)[1].endswith("the same")


def test_one_pair_decides_nothing() -> None:
    said = conclusion(made_study(replications=1)).sentence
    assert said == "One pair of runs cannot tell siloed and integrated apart: there is no interval; run more pairs."


def test_what_adjusting_leaves_open_is_said() -> None:
    study = made_study(replications=3, noise=0.06)
    said = conclusion(study)
    leaning = [
        row["label"]
        for row in study.comparison.to_dict("records")
        if row["measure"] in ("order lead time", "ticket time", "profit") and decision(row) == LEANS
    ]
    assert leaning, "the study must have something that only its own interval shows"
    assert all(label in said.caveat for label in leaning)
    tested = [measure for measure in MEASURES if not measure.arithmetic]
    assert f"all {len(tested)} measures" in said.caveat


def unadjusted(study: Study, *measures: str) -> Study:
    """The same, but that the adjusted intervals of these measures hold 0."""
    table = study.comparison.copy()
    table.loc[table["measure"].isin(measures), ["lower_holm", "upper_holm"]] = (-1e9, 1e9)
    return changed(study, comparison=table)


def test_the_sentence_claims_only_what_the_adjusted_interval_shows() -> None:
    """It is read alone: what only its own interval shows is undecided there, and how far it leans is said below."""
    study = unadjusted(made_study(), "order lead time")
    said = conclusion(study)
    change = row_of(study, "profit")["difference"]
    assert flat(said.sentence) == (
        f"Integrated solves issues sooner than siloed, and earns {amount(change)} EUR a year more; whether it "
        "delivers orders sooner is undecided."
    )
    orders = flat(said.interval).split("; ")[0]
    assert orders.startswith("95 % intervals: orders −")
    assert orders.endswith(", undecided once adjusted")
    assert said.caveat.endswith(f"nothing is shown yet for: {row_of(study, 'order lead time')['label']}.")


@pytest.mark.parametrize("money", [("profit",), ("profit", "resized profit")])
def test_money_that_only_its_own_interval_shows_is_undecided(money: tuple[str, ...]) -> None:
    study = made_study(profit=(810_000.0, 284_000.0))
    assert decision(row_of(study, "resized profit")) == SHOWN
    said = flat(conclusion(unadjusted(study, *money)).sentence)
    assert said.startswith(
        "Integrated delivers orders and solves issues sooner than siloed; which of the two earns more is undecided"
    )
    assert ("with the teams of both resized" in said) == (money == ("profit",))


def test_what_is_undecided_of_service_and_money_is_said_in_one_breath() -> None:
    said = flat(conclusion(unadjusted(made_study(), "ticket time", "profit", "resized profit")).sentence)
    assert said == (
        "Integrated delivers orders sooner than siloed; whether it solves issues sooner and which of the two earns more "
        "is undecided."
    )


def test_where_nothing_is_left_after_adjusting_nothing_is_claimed() -> None:
    said = flat(conclusion(unadjusted(made_study(), *MEANS)).sentence)
    assert said == (
        "Whether integrated delivers orders or solves issues sooner than siloed is undecided; which of the two earns more"
        " is undecided."
    )
