"""Mistakes in working hours, staffing, touch times, arrivals and interfaces: one sentence each, and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.inputs.loading import load_scenario
from sim.inputs.mistakes import Mistakes
from tests.inputs.small_company import SCENARIOS, write_company, write_scenario

OFFICE = "[change.working_hours.office]\n"
SALES = "[change.teams.sales]\n"
PICK = '[change.activities."pick and pack"]\n'
SHOWN = 'change.activities."pick and pack"'

ONE_MISTAKE = {
    # what was done: (lines of a scenario, what must be in the one sentence about it)
    "never opens": (
        OFFICE + "opens = 9\ncloses = 9",
        "opens at 9 and closes at 9, so it never opens; day and night is from 0",
    ),
    "a night of 23 hours": (
        OFFICE + "opens = 18",
        "opens at 18 but closes at 17, so it never opens; over midnight at most 16",
    ),
    "only opens": (
        "[change.working_hours.night]\ndays = ['mon']\nopens = 22",
        "line 3: change.working_hours.night lacks closes; hours are given by opens and closes, or by stretches.",
    ),
    "both forms": (
        OFFICE + "opens = 9\ncloses = 17\nstretches = [[8, 12]]",
        "has stretches as well as opens and closes; keep one of them",
    ),
    "overlapping stretches": (
        OFFICE + "stretches = [[8, 13], [12, 17]]",
        "office has stretches from 8 to 13 and from 12 to 17 that overlap or are out of order",
    ),
    "stretches out of order": (
        OFFICE + "stretches = [[13, 17], [8, 12]]",
        "has stretches from 13 to 17 and from 8 to 12 that overlap or are out of order",
    ),
    "no stretch": (OFFICE + "stretches = []", "office.stretches is an empty list; allowed is a list of at least 1"),
    "half a stretch": (
        OFFICE + "stretches = [[8]]",
        "office.stretches[0][1] is missing; needed is a number from 0 to 24 (o'clock)",
    ),
    "three ends": (OFFICE + "stretches = [[8, 12, 13]]", "office.stretches[0] is a list; allowed is a list of 2"),
    "25 o'clock": (
        OFFICE + "stretches = [[8, 25]]",
        "office.stretches[0][1] is 25; allowed is a number from 0 to 24 (o'clock)",
    ),
    "negative o'clock": (
        OFFICE + "opens = -1",
        "office.opens is -1; allowed is a number of at least 0 and below 24 (o'clock)",
    ),
    "break outside": (OFFICE + "breaks = [[18, 19]]", "office has a break from 18 to 19 outside its hours"),
    "break across the end": (OFFICE + "breaks = [[16.5, 17.5]]", "has a break from 16.5 to 17.5 outside its hours"),
    "break of no length": (OFFICE + "breaks = [[12, 12]]", "has a break from 12 to 12, which is none"),
    "into its own hours": (
        OFFICE + "opens = 16\ncloses = 8\nby_day = { tue = [[6, 10]] }",
        "office runs over midnight into its own hours on tue, at 6 o'clock",
    ),
    "unknown day": (
        OFFICE + "by_day = { friday = [[9, 13]] }",
        "office.by_day.friday is not a known key; did you mean 'fri'?",
    ),
    "closed on no date": (
        OFFICE + "closed = [{ day = 'mon' }]",
        "office.closed[0].week is missing; needed is a whole number from -104 to 520",
    ),
    "closed on moonday": (
        OFFICE + "closed = [{ week = 1, day = 'moonday' }]",
        "is 'moonday'; allowed is one of 'mon', 'tue'",
    ),
    "holiday in no week": ("[change]\nholidays = [{ week = 1.5 }]", "holidays[0].week is 1.5; allowed is a whole number"),
    "hours of a date": (
        OFFICE + "other_hours = [{ week = 1, day = 'sat' }]",
        "office.other_hours[0].stretches is missing; needed is a list of at least 1",
    ),
    "more than its staff": (
        SALES + "staffing = [{ staff = 11 }]",
        "sales has staffing for 11 people, but its staff is 10",
    ),
    "nobody ever": (
        SALES + "staffing = [{ staff = 0 }, { staff = 10, weeks = [1, 2] }]",
        "line 4: change.teams.sales.staffing leaves nobody there in a usual week",
    ),
    "somebody never": (
        SALES + "staffing = [{ staff = 9 }]",
        "line 4: change.teams.sales.staffing never needs more than 9 of its 10 people; its staff is too large",
    ),
    "shifts and staffing": (
        SALES + "hours = ['early', 'late']\nstaffing = [{ staff = 5, opens = 8, closes = 9 }]",
        "has 2 shifts that share its staff, and staffing by hour as well; keep one of them",
    ),
    "two numbers for one hour": (
        SALES + "staffing = [{ staff = 5, opens = 8, closes = 10 }, { staff = 6, opens = 9, closes = 12 }]",
        "sales has two rows of staffing for the same time, one for",
    ),
    "two kinds of hours on one date": (
        OFFICE + "other_hours = [{ week = 1, stretches = [[9, 13]] }, { week = 1, day = 'fri', stretches = [[9, 12]] }]",
        "office has other hours twice on fri of week 1",
    ),
    "staffing from but not to": (
        SALES + "staffing = [{ staff = 5, opens = 8 }]",
        "staffing[0] has only one of opens and closes",
    ),
    "staffing of no time": (
        SALES + "staffing = [{ staff = 5, opens = 8, closes = 8 }]",
        "is from 8 to 8 o'clock, which is no",
    ),
    "season backwards": (
        SALES + "staffing = [{ staff = 5, weeks = [4, 2] }]",
        "is for weeks 4 to 2; the last cannot come",
    ),
    "season without an end": (
        SALES + "staffing = [{ staff = 5, weeks = [4] }]",
        "staffing[0].weeks[1] is missing; needed is",
    ),
    "unknown law": (PICK + 'law = "normal"', "law is 'normal'; allowed is one of 'lognormal', 'gamma', 'exponential'"),
    "mode outside": (
        PICK + 'law = "triangular"\nleast = 10\nmode = 50\nmost = 40',
        f"{SHOWN} has its mode at 50, which is not between 10 (least) and 40 (most)",
    ),
    "triangle of no width": (
        PICK + 'law = "triangular"\nleast = 10\nmode = 10\nmost = 10',
        "is always 10; a touch time that",
    ),
    "triangle without a side": (
        PICK + 'law = "triangular"\nleast = 10\nmost = 40',
        f"{SHOWN} lacks mode, which a touch time of the law 'triangular' needs",
    ),
    "negative time": (
        PICK + 'law = "empirical"\nvalues = [5, -1]',
        "values[1] is -1; allowed is a number from 0 to 100,000",
    ),
    "no times": (PICK + 'law = "empirical"\nvalues = []', "values is an empty list; allowed is a list of at least 1"),
    "times of nothing": (PICK + 'law = "empirical"\nvalues = [0, 0]', "has no touch time above 0 among its values"),
    "empirical without times": (
        PICK + 'law = "empirical"',
        f"{SHOWN} lacks values, which a touch time of the law 'empirical'",
    ),
    "mean of an empirical law": (
        PICK + 'law = "empirical"\nvalues = [5]\nminutes = 4',
        "has minutes, which a touch time of the law 'empirical' does not have; it has values",
    ),
    "variation of the exponential law": (
        PICK + 'law = "exponential"\nvariation = 0.5',
        "has variation, which a touch time of the law 'exponential' does not have; it has minutes",
    ),
    "gamma that never varies": (
        PICK + 'law = "gamma"\nvariation = 0',
        "has no variation; a touch time that never varies is",
    ),
    "values without their law": (
        PICK + "values = [1, 2]",
        "has values, which a touch time of the law 'lognormal' does not",
    ),
    "no file": (
        PICK + 'law = "empirical"\nfile = "nothing.csv"\ncolumn = "minutes"',
        f"line 5: {SHOWN}.file is 'nothing.csv', but there is no such file.",
    ),
    "no such column": (
        PICK + 'law = "empirical"\nfile = "times.csv"\ncolumn = "minute"',
        "is 'times.csv', but it has no column 'minute'; did you mean 'minutes'?",
    ),
    "column of words": (
        PICK + 'law = "empirical"\nfile = "times.csv"\ncolumn = "case"',
        "but in line 2 column 'case' is 'a'; allowed is a number of at least 0.",
    ),
    "column of negative numbers": (
        PICK + 'law = "empirical"\nfile = "times.csv"\ncolumn = "below"',
        "but in line 3 column 'below' is '-2'; allowed is a number of at least 0.",
    ),
    "empty column": (
        PICK + 'law = "empirical"\nfile = "times.csv"\ncolumn = "empty"',
        "but column 'empty' holds no value.",
    ),
    "file that is a folder": (PICK + 'law = "empirical"\nfile = "."\ncolumn = "x"', "is '.', but there is no such file."),
    "file without a column": (
        PICK + 'law = "empirical"\nfile = "times.csv"',
        f"{SHOWN} lacks column; a file of measured times",
    ),
    "file and values": (
        PICK + 'law = "empirical"\nfile = "times.csv"\ncolumn = "minutes"\nvalues = [1]',
        "has values as well as a file; keep one of them.",
    ),
    "file that is no text": (PICK + 'law = "empirical"\nfile = 3\ncolumn = "minutes"', "file is 3; allowed is a text."),
    "binary file": (PICK + 'law = "empirical"\nfile = "binary.csv"\ncolumn = "minutes"', "but that is not UTF-8 text."),
    "profile of six days": (
        "[change.arrivals.web]\nweekdays = [1, 1, 1, 1, 1, 1]",
        "arrivals.web.weekdays is a list; allowed is a list of 7",
    ),
    "profile of nothing": (
        f"[change.arrivals.web]\nhours = {[0] * 24}",
        "arrivals.web has no weight above 0 in hours, so nothing",
    ),
    "negative weight": (
        "[change.arrivals.web]\nweekdays = [1, 1, 1, 1, 1, 1, -1]",
        "arrivals.web.weekdays[6] is -1; allowed is a number from 0 to",
    ),
    "negative seconds": (
        "[change.contacts]\nservice_level_seconds = -5",
        "service_level_seconds is -5; allowed is a number from 0",
    ),
    "batch of none": (
        '[[change.handoffs_added]]\nsource = "sales"\ntarget = "finance"\nsubject = "x"\nbatch_size = 0',
        "handoffs_added[0].batch_size is 0; allowed is a whole number from 1 to 100,000",
    ),
    "no period": (
        '[[change.handoffs_added]]\nsource = "sales"\ntarget = "finance"\nsubject = "x"\nperiod_hours = 0',
        "handoffs_added[0].period_hours is 0; allowed is a number from 0.05 to",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the small company and a file of times in it."""
    write_company(tmp_path)
    (tmp_path / "times.csv").write_text("case,minutes,below,empty\na,1,2,\nb,2,-2,\n", encoding="utf-8")
    (tmp_path / "binary.csv").write_bytes(b"minutes\n\xff\xfe\n")
    return tmp_path


