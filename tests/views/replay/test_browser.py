"""The replay page in headless Chromium: what it shows is what the journal says, and everybody can use it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from sim.measures.customers import ORDERS, TICKETS
from sim.measures.lead_time import PARTS
from sim.views.replay import page as replay
from sim.views.replay.counts import TICKS
from sim.views.replay.packing import ticks
from sim.views.replay.sampling import shown_cases
from sim.views.saved_tables import twins_table
from sim.views.style import look
from tests.measures.journal_reading import moments, where
from tests.views.browser import Opened, chromium
from tests.views.replay.opening import file, ready, wide
from tests.views.replay_study import BANDS, BEGIN, END, WORLDS, run_of, short_study

pytestmark = pytest.mark.browser
__all__ = ["chromium", "file", "wide"]

OPENING = 168.0 + 12
SCENE = """([w, ticks]) => {
  const { replay, snapshot } = globalThis.replay;
  const scene = snapshot(replay, w, ticks, replay.facts.kinds.map(() => true));
  const names = replay.facts.departments;
  const inside = scene.departments.flatMap((own, place) => ["work", "queue", "information"].flatMap((band) =>
    own[band].map(({ i }) => [i, band, names[place], ""])));
  const under = scene.travelling.map(({ i, leg }) => [i, "information", names[replay.worlds[w].place[leg]],
    names[replay.worlds[w].source[leg]]]);
  return { cases: [...inside, ...under, ...scene.outside.map(({ i }) => [i, "outside", "", ""])], states: scene.states };
}"""
TEXTS = """() => {
  const boxes = [];
  const own = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    const size = this.measureText(text);
    const left = this.textAlign === "right" ? x - size.width : x;
    boxes.push({ canvas: this.canvas.id || "timeline", text, x: left, y: y - size.actualBoundingBoxAscent, w: size.width,
      h: size.actualBoundingBoxAscent + size.actualBoundingBoxDescent });
    own.call(this, text, x, y);
  };
  globalThis.replay.state.made = "";
  globalThis.replay.draw();
  CanvasRenderingContext2D.prototype.fillText = own;
  const sizes = Object.fromEntries(["stage", "timeline"].map((id) => {
    const canvas = document.getElementById(id);
    return [id, [canvas.clientWidth, canvas.clientHeight]];
  }));
  return { boxes: boxes.filter(({ text }) => text), sizes, tokens: globalThis.replay.state.tokens };
}"""


@pytest.mark.parametrize("w", [0, 1])
def test_twenty_moments_on_the_page_equal_the_journal(wide: Opened, w: int) -> None:
    run = run_of(WORLDS[w])
    keys = shown_cases(short_study().replayed, BEGIN).cases["case"].tolist()
    open_cases = 0
    for time in moments(run, 20, BEGIN, END - 1):
        scene = wide.page.evaluate(SCENE, [w, time * TICKS])
        told = where(run, time)
        drawn = {keys[i]: (band, place, source) for i, band, place, source in scene["cases"]}
        assert len(drawn) == len(scene["cases"]), "a case is drawn once"
        assert set(drawn) == set(told), time
        for key, (band, place, source) in drawn.items():
            assert (band, source) == (BANDS[told[key].state], told[key].source), (time, key, told[key])
            assert place in ("", told[key].place) or not told[key].place, (time, key, told[key])
        counts: dict[str, int] = {}
        for state, *_ in told.values():
            counts[state] = counts.get(state, 0) + 1
        assert scene["states"] == counts
        open_cases += len(told)
    assert open_cases > 1000


def test_the_numbers_above_the_departments_are_those_of_the_journal(wide: Opened) -> None:
    for w, name in enumerate(WORLDS):
        run = run_of(name)
        for time in moments(run, 3, BEGIN + 100, END - 1, seed=9):
            said = wide.page.evaluate("([w, t]) => replay.numbers(replay.replay, w, t)", [w, time * TICKS])
            cases = run.cases[run.cases["kind"].isin((*ORDERS, *TICKETS))]
            opened, closed = (ticks(cases[column]) for column in ("opened", "closed"))
            done = cases[(closed <= time * TICKS) & (closed > BEGIN * TICKS) & (closed > opened)]
            assert said["open"] == ((cases["opened"] <= time) & (cases["closed"] > time)).sum()
            assert said["finished"] == len(done)
            assert said["median"] == pytest.approx(done["lead"].median(), abs=0.01)
            told = where(run, time)
            waiting = [key for key in cases["case"] if key in told and told[key].state == "information"]
            assert said["waiting"] == len(waiting)


DURATION = r"[\d.,]+\s(?:min|h|days)"
ROUNDED = {"min": 0.6 / 60, "h": 0.0601, "days": 0.0501 * 24}
"""What the last digit of a duration leaves open, in hours."""


def hours_in(text: str) -> tuple[float, float]:
    """Hours, and how far they may be from the truth."""
    value, unit = text.replace(",", "").split()
    return float(value) / {"min": 60, "h": 1, "days": 1 / 24}[unit], ROUNDED[unit]


def numbers_in(text: str) -> tuple[str, tuple[float, float], dict[str, tuple[float, float]]]:
    """Status, lead time and parts, as the page says them."""
    match = re.fullmatch(f"(.*?) after ({DURATION})(?:: (.*))?\\.", text)
    assert match, text
    labels = {label: part for part, (label, *_) in look.PARTS.items()}
    found = {
        labels[label]: hours_in(hours)
        for label, hours in re.findall(f"({'|'.join(map(re.escape, labels))}) ({DURATION})", match[3] or "")
    }
    return match[1], hours_in(match[2]), found


def test_a_click_follows_a_case_and_its_twin_with_the_numbers_of_the_table(chromium: Browser, file: Path) -> None:
    """From a mark on the stage, by mouse, to the splits of both worlds in words, beside tables/twins.csv."""
    shown = ready(chromium, file, hash_="#t=275")
    page, twins = shown.page, twins_table(short_study()).set_index("name")
    names = page.evaluate("() => replay.state.tokens.map(({ i }) => replay.caseName(replay.replay, i))")
    both = set(twins.index[twins["in"] == "both"])
    wanted = next(n for n, name in enumerate(names) if name.startswith("order") and "/" not in name and name in both)
    x, y = page.evaluate("(n) => [replay.state.tokens[n].x, replay.state.tokens[n].y]", wanted)
    page.locator("#stage").click(position={"x": x, "y": y})
    name = page.locator("#name").inner_text()
    assert abs(names.index(name) - wanted) <= 2 or name == names[wanted], "the mark that was clicked, or one upon it"
    row = twins.loc[name]
    assert row["in"] == "both"
    for w, world in enumerate(WORLDS):
        status, lead, parts = numbers_in(page.locator(f"#split-{w}").inner_text())
        assert status == row[f"status_{world}"] or row[f"status_{world}"] == "open"
        assert lead[0] == pytest.approx(row[f"lead_{world}"], abs=lead[1])
        for part in PARTS:
            hours, near = parts.get(part, (0.0, 0.0051))
            assert hours == pytest.approx(row[f"{part}_{world}"], abs=near), (world, part)
        assert name in page.locator("#caption").inner_text()
    rings = page.evaluate("() => replay.state.tokens.filter(({ i }) => i === replay.state.followed).map(({ w }) => w)")
    assert rings
    page.locator("#leave").click()
    assert page.locator("#story").is_hidden()
    assert shown.complaints == []


def test_a_case_can_be_found_by_name_and_a_wrong_name_gets_the_nearest(wide: Opened) -> None:
    page = wide.page
    page.locator("#find").fill("oder 60")
    page.locator("#find").press("Enter")
    assert "no case called “oder 60”" in page.locator("#missing").inner_text()
    near = page.locator("#missing button").all_inner_texts()
    assert near[0] == "order 60"
    page.locator("#missing button").first.click()
    assert page.locator("#name").inner_text() == "order 60"
    assert page.locator("#missing").inner_text() == ""
    page.locator("#suggestions button").first.click()
    name = page.locator("#name").inner_text()
    assert page.locator("#suggestions button").first.inner_text().startswith(name)
    page.keyboard.press("Escape")
    assert page.locator("#story").is_hidden()


def hour(page: Page) -> float:
    return float(page.evaluate("() => replay.clock.time")) / TICKS


def test_the_keyboard_alone_can_do_everything(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file)
    page = shown.page
    assert hour(page) == OPENING
    page.keyboard.press("ArrowRight")
    assert hour(page) == OPENING + 1
    page.keyboard.press("Shift+ArrowRight")
    assert hour(page) == OPENING + 25
    page.keyboard.press("ArrowLeft")
    assert hour(page) == OPENING + 24
    page.keyboard.press("Space")
    page.wait_for_function("(t) => replay.clock.playing && replay.clock.time > t * 360", arg=OPENING + 25)
    page.keyboard.press("Space")
    stood = hour(page)
    page.wait_for_timeout(100)
    assert hour(page) == stood
    page.keyboard.press("n")
    first = page.locator("#name").inner_text()
    page.keyboard.press("n")
    assert first
    assert page.locator("#name").inner_text() != first
    page.keyboard.press("p")
    assert page.locator("#name").inner_text() == first
    reached = []
    for _ in range(70):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("() => document.activeElement.id || document.activeElement.textContent.trim().slice(0, 30)")
        )
    for control in (
        "back",
        "play",
        "forth",
        "tour",
        "speed",
        "nights",
        "full",
        "theme",
        "picture",
        "timeline",
        "find",
        "leave",
        "begin",
        "orders",
        "inside work",
        "What is on the screen, as a ta",
    ):
        assert control in reached, control
    page.locator("#timeline").focus()
    page.keyboard.press("Home")
    assert hour(page) == BEGIN
    page.keyboard.press("End")
    assert hour(page) == pytest.approx(END, abs=0.01)
    page.locator("#play").focus()
    page.keyboard.press("Space")
    assert page.evaluate("() => replay.clock.playing"), "space on the button presses it once"
    assert shown.complaints == []


def test_filters_chapters_and_dragging(wide: Opened) -> None:
    page = wide.page
    page.evaluate("() => replay.clock.seek(270 * 360)")
    page.wait_for_timeout(100)
    every = page.evaluate("() => replay.state.tokens.length")
    page.get_by_role("button", name="money", exact=True).click()
    page.wait_for_timeout(100)
    assert page.evaluate("() => replay.state.tokens.length") < every
    assert page.get_by_role("button", name="money", exact=True).get_attribute("aria-pressed") == "false"
    page.get_by_role("button", name="money", exact=True).click()
    page.get_by_role("button", name="Demand peaks").click()
    page.wait_for_timeout(100)
    assert page.locator("#caption").inner_text().count("Demand peaks. ") == 1
    page.locator("#timeline").scroll_into_view_if_needed()
    box = page.locator("#timeline").bounding_box()
    assert box
    page.mouse.move(box["x"] + 100, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 40)
    before = hour(page)
    page.mouse.move(box["x"] + 700, box["y"] + 40)
    page.mouse.up()
    assert BEGIN < before < hour(page) < END


def test_words_and_table_say_what_is_on_the_screen(wide: Opened) -> None:
    page = wide.page
    page.evaluate("() => replay.clock.seek(275.5 * 360)")
    page.wait_for_timeout(150)
    said = page.locator("#spoken").text_content() or ""
    assert said.startswith("week 2, Fri 11:30.")
    for w, name in enumerate(WORLDS):
        total = page.evaluate("([w, t]) => replay.numbers(replay.replay, w, t)", [w, 275.5 * TICKS])
        assert f"{name}: {total['open']:,} orders and tickets open, {total['waiting']:,} of them waiting" in said
    assert page.locator("#stage").get_attribute("aria-label") == said
    page.locator("summary").click()
    scene = page.evaluate(SCENE, [0, 275.5 * TICKS])["cases"]
    row = page.locator("#rows tr", has_text="Customer service").locator("td").all_inner_texts()
    in_support = [band for _, band, place, source in scene if place == "support" and not source]
    assert [int(cell) for cell in row[1:4]] == [in_support.count(band) for band in ("work", "queue", "information")]
    assert page.locator("#timeline").get_attribute("aria-valuetext") == "week 2, Fri 11:30"
    page.locator("summary").click()


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["x"] < other["x"] + other["w"] - 0.5
        and other["x"] < one["x"] + one["w"] - 0.5
        and one["y"] < other["y"] + other["h"] - 0.5
        and other["y"] < one["y"] + one["h"] - 0.5
    )


@pytest.mark.parametrize("width", [1440, 768, 400])
def test_no_label_overlaps_and_nothing_is_clipped(chromium: Browser, file: Path, width: int) -> None:
    """In both colour schemes, each of which the page follows as soon as the reader's changes."""
    shown = ready(chromium, file, width)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        shown.page.emulate_media(color_scheme=scheme)
        assert_nothing_overlaps(shown.page, width)
        ground = shown.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert ground == {"light": "rgb(252, 252, 250)", "dark": "rgb(20, 23, 27)"}[scheme]
    assert shown.complaints == []


