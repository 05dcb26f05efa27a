"""What a manager asks, in words: a short table, the verdict in one sentence, who is worse off, how sure it is.

The report says the same sentences. All are computed from the study, and none knows which world ought to win.
"""

from __future__ import annotations

import math
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from sim.experiment.comparison import CONFIDENCE, match_rate
from sim.views import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

Row: TypeAlias = Mapping[Any, Any]
"""One row of a table, by column."""

WIDTH = 100
LONGEST_NAME = 10
"""Names of worlds longer than this stand above the table, which then says A and B."""
MOST_LOSERS, MOST_MEASURES = 6, 4
THOUSANDS = 100_000
"""From this amount of money on, the table counts in thousands."""

NOT_RUN = (
    ("What did it, lever by lever", "python scenarios/strategies.py"),
    ("When it does not pay (break-even)", "python scenarios/break_even.py"),
    ("What to buy first (bundles)", "python scenarios/what_to_buy_first.py"),
)
"""Panels whose studies have commands of their own."""

SERVICE = (("order lead time", "delivers orders"), ("ticket time", "solves issues"))
COSTS, PROFIT = "lever costs", "profit"
SERIES = {"order_hours": "order lead time", "ticket_hours": "ticket time", "in_progress": "work in progress"}

SHOWN, LEANS, UNDECIDED, SAME, UNKNOWN = "shown", "leans", "undecided", "same", "unknown"

