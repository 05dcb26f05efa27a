"""What the replay shows of information, in headless Chromium, against the journal read row by row; and the tour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sim.engine.codes import Cause
from sim.inputs.names import BACKLOG
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.run import STAYING_OPEN, Run
from sim.views.replay import page as replay
from sim.views.replay.counts import TICKS
from tests.measures.journal_reading import moments
from tests.views.browser import Opened, chromium
from tests.views.replay.opening import file, ready, wide
from tests.views.replay_study import BEGIN, END, WORLDS, run_of, short_study

pytestmark = pytest.mark.browser
__all__ = ["chromium", "file", "wide"]

NEAR = 2 / TICKS
"""Times on the page are whole numbers of ten seconds."""
AGES = """([w, t]) => Object.fromEntries(replay.replay.facts.departments.map((name, place) => [name,
  Object.fromEntries(replay.agesOf(replay.replay, w, place, t).map(({ record, age }) => [record, age / 360]))]))"""
OF_ALL = """([w, t]) => {
  const { snapshot, numbers, tally, agesOf, replay: own } = replay;
  const scene = snapshot(own, w, t, own.facts.kinds.map(() => true));
  const { open, waiting, finished, median } = numbers(own, w, t);
  return [[scene.departments.map(({ counts }) => counts), scene.outsideCount, open, waiting, finished, tally(own, w, t),
    own.facts.labels.map((_, place) => agesOf(own, w, place, t))], median];
}"""
MARKS = "(t) => { replay.clock.seek(t); replay.draw(); return replay.state.tokens.length; }"


def ages_in(run: Run, time: float) -> dict[str, dict[str, float]]:
    """How old each department's copies are, from the journal's rows: the last news that had come to each copy by then."""
    last: dict[str, tuple[float, bool]] = {}
    for row in run.journal.tables["news"].rows():
        if row["time"] <= time:
            last[str(run.names[row["copy"]])] = float(row["as_of"]), bool(row["live"])
    found: dict[str, dict[str, float]] = {}
    for copy, (as_of, live) in last.items():
        ends, record = copy.split(": ")
        reader = ends.split(" > ")[1]
        down: list[float] = []
        if live:
            systems = {
                name for team in run.facts.teams.values() if team.department == reader for _, name in team.platforms
            }
            down = [
                float(row["started"])
                for row in run.journal.tables["outages"].rows()
                if run.names[row["platform"]] in systems and row["started"] <= time < row["ended"]
            ]
        informed = min(down, default=time) if live else as_of
        ages = found.setdefault(reader, {})
        ages[record] = max(ages.get(record, 0.0), time - informed)
    return found


def decisions_in(run: Run, time: float) -> tuple[int, int]:
    """Decisions up to a time, and wrong ones, from the journal's rows; an open question counts when the truth is new."""
    seen: set[tuple[int, int, int]] = set()
    decided = wrong = 0
    for row in run.journal.tables["decisions"].rows():
        if row["time"] > time:
            continue
        question = int(row["decision"]), int(row["case"]), int(row["true"])
        again = run.names[row["decision"]] in STAYING_OPEN and question in seen
        seen.add(question)
        if row["time"] > BEGIN and not again:
            decided += 1
            wrong += int(row["cause"] != Cause.RIGHT)
    return decided, wrong


@pytest.mark.parametrize("w", [0, 1])
def test_ages_and_decisions_at_twenty_instants_equal_the_journal(wide: Opened, w: int) -> None:
    run = run_of(WORLDS[w])
    old = wrong_ones = 0
    for time in moments(run, 20, BEGIN, END - 1):
        shown, told = wide.page.evaluate(AGES, [w, time * TICKS]), ages_in(run, time)
        assert {name: set(own) for name, own in shown.items() if own} == {name: set(own) for name, own in told.items()}
        for department, ages in told.items():
            assert shown[department] == pytest.approx(ages, abs=NEAR), (time, department)
            old += sum(age > 0 for age in ages.values())
        tally = wide.page.evaluate("([w, t]) => replay.tally(replay.replay, w, t)", [w, time * TICKS])
        assert (tally["decisions"], tally["wrong"]) == decisions_in(run, time)
        wrong_ones += tally["wrong"]
    assert (old > 100) == (w == 0), "copies are old where they are copies"
    assert wrong_ones > 0


