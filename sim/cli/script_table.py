"""The table of the scripts in `scenarios/`: which there are, what each answers, and how long that takes."""

from __future__ import annotations

from dataclasses import dataclass

LARGE, SMALL = "large", "small"
"""The company of `scenarios/company.toml` and that of `scenarios/small.toml`, for what takes many runs."""


@dataclass(frozen=True, slots=True)
class Script:
    """A row of the table of scripts; seconds are CPU time of all processes with nothing stored, None if not measured.

    On two cores about half as long passes.

    `company` is the one that is run unless other files are given.
    """

    file: str
    question: str
    company: str
    runs: str
    quick_runs: str
    seconds: float | None = None
    quick_seconds: float | None = None


SCRIPTS = (
    Script("siloed_vs_integrated.py", "What do information silos cost this company?", LARGE, "16", "8", 248, 40),
    Script(
        "strategies.py",
        "Which strategy earned the gap, alone and with the others?",
        LARGE,
        "320",
        "64",
        quick_seconds=211,
    ),
    Script("challenges.py", "How much does each obstacle cost?", LARGE, "160", "32", quick_seconds=92),
    Script(
        "every_lever.py",
        "What does each lever do, at what price, and what does it make worse?",
        SMALL,
        "660",
        "132",
        quick_seconds=300,
    ),
    Script("trends.py", "Does a trend need integration to pay?", SMALL, "720", "144", quick_seconds=156),
    Script(
        "break_even.py",
        "At which value of an assumption does the winner change?",
        SMALL,
        "about 950",
        "about 300",
        quick_seconds=462,
    ),
    Script(
        "robustness.py", "In how many plausible companies does integrated win?", SMALL, "2,000", "120", quick_seconds=162
    ),
    Script(
        "what_to_buy_first.py",
        "Which bundle of strategies is best under a budget?",
        SMALL,
        "320 to 1,600",
        "64 to 320",
        quick_seconds=390,
    ),
    Script("screening.py", "Which of all levers and assumptions matter at all?", SMALL, "1,578", "64", quick_seconds=192),
    Script(
        "platform_outage.py",
        "A platform is down for 30 hours, one department's or everybody's: who recovers sooner?",
        LARGE,
        "32 to 40",
        "16",
        quick_seconds=204,
    ),
    Script(
        "peak_season.py",
        "Four weeks with half as many customers again: which world carries the peak?",
        LARGE,
        "32",
        "16",
        quick_seconds=234,
    ),
    Script(
        "growth.py",
        "Another company is bought, twice the volume and the people: which world grows more easily?",
        LARGE,
        "32",
        "16",
        quick_seconds=355,
    ),
    Script(
        "go_live.py",
        "One platform replaces all systems: is the company better off within half a year?",
        LARGE,
        "24",
        "12",
        quick_seconds=233,
    ),
)
"""Every script in `scenarios/`, for `python -m sim --help` and the README.

A run in which something happens is two: how soon it recovers is measured against the same run undisturbed. A comparison
takes as many runs as half-widths ask for: 8 to 60 pairs, of the large company 8 or a few more, for the sake of time.
"""


def minutes(seconds: float | None) -> str:
    """`6 min`, `40 s`, or that it was not measured."""
    if seconds is None:
        return "not measured"
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def table_lines() -> list[str]:
    """The table of scripts for the terminal, a line or two each."""
    wide = max(len(script.file) for script in SCRIPTS)
    return [
        f"  {script.file:{wide}}  {script.question}\n  {'':{wide}}  {script.company} company; {script.runs} runs, "
        f"{minutes(script.seconds)}; quick: {script.quick_runs} runs, {minutes(script.quick_seconds)}"
        for script in SCRIPTS
    ]
