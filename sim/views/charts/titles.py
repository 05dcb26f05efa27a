"""Titles that state the finding, computed from the tables; true whichever world is better.

A difference is claimed only where its interval (adjusted for all that are shown together) leaves out 0. Titles of
charts whose tables hold means without replications only name both means.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.experiment.statistics import PairedInterval, holm
from sim.views.charts import findings, order_path
from sim.views.charts.findings import Worlds
from sim.views.style import words


def title_of_differences(comparison: pd.DataFrame, worlds: Worlds) -> str:
    """The first measure, then how many are better, worse and undecided."""
    a, b = worlds
    if comparison.empty:
        return f"Nothing was compared between {a} and {b}"
    head = comparison.iloc[0]
    name, unit = inside(str(head["label"])), str(head["unit"])
    both = f"{words.with_unit(head['a'], unit)} in {a}, {words.with_unit(head['b'], unit)} in {b}"
    if int(comparison["replications"].min()) < 2:
        return f"One run cannot show a difference: {name} {both}"
    if (comparison["difference"] == 0).all() and (comparison[["lower", "upper"]] == 0).all(axis=None):
        return f"{words.sentence(a)} and {b} are exactly alike in {of_them(len(comparison), 'measure')}"
    verdicts = _verdicts(comparison)
    if verdicts[0] == "undecided":
        first = f"No difference in {name} can be shown between {a} and {b}"
    elif head["a"] == 0:
        first = words.sentence(f"{name}: {both}")
    else:
        change = head["difference"] / abs(head["a"]) * 100
        first = f"{words.sentence(name)} is {_by(change)} in {b} than in {a}"
    return f"{first}; {tally(verdicts, 'measure')}" if len(verdicts) > 1 else first


def title_of_lead_times(ecdf: pd.DataFrame, worlds: Worlds, flows: Sequence[str] | None = None) -> str:
    """One flow: its medians, and its slowest tenth where that tells otherwise. Several: how many are quicker."""
    a, b = worlds
    flows = list(flows) if flows is not None else findings.flows_of(ecdf)
    if not flows:
        return f"No finished cases in {a} nor in {b}"
    medians = [findings.paired_quantile(ecdf, worlds, flow, 0.5) for flow in flows]
    if len(flows) != 1:
        quicker, slower, open_ = counts_of(medians)
        if not quicker and not slower:
            return f"No flow shows a difference in median lead time between {a} and {b}"
        return words.sentence(f"median lead time is shorter in {b} for {quicker} of {len(flows)} flows") + (
            (f", longer for {slower}" if slower else "") + (f", undecided for {open_}" if open_ else "")
        )
    flow = flows[0]
    of = "" if flow == "all" else f"{words.sentence(flow)}: "
    half, tail = {}, {}
    for world in worlds:
        within = findings.pooled_quantiles(ecdf, world, flow, (0.5, 0.9))
        if math.isnan(within[0]):
            return words.sentence(f"{of}no finished cases in {world}")
        half[world], tail[world] = map(words.hours, within)
    if medians[0].n < 2:
        return words.sentence(f"{of}in one run, half are done within {half[a]} in {a} and {half[b]} in {b}")
    middle, slow = sign(medians[0]), sign(findings.paired_quantile(ecdf, worlds, flow, 0.9))
    if middle:
        text = f"{of}half are done within {half[b]} in {b}, within {half[a]} in {a}"
    else:
        text = f"{of}no difference in median lead time is shown ({half[a]} in {a}, {half[b]} in {b})"
    if slow and slow != middle:
        text += f"; but nine in ten take up to {tail[b]} in {b}, {tail[a]} in {a}"
    return words.sentence(text)


def title_of_split(split: pd.DataFrame, worlds: Worlds, flows: Sequence[str] | None = None) -> str:
    """How much of the lead time a case is worked on, in both worlds."""
    flows = list(flows) if flows is not None else findings.flows_of(split)
    ranges = []
    for world in worlds:
        shares = [findings.flow_efficiency(split, world, flow) for flow in flows]
        ranges.append([share for share in shares if math.isfinite(share)])
    if not ranges[0] or not ranges[1]:
        missing = words.listing([world for world, range_ in zip(worlds, ranges, strict=True) if not range_])
        return f"No finished cases to split in {missing}"
    if len(flows) == 1:
        a, b = one_in(ranges[0][0], ranges[1][0])
    else:
        a, b = (_from_to(min(range_), max(range_)) for range_ in ranges)
    if a == b:
        return f"In {worlds[0]} as in {worlds[1]} a case is worked on {a}"
    return f"In {worlds[0]} a case is worked on {a}, in {worlds[1]} {b}"


def title_of_progress(wip: pd.DataFrame, worlds: Worlds) -> str:
    """The highest points of both median lines, claimed as different only where the pairs say so."""
    a, b = worlds
    tops = {world: findings.peak(wip, world) for world in worlds}
    empty = [world for world in worlds if math.isnan(tops[world][1])]
    if empty:
        return f"No days of work in progress in {words.listing(empty)}"
    cases = {world: words.number(tops[world][1]) for world in worlds}
    gap = findings.paired_peak(wip, worlds)
    if gap.n < 2:
        return f"In one run, work in progress peaks at {cases[a]} cases in {a} and {cases[b]} in {b}"
    if not sign(gap):
        return f"No difference in peak work in progress is shown: {cases[a]} cases in {a}, {cases[b]} in {b}"
    when = {world: f" (day {words.number(tops[world][0])})" for world in worlds}
    return f"Work in progress peaks at {cases[a]} cases in {a}{when[a]} and at {cases[b]} in {b}{when[b]}"


def title_of_handoffs(handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds) -> str:
    """The slowest hand-off of both worlds, and the same one in the other."""
    names = labels_of(departments)
    pairs = {world: findings.hours_between(handoffs, world) for world in worlds}
    slowest = [(float(pairs[world]["hours"].max()), world) for world in worlds if len(pairs[world])]
    if not slowest:
        return f"No hand-offs in {worlds[0]} nor in {worlds[1]}"
    _, there = max(slowest, key=lambda entry: entry[0])
    row = pairs[there].iloc[int(pairs[there]["hours"].argmax())]
    other = worlds[1] if there == worlds[0] else worlds[0]
    same = pairs[other]
    same = same.loc[(same["source"] == row["source"]) & (same["target"] == row["target"]), "hours"]
    between = f"{names.get(row['source'], row['source'])} to {names.get(row['target'], row['target'])}"
    rest = f"in {other} it takes {words.hours(float(same.iloc[0]))}" if len(same) else f"{other} does not have it"
    return f"The slowest hand-off, {between}, takes {words.hours(float(row['hours']))} in {there}; {rest}"


def title_of_network(
    handoffs: pd.DataFrame, departments: pd.DataFrame, worlds: Worlds, path: pd.DataFrame | None = None
) -> str:
    """What hand-offs take of an average order, and the costliest one; without orders the hours and the busiest place."""
    names = labels_of(departments)
    if path is not None and (said := order_path.title(path, names, worlds)):
        return said
    total = {world: float(findings.hours_between(handoffs, world)["total"].sum()) for world in worlds}
    most = max(worlds, key=lambda world: total[world])
    if total[most] <= 0:
        return f"No hand-off takes time in {worlds[0]} nor in {worlds[1]}"
    shares = findings.hours_through(handoffs, most)
    hub = shares.index[0]
    both = " and ".join(f"{words.hours(total[world])} in {world}" for world in worlds)
    share = words.percent(100 * float(shares.iloc[0]))
    return f"Hand-offs take {both}; {share} of those in {most} begin or end in {names.get(hub, hub)}"


def title_of_worse_off(table: pd.DataFrame, worlds: Worlds) -> str:
    """Who is shown to be worse off in world B, by name up to three, else the number and the worst."""
    verdicts = pd.Series(_verdicts(table), index=table.index, dtype="object")
    worse = table.loc[verdicts == "worse"]
    names = list(dict.fromkeys(str(who) for who in worse["who"]))
    if not names:
        return f"Nobody is shown to be worse off in {worlds[1]}"
    if len(names) <= 3:
        return f"Worse off in {worlds[1]} than in {worlds[0]}: {words.listing(names)}"
    changes = findings.relative_changes(worse)
    text = f"{len(names)} groups are worse off in {worlds[1]} than in {worlds[0]}"
    if changes.empty:
        return text
    hardest = changes.iloc[int(changes["change"].abs().argmax())]
    how = "more" if hardest["change"] > 0 else "less"
    change = words.percent(abs(hardest["change"]))
    what = inside(str(hardest.get("label", hardest["measure"])))
    return f"{text}, most of all {hardest['who']}: {change} {how} {what}"


# Pieces of sentences


def tally(verdicts: Sequence[str], noun: str) -> str:
    """`7 of 9 measures are better, 1 worse, 1 undecided`; what does not occur is not said."""
    parts = [(verdicts.count(kind), kind) for kind in ("better", "worse", "undecided")]
    said = [(number, kind) for number, kind in parts if number]
    (number, kind), *others = said
    if not others:
        return f"{of_them(number, noun)} {'is' if number == 1 else 'are'} {kind}"
    first = f"{number} of {words.count(len(verdicts), noun)} {'is' if number == 1 else 'are'} {kind}"
    return ", ".join([first, *(f"{number} {kind}" for number, kind in others)])


def of_them(number: int, noun: str) -> str:
    """`the only measure`, `both measures`, `all 9 measures`."""
    if number == 1:
        return f"the only {noun}"
    return f"both {noun}s" if number == 2 else f"all {number} {noun}s"


def one_in(first: float, second: float) -> tuple[str, str]:
    """`1 hour in 19` where that is true of both within a twentieth, else percentages."""
    said = []
    for share in (first, second):
        one = round(1 / share) if share > 0 else 0
        if one < 2 or abs(1 / one - share) > 0.05 * share:
            a, b = (words.percent(100 * value) + " of the time" for value in (first, second))
            return a, b
        said.append(f"1 hour in {one:,}")
    return said[0], said[1]


def sign(interval: PairedInterval) -> int:
    """1 or -1 where the interval leaves out 0, else 0."""
    return 1 if interval.lower > 0 else -1 if interval.upper < 0 else 0


def counts_of(gaps: Sequence[PairedInterval]) -> tuple[int, int, int]:
    """How many are shown to be shorter, longer, neither, at 5 % for all of them together (Holm)."""
    known = [gap for gap in gaps if math.isfinite(gap.p_value)]
    adjusted = holm([gap.p_value for gap in known]) if known else np.array([])
    signs = [math.copysign(1, gap.estimate) for gap, p in zip(known, adjusted, strict=True) if p < 0.05]
    shorter, longer = signs.count(-1.0), signs.count(1.0)
    return shorter, longer, len(gaps) - shorter - longer


def inside(label: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless it is an abbreviation; means spelt out."""
    if label.endswith(", mean"):
        return f"mean time from {inside(label.removesuffix(', mean'))}"
    return label if label[1:2].isupper() or label[1:2] == "" else label[:1].lower() + label[1:]


def labels_of(departments: pd.DataFrame) -> dict[str, str]:
    """Display names by department."""
    return dict(zip(departments["department"], departments["label"], strict=True))


def _verdicts(table: pd.DataFrame) -> list[str]:
    lower, upper = findings.adjusted_limits(table)
    better = table["better"] if "better" in table else pd.Series("", index=table.index)
    return [findings.verdict(*row) for row in zip(lower, upper, better, strict=True)]


def _by(change: float) -> str:
    """`91 % lower`, `16 times as high` is never said: percentages stay comparable with the chart."""
    return f"{words.percent(abs(change))} {'lower' if change < 0 else 'higher'}"


def _from_to(low: float, high: float) -> str:
    first, last = words.number(100 * low, 2), words.number(100 * high, 2)
    return (first if first == last else f"{first} to {last}") + f"{words.GAP}% of the time"
