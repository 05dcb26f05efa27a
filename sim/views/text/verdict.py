"""The verdict: how sure a difference is, and what the second world does for customers and money in one sentence.

All is computed from the study, and nothing here knows which world ought to win.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.experiment.verdicts import GIVEN, UNDECIDED, toward
from sim.views.style import words
from sim.views.style.study_words import Row, amount, difference_words, in_peoples_units, measures_compared, names

if TYPE_CHECKING:
    from sim.experiment.study import Study

SERVICE = (("order lead time", "delivers orders"), ("ticket time", "solves issues"))
COSTS, PROFIT = "lever costs", "profit"
SHOWN, LEANS, SAME, UNKNOWN = "shown", "leans", "same", "unknown"
SURE = (SHOWN, LEANS, GIVEN)
NO_INTERVAL = "without an interval"
"""Where all pairs agree, or only one has a value."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict on service and money; the caveat is empty unless adjusting for all measures changes it."""

    sentence: str
    caveat: str


def decision(row: Row) -> str:
    """How sure a difference is.

    SHOWN: its interval leaves out 0 even when adjusted for all measures; LEANS: only its own interval does;
    GIVEN: it follows from prices by arithmetic; SAME: it is exactly 0; UNDECIDED and UNKNOWN (not computed) are what they
    say.
    """
    if not math.isfinite(row["difference"]):
        return UNKNOWN
    if row["difference"] == row["lower"] == row["upper"] == 0:
        return SAME
    if row.get("verdict") == GIVEN:
        return GIVEN
    if row.get("lower_holm", math.nan) > 0 or row.get("upper_holm", math.nan) < 0:
        return SHOWN
    return LEANS if row["lower"] > 0 or row["upper"] < 0 else UNDECIDED


def verdict_words(row: Row) -> str:
    """`better *` where it is shown, `better ?` where only its own interval says so, `worse, given`, else `undecided`."""
    sure = decision(row)
    if sure not in SURE:
        return {SAME: "the same", UNKNOWN: "no value"}.get(sure, UNDECIDED)
    change = row["difference"]
    direction = "higher" if change > 0 else "lower"
    word = direction if row["better"] == "neither" else toward(change, row["better"])
    return f"{word}, given" if sure == GIVEN else f"{word} {'*' if sure == SHOWN else '?'}"


def conclusion(study: Study) -> Conclusion:
    """What the second world does for customers and for money, in one sentence, whichever way it goes."""
    a, b = names(study)
    table = in_peoples_units(study.comparison, study.a.company.currency)
    rows: dict[str, Row] = {row["measure"]: row for row in table.to_dict("records")}
    known = [row for row in rows.values() if decision(row) != UNKNOWN]
    if not known:
        return Conclusion(f"Nothing that was measured can be compared between {a} and {b}.", "")
    if all(row["difference"] == 0 for row in known):
        return Conclusion(f"{words.sentence(a)} and {b} are exactly alike: all {len(known)} differences are 0.", "")
    if study.replications < 2:
        return Conclusion(f"One pair of runs cannot tell {a} and {b} apart: there is no interval; run more pairs.", "")
    used = [rows[measure] for measure, _ in SERVICE if measure in rows and decision(rows[measure]) != UNKNOWN]
    sentence = _on_service(used, a, b) + _on_costs(rows.get(COSTS), _direction(used), study.a.company.currency)
    profit = rows.get(PROFIT)
    sentence += _on_profit(profit, study.a.company.currency)
    used = [*used, *([profit] if profit is not None else [])]
    leaning = [str(row["label"]) for row in used if decision(row) == LEANS]
    caveat = (
        (f"Adjusted for all {measures_compared(study)} measures (Holm), nothing is shown yet for: {'; '.join(leaning)}.")
        if leaning
        else ""
    )
    return Conclusion(sentence + ".", caveat)


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
    interval = " to ".join(limits.strip("[]").split(", ")) + f"{words.GAP}{row['unit']}"
    return (
        f"{estimate}{words.GAP}{row['unit']} {'sooner' if sign < 0 else 'later'} "
        f"({f'95{words.GAP}% interval ' if first else ''}{interval})"
    )


def _signed_hours(row: Row) -> str:
    estimate, limits = difference_words(row["difference"], row["lower"], row["upper"])
    if not limits:
        return f"{estimate}{words.GAP}{row['unit']}, {NO_INTERVAL}"
    return f"{estimate}{words.GAP}{row['unit']}, 95{words.GAP}% interval {' to '.join(limits.strip('[]').split(', '))}"


def _on_costs(row: Row | None, service: int, currency: str) -> str:
    """What systems and programmes cost, if anything: `, but costs 386,000 EUR a year more for …`."""
    if row is None or decision(row) not in SURE:
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
        limits = [amount(row[limit], signed=True) for limit in ("lower", "upper") if math.isfinite(row[limit])]
        interval = f"95{words.GAP}% interval {' to '.join(limits)}" if limits else NO_INTERVAL
        return (
            f"; on profit the two are undecided ({amount(row['difference'], signed=True)} {currency} a year, {interval})"
        )
    low, high = sorted((abs(row["lower"]), abs(row["upper"])))
    where = "ahead" if row["difference"] > 0 else "behind"
    return (
        f"; on profit it is {amount(abs(row['difference']))} {currency} a year {where} (95{words.GAP}% interval "
        f"{amount(low)} to {amount(high)})"
    )
