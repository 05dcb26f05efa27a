"""The answers of the studies: their verdicts and a small table for the terminal, their charts, tables and scenarios."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.answers.answer import Answer
from sim.views.charts import break_even, frontier, interactions, screening, waterfall, win_map, win_rate
from sim.views.charts.levers import gap_of, short_names
from sim.views.style import words
from sim.views.style.scales import Scale, measure_scale
from sim.views.style.words import lever_name
from sim.views.text.evidence import last_line

if TYPE_CHECKING:
    from sim.experiment.attribution import Attribution
    from sim.experiment.break_even import BreakEven
    from sim.experiment.bundles import Choice
    from sim.experiment.robustness import Robustness
    from sim.inputs.scenario import Scenario


def filled(*sentences: str) -> str:
    """Sentences as lines that fit the terminal, a paragraph each."""
    return "\n\n".join("\n".join(textwrap.wrap(sentence, words.WIDTH, break_on_hyphens=False)) for sentence in sentences)


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A small table: the first column to the left, the others to the right."""
    wide = [max(len(str(line[place])) for line in (head, *rows)) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            str(cell).ljust(room) if place == 0 else str(cell).rjust(room)
            for place, (cell, room) in enumerate(zip(line, wide, strict=True))
        ).rstrip()
        for line in (head, *rows)
    )


def run_words(a: Scenario, b: Scenario, what: str) -> str:
    """What was run, in one sentence."""
    return (
        f"{words.sentence(a.name)} and {b.name}: {what}, {words.count(a.weeks, 'week')} measured after "
        f"{a.warm_up_weeks} of warm-up, seed {a.seed}."
    )


def failure_words(failures: int, cause: str) -> list[str]:
    """A sentence about runs that failed; none if none did."""
    return [f"{words.count(failures, 'run')} failed and count nowhere; the first: {cause}."] if failures else []


# Which lever did it


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
    causes = [last_line(str(cause)) for cause in found.failures["cause"]]
    failed = failure_words(len(causes), causes[0] if causes else "")
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
                *failed,
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
    """The largest interaction that is shown for the first measure that has one."""
    shown = found.interactions[found.interactions["p_holm"] < 0.05]
    if not len(shown):
        return ["No interaction of levers is shown once all are adjusted for (Holm)."]
    said = []
    for measure in [one for one in waterfall.MAIN if one in set(shown["measure"])][:3]:
        own = shown[shown["measure"] == measure]
        most = own.loc[[own["effect"].abs().idxmax()]].iloc[0]
        gap, _, scale = gap_of(found, measure)
        size = scale.interval(most["effect"], most["lower"], most["upper"])
        said.append(f"{gap['label']}: {lever_name(most['levers'])} ({size})")
    return [
        f"{len(shown)} interactions of {len(found.interactions)} are shown (Holm), the largest by measure: "
        f"{'; '.join(said)}."
    ]


# When it does not pay


def of_break_even(
    found: Sequence[BreakEven], table: pd.DataFrame, pair: tuple[str, str], a: Scenario, b: Scenario
) -> Answer:
    """Break-even values with their intervals, and a map over two assumptions."""
    worlds = a.name, b.name
    values = [value for one in found for value in one.line["lead"]]
    label, scale = measure_scale(found[0].measure, a.company.currency, values)
    pairs = int(min(one.line["pairs"].min() for one in found))
    rows = []
    for one in found:
        below, above = break_even.before_and_after(one, worlds) if one.inside else ("", "")
        reach = f"{words.number(one.assumption.low)} to {words.number(one.assumption.high)}"
        rows.append(
            [
                one.assumption.name,
                words.number(one.default),
                reach,
                break_even.root_words(one.root, one.lower, one.upper),
                below,
                above,
            ]
        )
    head = ["assumption", "own value", "range", "break-even [95 %]", "ahead below", "ahead above"]
    text = "\n\n".join(
        [
            filled(
                run_words(a, b, f"break-even in {label}, {words.replications(pairs)} at each value"),
                break_even.title(found, worlds) + ".",
            ),
            columns(head, rows),
            filled(
                "The interval of a break-even is the stretch in which the 95 % interval of the lead, a paired difference, "
                "holds 0; an end beyond the range is open. Between values that were run the lines are straight. Factors "
                "are on what the scenarios say.",
                win_map.title(table, pair, worlds) + ".",
            ),
        ]
    )
    pictures = {
        "break_even": break_even.picture(found, scale, worlds),
        "map": win_map.picture(table, pair, scale, worlds, measure=found[0].measure),
    }
    roots = pd.DataFrame(
        [
            (
                one.assumption.name,
                one.default,
                one.root,
                one.lower,
                one.upper,
                one.assumption.low,
                one.assumption.high,
                one.assumption.reason,
            )
            for one in found
        ],
        columns=["assumption", "own_value", "break_even", "lower", "upper", "low", "high", "reason"],
    )
    return Answer(
        text,
        pictures,
        {"break_even": roots, "lines": break_even.lines_table(found), "map": table},
        [a, b],
        {"measure": found[0].measure, "replications": pairs},
    )


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
    failed = failure_words(found.counts["failed"], "see the table of companies")
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
    )


