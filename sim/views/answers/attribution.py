"""Which lever did it: Shapley shares, effects alone, interactions, and the benefit that each share belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, failure_words, filled, run_words
from sim.views.charts import interactions, waterfall
from sim.views.charts.levers import gap_of
from sim.views.style import words
from sim.views.style.scales import Scale
from sim.views.style.words import inside, lever_name

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.inputs.scenario import Scenario


def of_attribution(found: Attribution, a: Scenario, b: Scenario) -> Answer:
    """Shapley shares, effects alone, interactions, and which benefit each share belongs to."""
    worlds = a.name, b.name
    chosen = waterfall.charted(found)
    gap, shares, scale = gap_of(found, chosen[0])
    together = found.together[found.together["measure"] == chosen[0]].iloc[0]
    what = (
        f"all {2 ** len(found.levers)} combinations of {len(found.levers)} levers, "
        f"{words.replications(found.replications)}"
    )
    verdicts = [waterfall.title(*gap_of(found, measure), worlds) + "." for measure in chosen]
    text = "\n\n".join(
        [
            filled(run_words(a, b, what), " ".join(verdicts)),
            lever_table(gap, shares, scale),
            filled(waterfall.why_they_differ(gap, together, scale), *interaction_words(found)),
            benefit_table(found),
            filled(
                "Shares are Shapley's: in every replication they add up to the gap exactly. * marks a share that is "
                f"shown with intervals adjusted for all {len(found.shares)} shares (Holm). A share can be above 100 % or "
                "below 0 where another lever works against it; – where the gap itself is not shown. Differences of "
                "percentages are in percentage points.",
                *failure_words(found.failures),
            ),
        ]
    )
    return Answer(
        text,
        {
            "waterfall": waterfall.picture(found, chosen, worlds),
            "interactions": interactions.picture(found, chosen[:2]),
        },
        {
            "gaps": found.gaps,
            "shares": found.shares,
            "interactions": found.interactions,
            "together": found.together,
            "corners": found.corners,
            "failures": found.failures,
        },
        [a, b],
        {"replications": found.replications, "levers": list(found.levers)},
        guides={"waterfall": waterfall.CHART.guide, "interactions": interactions.GUIDE},
    )


def lever_table(gap: pd.Series, shares: pd.DataFrame, scale: Scale) -> str:
    """A row per lever: its share with interval, alone, last, for one measure."""
    rows = []
    for row in shares.to_dict("records"):
        share, limits = scale.signed(row["share"], row["lower"], row["upper"])
        alone, _ = scale.signed(row["alone"], row["alone_lower"], row["alone_upper"])
        last, _ = scale.signed(row["last"], row["last_lower"], row["last_upper"])
        rows.append([lever_name(row["lever"]), share, limits, "*" if row["p_holm"] < 0.05 else "", alone, last])
    total, limits = scale.signed(gap["gap"], gap["lower"], gap["upper"])
    rows.append(["the whole gap", total, limits, "", "", ""])
    name = f"{words.sentence(str(gap['label']))}, {scale.unit}"
    return columns([name, "share", "[95 % interval]", "", "alone", "with all others"], rows)


def benefit_table(found: Attribution) -> str:
    """A row per measure: each lever's share in percent of the gap, measures under the benefit they belong to."""
    heads = ["share of the gap, %", *(lever_name(lever) for lever in found.levers)]
    rows: list[list[str]] = []
    for benefit, gaps in found.gaps.groupby("benefit", sort=False):
        rows.append([f"{words.sentence(str(benefit))}:", *("" for _ in found.levers)])
        for gap in gaps.to_dict("records"):
            own = found.shares[found.shares["measure"] == gap["measure"]].set_index("lever")
            shown = gap["lower"] > 0 or gap["upper"] < 0
            stars = ["*" if own.loc[lever, "p_holm"] < 0.05 else " " for lever in found.levers]
            cells = [
                words.number(round(100 * own.loc[lever, "fraction"])) + star if shown else "– "
                for lever, star in zip(found.levers, stars, strict=True)
            ]
            rows.append([f"  {gap['measure']}", *cells])
    return columns(heads, rows)


def interaction_words(found: Attribution) -> list[str]:
    """How many interactions are shown, and the largest of those of measures that have a chart."""
    shown = found.interactions[found.interactions["p_holm"] < 0.05]
    if not len(shown):
        return ["No interaction of levers is shown once all are adjusted for (Holm)."]
    said = []
    charted = [inside(str(gap_of(found, measure)[0]["label"])) for measure in waterfall.charted(found)]
    for measure in [one for one in waterfall.MAIN if one in set(shown["measure"])][:3]:
        own = shown[shown["measure"] == measure]
        most = own.loc[[own["effect"].abs().idxmax()]].iloc[0]
        gap, _, scale = gap_of(found, measure)
        size = scale.interval(most["effect"], most["lower"], most["upper"])
        said.append(f"{gap['label']}: {lever_name(most['levers'])} ({size})")
    head = f"{interactions.title(found.interactions)}, all measures together"
    if not said:  # of those that are shown none is of a measure with a chart
        return [f"{head}; none of them on {' or '.join(charted)}."]
    return [f"{head}; the largest by measure: {'; '.join(said)}."]