_ASCII = str.maketrans(
    {
        words.GAP: " ",
        "−": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "→": "->",
        "±": "+/-",
        "×": "x",
        "·": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on service and money; the caveat is empty unless adjusting for all measures changes it."""

    sentence: str
    caveat: str


def print_study(study: Study) -> None:
    """Print what `study_text` says, in ASCII where the terminal cannot do better."""
    print(for_terminal(study_text(study), getattr(sys.stdout, "encoding", None)))


def for_terminal(text: str, encoding: str | None) -> str:
    """The text in characters that the encoding has, without any that would steer the terminal."""
    safe = "".join(letter if letter.isprintable() or letter in "\n" + words.GAP else "?" for letter in text)
    try:
        safe.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return safe.translate(_ASCII).encode("ascii", "replace").decode("ascii")
    return safe


def study_text(study: Study) -> str:
    """The whole answer, at most `WIDTH` columns wide."""
    said = verdict(study)
    blocks: list[list[str]] = [
        _filled(run_words(study)),
        short_table(study),
        [line for text in (said.sentence, said.caveat) for line in _filled(text)],
        [line for text in recovery_lines(study) for line in _filled(text)],
        [line for text in worse_off(study) for line in _filled(text)],
        [line for text in (*evidence(study), *not_run()) for line in _filled(text)],
        _filled(f"Report: {study.out / 'report.html'}") if study.out is not None else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _filled(text: str) -> list[str]:
    """The text in lines that fit; what is indented stays so, and its further lines two spaces more."""
    body = text.lstrip(" ")
    indent = " " * (len(text) - len(body))
    return textwrap.wrap(
        body, WIDTH, initial_indent=indent, subsequent_indent=indent + "  " * bool(indent), break_on_hyphens=False
    )


# What the numbers say


AMOUNTS = ("a", "b", "difference", "lower", "upper", "lower_holm", "upper_holm")


def in_peoples_units(table: pd.DataFrame, currency: str, *, thousands: bool = False) -> pd.DataFrame:
    """Rows of measures with shares as percentages and the currency by its name; large sums in thousands."""
    factors = people_factors(table, thousands=thousands)
    scaled = table.copy()
    for column in AMOUNTS:
        if column in table:
            scaled[column] = table[column] * factors
    units = [people_unit(unit, currency) for unit in table["unit"]]
    scaled["unit"] = [
        f"k {unit.replace('/year', '/yr')}" if factor < 1 else unit
        for unit, factor in zip(units, factors, strict=True)
    ]
    return scaled


def people_factors(table: pd.DataFrame, *, thousands: bool = False) -> pd.Series[float]:
    """What each row is multiplied by."""
    factors = pd.Series(1.0, index=table.index)
    factors[table["unit"].str.startswith("share")] = 100.0
    if thousands:
        most = table[[column for column in AMOUNTS[:5] if column in table]].abs().max(axis=1)
        factors[table["unit"].str.startswith("currency") & (most >= THOUSANDS)] = 0.001
    return factors


def people_unit(unit: str, currency: str) -> str:
    """`%` for a share, the currency's own name for money, nothing for a score."""
    return unit.replace("share", "%").replace("currency", currency).replace("score", "")


def decision(row: Row) -> str:
    """How sure a difference is.

    SHOWN: its interval leaves out 0 even when adjusted for all measures; LEANS: only its own interval does;
    SAME: it is exactly 0; UNDECIDED and UNKNOWN (not computed) are what they say.
    """
    if not math.isfinite(row["difference"]):
        return UNKNOWN
    if row["difference"] == row["lower"] == row["upper"] == 0:
        return SAME
    if row.get("lower_holm", math.nan) > 0 or row.get("upper_holm", math.nan) < 0:
        return SHOWN
    return LEANS if row["lower"] > 0 or row["upper"] < 0 else UNDECIDED


def verdict_words(row: Row) -> str:
    """`better *` where it is shown, `better ?` where only its own interval says so, else `undecided`."""
    sure = decision(row)
    if sure not in (SHOWN, LEANS):
        return {SAME: "the same", UNKNOWN: "no value"}.get(sure, UNDECIDED)
    rises = row["difference"] > 0
    if row["better"] == "neither":
        word = "higher" if rises else "lower"
    else:
        word = "better" if rises == (row["better"] == "higher") else "worse"
    return f"{word} {'*' if sure == SHOWN else '?'}"


def measures_compared(study: Study) -> int:
    """How many measures the adjustment is made for."""
    return int(study.comparison["p"].notna().sum())


def names(study: Study) -> tuple[str, str]:
    """Both worlds by name; a name with line breaks in it is still one line."""
    a, b = (" ".join(world.split()) for world in study.worlds)
    return a, b


# The short table


def short_table(study: Study) -> list[str]:
    """The measures a manager asks for, a line each."""
    short = study.comparison[study.comparison["short"]]
    rows = in_peoples_units(short, study.a.company.currency, thousands=True).to_dict("records")
    heads, lines = list(names(study)), []
    if max(map(len, heads)) > LONGEST_NAME:
        lines = [part for letter, name in zip("AB", heads, strict=True) for part in _filled(f"{letter}: {name}")]
        heads = ["A", "B"]
    cells = [[*_cells(row), verdict_words(row)] for row in rows]
    table = [["", *heads, "difference", "[95 % interval]", ""], *cells]
    wide = [max(len(line[i]) for line in table) for i in range(len(table[0]))]
    room = WIDTH - sum(wide) - len(wide)
    for label, line in zip(["", *(str(row["label"]) for row in rows)], table, strict=True):
        first, *rest = textwrap.wrap(label, room, break_on_hyphens=False) or [""]
        unit, a, b, change, interval, said = line
        lines.append(
            f"{first:{room}} {unit:{wide[0]}} {a:>{wide[1]}} {b:>{wide[2]}} {change:>{wide[3]}} "
            f"{interval:{wide[4]}} {said}".rstrip()
        )
        lines += [f"  {more}" for more in rest]
    return [*lines, "", *_filled(legend(study))]


def legend(study: Study) -> str:
    """What the marks of the table mean."""
    return (
        f"* holds also with intervals adjusted for all {measures_compared(study)} measures (Holm); ? only by its"
        " own interval. Differences of percentages are in percentage points."
    )


def _cells(row: Row) -> list[str]:
    """Unit, both means, difference, interval."""
    estimate, interval = difference_words(row["difference"], row["lower"], row["upper"])
    return [str(row["unit"]), words.number(row["a"]), words.number(row["b"]), estimate, interval]


def difference_words(value: float, lower: float, upper: float) -> tuple[str, str]:
    """`−30.7` and `[−33.7, −27.6]`: as many decimals as give the half-width two digits."""
    if not math.isfinite(value):
        return "–", ""
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return ("+" if value > 0 else "") + words.number(value), ""
    half = (upper - lower) / 2 or abs(value) / 100
    decimals = max(0, min(4, 1 - math.floor(math.log10(half)))) if half > 0 else 0
    estimate, low, high = (words.signed(number, decimals) for number in (value, lower, upper))
    return estimate, f"[{low}, {high}]"


# The verdict


def verdict(study: Study) -> Verdict:
    """What the second world does for customers and for money, in one sentence, whichever way it goes."""
    a, b = names(study)
    table = in_peoples_units(study.comparison, study.a.company.currency)
    rows: dict[str, Row] = {row["measure"]: row for row in table.to_dict("records")}
    known = [row for row in rows.values() if decision(row) != UNKNOWN]
    if not known:
        return Verdict(f"Nothing that was measured can be compared between {a} and {b}.", "")
    if all(row["difference"] == 0 for row in known):
        return Verdict(f"{words.sentence(a)} and {b} are exactly alike: all {len(known)} differences are 0.", "")
    if study.replications < 2:
        return Verdict(
            f"One pair of runs cannot tell {a} and {b} apart: there is no interval; run more pairs.", ""
        )
    used = [rows[measure] for measure, _ in SERVICE if measure in rows and decision(rows[measure]) != UNKNOWN]
    sentence = _on_service(used, a, b) + _on_costs(rows.get(COSTS), _direction(used), study.a.company.currency)
    profit = rows.get(PROFIT)
    sentence += _on_profit(profit, study.a.company.currency)
    used = [*used, *([profit] if profit is not None else [])]
    leaning = [str(row["label"]) for row in used if decision(row) == LEANS]
    caveat = (
        (
            f"Adjusted for all {measures_compared(study)} measures (Holm), nothing is shown yet for: "
            f"{'; '.join(leaning)}."
        )
        if leaning
        else ""
    )
    return Verdict(sentence + ".", caveat)


def _on_service(rows: Sequence[Row], a: str, b: str) -> str:
    does = dict(SERVICE)
    decided = [row for row in rows if decision(row) in (SHOWN, LEANS)]
    others = [row for row in rows if row not in decided]
    if not rows:
        return f"{words.sentence(b)} against {a}: no lead times to compare"
    if not decided:
        what = " or ".join(f"{does[row['measure']]} sooner" for row in rows)
        values = " and ".join(_signed_hours(row) for row in rows)
        return f"Whether {b} {what} than {a} is undecided ({values})"
    said = words.sentence(b)
    for place, row in enumerate(decided):
        if place:
            said += " and" if _direction([row]) == _direction(decided[:place]) else " but"
        said += f" {does[row['measure']]} {_sooner(row, first=not place)}"
    said += f" than {a}"
    for row in others:
        said += f" (whether it {does[row['measure']]} sooner is undecided: {_signed_hours(row)})"
    return said


def _direction(rows: Sequence[Row]) -> int:
    """1 where what is decided is better, -1 where it is worse, 0 where it is neither or both."""
    signs = {1 if row["difference"] < 0 else -1 for row in rows if decision(row) in (SHOWN, LEANS)}
    return signs.pop() if len(signs) == 1 else 0


def _sooner(row: Row, *, first: bool) -> str:
    """`42 h sooner (95 % interval 20 to 65 h)`."""
    sign = -1 if row["difference"] < 0 else 1
    low, high = sorted((sign * row["lower"], sign * row["upper"]))
    estimate, limits = (part.replace("+", "") for part in difference_words(abs(row["difference"]), low, high))
    interval = " to ".join(limits.strip("[]").split(", ")) + f"{words.GAP}h"
    return (
        f"{estimate}{words.GAP}h {'sooner' if sign < 0 else 'later'} "
        f"({f'95{words.GAP}% interval ' if first else ''}{interval})"
    )


def _signed_hours(row: Row) -> str:
    estimate, limits = difference_words(row["difference"], row["lower"], row["upper"])
    return f"{estimate}{words.GAP}h, 95{words.GAP}% interval {' to '.join(limits.strip('[]').split(', '))}"


def _on_costs(row: Row | None, service: int, currency: str) -> str:
    """What systems and programmes cost, if anything: `, but costs 386,000 EUR a year more for …`."""
    if row is None or decision(row) not in (SHOWN, LEANS):
        return ""
    more = row["difference"] > 0
    joint = "; it" if not service else ", but" if (service > 0) == more else ", and"
    return (
        f"{joint} costs {amount(abs(row['difference']))} {currency} a year {'more' if more else 'less'}"
        " for systems and programmes"
    )


def _on_profit(row: Row | None, currency: str) -> str:
    if row is None or decision(row) == UNKNOWN:
        return ""
    sure = decision(row)
    if sure == SAME:
        return "; on profit the two are the same"
    if sure == UNDECIDED:
        return (
            f"; on profit the two are undecided ({amount(row['difference'], signed=True)} {currency} a year, "
            f"95{words.GAP}% interval {amount(row['lower'], signed=True)} to {amount(row['upper'], signed=True)})"
        )
    low, high = sorted((abs(row["lower"]), abs(row["upper"])))
    where = "ahead" if row["difference"] > 0 else "behind"
    return (
        f"; on profit it is {amount(abs(row['difference']))} {currency} a year {where} (95{words.GAP}% interval "
        f"{amount(low)} to {amount(high)})"
    )


def amount(value: float, *, signed: bool = False) -> str:
    """Money to three digits, written out: `386,000`, `2.67 million`."""
    if not math.isfinite(value):
        return "–"
    rounded = float(f"{abs(value):.2e}")
    text = (
        f"{rounded / 1e6:g}{words.GAP}million" if rounded >= 1e6 else f"{rounded:,.{0 if rounded >= 100 else 2}f}"
    )
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return sign + text


# Recovery


def recovery_lines(study: Study) -> list[str]:
    """How long each world took to recover from each shock; nothing where there was none."""
    from sim.views.recovery import sentences

    return sentences(study.tables["recovery"], study.worlds) if "recovery" in study.tables else []


# Who is worse off


def worse_off(study: Study) -> Iterator[str]:
    """A head, then at most `MOST_LOSERS` lines; nobody only where nobody was found."""
    a, b = names(study)
    losers = study.losers
    worse = losers[losers["worse"].astype(bool)] if len(losers) else losers
    looked = f"{len(losers)} figures of teams and flows looked at"
    if not len(losers):
        yield f"Worse off in {b}: not measured, because too few pairs of runs finished."
    elif not len(worse):
        yield f"Worse off in {b}: nobody we measured ({looked})."
    else:
        yield (
            f"Worse off in {b} than in {a}, each by its own 95 % interval ({looked}; about "
            f"{max(1, round(0.025 * len(losers)))} of them would look worse by chance; * also when adjusted for all "
            "of them, Holm):"
        )
        yield from (f"  {line}" for line in loser_lines(study)[:MOST_LOSERS])
        if len(worse) > MOST_LOSERS:
            yield f"  … and {len(worse) - MOST_LOSERS} more, in tables/losers.csv"
    measures = worse_measures(study)
    if measures:
        more = f" and {len(measures) - MOST_MEASURES} more" if len(measures) > MOST_MEASURES else ""
        yield f"Measures that are worse in {b} (adjusted): {'; '.join(measures[:MOST_MEASURES])}{more}."


def loser_lines(study: Study) -> list[str]:
    """Everyone who is worse off, hardest hit first."""
    if not len(study.losers):
        return []
    worse = study.losers[study.losers["worse"].astype(bool)]
    lines = []
    for row in in_peoples_units(worse, study.a.company.currency).to_dict("records"):
        unit = str(row["unit"])
        change = " ".join(difference_words(row["difference"], row["lower"], row["upper"]))
        few = "; fewer than 30 cases a run" if row["few"] else ""
        lines.append(
            f"{row['who']}: {row['measure']}, {words.number(row['a'])} → {words.with_unit(row['b'], unit)} "
            f"({change}{few}){' *' if row['p_holm'] < 1 - CONFIDENCE else ''}"
        )
    return lines


def worse_measures(study: Study) -> list[str]:
    """Labels of measures shown to be worse, even when adjusted for all."""
    rows = study.comparison.to_dict("records")
    return [str(row["label"]) for row in rows if decision(row) == SHOWN and verdict_words(row).startswith("worse")]


# How sure it is


def run_words(study: Study) -> str:
    """`siloed and integrated: 20 pairs of runs …`."""
    a, b = names(study)
    return (
        f"{words.sentence(a)} and {b}: {words.count(study.replications, 'pair')} of runs on the same customers, "
        f"{words.count(study.a.weeks, 'week')} measured after {words.count(study.a.warm_up_weeks, 'week')} of "
        f"warm-up, seed {study.a.seed}."
    )


def evidence(study: Study) -> list[str]:
    """Failed runs, a warm-up that is not known to be long enough, and how many cases are twins."""
    return [line for line in (failure_words(study), warm_up_words(study), twin_words(study)) if line]


def failure_words(study: Study) -> str:
    """How many runs failed and the first cause; empty if none did."""
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


def not_run() -> list[str]:
    """A line for each panel whose study has not been run, with its command."""
    return [f"{panel}: not run yet ({command})." for panel, command in NOT_RUN]
