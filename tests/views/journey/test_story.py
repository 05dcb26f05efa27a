"""One case's story: its intervals add up to its split, it is found by its name, and both worlds are told."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

import pandas as pd
import pytest

from sim.engine.calendar import Calendar
from sim.experiment import runs
from sim.experiment.comparison import twins
from sim.experiment.replication import ReplicationResult
from sim.experiment.runs import run_both
from sim.inputs.mistakes import Mistakes
from sim.measures.catalogue import case_table, numbered
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.spans import spans_of
from sim.views.journey import story as journey
from sim.views.journey.names import NoSuchCase, matching, plain, unique_names
from sim.views.journey.picture import way_of
from sim.views.journey.story import tell
from sim.views.journey.words import Told, closed_words, duration, sentence_of, when
from tests.company.worlds import scenario

WEEKS, WARM_UP = 2, 1
EACH = 4
"""Cases of each kind whose story is checked."""


@pytest.fixture(scope="module")
def worlds() -> Sequence[Told]:
    """Both worlds, run once."""
    siloed, integrated = (scenario(name, weeks=WEEKS, warm_up_weeks=WARM_UP) for name in ("siloed", "integrated"))
    return [Told(*one) for one in run_both(siloed, integrated)]


@pytest.fixture(scope="module")
def names(worlds: Sequence[Told]) -> pd.DataFrame:
    """All cases by name."""
    return unique_names(worlds)


def test_the_intervals_of_a_story_add_up_to_the_split(worlds: Sequence[Told]) -> None:
    luck = random.Random(1)
    seen: set[str] = set()
    for told in worlds:
        parts = parts_of(told.run).set_index("case")
        for kind, cases in told.run.cases.groupby("kind", observed=True):
            for case in luck.sample(list(cases["case"]), min(EACH, len(cases))):
                steps, spans = spans_of(told.run, case)
                seen |= {re.split(r"[\d(:]", sentence_of(told, step))[0] for step in steps}
                for part in PARTS:
                    told_hours = sum(step.parts.get(part, 0.0) for step in steps)
                    assert told_hours == pytest.approx(parts.loc[case, part], abs=1e-7), (kind, case, part)
                    drawn = spans[spans["part"] == part]
                    assert float((drawn["ended"] - drawn["began"]).sum()) == pytest.approx(told_hours, abs=1e-6)
                for step in steps:
                    assert sum(step.parts.values()) <= step.end - step.start + 1e-7
    for words in (
        "waited ",
        "worked on for ",
        "message from Sales to Logistics ",
        "parcel under way, ",
        "from here being",
    ):
        assert any(start.startswith(words) for start in seen), words


def test_a_story_in_both_worlds(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    (key,) = matching("order 12", names)
    text = tell(key, names, worlds, 0)
    lines = text.splitlines()
    assert lines[:2] == ["order 12", "One run, replication 0, seed 1: a single case, not an average."]
    assert max(map(len, lines)) <= journey.WIDTH
    assert text.index("In siloed") < text.index("In integrated") < text.index("Where the time went")
    for told in worlds:
        row = told.run.cases[told.run.cases["case"] == key].iloc[0]
        assert f"Opened {when(row['opened'], full=True)} by customer {row['customer']} " in text
        assert f"Ended {when(row['closed'], full=True)}: {row['status']}" in " ".join(text.split())
    assert re.search(r"message from Sales to Logistics \(web order\) by\s+hand", text)
    assert "on the shared platform: there at" in " ".join(text.split())
    assert "keyed in again" in " ".join(text.split())
    assert "Sales decided on the promised date" in text
    assert "regret" in text
    assert "What followed from it:\n    invoice 1: opened" in text


def test_both_splits_stand_side_by_side_with_their_sums(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    (key,) = matching("order 12", names)
    table = tell(key, names, worlds, 0).partition("Where the time went")[2].splitlines()
    assert len(table) == 1 + len(PARTS) + 1
    values = [[float(cell.replace(",", "")) for cell in line.split()[-2:]] for line in table[1:]]
    for column, told in enumerate(worlds):
        lead = float(told.run.cases.set_index("case")["lead"][key])
        assert values[-1][column] == pytest.approx(lead, abs=0.006)
        assert sum(row[column] for row in values[:-1]) == pytest.approx(lead, abs=0.04)


def test_a_case_of_one_world_only(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    alone = next(key for key in worlds[0].names if key not in worlds[1].names)
    text = tell(alone, names, worlds, 0)
    assert "In integrated there is no such case: nothing there gave rise to it." in text
    assert text.splitlines()[-1].split()[-1] == "-"


def test_the_picture_has_both_worlds_and_their_lead_times(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    (key,) = matching("order 12", names)
    way, cases = way_of(tuple(worlds), key)
    assert list(cases["world"]) == ["siloed", "integrated"]
    for told in worlds:
        rows = way[(way["world"] == told.scenario.name) & (way["branch"] == "")]
        lead = float(told.run.cases.set_index("case")["lead"][key])
        assert float((rows["ended"] - rows["began"]).sum()) == pytest.approx(lead, abs=1e-6)
        assert rows["began"].min() == pytest.approx(0)
        assert rows["ended"].max() == pytest.approx(lead)
    alone = next(key for key in worlds[0].names if key not in worlds[1].names)
    assert list(way_of(tuple(worlds), alone)[1]["world"]) == ["siloed"]


def test_a_case_put_right_and_one_that_is_still_open(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    told = worlds[0]
    parts = parts_of(told.run)
    orders = parts[parts["kind"].isin(["order", "business order"]) & (parts["rework"] > 1)]
    text = tell(int(orders["case"].iloc[0]), names, worlds, 0)
    assert "from here being put right" in text
    assert "(putting it right)" in text
    still = told.run.cases[(told.run.cases["status"] == "open") & (told.run.cases["kind"] == "invoice")]
    assert "Still open when the run ended" in tell(int(still["case"].iloc[0]), names, worlds, 0)


def test_inquiries_say_who_was_asked(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    told = worlds[0]
    cases = told.run.cases
    asked = cases[(cases["kind"] == "inquiry") & (cases["status"] == "answered")]["parent"]
    text = " ".join(tell(int(asked.iloc[0]), names, worlds, 0).split())
    assert re.search(r"could not look it up and asked \w+.*?: waited .*? for the answer", text)


@pytest.mark.parametrize("name", ["order 12", "order-12", "Order_12", "ORDER12", "  order   12 "])
def test_names_as_people_write_them(name: str, names: pd.DataFrame) -> None:
    (key,) = matching(name, names)
    assert names.set_index("case").loc[key, "name"] == "order 12"


def test_children_are_found_by_their_whole_name(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    (key,) = matching("order-12 / invoice-1", names)
    (parent,) = matching("order 12", names)
    assert worlds[0].run.cases.set_index("case").loc[key, "parent"] == parent
    assert plain("Order-12/Invoice1") == "order 12/invoice 1"


def test_several_cases_of_a_name_are_listed_and_can_be_told_apart(names: pd.DataFrame, worlds: Sequence[Told]) -> None:
    shared = names[names["shared"].duplicated(keep=False)]["shared"].iloc[0]
    text = journey.journey_of(shared, [(told.scenario, told.run) for told in worlds]).text
    keys = matching(shared, names)
    assert text.startswith(f"{len(keys)} cases answer to {shared!r}; name one of them:\n  {shared} (1) ")
    assert matching(f"{shared} (2)", names) == [keys[1]]
    many = journey._several("chaser 1", matching("chaser 1", names), names, worlds)
    assert many.splitlines()[-1].startswith("  ... and ")
    assert len(many.splitlines()) == journey.MOST_LISTED + 2


def test_the_names_are_those_of_twins_csv(worlds: Sequence[Told], names: pd.DataFrame) -> None:
    outcomes = [ReplicationResult(told.scenario.name, 0, 1, {}, {"cases": case_table(told.run)}) for told in worlds]
    table = twins(*outcomes)
    listed = set(numbered(table["name"]))
    assert listed == set(names["name"])
    table = table.assign(name=numbered(table["name"])).set_index("name")
    leads = worlds[0].run.cases.set_index("case")["lead"]
    for name in [name for name in listed if name.endswith("(2)")][:20]:
        (key,) = matching(name, names)
        if key in leads.index:
            assert table.loc[name, "lead_a"] == pytest.approx(leads[key])


@pytest.mark.parametrize(
    ("name", "near"),
    [("order 99999", "order "), ("ordr 7", "order 7"), ("", "1"), ("order 12/invoise 1", "/invoice ")],
)
def test_an_unknown_name_names_the_nearest(name: str, near: str, names: pd.DataFrame) -> None:
    with pytest.raises(KeyError) as caught:
        matching(name, names)
    assert isinstance(caught.value, NoSuchCase)
    assert isinstance(caught.value, Mistakes)
    (sentence,) = caught.value.sentences
    assert str(caught.value) == sentence
    assert sentence.startswith(f"No case is called {name!r} in either world; the nearest are ")
    assert near in sentence


def test_worlds_of_one_name_are_told_apart(worlds: Sequence[Told], monkeypatch: pytest.MonkeyPatch) -> None:
    told = worlds[0]
    monkeypatch.setattr(runs, "run_once", lambda *_: told.run)
    text = journey.journey_of("order 12", runs.run_both(told.scenario, told.scenario)).text
    assert "In siloed (1)\n" in text
    assert "In siloed (2)\n" in text


@pytest.mark.parametrize(
    ("time", "full", "said"),
    [
        (0.0, True, "week 1, Monday 0:00"),
        (2 * 168 + 24 + 10.4, True, "week 3, Tuesday 10:24"),
        (2 * 168 + 24 + 10.4, False, "week 3 Tue 10:24"),
        (167.9999, True, "week 2, Monday 0:00"),
    ],
)
def test_times_in_words(time: float, full: bool, said: str) -> None:
    assert when(time, full=full) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.0, "less than a minute"),
        (0.3, "18 min"),
        (0.999, "1.0 h"),
        (2.14, "2.1 h"),
        (47.9, "47.9 h"),
        (97.6, "4.1 days"),
    ],
)
def test_durations_in_words(hours: float, said: str) -> None:
    assert duration(hours) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (16.0, 34.0, "closed for the night"),
        (16.0, 58.0, "closed for 2 nights"),
        (4 * 24 + 16.0, 7 * 24 + 10.0, "closed for the weekend"),
        (3 * 24 + 16.0, 7 * 24 + 10.0, "closed for the night and the weekend"),
        (5 * 24 + 13.0, 6 * 24 + 13.0, "closed for the weekend"),
    ],
)
def test_closed_hours_in_words(start: float, end: float, said: str) -> None:
    office = Calendar.daily(("mon", "tue", "wed", "thu", "fri"), 9, 17)
    assert closed_words(office, start, end) == said
