"""What is printed, from made-up studies whose outcome is known; other tests of views use `made_study` too."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.experiment import comparison
from sim.experiment.study import Study
from sim.inputs.loading import load_scenario
from sim.inputs.scenario import Scenario
from sim.measures.catalogue import MEASURES
from sim.measures.lead_time import PARTS
from sim.views.style import words
from sim.views.style.study_words import difference_words
from sim.views.text import terminal
from sim.views.text.evidence import SERIES, failure_words, twin_words, warm_up_words
from sim.views.text.short_table import short_table
from sim.views.text.verdict import LEANS, decision, verdict, verdict_words
from sim.views.text.worse_off import MOST_LOSERS, worse_measures, worse_off
from tests.views import tables

SCENARIOS = Path(__file__).parents[2] / "scenarios"
WORLDS = tables.WORLDS
FLOWS = ("order", "business order", "question", "technical", "complaint")
MEANS = {
    "order lead time": (97.0, 55.0),
    "ticket time": (45.0, 14.0),
    "lever costs": (0.0, 386_000.0),
    "profit": (284_000.0, 810_000.0),
    "wrong decisions": (0.123, 0.001),
    "churn": (0.18, 0.17),
}
"""Means of both worlds; what is not named is a little better in the second."""


@cache
def scenario(name: str, weeks: int = 13, warm_up_weeks: int = 4) -> Scenario:
    """One of the program's own scenarios."""
    return load_scenario(SCENARIOS / f"{name}.toml").model_copy(update={"weeks": weeks, "warm_up_weeks": warm_up_weeks})


@cache
def made_study(
    replications: int = 8, noise: float = 0.02, names: tuple[str, str] = WORLDS, **means: tuple[float, float]
) -> Study:
    """A study of made-up numbers; means by measure, with underscores for spaces, overrule `MEANS`."""
    a, b = (scenario(world).model_copy(update={"name": name}) for world, name in zip(WORLDS, names, strict=True))
    pairs = made_pairs(replications, noise, {**MEANS, **{key.replace("_", " "): mean for key, mean in means.items()}})
    own = {name: table.replace({"world": dict(zip(WORLDS, names, strict=True))}) for name, table in made_tables().items()}
    return Study(
        a, b, comparison.compare(pairs), pairs, made_losers(), made_twins(names), made_failures(0), own,
        made_warm_up(names, 2), replications, 61.7
    )  # fmt: skip


def made_pairs(replications: int, noise: float, means: dict[str, tuple[float, float]]) -> pd.DataFrame:
    """Every measure of every pair."""
    rng = np.random.default_rng(3)
    rows = []
    for measure in MEASURES:
        usual = (0.5, 0.4) if measure.unit.startswith("share") else (10.0, 8.0)
        first, second = means.get(measure.id, usual)
        if measure.better == "higher" and measure.id not in means:
            first, second = second, first
        for replication in range(replications):
            common = rng.normal(0, noise)
            values = (mean * (1 + common + rng.normal(0, noise)) for mean in (first, second))
            rows.append((measure.id, replication, *values))
    return pd.DataFrame(rows, columns=["measure", "replication", "a", "b"])


