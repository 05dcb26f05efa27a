"""How sure a study is: what was run, what failed, whether the warm-up was long enough, how many cases are twins."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.experiment.comparison import match_rate
from sim.views.style import words
from sim.views.style.study_words import names

if TYPE_CHECKING:
    from sim.experiment.enough import Ending
    from sim.experiment.study import Study

SERIES = {"order_hours": "order lead time", "ticket_hours": "ticket time", "in_progress": "work in progress"}
MADE_BY = "The command interoffice study A B runs it all into one report; A and B are the two scenario files."


def run_words(study: Study) -> str:
    """`siloed and integrated: 20 pairs of runs …`, and where nobody said how many, what ended them."""
    a, b = names(study)
    said = (
        f"{words.sentence(a)} and {b}: {words.count(study.replications, 'pair')} of runs on the same customers, "
        f"{words.count(study.a.weeks, 'week')} measured after {words.count(study.a.warm_up_weeks, 'week')} of "
        f"warm-up, seed {study.a.seed}."
    )
    return f"{said} {ending_words(study.ending)}" if study.ending is not None else said


def ending_words(ending: Ending) -> str:
    """`Half-widths reached after 14 pairs.`, or the limit that ended the pairs and which half-widths are still wide."""
    pairs = words.count(ending.pairs, "pair")
    if not ending.widths:
        return f"No measure whose half-width is looked at has a value in these {pairs}."
    if not ending.still_wide:
        return f"Half-widths reached after {pairs}."
    wide = " and ".join(
        f"{width.measure} still ±{words.percent(100 * width.half_width)}"
        if math.isfinite(width.half_width)
        else f"{width.measure} without a half-width"
        for width in ending.still_wide
    )
    limit = "within the limit of time (say --replications for more)" if ending.by_time else "allowed"
    return f"{words.sentence(pairs)} {limit}, {wide}."


def evidence(study: Study) -> list[str]:
    """Orders without a lead time, a warm-up that is not known to be long enough, and how many cases are twins."""
    return [line for line in (unfinished_words(study), warm_up_words(study), twin_words(study)) if line]


def unfinished_words(study: Study) -> str:
    """Which share of orders is not in the lead time of orders, because it is still open when a run ends."""
    rows = study.comparison[study.comparison["measure"] == "unfinished orders"].to_dict("records")
    if not rows or not all(math.isfinite(rows[0][world]) for world in "ab"):
        return ""
    said = [f"{words.percent(100 * rows[0][key])} in {name}" for key, name in zip("ab", names(study), strict=True)]
    return f"Lead time of orders counts those delivered; still open when a run ends are {said[0]} and {said[1]}."


def failure_words(study: Study) -> str:
    """How many runs failed and the first cause, a headline; empty if none did."""
    failures = study.failures
    if not len(failures):
        return ""
    first = failures.iloc[0]
    cause = last_line(str(first["cause"]))
    pairs = failures["replication"].nunique()
    runs = 2 * (study.replications + pairs)
    return (
        f"{len(failures)} of {runs} runs failed; {words.count(pairs, 'pair')} left out. "
        f"The first ({first['world']}, replication {first['replication']}): {cause}"
    )


def last_line(cause: str) -> str:
    """The last line of a traceback: what went wrong."""
    return (cause.strip().splitlines() or ["unknown"])[-1]


def warm_up_words(study: Study) -> str:
    """What the check of the warm-up found wrong; empty where it is long enough."""
    check = study.warm_up
    if not len(check) or check["enough"].astype(bool).all():
        return ""
    declared = words.count(int(check["declared_weeks"].iloc[0]), "week")
    unknown = check[check["weeks_to_cut"].isna()]
    short = check[check["weeks_to_cut"] > check["declared_weeks"]]
    said = [
        f"{SERIES.get(str(row['series']), str(row['series']))} in {row['world']} would need "
        f"{words.number(row['weeks_to_cut'])}"
        for row in short.to_dict("records")
    ]
    if len(unknown):
        which = "all" if len(unknown) == len(check) else f"{len(unknown)} of {len(check)}"
        said.append(
            f"the runs are too short to check {which} of its series"
            if which != "all"
            else "the runs are too short to check it"
        )
    return f"Warm-up of {declared}: {'; '.join(said)} (MSER)."


def twin_words(study: Study) -> str:
    """How many cases of the first replication exist in both worlds."""
    twins = study.twins
    if not len(twins):
        return ""
    a, b = names(study)
    alone = [float(twins[f"status_{other}"].isna().mean()) for other in "ba"]
    roots = twins[~twins["name"].str.contains("/", regex=False)]
    both = 100 * match_rate(roots)
    return (
        f"Twins: {words.percent(100 * match_rate(twins))} of the {len(twins):,} cases of replication 0 exist in"
        f" both worlds, {words.percent(100 * alone[0])} only in {a}, {words.percent(100 * alone[1])} only in {b};"
        f" of those that follow from no other case, {words.percent(both)} exist in both."
    )


def recovery_lines(study: Study) -> list[str]:
    """How long each world took to recover from each shock; nothing where there was none."""
    from sim.views.charts.recovery import sentences

    return sentences(study.tables["recovery"], study.worlds) if "recovery" in study.tables else []


def not_run(study: Study) -> list[str]:
    """Which studies of these two worlds are missing, and the one command that makes them; nothing where none is."""
    more = study.more
    panels = (
        (more.cube, "what did it, lever by lever"),
        (more.break_evens, "at which value of an assumption the winner changes (break-even)"),
        (more.bundles, f"what to buy first{', at full length' if more.cube is not None else ''} (bundles)"),
    )
    missing = [panel for found, panel in panels if found is None]
    return [f"Not run yet: {words.listing(missing)}. {MADE_BY}"] if missing else []
