"""What the studies find, in sentences computed from their tables; used as titles of charts and in the terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from sim.views.charts.titles import inside
from sim.views.charts.waterfall import lever_name
from sim.views.style import words
from sim.views.style.scales import Scale, effect

if TYPE_CHECKING:
    from sim.experiment.break_even import BreakEven
    from sim.experiment.bundles import Choice
    from sim.experiment.robustness import Robustness
    from sim.views.charts.findings import Worlds


def of_attribution(gap: pd.Series, shares: pd.DataFrame, scale: Scale, worlds: Worlds) -> str:
    """The lever with the largest shown share of a measure's gap."""
    name = inside(str(gap["label"]))
    if effect(gap["lower"], gap["upper"], "lower") == "undecided":
        lead = f"No difference in {name} is shown between {worlds[0]} and {worlds[1]}"
    else:
        lead = f"{words.sentence(name)}: {scale.interval(gap['gap'], gap['lower'], gap['upper'])} in {worlds[1]}"
    shown = shares[(shares["lower"] > 0) | (shares["upper"] < 0)]
    if not len(shown):
        return f"{lead}; no lever's share of it is shown"
    most = shown.loc[[shown["share"].abs().idxmax()]].iloc[0]
    estimate, _ = scale.signed(most["share"], most["lower"], most["upper"])
    said = f"{estimate}{words.GAP}{scale.unit}".rstrip()
    return f"{lead}; the largest share whose interval leaves out 0 is that of {lever_name(most['lever'])}, {said}"


def why_they_differ(gap: pd.Series, together: pd.Series, scale: Scale) -> str:
    """Why one-at-a-time effects and Shapley shares are not the same, with the numbers."""
    alone = float(gap["gap"]) - float(together["effect"])
    said = scale.interval(together["effect"], together["lower"], together["upper"])
    total = f"{words.number(alone * scale.factor)}{words.GAP}{scale.unit}".rstrip()
    whole = f"{words.number(float(gap['gap']) * scale.factor)}{words.GAP}{scale.unit}".rstrip()
    sure = effect(together["lower"], together["upper"], "lower") != "undecided"
    doubt = "" if sure else " (if at all: its interval holds 0)"
    return (
        f"Switched on one at a time, the levers move {inside(str(gap['label']))} by {total} in sum, all together "
        f"by {whole}: the rest, {said}, exists only in combination{doubt}. A one-at-a-time effect cannot "
        "see it; a Shapley share is the mean gain of a lever over all orders of switching the levers on, so it "
        "includes the lever's part of it, and the shares add up to the whole gap."
    )


def of_break_even(found: BreakEven, worlds: Worlds, scale: Scale) -> str:
    """Where the winner changes along one assumption, or that it does not."""
    name, own = found.assumption.name, words.number(found.default)
    reach = f"{words.number(found.assumption.low)} to {words.number(found.assumption.high)}"
    if not found.inside:
        ahead = worlds[1] if float(found.line["lead"].mean()) > 0 else worlds[0]
        holds = ((found.line["lower"] <= 0) & (found.line["upper"] >= 0)).any()
        doubt = "; for some of these values the interval holds 0" if holds else ""
        return f"{words.sentence(name)}: {ahead} is ahead on the mean over the whole range, {reach}{doubt}"
    below, above = before_and_after(found, worlds)
    ends = [
        words.number(end) if math.isfinite(end) else f"beyond {words.number(edge)}"
        for end, edge in ((found.lower, found.assumption.low), (found.upper, found.assumption.high))
    ]
    return (
        f"{words.sentence(name)}: below {words.number(found.root)} {below} is ahead, above it {above} "
        f"(95{words.GAP}% interval {ends[0]} to {ends[1]}; the scenarios say {own})"
    )


def before_and_after(found: BreakEven, worlds: Worlds) -> Worlds:
    """Who is ahead below the root and who above it."""
    line = found.line
    rising = (
        float(line.loc[line["value"] > found.root, "lead"].iloc[0]) > 0
        if (line["value"] > found.root).any()
        else float(line.loc[line["value"] < found.root, "lead"].iloc[-1]) < 0
    )
    return worlds if rising else (worlds[1], worlds[0])


def of_break_evens(found: Sequence[BreakEven], worlds: Worlds) -> str:
    """How many of the assumptions turn the verdict within their ranges."""
    turning = [one.assumption.name for one in found if one.inside]
    if not turning:
        return f"None of {words.count(len(found), 'assumption')} changes who is ahead within its range"
    some = words.listing(turning[:3]) + (f" and {len(turning) - 3} more" if len(turning) > 3 else "")
    return (
        f"{len(turning)} of {words.count(len(found), 'assumption')} can change who is ahead, "
        f"{worlds[0]} or {worlds[1]}: {some}"
    )