def test_every_decision_was_taken_on_what_the_page_says_was_known(wide: Opened) -> None:
    """The age that the decider noted is the age of one of the copies that its department has at that moment.

    Of the backlogs of several departments the page says how old the oldest is.
    """
    run = run_of(WORLDS[0])
    checked = 0
    for row in run.journal.tables["decisions"].rows():
        if row["time"] <= BEGIN or row["age"] <= 0 or checked >= 200:
            continue
        shown = wide.page.evaluate(AGES, [0, float(row["time"]) * TICKS])[str(run.names[row["department"]])]
        before = wide.page.evaluate(AGES, [0, float(row["time"]) * TICKS - 2])[str(run.names[row["department"]])]
        ages = [*shown.values(), *before.values()]
        one_of_several = BACKLOG in shown and row["age"] <= shown[BACKLOG] + NEAR
        assert one_of_several or any(abs(age - row["age"]) < 2 * NEAR for age in ages), (row, shown)
        checked += 1
    assert checked == 200


def test_hours_lost_in_hand_offs_are_those_that_lead_times_say(wide: Opened) -> None:
    """Over a whole run, hours waited for information are the parts of all cases, but for what counts as rework there."""
    for w, name in enumerate(WORLDS):
        run = run_of(name)
        begun, ended = (
            wide.page.evaluate("([w, t]) => replay.tally(replay.replay, w, t).lost", [w, time * TICKS])
            for time in (BEGIN, END)
        )
        assert begun == 0
        parts = parts_of(run)
        late = run.cases["opened"] > BEGIN
        least = parts.loc[late, "information"].sum()
        most = parts["information"].sum() + parts["rework"].sum()
        assert least - 1 <= ended <= most + 1
        assert (ended > 1000) == (w == 0)


def test_a_page_that_draws_a_sample_says_the_same_of_all(chromium: Browser, wide: Opened, tmp_path: Path) -> None:
    """Counts, tally and ages of a page with one family in many are those of the page with all cases."""
    path = tmp_path / "sampled.html"
    path.write_text(replay.replay_page(short_study(), most_legs=1500), encoding="utf-8")
    sampled = ready(chromium, path)
    assert sampled.page.evaluate("() => replay.replay.facts.every") > 4
    marks = 0
    for quarter in range(5, 1340, 67):
        time = (BEGIN + quarter / 4) * TICKS
        for w in (0, 1):
            (one, median), (other, exact) = (shown.page.evaluate(OF_ALL, [w, time]) for shown in (sampled, wide))
            assert one == other, (w, quarter)
            assert median == pytest.approx(exact, abs=0.011, nan_ok=True)
        marks += sampled.page.evaluate(MARKS, time)
    assert marks > 100
    assert "one family in" in sampled.page.locator("main").inner_text()
    name = sampled.page.evaluate("() => replay.replay.facts.tour.at(-1).follow")
    sampled.page.locator("#find").fill(name)
    sampled.page.locator("#find").press("Enter")
    assert sampled.page.locator("#name").inner_text() == name, "what the tour tells of is there"
    assert sampled.complaints == []


