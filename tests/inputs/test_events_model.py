"""Events and lever changes in scenario files: what they hold, and a sentence for every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from sim.engine.calendar import DAY, WEEK
from sim.inputs.events_model import EVENT_KINDS, Event, GoLive, LeverChange, Timeline, shocks_of
from sim.inputs.loading import load, load_scenario
from sim.inputs.mistakes import Mistakes
from sim.inputs.printing import print_scenario
from tests.inputs.small_company import SCENARIOS, write_company, write_scenario

OUTAGE = '[[events]]\nkind = "platform outage"\nweek = 2\nday = "tue"\nhour = 10\ndepartment = "sales"\nhours = 30\n'
CHANGE = '[[lever_changes]]\nlever = "integrated_systems"\nweek = 1\nlevel = 1.0\n'


def mistakes(folder: Path, text: str) -> list[str]:
    """What is said about a scenario with some lines, without the file's name and the line."""
    write_company(folder)
    with pytest.raises(Mistakes) as caught:
        load_scenario(write_scenario(folder, text))
    return [sentence.split(": ", 1)[1] for sentence in caught.value.sentences]


def test_dates_are_hours_from_the_start_of_measuring(tmp_path: Path) -> None:
    write_company(tmp_path)
    (event,) = load_scenario(write_scenario(tmp_path, OUTAGE)).events
    assert event.begins == 2 * WEEK + DAY + 10
    assert event.ends == event.begins + 30
    assert LeverChange(lever="x", week=1, level=1.0, ramp_weeks=3).ends == 4 * WEEK
    assert Event(kind="resignation wave", week=0, share=0.1).is_over(4.0) == 4 * WEEK, "when the notice is over"
    assert Event(kind="demand peak", week=0, factor=2.0, weeks=3.0).is_over(4.0) == 3 * WEEK


def test_a_scenario_with_events_prints_and_loads_back(tmp_path: Path) -> None:
    write_company(tmp_path)
    go_live = "go_live = { dip = 0.2, dip_weeks = 4 }\n"
    scenario = load_scenario(write_scenario(tmp_path, OUTAGE + CHANGE + go_live))
    again = tmp_path / "again.toml"
    again.write_text(print_scenario(scenario), encoding="utf-8")
    assert load_scenario(again) == scenario
    assert scenario.fingerprint != load_scenario(write_scenario(tmp_path)).fingerprint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OUTAGE.replace("platform outage", "platfrom outage"),
            "events[0].kind is 'platfrom outage', which is no kind of event; did you mean 'platform outage'?",
        ),
        (
            OUTAGE.replace("week = 2", "week = 13"),
            "events[0].week is 13, but the run ends with week 12 (of 13, counted from 0); choose an earlier week "
            "or a longer run.",
        ),
        (
            OUTAGE.replace('"sales"', '"sale"'),
            "events[0].department names department 'sale', which does not exist; did you mean 'sales'?",
        ),
        (OUTAGE.replace("hours = 30", ""), "events[0] is a platform outage and lacks hours."),
        (OUTAGE + "factor = 2.0\n", "events[0] is a platform outage, which takes no factor; it takes department, hours."),
        (
            OUTAGE.replace("hour = 10", "hour = 25"),
            "events[0].hour is 25; allowed is a number of at least 0 and below 24 (o'clock).",
        ),
        (OUTAGE + "lenght = 3\n", "events[0].lenght is not a known key"),
        (
            '[[events]]\nkind = "resignation wave"\nweek = 0\nshare = 0.2\nteams = ["finance", "sails"]\n',
            "events[0].teams[1] names team 'sails', which does not exist; did you mean 'sales'?",
        ),
        (
            '[[events]]\nkind = "demand peak"\nweek = 0\nweeks = 3\nfactor = 0.5\n',
            "events[0].factor is 0.5; allowed is a number from 1 to 10 (times as much, or as long).",
        ),
        (
            CHANGE.replace("integrated_systems", "integrated_system"),
            "lever_changes[0].lever is 'integrated_system', which is no lever; did you mean 'integrated_systems'?",
        ),
        (
            CHANGE.replace("integrated_systems", "cross_training") + "go_live = { dip = 0.2, dip_weeks = 4 }\n",
            "lever_changes[0].go_live belongs to integrated_systems only: no other lever brings a platform.",
        ),
        (
            CHANGE + "go_live = { dip = 0.2 }\n",
            "lever_changes[0].go_live has dip but no dip_weeks, so nobody would ever feel it.",
        ),
        (
            CHANGE + "ramp_weeks = 4\n" + CHANGE.replace("week = 1", "week = 3"),
            "lever_changes[1] moves integrated_systems again before its last change has ended; let one end first.",
        ),
        (
            CHANGE + 'department = "sails"\n',
            "lever_changes[0].department names a department that does not exist; did you mean 'sales'?",
        ),
        (
            CHANGE.replace("integrated_systems", "omnichannel") + 'department = "sales"\n',
            "lever_changes[0].lever has a meaning by department in 'support' only.",
        ),
        (CHANGE + 'interface = "sales > finance"\n', "lever_changes[0].interface names an interface that does not exist"),
        (
            CHANGE + 'department = "sales"\ninterface = "sales > finance: credit question"\n',
            "lever_changes[0] names a department and an interface; name one of them, or neither for the whole company.",
        ),
    ],
)
def test_a_mistake_is_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert [sentence[: len(said)] for sentence in mistakes(tmp_path, text)] == [said]


