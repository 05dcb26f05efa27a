"""Numbers, lists and lines as people write them."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from sim.inputs.seen import columns

GAP = "\u00a0"
"""A space at which no line may break: between a number and its unit."""
WIDTH = 100
"""Columns of the terminal that text may take."""


DAYS_FROM = 240.0
"""Hours from which on people speak of days."""
FARTHEST = 10_000.0
"""Limits of changes in per cent from which on no number is said."""
DURATIONS = {60.0: "min", 1.0: "h", 1 / 24: "days"}
"""What hours are called once they are multiplied by a factor."""
MODES = {
    "manual": "by hand",
    "batch": "by a scheduled interface",
    "shared": "on the shared platform",
    "bot": "by a bot",
}
"""How a message goes, by what tables call it."""


def number(value: float, digits: int = 3) -> str:
    """About `digits` significant digits, thousands separated, a true minus: `1,240`, `23.6`, `-0.05`."""
    if not math.isfinite(value):
        return "–"
    if abs(value) >= 1e6:
        return number(value / 1e6, digits) + GAP + "M"
    rounded = float(f"{value:.{digits - 1}e}") if abs(value) < 10**digits else round(value)
    if rounded == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    text = f"{rounded:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def duration_factor(hours: float) -> float:
    """What hours are multiplied by to be said as people say them: minutes below one, days from `DAYS_FROM` on."""
    size = abs(hours)
    return 60.0 if 0 < size < 1 else 1 / 24 if DAYS_FROM <= size < math.inf else 1.0


def hours(value: float, digits: int = 2) -> str:
    """`23.6 h`, `23 min`, `19 days`: from 10 on three digits (two of minutes and days), below `digits`."""
    factor = duration_factor(value)
    said = value * factor
    if factor != 1.0:
        return number(said, max(digits, len(str(round(abs(said)))))) + GAP + DURATIONS[factor]
    return number(said, 3 if abs(said) >= 10 else digits) + GAP + "h"


def with_unit(value: float, unit: str) -> str:
    """`23.6 h`, `12 %`, `0.3` where there is no unit."""
    return number(value) + (GAP + unit if unit else "")


def percent(value: float) -> str:
    """Two significant digits, and never `100 %` or `0 %` for what is only nearly so."""
    for digits in (2, 3, 4, 5):
        text = number(value, digits)
        if not (text in ("100", "−100") and abs(value) != 100):
            return text + GAP + "%"
    return ("almost " if abs(value) < 100 else "just over ") + "100" + GAP + "%"


def signed(value: float, decimals: int) -> str:
    """`+4.1` or `−91`; zero has no sign."""
    text = f"{abs(value):,.{decimals}f}"
    if not any(digit in text for digit in "123456789"):
        return text
    return ("−" if value < 0 else "+") + text


def with_interval(value: float, lower: float, upper: float, unit: str, digits: int = 1) -> str:
    """`−91 % [−92, −90]`: as many decimals as give its half-width `digits` digits; no limit is rounded onto 0.

    Nor is anything rounded onto -100 % of which something is left; if it is wide only such a limit has more decimals.
    What is given, or gone in every pair, has no interval: `−22.2 %`, `−100 %`.
    """
    tail = GAP + unit if unit else ""
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return signed(value, 0 if abs(value) >= 10 else 1) + tail
    half = (upper - lower) / 2
    if half == 0:
        return signed(value, 0 if value == round(value) else 1) + tail
    decimals = max(0, min(2, digits - 1 - math.floor(math.log10(max(half, 1e-9)))))
    limits = [limit for limit in (lower, upper) if limit != 0]
    while decimals < 4 and any(round(limit, decimals) == 0 for limit in limits):
        decimals += 1
    if unit == "%":
        said = [_left(number, decimals) for number in (value, lower, upper)]
        if half < 50:
            decimals = max(places for _, places in said)
            said = [_left(number, decimals) for number in (value, lower, upper)]
            if said[0][0].startswith("almost"):
                return f"{said[0][0]}{tail}"
        return f"{said[0][0]}{tail} [{said[1][0]}, {said[2][0]}]"
    return f"{signed(value, decimals)}{tail} [{signed(lower, decimals)}, {signed(upper, decimals)}]"


def _left(value: float, decimals: int) -> tuple[str, int]:
    """A change in per cent with so many more decimals, four at most, that something is left, and how many those are.

    What is beyond all reason, as limits over two or three pairs are, is only said to be so.
    """
    if abs(value) >= FARTHEST:
        return ("above +9,999" if value > 0 else "below −9,999"), decimals
    while decimals < 4 and value > -100.0 and round(value, decimals) == -100.0:
        decimals += 1
    if value > -100.0 and round(value, decimals) == -100.0:
        return "almost −100", decimals
    return signed(value, decimals), decimals


def count(amount: int, noun: str) -> str:
    """`1 measure`, `3 measures`."""
    return f"{amount:,}{GAP}{noun}" + ("" if amount == 1 else "s")


def listing(items: Sequence[str]) -> str:
    """`a, b and c`."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def replications(amount: int) -> str:
    """What a reader must know first about the evidence."""
    return "one run, no interval" if amount == 1 else count(amount, "paired replication")


def sentence(text: str) -> str:
    """With a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label as it stands inside a sentence: small first letter, unless it is an abbreviation; means spelt out."""
    if label.endswith(", mean"):
        return f"mean time from {inside(label.removesuffix(', mean'))}"
    return label if label[1:2].isupper() or label[1:2] == "" else label[:1].lower() + label[1:]


def lever_name(lever: str) -> str:
    """A lever as people say it."""
    return lever.replace("_", " ")


def set_name(levers: str) -> str:
    """A set of levers, joined by ` + `, as people say it."""
    return lever_name(levers).replace(" + ", f"{GAP}× ")


def filled(text: str) -> list[str]:
    """The text in lines that fit; what is indented stays so, and its further lines two spaces more."""
    body = text.lstrip(" ")
    indent = " " * (len(text) - len(body))
    return textwrap.wrap(
        body,
        columns(WIDTH),
        initial_indent=indent,
        subsequent_indent=indent + "  " * bool(indent),
        break_on_hyphens=False,
    )
