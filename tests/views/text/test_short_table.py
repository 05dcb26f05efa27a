"""The short table: its numbers are the study's."""

from __future__ import annotations

import pytest

from sim.views.style import words
from sim.views.style.study_words import difference_words
from sim.views.text import terminal
from sim.views.text.short_table import short_table
from tests.views.made_study import (
    made_study,
    row_of,
)


def test_the_table_prints_means_difference_and_interval_of_the_study() -> None:
    study = made_study()
    row = row_of(study, "order lead time")
    line = next(line for line in short_table(study) if line.startswith("order to delivery"))
    cells = line.replace(words.GAP, " ").split()
    assert words.number(row["a"]) in cells
    assert words.number(row["b"]) in cells
    own = study.pairs[study.pairs["measure"] == "order lead time"]
    assert row["difference"] == pytest.approx((own["b"] - own["a"]).mean())
    change, interval = difference_words(row["difference"], row["lower"], row["upper"])
    assert change in line
    assert interval in line
    assert line.endswith("better *")


def test_shares_are_percentages_and_large_sums_are_thousands() -> None:
    text = "\n".join(short_table(made_study()))
    wrong = next(line for line in text.splitlines() if line.startswith("wrong decisions"))
    assert "%" in wrong
    assert "12." in wrong
    profit = next(line for line in text.splitlines() if line.startswith("profit "))
    assert "k EUR/yr" in profit
    assert "28" in profit
    assert "284," not in profit


@pytest.mark.parametrize(
    ("value", "lower", "upper", "said"),
    [
        (-42.48, -64.8, -20.1, ("−42", "[−65, −20]")),
        (0.0441, 0.0386, 0.0496, ("+0.0441", "[+0.0386, +0.0496]")),
        (0.0, 0.0, 0.0, ("0", "[0, 0]")),
        (526.5, -1613.6, 2666.6, ("+526", "[−1,614, +2,667]")),
        (7.0, float("nan"), float("nan"), ("+7", "")),
        (float("nan"), float("nan"), float("nan"), ("–", "")),
    ],
)
def test_differences_have_two_digits_of_their_half_width(
    value: float, lower: float, upper: float, said: tuple[str, str]
) -> None:
    assert difference_words(value, lower, upper) == said


def test_long_names_are_letters_in_the_table() -> None:
    names = ("everything kept in departments", "everything on one platform")
    study = made_study(names=names)
    text = terminal.study_text(study)
    assert max(map(len, text.splitlines())) <= words.WIDTH
    assert "A: everything kept in departments" in text
    assert "B: everything on one platform" in text
