"""Every number in the tour and in the chapters, recomputed from the journal."""

from __future__ import annotations

import functools
import re

import numpy as np
import pytest

from sim.engine.calendar import WEEK
from sim.experiment.study import Study
from sim.measures.lead_time import parts_of
from sim.measures.run import Run
from sim.views.journey.words import action_words
from sim.views.replay.chapters import at_work, chapters, working_hours
from sim.views.replay.page import stops_of
from sim.views.replay.tour import SECONDS, SPEED, Stop, dearer
from sim.views.style import words
from tests.measures.journal_reading import where
from tests.views.made_study import flat
from tests.views.replay.questions import QUESTIONS
from tests.views.replay.test_knowing import ages_in, decisions_in
from tests.views.replay_study import BEGIN, END, WORLDS, run_of, short_study
from tests.views.report.questions import Question


def runs() -> list[Run]:
    return [run_of(name) for name in WORLDS]


@functools.cache
def stops() -> dict[str, Stop]:
    return {stop.title: stop for stop in stops_of(short_study())}


def study() -> Study:
    return short_study()


def test_there_are_five_stops_and_one_order_with_its_twin() -> None:
    titles = ["What a silo is", "A hand-off", "A wrong decision", "What followed from it", "What integration costs"]
    assert list(stops()) == [*titles, "One order in both worlds"]
    assert [stop.twin for stop in stops().values()] == [False] * 5 + [True]
    assert all(BEGIN <= stop.time < END for stop in stops().values())
    assert all(len(stop.words.split()) < 60 for stop in stops().values()), "to be read in ten seconds"


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.place)
def test_the_tour_answers_its_three_questions(question: Question) -> None:
    right = question.right(study())
    assert right
    for word in right:
        assert flat(word) in flat(stops()[question.place].words), (question.asked, word)


def test_what_a_silo_is() -> None:
    stop = stops()["What a silo is"]
    (department,) = stop.focus
    found = re.search(r"copy of the ([a-z ]+) is (.*?) old", stop.words)
    assert found
    age, other = (ages_in(run, stop.time)[department][found[1]] for run in runs())
    assert found[2] == words.hours(age)
    assert other == 0
    assert "looks at the owner's own record" in stop.words


def test_a_hand_off() -> None:
    hours: list[list[float]] = []
    for run in runs():
        rows = run.journal.tables["deliveries"].rows()
        cases = set(run.cases["case"].tolist())
        own = [row for row in rows if row["case"] in cases and row["sent"] >= BEGIN]
        hours.append([float(row["understood"] - row["sent"]) for row in own])
    stop = stops()["A hand-off"]
    slow = [value for value in hours[0] if value > 1e-9]
    assert f"longer than {words.hours(float(np.median(slow)))}:" in stop.words
    at_once = sum(value <= 1e-9 for value in hours[1]) / len(hours[1])
    share = "all" if at_once == 1 else words.percent(100 * at_once)
    assert f"In {WORLDS[1]} {share} of them arrive at once" in stop.words
    now = sum(one.source != "" for one in where(runs()[0], stop.time).values())
    working = working_hours(study())
    assert at_work(working, stop.time)
    assert at_work(working, stop.time + SECONDS * SPEED), "people work as long as it is shown"
    for time in np.arange(BEGIN + 12, END, 24):
        assert now >= sum(one.source != "" for one in where(runs()[0], float(time)).values()), "most are under way then"


def told_decision() -> tuple[int, np.void]:
    """The case that is followed, and the journal's row of the decision on it."""
    stop = stops()["A wrong decision"]
    cases = study().replayed[0]["cases"]
    key = int(cases.loc[cases["name"] == stop.follow, "case"].iloc[0])
    rows = runs()[0].journal.tables["decisions"].rows()
    (row,) = [one for one in rows if one["case"] == key and one["time"] > stop.time and one["time"] < stop.time + 4]
    return key, row


def test_a_wrong_decision() -> None:
    stop, (_, row) = stops()["A wrong decision"], told_decision()
    assert stop.focus == (runs()[0].names[row["department"]],)
    rule = str(runs()[0].names[row["decision"]])
    did, should = (action_words(rule, float(row[name]), float(row["oracle"])) for name in ("action", "oracle"))
    assert did != should
    assert f"decides on the {rule} of {stop.follow}." in stop.words
    assert (
        f"is {words.hours(float(row['age']))} old and has been out of date for {words.hours(float(row['unseen']))}."
        in stop.words
    )
    assert f"It decides: {did}; the truth would have said: {should}." in stop.words
    a, b = (decisions_in(run, float(row["time"]))[1] for run in runs())
    assert f"up to now: {a} in siloed, {b} in integrated." in stop.words


def test_what_followed_from_it() -> None:
    stop, (key, row) = stops()["What followed from it"], told_decision()
    cases = runs()[0].cases
    followed = set(cases.loc[(cases["parent"] == key) & cases["failure"] & (cases["opened"] >= row["time"]), "case"])
    while more := set(cases.loc[cases["parent"].isin(followed) & cases["failure"], "case"]) - followed:
        followed |= more
    own = cases[cases["case"].isin(followed)]
    assert f"{words.hours(float(own['opened'].min() - row['time']))} later" in stop.words
    assert words.count(len(own), "case") in stop.words
    status = str(cases.loc[cases["case"] == key, "status"].iloc[0])
    assert ("It is delivered late." in stop.words) == (status == "delivered late")
    parts = parts_of(runs()[0])
    touch = float(parts.loc[parts["case"].isin(followed), "touch"].sum())
    assert f"{words.hours(touch)} of work" in stop.words
    for kind, number in own["kind"].astype(str).value_counts().items():
        assert (f"{number} × {kind}" if number > 1 else str(kind)) in stop.words


def test_what_integration_costs() -> None:
    stop, table = stops()["What integration costs"], study().tables["statement"]
    own = table[table["replication"] == 0].set_index(["world", "line"])["amount"]
    years = study().a.weeks * WEEK / (52 * WEEK)
    for line in ("levers, running", "levers, one-off over 36 months"):
        more = (own[WORLDS[0], line] - own[WORLDS[1], line]) / years
        assert dearer(study(), line) == pytest.approx(more)
        assert words.number(more * (3 if "one-off" in line else 1)) in stop.words


def test_the_outage_is_told_where_it_is_seen() -> None:
    (chapter,) = [one for one in chapters(study(), BEGIN, END) if one["title"] == "An outage"]
    stands = re.search(r"(\d+)\scases? there must wait", chapter["words"])
    assert stands
    seen = [sum(one.state == "system" for one in where(run, chapter["time"]).values()) for run in runs()]
    assert int(stands[1]) == max(seen) > 0