def winner_table(found: Robustness, worlds: tuple[str, str]) -> str:
    """A row per measure of the same runs: in how many companies each world wins, and in which share B is ahead."""
    rows = []
    for row in found.by_measure.to_dict("records"):
        ahead = f"{words.number(100 * row['ahead'] / row['ran'])}{words.GAP}%" if row["ran"] else "–"
        failed = f" ({row['failed']} failed)" if row["failed"] else ""
        rows.append([row["measure"] + failed, *(str(row[who]) for who in ("b", "a", "undecided")), ahead])
    head = ["companies won, by", worlds[1], worlds[0], "undecided", f"{worlds[1]} ahead on the mean"]
    return columns(head, rows)


def hardest_words(found: Robustness, worlds: tuple[str, str], scale: Scale) -> str:
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


# What to buy first


def of_bundles(
    table: pd.DataFrame, choices: Sequence[Choice], readings: dict[str, str], a: Scenario, b: Scenario
) -> Answer:
    """The best bundle under each budget and reading, and the frontier."""
    _, scale = measure_scale("profit", a.company.currency, list(table["benefit"]))
    short = short_names([str(bundle) for bundle in table["bundle"]])
    key = ", ".join(f"{short[name]} {name}" for name in table["bundle"] if name != "nothing" and " + " not in name)
    rows = []
    for row in table.sort_values("cost").to_dict("records"):
        net, limits = scale.signed(row["net"], row["net_lower"], row["net_upper"])
        amounts = [words.number(row[key] * scale.factor) for key in ("one_off", "cost", "benefit")]
        rows.append(
            [
                short[row["bundle"]],
                *amounts,
                f"{net} {limits}",
                "" if not row["dominated_by"] else "dominated" if row["dominated_for_sure"] else "dominated?",
            ]
        )
    head = [f"bundle ({scale.unit})", "paid at once", "costs", "brings", "left after paying [95 %]", ""]
    said = [frontier.choice_words(choice, readings[choice.reading], scale) for choice in choices]
    runs = int(table["replications"].min())
    text = "\n\n".join(
        [
            filled(
                run_words(a, b, f"{len(table)} bundles, {words.replications(runs)} for the table"),
                *said,
                frontier.title(table, scale) + ".",
            ),
            columns(head, rows),
            filled(
                f"{key}. Costs are a year's, with what is paid at once spread over 36 months; what a bundle brings is "
                "before paying for it, against buying nothing. A dominated bundle costs no less and brings no more than "
                "another; with ? the other's lead is not shown. Each choice is made by Kim and Nelson's procedure on "
                "common random numbers."
            ),
        ]
    )
    selected = pd.concat(
        [
            choice.table.assign(reading=choice.reading, budget=choice.budget, decided=choice.selection.decided)
            for choice in choices
        ],
        ignore_index=True,
    )
    return Answer(
        text,
        {"frontier": frontier.picture(table, scale)},
        {"bundles": table, "selection": selected},
        [a, *unlike([choice.best.scenario for choice in choices])],
        {"replications": runs, "indifference": choices[0].indifference, "alpha": choices[0].alpha},
    )


def unlike(scenarios: Sequence[Scenario]) -> list[Scenario]:
    """The scenarios without repetition."""
    return list({scenario.fingerprint: scenario for scenario in scenarios}.values())


# Which inputs matter


def of_screening(table: pd.DataFrame, measure: str, scenario: Scenario) -> Answer:
    """The inputs by the size of their effects."""
    label, scale = measure_scale(measure, scenario.company.currency, list(table["mu_star"]))
    rows = [
        [
            row["input"],
            words.number(row["mu_star"] * scale.factor),
            f"±{words.number(row['mu_star_half_width'] * scale.factor)}",
            words.number(row["mu"] * scale.factor),
            words.number(row["sigma"] * scale.factor),
        ]
        for row in table.head(20).to_dict("records")
    ]
    text = "\n\n".join(
        [
            filled(
                f"Morris screening of {scenario.name}: {words.count(len(table), 'input')}, {table.attrs['trajectories']} "
                f"trajectories, {words.count(table.attrs['runs'], 'run')} of {words.count(scenario.weeks, 'week')} after "
                f"{scenario.warm_up_weeks}, seed {scenario.seed}.",
                screening.title(table, label, scale) + ".",
            ),
            columns([f"input ({label}, {scale.unit})", "mu*", "", "mu", "sigma"], rows),
            filled(
                "mu*: mean size of the change of the measure when the input moves over its range; mu: the same with "
                "its sign; sigma: how much the change depends on the other inputs and on luck. A screening ranks; it does "
                "not prove. Inputs with a mu* no larger than its half-width and sigma may as well do nothing."
            ),
        ]
    )
    return Answer(
        text,
        {"screening": screening.picture(table, label, scale)},
        {"screening": table},
        [scenario],
        {"measure": measure, **{str(key): value for key, value in table.attrs.items()}},
    )
