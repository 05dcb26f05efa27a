"""The table of the scripts in `scenarios/`: which there are, what each answers, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A row of the table of scripts; seconds are measured on two cores with nothing stored, None if they were not."""

    file: str
    question: str
    runs: str
    quick_runs: str
    seconds: float | None = None
    quick_seconds: float | None = None


SCRIPTS = (
    Script("siloed_vs_integrated.py", "What do information silos cost this company?", "16 to 120", "8", 110, 20),
    Script("strategies.py", "Which strategy earned the gap, alone and with the others?", "320", "64", 318, 43),
    Script("challenges.py", "How much does each obstacle cost?", "160", "32", 178, 17),
    Script(
        "every_lever.py", "What does each lever do, at what price, and what does it make worse?", "660", "132", 1019, 69
    ),
    Script("trends.py", "Does a trend need integration to pay?", "720", "144", 911, 74),
    Script(
        "break_even.py", "At which value of an assumption does the winner change?", "about 950", "about 300", 943, 182
    ),
    Script("robustness.py", "In how many plausible companies does integrated win?", "2,000", "120", 1240, 54),
    Script(
        "what_to_buy_first.py",
        "Which bundle of strategies is best under a budget?",
        "320 to 1,600",
        "64 to 320",
        428,
        139,
    ),
    Script("screening.py", "Which of all levers and assumptions matter at all?", "1,578", "64", None, 39),
    Script(
        "platform_outage.py",
        "A platform is down for 30 hours, one department's or everybody's: who recovers sooner?",
        "32 to 240",
        "16",
        None,
        26,
    ),
    Script(
        "peak_season.py",
        "Four weeks with half as many customers again: which world carries the peak?",
        "32 to 240",
        "16",
        None,
        31,
    ),
    Script(
        "growth.py",
        "Another company is bought, twice the volume and the people: which world grows more easily?",
        "32 to 240",
        "16",
        None,
        42,
    ),
    Script(
        "go_live.py",
        "One platform replaces all systems: is the company better off within half a year?",
        "24 to 180",
        "12",
        None,
        35,
    ),
)
"""Every script in `scenarios/`, for `python -m sim --help` and the README.

A run in which something happens is two: how soon it recovers is measured against the same run undisturbed. A comparison
takes as many runs as half-widths ask for: 8 to 60 pairs.
"""


def minutes(seconds: float | None) -> str:
    """`6.5 min`, `40 s`, or that it was not measured."""
    if seconds is None:
        return "not measured"
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def table_lines() -> list[str]:
    """The table of scripts for the terminal, a line or two each."""
    wide = max(len(script.file) for script in SCRIPTS)
    return [
        f"  {script.file:{wide}}  {script.question}\n  {'':{wide}}  {script.runs} runs, {minutes(script.seconds)}; "
        f"quick: {script.quick_runs} runs, {minutes(script.quick_seconds)}"
        for script in SCRIPTS
    ]
