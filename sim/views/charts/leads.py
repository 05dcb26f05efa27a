"""What charts of who is ahead share: the signs and colours of winners, and what a lead is called."""

from __future__ import annotations

from sim.experiment.verdicts import UNDECIDED
from sim.measures.catalogue import measure_named
from sim.views.charts.findings import Worlds
from sim.views.style import look, words
from sim.views.style.scales import Scale
from sim.views.style.words import inside

WINNERS = {"b": ("●", "o", look.WORLDS[1]), "a": ("◇", "D", look.WORLDS[0]), UNDECIDED: ("■", "s", look.GREY)}
"""For each winner its sign in words, its marker and its colour."""


def lead_words(measure: str, scale: Scale, worlds: Worlds) -> str:
    """What is drawn: `how far integrated is ahead in profit, k EUR/yr`."""
    unit = f", {scale.unit}" if scale.unit else ""
    return f"how far {worlds[1]} is ahead in {inside(measure_named(measure).label)}{unit}"


def winner_words(counts: dict[str, int], worlds: Worlds) -> str:
    """Who the marks stand for and how many there are: `● integrated wins 31 · …`."""
    said = {"b": f"{worlds[1]} wins", "a": f"{worlds[0]} wins", "undecided": "undecided"}
    return " · ".join(
        f"{WINNERS[winner][0]} {text} {counts.get(winner, 0)}".replace(" ", words.GAP) for winner, text in said.items()
    )
