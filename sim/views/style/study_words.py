"""How the numbers and names of a study are written: people's units, differences with their intervals, money."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pandas as pd

from sim.views.style import words

if TYPE_CHECKING:
    from sim.experiment.study import Study

Row: TypeAlias = Mapping[Any, Any]
"""One row of a table, by column."""
THOUSANDS = 100_000
"""From this amount of money on, the table counts in thousands."""
AMOUNTS = ("a", "b", "difference", "lower", "upper", "lower_holm", "upper_holm")


def in_peoples_units(table: pd.DataFrame, currency: str, *, thousands: bool = False) -> pd.DataFrame:
    """Rows of measures with shares as percentages, the currency by its name, hours as minutes or days where those fit.

    Large sums are in thousands if asked for.
    """
    factors = people_factors(table, thousands=thousands)
    scaled = table.copy()
    for column in AMOUNTS:
        if column in table:
            scaled[column] = table[column] * factors
    scaled["unit"] = [_unit_after(unit, factor, currency) for unit, factor in zip(table["unit"], factors, strict=True)]
    return scaled


def _unit_after(unit: str, factor: float, currency: str) -> str:
    """The unit of a row whose numbers were multiplied by a factor."""
    if unit == "h":
        return words.DURATIONS[factor]
    said = people_unit(unit, currency)
    return f"k {said.replace('/year', '/yr')}" if factor < 1 else said


def people_factors(table: pd.DataFrame, *, thousands: bool = False) -> pd.Series[float]:
    """What each row is multiplied by."""
    factors = pd.Series(1.0, index=table.index)
    factors[table["unit"].str.startswith("share")] = 100.0
    largest = table[["a", "b"]].abs().max(axis=1)
    factors = factors.mask(table["unit"] == "h", largest.map(words.duration_factor))
    if thousands:
        most = table[[column for column in AMOUNTS[:5] if column in table]].abs().max(axis=1)
        factors[table["unit"].str.startswith("currency") & (most >= THOUSANDS)] = 0.001
    return factors


def people_unit(unit: str, currency: str) -> str:
    """`%` for a share, the currency's own name for money, nothing for a score."""
    return unit.replace("share", "%").replace("currency", currency).replace("score", "")


def difference_words(value: float, lower: float, upper: float) -> tuple[str, str]:
    """`−30.7` and `[−33.7, −27.6]`: as many decimals as give the half-width two digits; no limit is rounded onto 0."""
    if not math.isfinite(value):
        return "–", ""
    if not (math.isfinite(lower) and math.isfinite(upper)):
        return ("+" if value > 0 else "") + words.number(value), ""
    half = (upper - lower) / 2 or abs(value) / 100
    decimals = max(0, min(4, 1 - math.floor(math.log10(half)))) if half > 0 else 0
    while decimals < 4 and any(limit != 0 and round(limit, decimals) == 0 for limit in (lower, upper)):
        decimals += 1
    estimate, low, high = (words.signed(number, decimals) for number in (value, lower, upper))
    return estimate, f"[{low}, {high}]"


def amount(value: float, *, signed: bool = False) -> str:
    """Money to three digits, written out: `386,000`, `2.67 million`."""
    if not math.isfinite(value):
        return "–"
    rounded = float(f"{abs(value):.2e}")
    text = f"{rounded / 1e6:g}{words.GAP}million" if rounded >= 1e6 else f"{rounded:,.{0 if rounded >= 100 else 2}f}"
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return sign + text


def names(study: Study) -> tuple[str, str]:
    """Both worlds by name; a name with line breaks in it is still one line."""
    a, b = (" ".join(world.split()) for world in study.worlds)
    return a, b


def measures_compared(study: Study) -> int:
    """How many measures the adjustment is made for."""
    return int(study.comparison["p"].notna().sum())
