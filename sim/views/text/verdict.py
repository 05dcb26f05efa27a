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
PROFIT, RESIZED = "profit", "resized profit"
SHOWN, LEANS, SAME, UNKNOWN = "shown", "leans", "same", "unknown"
SURE = (SHOWN, LEANS, GIVEN)
CLAIMED = (SHOWN, GIVEN)
"""What the sentence says of two worlds: it is read alone, so it claims nothing that the adjusted interval leaves open."""
OPEN = (LEANS, UNDECIDED)
ONCE_ADJUSTED = f"{UNDECIDED} once adjusted"
NO_INTERVAL = "without an interval"
"""Where all pairs agree, or only one has a value."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The verdict on service and money, without a bracket; how sure it is; what adjusting for all leaves open."""

    sentence: str
    interval: str = ""
    caveat: str = ""


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
        return Conclusion(f"Nothing that was measured can be compared between {a} and {b}.")
    if all(row["difference"] == 0 for row in known):
        return Conclusion(f"{words.sentence(a)} and {b} are exactly alike: all {len(known)} differences are 0.")
    if study.replications < 2:
        return Conclusion(f"One pair of runs cannot tell {a} and {b} apart: there is no interval; run more pairs.")
    service = [rows[measure] for measure, _ in SERVICE if measure in rows and decision(rows[measure]) != UNKNOWN]
    money = [rows[measure] for measure in (PROFIT, RESIZED) if measure in rows and decision(rows[measure]) != UNKNOWN]
    currency = study.a.company.currency
    sentence = "".join(
        [
            _on_service(service, a, b),
            _on_money(money[:1], _direction(service), currency),
            _left_open(service, money[:1]),
            _on_resized(money, currency),
        ]
    )
    leaning = [str(row["label"]) for row in (*service, *money[:1]) if decision(row) == LEANS]
    caveat = (
        (f"Adjusted for all {measures_compared(study)} measures (Holm), nothing is shown yet for: {'; '.join(leaning)}.")
        if leaning
        else ""
    )
    sure = [_how_sure_of_time(row) for row in service]
    sure += [_how_sure_of_money(row, currency) for row in money[:1]]
    return Conclusion(f"{sentence}.", f"95{words.GAP}% intervals: {'; '.join(sure)}." if sure else "", caveat)


def _on_service(rows: Sequence[Row], a: str, b: str) -> str:
    does = dict(SERVICE)
    claimed = [row for row in rows if decision(row) in CLAIMED]
    if not rows:
        return f"{words.sentence(b)} against {a}: no lead times to compare"
    if not claimed:
        what = " or ".join(does[row["measure"]] for row in rows)
        return f"Whether {b} {what} sooner than {a} is undecided"
    said = [(does[row["measure"]], "sooner" if row["difference"] < 0 else "later") for row in claimed]
    if len({when for _, when in said}) == 1:
        told = f"{' and '.join(what for what, _ in said)} {said[0][1]}"
    else:
        told = " but ".join(f"{what} {when}" for what, when in said)
    return f"{words.sentence(b)} {told} than {a}"


def _direction(rows: Sequence[Row]) -> int:
    """1 where what is claimed is better, -1 where it is worse, 0 where it is neither or both."""
    signs = {1 if row["difference"] < 0 else -1 for row in rows if decision(row) in CLAIMED}
    return signs.pop() if len(signs) == 1 else 0


def _on_money(rows: Sequence[Row], service: int, currency: str) -> str:
    """What the second world earns."""
    for row in rows:
        if decision(row) == SAME:
            return "; on profit the two are the same"
        if decision(row) in CLAIMED:
            joint = "; it" if not service else ", but" if (service > 0) != (row["difference"] > 0) else ", and"
            return f"{joint} {_earns(row, currency)}"
    return ""


def _left_open(service: Sequence[Row], money: Sequence[Row]) -> str:
    """What is undecided, but for the service where that is how the sentence begins."""
    still = [dict(SERVICE)[row["measure"]] for row in service if decision(row) in OPEN]
    claimed = any(decision(row) in CLAIMED for row in service)
    questions = [f"whether it {' or '.join(still)} sooner"] if still and claimed else []
    questions += ["which of the two earns more" for row in money if decision(row) in OPEN]
    return f"; {' and '.join(questions)} is undecided" if questions else ""


def _on_resized(money: Sequence[Row], currency: str) -> str:
    """What it would earn with teams resized, where that says something else than the profit."""
    for profit, resized in zip(money, money[1:], strict=False):
        alike = decision(profit) in CLAIMED and (resized["difference"] > 0) == (profit["difference"] > 0)
        if decision(resized) in CLAIMED and not alike:
            return f"; with the teams of both resized it {_earns(resized, currency).replace('earns', 'would earn')}"
    return ""


def _earns(row: Row, currency: str) -> str:
    return f"earns {amount(abs(row['difference']))} {currency} a year {'more' if row['difference'] > 0 else 'less'}"


def _how_sure_of_time(row: Row) -> str:
    """`orders 42 h sooner (20 to 65 h)`; with its sign where that is not claimed."""
    what = dict(SERVICE)[row["measure"]].split()[-1]
    sure = decision(row)
    if sure not in CLAIMED:
        estimate, limits = difference_words(row["difference"], row["lower"], row["upper"])
        interval = " to ".join(limits.strip("[]").split(", ")) + words.GAP + row["unit"] if limits else NO_INTERVAL
        undecided = {SAME: "", LEANS: f", {ONCE_ADJUSTED}"}.get(sure, f", {UNDECIDED}")
        return f"{what} {estimate}{words.GAP}{row['unit']} ({interval}){undecided}"
    sign = -1 if row["difference"] < 0 else 1
    low, high = sorted((sign * row["lower"], sign * row["upper"]))
    estimate, limits = (part.replace("+", "") for part in difference_words(abs(row["difference"]), low, high))
    interval = " to ".join(limits.strip("[]").split(", ")) + f"{words.GAP}{row['unit']}"
    return f"{what} {estimate}{words.GAP}{row['unit']} {'sooner' if sign < 0 else 'later'} ({interval})"


def _how_sure_of_money(row: Row, currency: str) -> str:
    sure = decision(row)
    limits = [amount(row[limit], signed=True) for limit in ("lower", "upper") if math.isfinite(row[limit])]
    interval = "given by prices" if sure == GIVEN else " to ".join(limits) if limits else NO_INTERVAL
    undecided = {LEANS: f", {ONCE_ADJUSTED}", UNDECIDED: f", {UNDECIDED}"}.get(sure, "")
    return f"profit {amount(row['difference'], signed=True)} {currency} a year ({interval}){undecided}"
