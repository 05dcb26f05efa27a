"""Charts, titles and answers of the studies: what is drawn and said is what the tables hold."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.experiment.attribution import Attribution, attribute
from sim.experiment.break_even import BreakEven, interval_of_root
from sim.experiment.bundles import READINGS, BundleRuns, choose, frontier, offers_of
from sim.experiment.robustness import Robustness, drivers
from sim.inputs.assumptions import Assumption
from sim.inputs.loading import load_scenario
from sim.views.answers import studies as study_answers
from sim.views.answers.answer import Answer, write_answer
from sim.views.charts import break_even_lines, study_figures, study_titles, win_maps
from sim.views.charts import frontier as frontier_view
from sim.views.charts.waterfall import waterfall
from sim.views.style import layout, scales
from sim.views.style.words import WIDTH
from tests.experiment import made_up
from tests.views.tables import plain

WORLDS = ("siloed", "integrated")
PRICE = Assumption(name="price", paths=("company.remedies.bot_minutes",), low=0, high=4, reason="test", multiply=True)
THOUSANDS = scales.scale_of("currency/year", "EUR", [5e5])


@pytest.fixture(scope="module")
def found() -> Attribution:
    a, b = made_up.worlds()
    return attribute(a, b, made_up.evaluate, replications=4, measures=study_answers.MAIN)


@pytest.fixture(scope="module")
def bundles() -> BundleRuns:
    return BundleRuns(offers_of(*made_up.worlds()), made_up.evaluate)


def axes(width: float = 900, height: float = 400) -> Any:
    return layout.sheet(width, height, "title", "subtitle").panel(200, 20, width - 400, height - 80)


def line(*differences: float, half: float = 1e5) -> pd.DataFrame:
    values = np.linspace(0, 4, len(differences))
    middle = np.array(differences)
    return pd.DataFrame({"value": values, "lead": middle, "lower": middle - half, "upper": middle + half, "pairs": 5})


def broken_even(*differences: float, root: float = math.nan) -> BreakEven:
    table = line(*differences)
    limits = interval_of_root(table, root) if math.isfinite(root) else (math.nan, math.nan)
    return BreakEven(PRICE, "profit", 1.0, table, root, *limits)


def companies() -> Robustness:
    leads = np.array([-4e5, -1e4, 2e5, 5e5])
    table = pd.DataFrame(
        {
            "company": [1, 2, 3, 4],
            "lead": leads,
            "lower": leads - 5e4,
            "upper": leads + 5e4,
            "pairs": 5,
            "winner": ["a", "undecided", "b", "b"],
            "price": [4.0, 3.0, 2.0, 1.0],
        }
    )
    by_measure = pd.DataFrame(
        {
            "measure": ["profit", "order lead time"],
            "b": [2, 4],
            "a": [1, 0],
            "undecided": [1, 0],
            "failed": 0,
            "ahead": [2, 4],
            "ran": 4,
        }
    )
    return Robustness("profit", table, by_measure, drivers(table, [PRICE]), made_up.worlds(), table.iloc[0])


# Chart 5


def test_the_staircase_leads_from_a_to_b(found: Attribution) -> None:
    gap, shares, scale = study_figures.gap_of(found, "profit")
    drawn = waterfall(axes(), gap, shares, scale, WORLDS, alone_at=100)
    steps = drawn.values
    assert steps["start"].iloc[0] == pytest.approx(gap["a"] / 1000)
    assert steps["end"].iloc[-1] == pytest.approx(gap["b"] / 1000)
    assert steps["start"].to_numpy()[1:] == pytest.approx(steps["end"].to_numpy()[:-1])
    rows = shares.to_dict("records")
    for bar, interval, share in zip(drawn.marks["bars"], drawn.marks["intervals"], rows, strict=True):
        assert bar.get_width() == pytest.approx(share["share"] / 1000)  # type: ignore[attr-defined]
        limits = np.diff(interval.get_xdata())[0]  # type: ignore[attr-defined]
        assert limits == pytest.approx((share["upper"] - share["lower"]) / 1000)
    hatches = {"better": None, "worse": "////", "undecided": "...."}
    for effect, bar in zip(steps["effect"], drawn.marks["bars"], strict=True):
        assert bar.get_hatch() == hatches[effect]  # type: ignore[attr-defined]


@pytest.mark.parametrize("width", [960, 480])
def test_pictures_have_room_for_their_labels(found: Attribution, width: float) -> None:
    lines = [broken_even(3e5, 1e5, -1e5, root=3.0), broken_even(5e5, 3e5, 2e5)]
    for picture in (
        study_figures.waterfall_picture(found, ["profit", "order lead time"], WORLDS, width),
        study_figures.interactions_picture(found, ["profit"], width),
        study_figures.break_even_picture(lines, THOUSANDS, WORLDS, width),
        study_figures.companies_picture(companies(), THOUSANDS, WORLDS, width),
    ):
        outside = [text.get_text() for text in texts(picture.figure) if not inside(picture.figure, text)]
        assert outside == []


def texts(figure: Any) -> list[Any]:
    figure.canvas.draw()
    return [*figure.texts, *(text for panel in figure.axes for text in panel.texts)]


def inside(figure: Any, text: Any) -> bool:
    box, (width, height) = text.get_window_extent(), figure.get_size_inches() * figure.dpi
    return bool(box.x0 > -2 and box.x1 < width + 2 and box.y0 > -2 and box.y1 < height + 2)


def test_the_title_claims_only_what_is_shown(found: Attribution) -> None:
    gap, shares, scale = study_figures.gap_of(found, "profit")
    assert study_titles.of_attribution(gap, shares, scale, WORLDS).startswith("Profit: +")
    unsure = gap.copy()
    unsure["lower"], unsure["upper"] = -1.0, 1.0
    hidden = shares.assign(lower=-1.0, upper=1.0)
    assert study_titles.of_attribution(unsure, hidden, scale, WORLDS) == (
        "No difference in profit is shown between siloed and integrated; no lever's share of it is shown"
    )


def test_why_one_at_a_time_differs_is_computed(found: Attribution) -> None:
    gap, shares, scale = study_figures.gap_of(found, "profit")
    together = found.together[found.together["measure"] == "profit"].iloc[0]
    said = study_titles.why_they_differ(gap, together, scale).replace("\u00a0", " ")
    alone = shares["alone"].sum() / 1000
    assert f"move profit by {alone:,.0f} k EUR/yr in sum, all together by {gap['gap'] / 1000:,.0f} k EUR/yr" in said


# Chart 8


def test_a_line_and_its_root() -> None:
    one = broken_even(3e5, 1e5, -1e5, root=3.0)
    drawn = break_even_lines.break_even_line(
        axes(), one.line, (one.root, one.lower, one.upper), 1.0, THOUSANDS, logarithmic=False, name="factor"
    )
    assert list(drawn.marks["line"][0].get_ydata()) == [300, 100, -100]  # type: ignore[attr-defined]
    assert list(drawn.marks["root"][-1].get_xdata()) == [3.0]  # type: ignore[attr-defined]
    said = study_titles.of_break_even(one, WORLDS, THOUSANDS)
    assert said.startswith("Price: below 3 integrated is ahead, above it siloed")
    assert study_titles.before_and_after(broken_even(-1e5, 1e5, 3e5, root=1.0), WORLDS) == WORLDS


def test_no_root_is_said() -> None:
    one = broken_even(5e5, 3e5, 2e5)
    assert study_titles.of_break_even(one, WORLDS, THOUSANDS) == (
        "Price: integrated is ahead on the mean over the whole range, 0 to 4"
    )
    assert study_titles.of_break_evens([one], WORLDS).startswith("None of 1")
    assert break_even_lines.root_words(math.nan, math.nan, math.nan) == "none in range"
    assert break_even_lines.root_words(2.0, 1.0, math.inf) == "2 [1, open]"


def test_the_map_marks_winners() -> None:
    table = pd.DataFrame(
        {
            "first": [0, 0, 1, 1],
            "second": [0, 1, 0, 1],
            "lead": [2e5, 1e4, -3e5, -1e5],
            "pairs": 5,
            "winner": ["b", "undecided", "a", "a"],
        }
    )
    drawn = win_maps.win_map(axes(), table, ("x", "y"), THOUSANDS)
    said = [label.get_text() for label in drawn.marks["labels"]]  # type: ignore[attr-defined]
    assert said == ["●", "+200", "■", "+10", "◇", "−300", "◇", "−100"]
    assert study_titles.of_map(table, ("x", "y"), WORLDS).endswith("integrated wins 1, siloed 2 and undecided 1")


def test_companies_are_sorted_and_counted() -> None:
    found = companies()
    drawn = win_maps.company_dots(axes(), found.companies, THOUSANDS)
    assert drawn.values["lead"].is_monotonic_increasing
    title = study_titles.of_robustness(found, WORLDS).replace("\u00a0", " ")
    assert title == "Integrated is shown to win in 2 of 4 plausible companies (50 % [15, 85]), siloed in 1; 1 undecided"


# Chart 9


def test_bundles_stand_at_their_costs(bundles: BundleRuns) -> None:
    table = frontier(bundles, replications=4)
    short = frontier_view.short_names(list(table["bundle"]))
    drawn = frontier_view.cost_benefit(axes(), table, THOUSANDS, short)
    full, open_ = drawn.marks["dots"]
    on = table[table["dominated_by"] == ""]
    assert sorted(full.get_xdata()) == pytest.approx(sorted(on["cost"] / 1000))  # type: ignore[attr-defined]
    assert len(open_.get_xdata()) == len(table) - len(on)  # type: ignore[attr-defined]
    assert len(set(short.values())) == len(table)
    picture = study_figures.frontier_picture(table, THOUSANDS)
    assert all(inside(picture.figure, text) for text in texts(picture.figure))


def test_the_frontier_says_if_nothing_is_worth_its_price(bundles: BundleRuns) -> None:
    """Buying nothing is no bundle that "earns most": then the next is named with what it leaves."""
    table = frontier(bundles, replications=4)
    best = table.sort_values("net").iloc[-1]
    title = plain(study_titles.of_frontier(table, THOUSANDS))
    assert f"; {best['bundle']} earns most after paying for it, {best['net'] / 1000:+,.0f} k EUR/yr [" in title
    dear = table.assign(**{key: table[key] - 1e6 * table["levers"] for key in ("net", "net_lower", "net_upper")})
    next_best = dear[dear["levers"] > 0].sort_values("net").iloc[-1]
    title = plain(study_titles.of_frontier(dear, THOUSANDS))
    assert f"; none leaves more than buying nothing, the next, {next_best['bundle']}, " in title
    assert f"{next_best['net'] / 1000:,.0f} k EUR/yr [" in title.replace("−", "-")


def test_a_choice_says_what_it_leaves_against_buying_nothing(bundles: BundleRuns) -> None:
    choice = choose(bundles, indifference=1e5, first_stage=4, most_replications=40)
    lead = choice.lead
    said = plain(study_titles.of_choice(choice, "same people", THOUSANDS))
    assert said.startswith(f"For any budget, same people: buy {choice.best.name}. With probability 95 % or more")
    assert f"Against buying nothing it left {lead.estimate / 1000:+,.0f} k EUR/yr [" in said
    assert f"over the {lead.n} replications that both had" in said
    assert ("(undecided)" in said) == (lead.lower <= 0 <= lead.upper)
    assert said.endswith("it was chosen on these runs, which flatters it.")
    nothing = choose(bundles, budget=1.0, indifference=1e5, first_stage=4)
    assert "Against" not in study_titles.of_choice(nothing, "same people", THOUSANDS)


# Answers


def answers(found: Attribution, bundles: BundleRuns) -> dict[str, Answer]:
    a, b = made_up.worlds()
    table = frontier(bundles, replications=4)
    choices = [
        choose(bundles, reading=reading, indifference=1e5, first_stage=4, most_replications=6) for reading in READINGS
    ]
    cells = pd.DataFrame({"first": [0, 1], "second": [0, 0], "lead": [2e5, -3e5], "pairs": 5, "winner": ["b", "a"]})
    lines = [broken_even(3e5, 1e5, -1e5, root=3.0), broken_even(5e5, 3e5, 2e5)]
    return {
        "attribution": study_answers.of_attribution(found, a, b),
        "break_even": study_answers.of_break_even(lines, cells, ("x", "y"), a, b),
        "robustness": study_answers.of_robustness(companies(), a, b),
        "bundles": study_answers.of_bundles(table, choices, READINGS, a, b),
    }


def test_every_answer_fits_the_terminal_and_its_folder(found: Attribution, bundles: BundleRuns, tmp_path: Path) -> None:
    for name, answer in answers(found, bundles).items():
        sentences = [text for text in answer.text.splitlines() if "  " not in text]
        assert max(map(len, sentences)) <= WIDTH, name
        files = write_answer(answer, tmp_path / name, seconds=1.5)
        assert all(file.is_file() for file in files)
        facts = json.loads((tmp_path / name / "run.json").read_text(encoding="utf-8"))
        assert facts["seconds"] == 1.5
        for world in facts["worlds"]:
            assert load_scenario(tmp_path / name / world["file"]).fingerprint == world["fingerprint"]
        assert len(list((tmp_path / name / "charts").glob("*.svg"))) == len(answer.pictures)


def test_an_interrupted_answer_leaves_nothing(tmp_path: Path) -> None:
    broken = Answer("text", tables={"x": None})  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        write_answer(broken, tmp_path / "deep" / "out", seconds=0)
    assert list(tmp_path.iterdir()) == []
