"""How much differs: dots stand where the table says, and the title claims no more than the intervals show."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from matplotlib.lines import Line2D

from sim.views.charts import differences, dots, findings, row_plan
from sim.views.charts.chart import NARROW
from sim.views.style import look
from sim.views.style.study_words import difference_words
from tests.views import tables
from tests.views.charts.drawing import axes, inside, said, texts, xy
from tests.views.made_study import made_study
from tests.views.tables import plain

A, B = WORLDS = tables.WORLDS


@pytest.mark.parametrize("swapped", [False, True])
def test_dots_stand_at_the_changes(swapped: bool) -> None:
    comparison, pairs = tables.comparison_and_pairs(swapped=swapped)
    drawn = differences.paired_differences(axes(), comparison, pairs, WORLDS)
    shown = comparison[comparison["a"] != 0].reset_index(drop=True)
    assert len(drawn.marks["dots"]) == len(shown)
    for place, row in enumerate(shown.to_dict("records")):
        dot = cast("Line2D", drawn.marks["dots"][place])
        towards = 1 if row["better"] == "higher" else -1
        better = towards * row["difference"] > 0
        decided = row["lower_holm"] > 0 or row["upper_holm"] < 0
        verdict = "undecided" if not decided else "better" if better else "worse"
        assert xy(dot)[0] == pytest.approx([towards * 100 * row["difference"] / abs(row["a"])])
        assert (xy(dot)[0][0] > 0) == better, "better is at the right"
        assert xy(dot)[1] == [place]
        assert dot.get_marker() == look.MARKERS[verdict]
        assert dot.get_markeredgecolor() == look.verdict_colour(verdict)
        assert (dot.get_markerfacecolor() == look.verdict_colour(verdict)) == (verdict != "worse")
        limits, _ = xy(drawn.marks["intervals"][place])
        assert limits == pytest.approx(sorted(towards * 100 * row[key] / abs(row["a"]) for key in ("lower", "upper")))
        adjusted, _ = xy(drawn.marks["adjusted"][place])
        ends = [towards * 100 * row[key] / abs(row["a"]) for key in ("lower_holm", "upper_holm")]
        assert adjusted == pytest.approx(sorted(ends))
        repeats, _ = xy(drawn.marks["replications"][place])
        assert len(repeats) == 20
        assert np.mean(repeats) == pytest.approx(towards * 100 * row["difference"] / abs(row["a"]))
    labels = said(drawn.marks["labels"])
    assert set(shown["label"]) <= {text.replace("\n", " ") for text in labels}


def test_rows_without_percentage_are_noted() -> None:
    comparison, pairs = tables.comparison_and_pairs()
    drawn = differences.paired_differences(axes(), comparison, pairs, WORLDS)
    note = " ".join(said(drawn.marks["note"])).replace("\u00a0", " ")
    assert note.startswith("Without a percentage — Fines: 0 EUR in siloed")
    assert "Fines" not in "".join(said(drawn.marks["labels"]))
    comparison.loc[2, ["b", "difference"]] = np.nan
    assert any("not comparable" in text for text in dots.zero_notes(comparison, WORLDS))


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


@pytest.mark.parametrize("swapped", [False, True])
def test_differences(swapped: bool) -> None:
    comparison, pairs = tables.comparison_and_pairs(swapped=swapped)
    title = plain(differences.title(comparison, WORLDS))
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
    title = differences.title(comparison, WORLDS)
    assert title.startswith(f"No difference in median lead time can be shown between {A} and {B}")


def test_plain_interval_does_not_decide_where_an_adjusted_one_is_known() -> None:
    comparison, _ = tables.comparison_and_pairs()
    comparison.loc[0, ["lower", "upper", "lower_holm", "upper_holm"]] = -30.0, -1.0, -31.0, 0.5
    assert findings.relative_changes(comparison)["verdict"].iloc[0] == "undecided"


def test_one_run_and_placebo() -> None:
    one, _ = tables.comparison_and_pairs(replications=1)
    assert differences.title(one, WORLDS).startswith("One run cannot show a difference")
    same, _ = tables.comparison_and_pairs(same=True)
    assert differences.title(same, WORLDS) == "Siloed and integrated are exactly alike in all 11 measures"


def test_first_measure_with_mean_zero_has_no_percentage() -> None:
    comparison, _ = tables.comparison_and_pairs()
    fines = comparison.iloc[[-1, 0]].reset_index(drop=True)
    assert plain(differences.title(fines, WORLDS)).startswith("Fines: 0 EUR in siloed, ")


def test_nothing_falls_by_more_than_all_of_it() -> None:
    """-95 % with the interval of the ratio, where that of the difference would reach to -108 %; it decides as before."""
    comparison, _ = tables.comparison_and_pairs()
    row = comparison.iloc[[0]].assign(
        a=100.0, b=5.0, difference=-95.0, lower=-108.0, upper=-82.0, lower_holm=-115.0, upper_holm=-75.0
    )
    own = row.assign(ratio=0.05, ratio_lower=0.02, ratio_upper=0.12, ratio_lower_holm=0.01, ratio_upper_holm=0.2)
    changes = findings.relative_changes(own)
    limits = changes[["change", "lower", "upper", "lower_all", "upper_all"]].to_numpy()[0]
    assert limits == pytest.approx([-95.0, -98.0, -88.0, -99.0, -80.0])
    assert changes["verdict"].tolist() == findings.relative_changes(row)["verdict"].tolist()
    unknown = findings.relative_changes(own.assign(ratio_lower=np.nan, ratio_upper=np.nan, ratio_lower_holm=np.nan))
    assert np.isnan(unknown[["lower", "upper", "lower_all"]].to_numpy()).all()


@pytest.mark.parametrize(("measure", "lower"), [("wrong decisions", -100.0), ("profit", -190.0)])
@pytest.mark.parametrize("ratio", [(0.01, 0.2), (np.nan, np.nan)])
def test_an_undecided_row_has_a_line_that_crosses_zero(measure: str, lower: float, ratio: tuple[float, float]) -> None:
    """Where the difference decides nothing once adjusted, but a ratio leaves out 0 or is not known, it is drawn."""
    comparison, _ = tables.comparison_and_pairs()
    row = comparison.iloc[[0]].assign(
        measure=measure, a=100.0, b=5.0, difference=-95.0, lower=-130.0, upper=-60.0, lower_holm=-190.0, upper_holm=40.0
    )
    own = row.assign(ratio=0.05, ratio_lower=0.03, ratio_upper=0.1, ratio_lower_holm=ratio[0], ratio_upper_holm=ratio[1])
    changes = findings.relative_changes(own)
    assert changes["verdict"].tolist() == ["undecided"]
    limits = changes[["lower", "upper", "lower_all", "upper_all"]].to_numpy()[0]
    assert limits == pytest.approx([-97.0, -90.0, lower, 40.0])


def test_what_is_given_has_its_own_mark_and_counts_apart() -> None:
    """A price is no finding: `worse, given`, a triangle, and neither among the worse nor the undecided."""
    comparison, _ = tables.comparison_and_pairs()
    comparison = comparison[comparison["a"] != 0]
    last = comparison.index == comparison.index[-1]
    price = comparison.assign(given=last)
    price.loc[last, ["difference", "lower", "upper", "lower_holm", "upper_holm"]] = 5.0
    price.loc[last, "better"] = "lower"
    assert findings.verdicts(price)[-1] == "worse, given"
    assert findings.verdicts(price)[:-1] == findings.verdicts(comparison)[:-1]
    assert differences.tally(["better", "worse, given", "worse, given", "undecided"], "row").replace("\u00a0", " ") == (
        "1 of 4 rows is better, 1 undecided, 2 worse, given"
    )
    assert differences.tally(["worse, given"], "row") == "the only row is worse, given"
    for verdict in ("better, given", "worse, given", "different, given", "different"):
        assert verdict in look.MARKERS
    assert "△" in dots.marks_words(findings.relative_changes(price))


def test_a_profit_without_a_ratio_keeps_the_interval_of_its_difference() -> None:
    """A ratio to a profit that may be 0 has no limits; what cannot be negative then has none."""
    comparison, _ = tables.comparison_and_pairs()
    rows = comparison.iloc[:2].assign(
        measure=["profit", "churn"], ratio=0.9, ratio_lower=np.nan, ratio_upper=np.nan, ratio_lower_holm=np.nan,
        ratio_upper_holm=np.nan
    )  # fmt: skip
    drawn = findings.relative_changes(rows)
    assert drawn.loc[0, "lower"] == pytest.approx(100 * rows["lower"].iloc[0] / abs(rows["a"].iloc[0]))
    assert drawn["lower"].isna().tolist() == [False, True]


def test_rows_are_grouped_by_the_four_benefits_and_money() -> None:
    rows = differences.short_comparison(made_study())
    assert list(dict.fromkeys(rows["benefit"])) == [
        "information flow", "decisions", "customer experience", "efficiency", "money"
    ]  # fmt: skip
    assert (rows["benefit"] != rows["benefit"].shift()).sum() == 5, "each group is in one piece"
    drawn = differences.paired_differences(axes(), rows, differences.short_pairs(made_study()), WORLDS)
    assert said(drawn.marks["groups"]) == ["Information flow", "Decisions", "Customer experience", "Efficiency", "Money"]
    heights = [xy(dot)[1][0] for dot in drawn.marks["dots"]]
    assert heights == pytest.approx(row_plan.places(rows, beside=True))
    assert np.diff(heights)[0] == 1
    assert sum(np.diff(heights) > 1.5) == 4


def test_figures_stand_in_natural_units() -> None:
    comparison, _ = tables.comparison_and_pairs()
    rows = differences.named_rows(comparison.assign(b=comparison["b"].where(comparison["measure"] != "staleness", 0.05)))
    a, b, change, _ = (column.cells for column in row_plan.columns_of(rows, WORLDS))
    place = rows["measure"].tolist().index("staleness")
    assert (plain(a[place])[-2:], plain(b[place])) == (" h", "3 min")
    row = comparison.iloc[comparison["measure"].tolist().index("staleness")]
    estimate, limits = difference_words(row["difference"], row["lower_holm"], row["upper_holm"])
    assert plain(change[place]) == f"{estimate} h {limits}"


@pytest.mark.parametrize("grown", [1.0, 30.0, 1e4])
def test_names_stand_beside_their_marks_on_wide_pages_whatever_the_numbers(grown: float) -> None:
    """Long numbers make names narrower and leave words out; the layout of telephones is for telephones."""
    rows = differences.short_comparison(made_study())
    numbers = rows.select_dtypes("number").columns.difference(["replications", "p", "p_holm"])
    rows[numbers] *= grown
    named = differences.named_rows(rows)
    plan = row_plan.plan_of(named, WORLDS, differences.CHART.wide)
    assert plan.beside
    assert differences.CHART.wide - plan.left - plan.right >= row_plan.LEAST_PLOT
    assert not row_plan.plan_of(named, WORLDS, NARROW).beside


def test_every_figure_is_inside_the_page_at_every_width() -> None:
    study = made_study(order_lead_time=(1e5, 2e5), profit=(284e6, 1e9))
    for width in (differences.CHART.wide, NARROW):
        figure = differences.draw(study, width).figure
        assert all(inside(figure, text) for text in texts(figure))