@pytest.mark.parametrize("case", ONE_MISTAKE)
def test_one_mistake_is_one_sentence(case: str, folder: Path) -> None:
    text, expected = ONE_MISTAKE[case]
    with pytest.raises(Mistakes) as caught:
        load_scenario(write_scenario(folder, text))
    (sentence,) = caught.value.sentences
    assert expected in sentence
    assert sentence.startswith(str(folder))
    assert sentence.endswith((".", "?"))


def test_a_change_says_hours_and_times_in_another_way(folder: Path) -> None:
    """Stretches take the place of opens and closes, another law that of the mean; and back again."""
    text = f'{OFFICE}stretches = [[8, 12], [13, 17]]\n{PICK}law = "triangular"\nleast = 1\nmode = 2\nmost = 3'
    company = load_scenario(write_scenario(folder, text)).company
    assert [company.working_hours["office"].of_day(day) for day in (0, 5)] == [[(8.0, 12.0), (13.0, 17.0)], []]
    assert company.activities["pick and pack"].minutes is None
    (folder / "split.toml").write_text(f'extends = "company.toml"\n{text.replace("change.", "")}', encoding="utf-8")
    back = folder / "back.toml"
    back.write_text(
        f'name = "back"\ncompany = "split.toml"\n{OFFICE}opens = 10\ncloses = 18\n{PICK}law = "exponential"\nminutes = 9',
        encoding="utf-8",
    )
    company = load_scenario(back).company
    assert company.working_hours["office"].of_day(0) == [(10.0, 18.0)]
    assert company.activities["pick and pack"].minutes == 9


def test_a_gamma_law_keeps_the_mean_of_the_file_below(folder: Path) -> None:
    before = load_scenario(write_scenario(folder)).company.activities["pick and pack"]
    after = load_scenario(write_scenario(folder, PICK + 'law = "gamma"')).company.activities["pick and pack"]
    assert (after.minutes, after.variation) == (before.minutes, before.variation)


def test_the_example_of_the_documents_loads(tmp_path: Path) -> None:
    """The lines of the README as they stand there, beside the default company."""
    text = (SCENARIOS / "README.md").read_text(encoding="utf-8").split("## Hours, staffing and touch times")[1]
    (tmp_path / "company.toml").write_text((SCENARIOS / "company.toml").read_text(encoding="utf-8"), encoding="utf-8")
    path = tmp_path / "hours.toml"
    path.write_text(text.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    company = load_scenario(path).company
    assert [len(company.working_hours["office"].of_day(day)) for day in range(7)] == [2, 2, 2, 2, 2, 0, 0]
    assert company.working_hours["office"].of_day(4) == [(9.0, 12.0), (12.5, 13.0)]
    assert company.working_hours["night"].of_day(6) == [(22.0, 30.0)]
