"""In how many plausible companies each world wins, what that depends on, and where the first leads by most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.experiment.verdicts import UNDECIDED
from sim.views.answers.answer import Answer
from sim.views.answers.lines import columns, failed_words, filled, run_words
from sim.views.charts import win_rate
from sim.views.style import words
from sim.views.style.scales import Scale, measure_scale

if TYPE_CHECKING:
    from sim.experiment.robustness import Robustness
    from sim.inputs.scenario import Scenario
    from sim.views.charts.findings import Worlds


def of_robustness(found: Robustness, a: Scenario, b: Scenario) -> Answer:
    """The win-rate, what it depends on, and the company where A wins by most."""
    worlds = a.name, b.name
    label, scale = measure_scale(found.measure, a.company.currency, list(found.companies["lead"]))
    pairs = int(found.companies["pairs"].max())
    rows = [
        [
            row["assumption"],
            f"{row['correlation']:+.2f}{'*' if row['p_holm'] < 0.05 else ' '}",
            *(f"{row[f'wins_{third}']}:{row[f'losses_{third}']}" for third in ("low", "middle", "high")),
        ]
        for row in found.drivers.head(10).to_dict("records")
    ]
    head = ["assumption", "rank correlation", "low third", "middle", "high third"]
    failed = failed_words(found.counts["failed"], "see the table of companies")
    text = "\n\n".join(
        [
            filled(
                run_words(a, b, f"yearly {label} in {len(found.companies)} companies, {words.replications(pairs)} each"),
                f"{win_rate.title(found, worlds)}. Among the decided, {worlds[1]} wins "
                f"{win_rate.share_words(found.decided_rate)}; on the mean alone, shown or not, it is ahead in "
                f"{win_rate.share_words(found.ahead_rate)}. A company is won when the paired 95 % interval leaves out 0.",
                hardest_words(found, worlds, scale),
                *failed,
            ),
            winner_table(found, worlds),
            columns(head, rows),
            filled(
                "Correlation of an assumption with the lead (Spearman), * shown for all assumptions together "
                f"(Holm); then companies won : lost by {worlds[1]} in the thirds of its range."
            ),
        ]
    )
    return Answer(
        text,
        {"companies": win_rate.picture(found, scale, worlds)},
        {"companies": found.companies, "by_measure": found.by_measure, "drivers": found.drivers},
        list(found.hardest or ()),
        {
            "measure": found.measure,
            "companies": len(found.companies),
            "pairs": pairs,
            "weeks": a.weeks,
            "warm_up_weeks": a.warm_up_weeks,
            "seed": a.seed,
            "counts": found.counts,
        },
        guides={"companies": win_rate.GUIDE},
    )


def winner_table(found: Robustness, worlds: Worlds) -> str:
    """A row per measure of the same runs: in how many companies each world wins, and in which share B is ahead."""
    rows = []
    for row in found.by_measure.to_dict("records"):
        ahead = f"{words.number(100 * row['ahead'] / row['ran'])}{words.GAP}%" if row["ran"] else "–"
        failed = f" ({row['failed']} failed)" if row["failed"] else ""
        rows.append([row["measure"] + failed, *(str(row[who]) for who in ("b", "a", UNDECIDED)), ahead])
    head = ["companies won, by", worlds[1], worlds[0], "undecided", f"{worlds[1]} ahead on the mean"]
    return columns(head, rows)


def hardest_words(found: Robustness, worlds: Worlds, scale: Scale) -> str:
    """The company in which A leads by most."""
    if found.hardest is None or found.hardest_row is None:
        return f"{words.sentence(worlds[0])} is ahead in no company."
    row = found.hardest_row
    sure = "" if row["winner"] == "a" else ", which its interval does not show"
    return (
        f"{words.sentence(worlds[0])} leads by most in company {int(row['company'])}, by "
        f"{scale.interval(-row['lead'], -row['upper'], -row['lower'])}{sure}. Both of its worlds are saved as "
        "scenarios that anyone can run with python -m sim compare."
    )