def assert_nothing_overlaps(page: Page, width: int) -> None:
    """At seven instants; nothing is cut off."""
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    for time in (BEGIN, 199.0, 230.0, 275.5, 300.0, 391.0, 500.0):
        page.evaluate("(t) => { replay.clock.time = t * 360; }", time)
        drawn = page.evaluate(TEXTS)
        for box in drawn["boxes"]:
            wide, high = drawn["sizes"][box["canvas"]]
            assert box["x"] >= -0.5 and box["x"] + box["w"] <= wide + 0.5, (time, box)  # noqa: PT018
            assert box["y"] >= -0.5 and box["y"] + box["h"] <= high + 0.5, (time, box)  # noqa: PT018
            assert "…" not in box["text"], (time, box)
        for place, one in enumerate(drawn["boxes"]):
            for other in drawn["boxes"][place + 1 :]:
                assert one["canvas"] != other["canvas"] or not overlap(one, other), (time, one, other)
        labels = [box for box in drawn["boxes"] if box["canvas"] == "stage"]
        for token in drawn["tokens"]:
            mark = {"x": token["x"] - 3, "y": token["y"] - 3, "w": 6, "h": 6}
            assert not any(overlap(mark, box) for box in labels), (time, token)
    clipped = page.evaluate("""() => [...document.querySelectorAll("button, p, h1, label, li, output")]
      .filter((own) => own.clientWidth > 1 && own.scrollWidth > own.clientWidth + 1)
      .map((own) => own.outerHTML.slice(0, 80))""")
    assert clipped == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(chromium: Browser, file: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = ready(chromium, file, scheme=scheme, hash_="#t=275.5&case=order 60")
    found = Axe().run(shown.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [
        (fault["id"], fault["impact"], fault["nodes"][0]["html"][:90])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ] == []


def test_theme_can_be_chosen(wide: Opened) -> None:
    page = wide.page
    page.locator("#theme").select_option("dark")
    page.wait_for_timeout(100)
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 27)"
    page.locator("#theme").select_option("auto")


@pytest.mark.slow
def test_drawing_is_quick(wide: Opened) -> None:
    """Processor time of a frame (not time on the wall, so that a busy machine does not matter), without graphics."""
    session = wide.page.context.new_cdp_session(wide.page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    before = spent()
    wide.page.evaluate("""() => {
      replay.clock.playing = true;
      for (let n = 0; n < 100; n++) {
        replay.clock.time = (180 + 3 * n) * 360;
        replay.draw();
      }
      replay.clock.playing = false;
    }""")
    milliseconds = (spent() - before) * 1000 / 100
    assert 0 < milliseconds < 16.7, f"{milliseconds:.1f} ms"


def test_a_company_in_which_nothing_happens_has_a_page(chromium: Browser, tmp_path: Path) -> None:
    study = short_study()
    empty = tuple({name: table.iloc[:0] for name, table in world.items()} for world in study.replayed)
    path = tmp_path / "nothing.html"
    path.write_text(replay.replay_page(dataclasses.replace(study, replayed=empty)), encoding="utf-8")
    shown = ready(chromium, path)
    shown.page.keyboard.press("Space")
    shown.page.locator("#find").fill("order 1")
    shown.page.locator("#find").press("Enter")
    assert "no case called" in shown.page.locator("#missing").inner_text()
    assert shown.complaints == []