def made_losers(worse: int = 2) -> pd.DataFrame:
    """The first so many are worse off."""
    rows = [
        ("Marketing", "work waits before it is begun", "h", 12.0, 20.7, 8.7, 7.9, 9.5, 8, False),
        ("Legal", "time at work on cases", "share", 0.61, 0.79, 0.18, 0.15, 0.21, 8, False),
        ("complaint", "lead time", "h", 30.0, 40.0, 10.0, 1.0, 19.0, 8, True),
        ("HR", "overtime in the period", "h", 0.0, 3.0, 3.0, 1.0, 5.0, 8, False),
        ("IT", "time at work on cases", "share", 0.6, 0.5, -0.1, -0.2, -0.05, 8, False),
        *((f"Team {n}", "lead time", "h", 10.0, 11.0, 1.0, 0.5, 1.5, 8, False) for n in range(6)),
    ]
    columns = ["who", "measure", "unit", "a", "b", "difference", "lower", "upper", "replications", "few"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(
        worse=[place < worse for place in range(len(table))],
        p=0.01,
        p_holm=[0.01 if place == 0 else 0.1 for place in range(len(table))],
    )


def made_twins(names: tuple[str, str] = WORLDS) -> pd.DataFrame:
    """Six cases: four twins, two of which share a name, one case of each world alone; parts add up."""
    rng = np.random.default_rng(9)
    kept = [("order 1", "both"), ("order 2", "both"), ("question 3", "both"), ("question 3", "both")]
    kept += [("order 1/chaser 1", f"{names[0]} only"), ("order 2/offer 1", f"{names[1]} only")]
    rows = []
    for name, where in kept:
        row: dict[str, Any] = {"name": name, "kind": name.rsplit(" ", 1)[0], "replication": 0, "in": where}
        for letter, world in zip("ab", names, strict=True):
            parts = rng.uniform(0, 9, len(PARTS)) if where in ("both", f"{world} only") else np.full(len(PARTS), np.nan)
            here = bool(np.isfinite(parts[0]))
            row |= {f"status_{letter}": "done" if here else np.nan, f"opened_at_{letter}": 1.0 if here else np.nan}
            row |= {f"closed_at_{letter}": 1.0 + parts.sum(), f"lead_{letter}": parts.sum()}
            row |= {f"{part}_{letter}": hours for part, hours in zip(PARTS, parts, strict=True)}
        rows.append(row)
    table = pd.DataFrame(rows)
    table.loc[1, "status_b"] = "open"
    return table


def made_failures(number: int) -> pd.DataFrame:
    """Runs that failed, with a traceback that names a place on somebody's disk."""
    cause = 'Traceback (most recent call last):\n  File "/home/somebody/sim/x.py", line 1\nValueError: no stock'
    rows = [("integrated", 3 + place, 1, cause) for place in range(number)]
    return pd.DataFrame(rows, columns=["world", "replication", "seed", "cause"])


def made_warm_up(names: tuple[str, str] = WORLDS, weeks: float = 2.0, declared: int = 4) -> pd.DataFrame:
    """A check in which every series settles after so many weeks."""
    rows = [(w, s, weeks, declared, weeks <= declared) for w in names for s in SERIES]
    return pd.DataFrame(rows, columns=["world", "series", "weeks_to_cut", "declared_weeks", "enough"])


@cache
def made_tables() -> dict[str, pd.DataFrame]:
    """All that the charts take, for two replications."""
    rng = np.random.default_rng(1)
    split, teams, books = [], [], []
    for world in WORLDS:
        for replication in range(2):
            for flow in FLOWS:
                cases = 12 if flow == "complaint" else 200
                split += [(world, replication, flow, part, rng.uniform(0.1, 9), cases) for part in PARTS]
            for team, model in scenario("siloed").company.teams.items():
                load = rng.uniform(0.4, 0.9)
                teams.append((world, replication, team, model.department, load, rng.uniform(1, 9), 300, 2.0))
            books += [
                (world, replication, line, rng.normal(0, 1e5), line.startswith(("profit", "of which")))
                for line in ("margin", "paid hours", "profit", "of which rework hours")
            ]
    handoffs = pd.concat([tables.handoffs().assign(replication=number) for number in range(2)], ignore_index=True)
    weeks = [(world, r, w, 9.0) for world in WORLDS for r in range(2) for w in range(17)]
    run = ["world", "replication"]
    return {
        "split": pd.DataFrame(split, columns=[*run, "flow", "part", "hours", "cases"]),
        "quantiles": tables.ecdf(replications=2, flows=FLOWS),
        "wip": tables.wip(replications=2),
        "handoffs": handoffs.assign(subject="order", wrong=0.0, ask_backs=0.0),
        "order_path": tables.order_path(),
        "departments": pd.DataFrame(
            teams, columns=[*run, "team", "department", "utilisation", "queue_hours", "visits", "overtime_hours"]
        ),
        "statement": pd.DataFrame(books, columns=[*run, "line", "amount", "of_which"]),
        "weeks": pd.DataFrame(weeks, columns=[*run, "week", "order_hours"]),
    }


def row_of(study: Study, measure: str) -> dict[str, Any]:
    """One row of the comparison."""
    rows = study.comparison[study.comparison["measure"] == measure]
    return {str(key): value for key, value in rows.iloc[0].items()}


def flat(text: str) -> str:
    """One line, plain spaces."""
    return " ".join(text.replace(words.GAP, " ").split())


def test_the_text_is_narrow_and_names_every_short_measure() -> None:
    study = made_study()
    text = terminal.study_text(study)
    assert max(map(len, text.splitlines())) <= words.WIDTH
    for measure in MEASURES:
        if measure.short:
            assert measure.label in flat(text) or measure.label.split()[0] in text
    assert "8 pairs of runs" in flat(text)
    assert "13 weeks measured after 4 weeks of warm-up, seed 1" in flat(text)


def test_the_table_prints_means_difference_and_interval_of_the_study() -> None:
    study = made_study()
    row = row_of(study, "order lead time")
    line = next(line for line in short_table(study) if line.startswith("order to delivery"))
    cells = line.replace(words.GAP, " ").split()
    assert words.number(row["a"]) in cells
    assert words.number(row["b"]) in cells
    own = study.pairs[study.pairs["measure"] == "order lead time"]
    assert row["difference"] == pytest.approx((own["b"] - own["a"]).mean())
    change, interval = difference_words(row["difference"], row["lower"], row["upper"])
    assert change in line
    assert interval in line
    assert line.endswith("better *")


def test_shares_are_percentages_and_large_sums_are_thousands() -> None:
    text = "\n".join(short_table(made_study()))
    wrong = next(line for line in text.splitlines() if line.startswith("wrong decisions"))
    assert "%" in wrong
    assert "12." in wrong
    profit = next(line for line in text.splitlines() if line.startswith("profit "))
    assert "k EUR/yr" in profit
    assert "28" in profit
    assert "284," not in profit


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (-42.48, -64.8, -20.1, ("−42", "[−65, −20]")),
        (0.0441, 0.0386, 0.0496, ("+0.0441", "[+0.0386, +0.0496]")),
        (0.0, 0.0, 0.0, ("0", "[0, 0]")),
        (526.5, -1613.6, 2666.6, ("+526", "[−1,614, +2,667]")),
        (7.0, float("nan"), float("nan"), ("+7", "")),
        (float("nan"), float("nan"), float("nan"), ("–", "")),
    ],
)
def test_differences_have_two_digits_of_their_half_width(
    value: float, lower: float, upper: float, said: tuple[str, str]
) -> None:
    assert difference_words(value, lower, upper) == said


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