def test_all_mistakes_of_a_file_at_once(tmp_path: Path) -> None:
    wrong = OUTAGE.replace("week = 2", "week = 99").replace('"sales"', '"nowhere"') + CHANGE.replace("1.0", "2.0")
    assert len(mistakes(tmp_path, wrong)) == 3


def test_a_change_may_begin_where_the_last_one_ended(tmp_path: Path) -> None:
    write_company(tmp_path)
    text = CHANGE + "ramp_weeks = 2\n" + CHANGE.replace("week = 1", "week = 3").replace("1.0", "0.5")
    assert len(load_scenario(write_scenario(tmp_path, text)).lever_changes) == 2


def test_a_lever_may_move_in_two_places_at_once(tmp_path: Path) -> None:
    write_company(tmp_path)
    text = CHANGE + CHANGE + 'department = "sales"\n'
    assert len(load_scenario(write_scenario(tmp_path, text)).lever_changes) == 2


def test_every_kind_can_have_no_strength_and_is_then_no_shock() -> None:
    idle = {
        "platform outage": {"department": "every", "hours": 0.0},
        "demand peak": {"factor": 1.0, "weeks": 3.0},
        "supplier failure": {"factor": 1.0, "weeks": 3.0},
        "resignation wave": {"share": 0.0},
        "security incident": {"department": "every", "severity": 0.0},
        "acquisition": {"factor": 1.0},
    }
    assert set(idle) == set(EVENT_KINDS)
    events = [Event(kind=kind, week=1, **values) for kind, values in idle.items()]  # type: ignore[arg-type]
    assert all(event.idle for event in events)
    assert shocks_of(events, [LeverChange(lever="cross_training", week=1, level=1.0)], 4.0) == ()
    (shock,) = shocks_of([*events, Event(kind="acquisition", week=1, factor=2.0)], [], 4.0)
    assert (shock.label, shock.begins, shock.ends, shock.volume) == ("acquisition", WEEK, WEEK, 2.0)


def test_a_go_live_is_a_shock_until_its_dip_is_over() -> None:
    change = LeverChange(
        lever="integrated_systems", week=2, level=1.0, go_live=GoLive(dip=0.2, dip_weeks=6, parallel_weeks=9)
    )
    (shock,) = shocks_of([], [change], 4.0)
    assert (shock.label, shock.begins, shock.ends) == ("go-live", 2 * WEEK, 8 * WEEK), "no minutes: no parallel run"


@pytest.mark.parametrize("name", ["platform_outage", "peak_season", "growth"])
def test_the_files_of_the_scripts_load(name: str) -> None:
    timeline = load(SCENARIOS / f"{name}.toml")
    assert isinstance(timeline, Timeline)
    assert [event.idle for event in timeline.events] == [False]


def test_a_scenario_is_checked_however_it_is_made() -> None:
    scenario = load_scenario(SCENARIOS / "go_live.toml")
    assert [shock.label for shock in scenario.shocks] == ["go-live"]
    with pytest.raises(ValidationError, match="the run ends with week 1"):
        type(scenario).model_validate({**dict(scenario), "weeks": 2})


def test_where_a_lever_moves() -> None:
    assert LeverChange(lever="x", week=1, level=1.0).place == ("x", "", "")
    assert LeverChange(lever="x", week=1, level=1.0, department="sales").place == ("x", "sales", "")


def test_changes_without_a_proper_date_are_mistakes_of_their_own(tmp_path: Path) -> None:
    """A day that is none does not hide that another change overlaps."""
    changes = CHANGE + 'day = "moonday"\n' + CHANGE + "ramp_weeks = 'x'\n" + CHANGE
    told = mistakes(tmp_path, changes)
    assert any("lever_changes[0].day is 'moonday'; allowed is one of 'mon'" in sentence for sentence in told)
    assert any("lever_changes[1].ramp_weeks is 'x', a text" in sentence for sentence in told)
    assert any(sentence.startswith("lever_changes[2] moves integrated_systems again") for sentence in told)