def test_the_tour_goes_by_itself_from_stop_to_stop(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file)
    page = shown.page
    stops = page.evaluate("() => replay.replay.facts.tour")
    assert 4 <= len(stops) <= 6
    assert f"{10 * len(stops)} s" in page.locator("#tour").inner_text()
    page.locator("#tour").click()
    for number, stop in enumerate(stops, 1):
        page.wait_for_function("(n) => replay.tour.at === n - 1", arg=number)
        assert page.locator("#guide-title").inner_text() == stop["title"]
        assert page.locator("#guide-words").inner_text() == stop["words"]
        assert page.locator("#guide-place").inner_text() == f"{number} of {len(stops)}"
        page.evaluate("() => { replay.clock.time = replay.tour.stop.time + 4 * 360 - 1; }")
    page.wait_for_function("() => !replay.clock.playing")
    assert page.locator("#guide").is_visible(), "the last stop stays"
    assert page.locator("#guide-bar-0 i").count() > 1
    page.keyboard.press("Escape")
    assert page.locator("#guide").is_hidden()
    page.keyboard.press("g")
    page.wait_for_function("() => replay.tour.at === 0 && replay.clock.playing")
    page.locator("#guide-next").click()
    page.wait_for_function("() => replay.tour.at === 1")
    page.locator("#timeline").focus()
    page.keyboard.press("Space")
    assert not page.evaluate("() => replay.clock.playing"), "pausing pauses the tour"
    page.evaluate("() => replay.clock.seek(replay.replay.facts.end - 9)")
    page.wait_for_function("() => replay.tour.at === -1")
    assert shown.complaints == []


def test_it_fills_the_screen_by_button_and_by_key(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file)
    page = shown.page
    page.locator("#full").click()
    page.wait_for_function("() => document.fullscreenElement?.id === 'show'")
    page.keyboard.press("f")
    page.wait_for_function("() => !document.fullscreenElement")
    assert shown.complaints == []


def test_nights_and_weekends_are_skipped_unless_asked(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file)
    page = shown.page
    evening = page.evaluate("() => replay.replay.facts.working[0][1]")
    for asked in (False, True):
        page.locator("#nights").set_checked(asked)
        page.evaluate("(t) => { replay.clock.seek(t - 200); replay.clock.toggle(); }", evening)
        page.wait_for_function("(t) => replay.clock.time > t", arg=evening)
        page.evaluate("() => replay.clock.toggle()")
        passed = (page.evaluate("() => replay.clock.time") - evening) / TICKS
        assert (passed < 9) == asked, passed
    speed = page.evaluate("() => replay.clock.speed")
    working = sum(end - begin for begin, end in page.evaluate("() => replay.replay.facts.working")) / TICKS
    assert 60 <= working / 2 * 13 / speed <= 90, "a quarter takes so many seconds"
    assert shown.complaints == []


def test_on_a_telephone_the_stage_comes_first_and_one_company_is_shown_at_a_time(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file, 400)
    page = shown.page
    stage = page.locator("#stage").bounding_box()
    assert stage
    assert stage["y"] < 160
    for other in ("#controls", "#deck", "#search"):
        box = page.locator(other).bounding_box()
        assert box
        assert box["y"] >= stage["y"] + stage["height"], other
    assert {token["w"] for token in page.evaluate("() => replay.state.tokens")} == {0}
    page.get_by_role("button", name=WORLDS[1], exact=True).click()
    page.wait_for_function("() => replay.state.tokens.every(({ w }) => w === 1)")
    page.keyboard.press("w")
    page.wait_for_function("() => replay.state.tokens.every(({ w }) => w === 0)")
    assert shown.complaints == []


def test_numbers_of_the_typical_order_are_those_of_its_lead_time(wide: Opened) -> None:
    stop = wide.page.evaluate("() => replay.replay.facts.tour.at(-1)")
    assert stop["twin"]
    name = stop["follow"]
    for world in WORLDS:
        run = run_of(world)
        cases = short_study().replayed[WORLDS.index(world)]["cases"].set_index("name")
        row = parts_of(run).set_index("case").loc[cases.loc[name, "case"]]
        lead = sum(row[part] for part in PARTS)
        assert re.search(rf"{lead:.1f}\s?h in {world}", stop["words"]), (lead, stop["words"])