def test_the_verdict_tells_service_costs_and_profit() -> None:
    study = made_study()
    said = flat(verdict(study).sentence)
    row = row_of(study, "order lead time")
    hours = difference_words(abs(row["difference"]), -row["upper"], -row["lower"])[0].strip("+")
    assert said.startswith(f"Integrated delivers orders {hours} h sooner (95 % interval ")
    assert " and solves issues " in said
    assert "than siloed, but costs 38" in said
    assert "000 EUR a year more for systems and programmes" in said
    assert "; on profit it is 51" in said
    assert " ahead (95 % interval " in said


def test_the_verdict_the_other_way_round() -> None:
    swapped = {measure.replace(" ", "_"): (b, a) for measure, (a, b) in MEANS.items()}
    said = flat(verdict(made_study(**swapped)).sentence)
    assert "Integrated delivers orders" in said
    assert "h later (95 % interval" in said
    assert "sooner" not in said
    assert "than siloed, but costs 38" in said
    assert "a year less for systems" in said
    assert "on profit it is 5" in said
    assert " behind " in said


def test_sooner_but_dearer_and_no_richer() -> None:
    said = flat(verdict(made_study(profit=(810_000.0, 284_000.0))).sentence)
    assert "sooner" in said
    assert "but costs" in said
    assert "behind" in said


def test_mixed_service_is_told_with_but() -> None:
    said = flat(verdict(made_study(ticket_time=(14.0, 45.0))).sentence)
    assert " sooner (95 % interval" in said
    assert " but solves issues " in said
    assert "h later (" in said
    assert "; it costs" in said


def test_nothing_decided() -> None:
    same = {measure.replace(" ", "_"): (50.0, 50.2) for measure in MEANS}
    said = flat(verdict(made_study(replications=3, noise=0.2, **same)).sentence)
    assert said.startswith("Whether integrated delivers orders sooner or solves issues sooner than siloed is undecided")
    assert "on profit the two are undecided (" in said


def test_a_world_against_itself() -> None:
    study = made_study()
    pairs = study.pairs.assign(b=study.pairs["a"])
    alike = Study(**{**vars_of(study), "comparison": comparison.compare(pairs), "pairs": pairs})
    said = verdict(alike).sentence
    assert said == f"Siloed and integrated are exactly alike: all {len(MEASURES)} differences are 0."
    assert short_table(alike)[1].endswith("the same")


def test_one_pair_decides_nothing() -> None:
    said = verdict(made_study(replications=1)).sentence
    assert said == "One pair of runs cannot tell siloed and integrated apart: there is no interval; run more pairs."


def test_what_adjusting_leaves_open_is_said() -> None:
    study = made_study(replications=3, noise=0.06)
    said = verdict(study)
    leaning = [
        row["label"]
        for row in study.comparison.to_dict("records")
        if row["measure"] in ("order lead time", "ticket time", "profit") and decision(row) == LEANS
    ]
    assert leaning, "the study must have something that only its own interval shows"
    assert all(label in said.caveat for label in leaning)
    assert f"all {len(MEASURES)} measures" in said.caveat