def of_map(table: pd.DataFrame, names: tuple[str, str], worlds: Worlds) -> str:
    """How many cells each world wins."""
    counts = table["winner"].value_counts()
    won = [
        f"{worlds[1]} wins {counts.get('b', 0)}",
        f"{worlds[0]} {counts.get('a', 0)}",
        f"undecided {counts.get('undecided', 0)}",
    ]
    return (
        f"{words.sentence(names[0])} against {names[1]}: of {words.count(len(table), 'pair')} of values "
        f"{words.listing(won)}"
    )


def of_robustness(found: Robustness, worlds: Worlds) -> str:
    """The win-rate with its interval, and how many companies stay undecided."""
    counts, rate = found.counts, found.win_rate
    return (
        f"{words.sentence(worlds[1])} is shown to win in {counts['b']} of {rate.n} plausible companies "
        f"({share_words(rate)}), {worlds[0]} in {counts['a']}; {counts['undecided']} undecided"
    )


def share_words(rate: object) -> str:
    """`62 % [55, 68]`; nothing known is a dash."""
    estimate, lower, upper = (getattr(rate, key) for key in ("estimate", "lower", "upper"))
    if not math.isfinite(estimate):
        return "–"
    return f"{words.number(100 * estimate)}{words.GAP}% [{words.number(100 * lower)}, {words.number(100 * upper)}]"


def of_choice(choice: Choice, reading: str, scale: Scale) -> str:
    """The best bundle under a budget, with what is promised of it and what it leaves against buying nothing."""
    budget = "any budget" if math.isinf(choice.budget) else f"a budget of {choice.budget:,.0f} to spend at once"
    worth = scale.value(choice.indifference)
    if len(choice.table) == 1:
        return f"For {budget}, {reading}: {choice.best.name} is all that can be afforded."
    if not choice.selection.decided:
        return (
            f"For {budget}, {reading}: {choice.best.name} is best so far, but after "
            f"{choice.selection.replications} replications it is not decided against bundles that may be "
            f"within {worth} of it.{_lead(choice, scale)}"
        )
    return (
        f"For {budget}, {reading}: buy {choice.best.name}. With probability {100 * (1 - choice.alpha):g}{words.GAP}% "
        f"or more this is the best of {len(choice.table)} bundles, if the best leads by {worth} or more; of bundles "
        f"that lie nearer together it may be any.{_lead(choice, scale)}"
    )


def _lead(choice: Choice, scale: Scale) -> str:
    """What the best leaves against buying nothing, on the runs it was chosen by; empty if it is nothing."""
    if not choice.best.levers:
        return ""
    lead = choice.lead
    return (
        f" Against buying nothing it left {scale.interval(lead.estimate, lead.lower, lead.upper)} over the "
        f"{lead.n} replications that both had{_doubt(lead.lower, lead.upper)}; it was chosen on these runs, "
        "which flatters it."
    )


def _doubt(lower: float, upper: float) -> str:
    return " (undecided)" if effect(lower, upper, "higher") == "undecided" else ""


def of_frontier(table: pd.DataFrame, scale: Scale) -> str:
    """How many bundles are worth a thought, and which earns most after paying for it."""
    on = table[table["dominated_by"] == ""]
    bought = table[table["levers"] > 0]
    best = bought.loc[[bought["net"].idxmax()]].iloc[0]
    left = scale.interval(best["net"], best["net_lower"], best["net_upper"])
    doubt = _doubt(best["net_lower"], best["net_upper"])
    said = f"{len(on)} of {words.count(len(table), 'bundle')} are not dominated"
    if best["net"] > 0:
        return f"{said}; {best['bundle']} earns most after paying for it, {left} against buying nothing{doubt}"
    return f"{said}; none leaves more than buying nothing, the next, {best['bundle']}, {left}{doubt}"


def of_screening(table: pd.DataFrame, label: str, scale: Scale) -> str:
    """The inputs that matter most."""
    top = words.listing([str(name) for name in table["input"].head(3)])
    most = float(table["mu_star"].iloc[0]) * scale.factor
    return (
        f"Of {words.count(len(table), 'input')}, {top} move {inside(label)} most, the first by "
        f"{words.with_unit(most, scale.unit)} over its range"
    )