def vars_of(study: Study) -> dict[str, Any]:
    """The fields of a study."""
    return {name: getattr(study, name) for name in study.__dataclass_fields__}


def changed(study: Study, **fields: Any) -> Study:
    """The study with other fields."""
    return Study(**{**vars_of(study), **fields})


def test_who_is_worse_off() -> None:
    head, *rest = worse_off(made_study())
    assert head.startswith("Worse off in integrated than in siloed")
    assert "11 figures" in head
    assert [line for line in rest if line.startswith(" ")] == [
        "  Marketing: work waits before it is begun, 12 → 20.7\u00a0h (+8.70 [+7.90, +9.50]) *",
        "  Legal: time at work on cases, 61 → 79\u00a0% (+18.0 [+15.0, +21.0])",
    ]


def test_nobody_only_if_nobody() -> None:
    study = changed(made_study(), losers=made_losers(worse=0))
    assert next(iter(worse_off(study))) == (
        "Worse off in integrated: nobody we measured (11 figures of teams and flows looked at)."
    )
    empty = changed(study, losers=pd.DataFrame())
    assert next(iter(worse_off(empty))).startswith("Worse off in integrated: not measured")


def test_a_long_list_of_losers_is_cut_and_says_so() -> None:
    lines = list(worse_off(changed(made_study(), losers=made_losers(worse=11))))
    assert sum(line.startswith("  ") for line in lines) == MOST_LOSERS + 1
    assert "  … and 5 more, in tables/losers.csv" in lines
    assert any("fewer than 30 cases" in line for line in lines)


def test_measures_that_are_worse_are_named() -> None:
    study = made_study()
    assert worse_measures(study) == ["running and one-off costs of levers"]
    assert "Measures that are worse in integrated" in list(worse_off(study))[-1]


def test_failures_are_counted_with_the_first_cause() -> None:
    assert failure_words(made_study()) == ""
    said = failure_words(changed(made_study(), failures=made_failures(2)))
    assert flat(said) == (
        "2 of 20 runs failed; 2 pairs left out. The first (integrated, replication 3): ValueError: no stock"
    )


def test_the_warm_up_is_mentioned_only_when_it_is_not_known_to_be_enough() -> None:
    study = made_study()
    assert warm_up_words(study) == ""
    short = made_warm_up(weeks=2)
    short.loc[0, ["weeks_to_cut", "enough"]] = [6.0, False]
    said = flat(warm_up_words(changed(study, warm_up=short)))
    assert said == "Warm-up of 4 weeks: order lead time in siloed would need 6 (MSER)."
    unknown = flat(warm_up_words(changed(study, warm_up=made_warm_up(weeks=NAN))))
    assert unknown == "Warm-up of 4 weeks: the runs are too short to check it (MSER)."


def test_twins_are_counted() -> None:
    said = flat(twin_words(made_study()))
    assert said.startswith("Twins: 67 % of the 6 cases of replication 0 exist in both worlds, 17 % only in siloed, 17 %")
    assert said.endswith("of those that follow from no other case, 100 % exist in both.")


def test_panels_that_were_not_run_name_their_commands() -> None:
    text = terminal.study_text(made_study())
    for command in ("scenarios/strategies.py", "scenarios/break_even.py", "scenarios/what_to_buy_first.py"):
        assert sum(f"not run yet (python {command})" in line for line in text.splitlines()) == 1


def test_the_report_is_named_last() -> None:
    text = terminal.study_text(changed(made_study(), out=Path("results/x")))
    assert text.splitlines()[-1] == f"Report: {Path('results/x/report.html')}"
    assert "Report:" not in terminal.study_text(made_study())


def test_long_names_are_letters_in_the_table() -> None:
    names = ("everything kept in departments", "everything on one platform")
    study = made_study(names=names)
    text = terminal.study_text(study)
    assert max(map(len, text.splitlines())) <= words.WIDTH
    assert "A: everything kept in departments" in text
    assert "B: everything on one platform" in text


def test_ascii_where_the_terminal_has_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    study = made_study()
    plain = terminal.for_terminal(terminal.study_text(study), "ascii")
    assert plain.isascii()
    assert "?" not in plain.replace("better ?", "").replace("worse ?", "").replace("; ?", "")
    assert "\u2212" in terminal.for_terminal(terminal.study_text(study), "utf-8")
    terminal.print_study(study)
    assert "Integrated delivers orders" in capsys.readouterr().out


def test_names_cannot_steer_the_terminal() -> None:
    text = terminal.for_terminal("a\x1b[31mb\nc\u202ed", "utf-8")
    assert text == "a?[31mb\nc?d"
    study = made_study(names=("one\ntwo", "three"))
    assert "One two and three:" in terminal.study_text(study)
