"""The report in headless Chromium: three widths, light and dark, by keyboard alone; the sliders recomputed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from sim.experiment.anchoring import together
from sim.experiment.statistics import ROUNDING, Interval
from sim.experiment.study import Study
from sim.experiment.verdicts import UNDECIDED, verdict
from sim.views.charts import bridge
from sim.views.report import what_if
from sim.views.style import words
from sim.views.style.scales import Scale
from sim.views.text.four_facts import four_facts
from tests.views.browser import Opened, chromium, opened

__all__ = ["chromium"]
pytestmark = pytest.mark.browser

MOST_BYTES = 6_000_000
FAULTS = r"""() => {
  const found = [], page = document.documentElement;
  document.querySelectorAll("details").forEach((own) => { own.open = true; });
  if (page.scrollWidth > page.clientWidth) found.push("the page scrolls sideways");
  const told = "p, h1, h2, h3, li, dd, dt, summary, label, output, button, td, th, caption";
  document.querySelectorAll(told).forEach((own) => {
    if (own.clientWidth > 1 && own.scrollWidth > own.clientWidth + 1 && getComputedStyle(own).display !== "inline")
      found.push("clipped: " + own.textContent.slice(0, 60));
  });
  const turns = (own) => /rotate\((?!-?0[ ,)])/.test(own.getAttribute("transform") || "");
  const upright = (text) => !turns(text) && !turns(text.parentNode);
  document.querySelectorAll("figure svg").forEach((svg) => {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) return;
    const texts = [...svg.querySelectorAll("text")].filter(upright)
      .map((text) => [text.textContent, text.getBoundingClientRect()]).filter((pair) => pair[1].width > 0);
    texts.forEach(([text, box], place) => {
      if (Math.min(box.left - frame.left, frame.right - box.right, box.top - frame.top, frame.bottom - box.bottom) < -1)
        found.push("outside its chart: " + text);
      texts.slice(place + 1).forEach(([other, its]) => {
        const wide = Math.min(box.right, its.right) - Math.max(box.left, its.left);
        const high = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
        if (wide > 2 && high > 3) found.push("one over the other: " + text + " / " + other);
      });
    });
  });
  return found;
}"""


@pytest.fixture
def file(full_folder: Study) -> Path:
    """The page, with every chart."""
    assert full_folder.out is not None
    return full_folder.out / "report.html"


@pytest.fixture(scope="module")
def turned(started: Browser, full_folder: Study) -> Iterator[Opened]:
    """The page for tests that only give its window another width or scheme."""
    yield from a_page(started, full_folder)


def a_page(browser: Browser, study: Study) -> Iterator[Opened]:
    """The page of a study in a wide window, until a file of tests is through."""
    assert study.out is not None
    shown = opened(browser, study.out / "report.html", 1440)
    yield shown
    shown.page.context.close()


def seen(turned: Opened, width: int, scheme: Literal["light", "dark"], media: Literal["screen", "print"]) -> Page:
    """That page, in a window of this width."""
    turned.page.set_viewport_size({"width": width, "height": 900})
    turned.page.emulate_media(media=media, color_scheme=scheme)
    return turned.page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 400])
def test_nothing_overlaps_is_clipped_or_complains(turned: Opened, width: int, scheme: Literal["light", "dark"]) -> None:
    page = seen(turned, width, scheme, "screen")
    assert page.evaluate(FAULTS) == []
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(252, 252, 250)", "dark": "rgb(21, 24, 27)"}[scheme]
    assert turned.complaints == []


@pytest.mark.parametrize("width", [1000, 700])
def test_print_shows_everything_on_white(turned: Opened, width: int) -> None:
    """As wide as paper on its side and upright; whoever looks at it in the dark gets ink on white too."""
    page = seen(turned, width, "dark", "print")
    assert page.evaluate(FAULTS) == []
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.locator("figure .wide").first.is_visible()
    assert not page.locator("#what-if").is_visible()
    assert turned.complaints == []


def test_it_prints(turned: Opened) -> None:
    """Paper has its own width, whatever that of the window is."""
    assert turned.page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(chromium: Browser, file: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = opened(chromium, file, 1440, scheme=scheme)
    found = Axe().run(shown.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"][:90]) for fault in found if fault["impact"] in ("serious", "critical")
    ] == []


@pytest.fixture(scope="module")
def wide(started: Browser, full_folder: Study) -> Iterator[Opened]:
    """The page for tests that use it."""
    yield from a_page(started, full_folder)


def test_the_keyboard_reaches_everything(wide: Opened) -> None:
    """Whatever can be clicked or scrolled gets the focus by Tab, in the order of the page, and shows it."""
    page = wide.page
    page.reload()  # so that no other test has left the focus somewhere
    wanted = page.evaluate("""() => [...document.querySelectorAll("a, summary, input, button, [tabindex='0']")]
      .filter((own) => own.checkVisibility()).length""")
    seen: list[float] = []
    for _ in range(wanted):
        page.keyboard.press("Tab")
        place = page.evaluate("""() => [...document.querySelectorAll("a, summary, input, button, [tabindex='0']")]
          .filter((own) => own.checkVisibility()).indexOf(document.activeElement)""")
        seen.append(place)
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert seen == list(range(wanted))


def moved(page: Page, study: Study, steps: tuple[int, ...]) -> dict[str, float]:
    """Move each slider by keyboard to so many steps; the levels it then has."""
    cube = study.more.cube
    assert cube is not None
    for lever, number in zip(cube.levers, steps, strict=True):
        page.locator(f"#what-if-{lever}").focus()
        page.keyboard.press("Home")
        for _ in range(number):
            page.keyboard.press("ArrowRight")
    return {lever: what_if.STEP * number / 100 for lever, number in zip(cube.levers, steps, strict=True)}


def read(page: Page) -> tuple[list[list[str]], list[list[str]]]:
    """What the cards of the facts say (value, change), and the bridge (amount, interval)."""
    facts: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll("#what-if .fact")].map((card) =>
      [card.querySelectorAll("b")[1].textContent, card.querySelector(".small").textContent])""")
    rows: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll("#what-if tbody tr")]
      .map((row) => [...row.querySelectorAll(".number")].map((cell) => cell.textContent))""")
    return facts, rows


def in_words(found: Interval, scale: Scale) -> list[str]:
    """An amount and its interval as the bridge says them."""
    amount, limits = scale.signed(found.estimate, found.lower, found.upper)
    if found.half_width > ROUNDING * abs(found.estimate):
        return [amount, " to ".join(limits.strip("[]").split(", "))]
    return [amount if found.half_width else scale.signed(found.estimate, math.nan, math.nan)[0], "given"]


@pytest.mark.parametrize("steps", [(0, 20, 8, 20), (20, 0, 0, 0), (13, 7, 1, 19)])
def test_the_sliders_say_what_python_computes(wide: Opened, full_folder: Study, steps: tuple[int, ...]) -> None:
    page, study = wide.page, full_folder
    levels = moved(page, study, steps)
    facts, rows = read(page)
    for said, fact, own in zip(facts, four_facts(study), what_if._fact_ties(study), strict=True):
        change = together([own], levels)
        here = float(own.start.mean()) + change.estimate
        hundredths = fact.measure in ("wrong decisions", "hidden work")
        value = f"{words.number(100 * here, 2)}{words.GAP}of{words.GAP}100" if hundredths else words.hours(here)
        assert said[0] == value, fact.measure
        word = verdict(change.lower, change.upper, "lower")
        assert said[1].startswith(f"{word}: "), fact.measure
        if word != UNDECIDED:
            assert said[1].endswith("less" if change.estimate < 0 else "more")
    scale = bridge.bridge_scale(bridge.steps(study), "EUR")
    causes = [*what_if._causes(study).values()]
    for (amount, limits), own in zip(rows[1 : 1 + len(causes)], causes, strict=True):
        found = together([own], levels)
        if found.estimate:
            assert [amount, limits] == in_words(found, scale)
    profit = together(causes, levels, level=True)
    assert rows[1 + len(causes)][0] == words.number(profit.estimate * scale.factor, 4)
    resized = together([*causes, what_if._resized(study)], levels, level=True)
    assert rows[-1][0] == words.number(resized.estimate * scale.factor, 4)
    status = page.locator("#what-if .kind").inner_text()
    assert ("A corner: estimated" if set(steps) <= {0, 20} else "Between corners: estimated") in status
    assert rows[1 + len(causes)][0] in status
    assert wide.complaints == []


def test_at_both_ends_the_sliders_say_what_the_head_says(wide: Opened, full_folder: Study) -> None:
    page, study = wide.page, full_folder
    for button, whole in (("first", False), ("last", True)):
        getattr(page.locator("#what-if button"), button).press("Enter")
        facts, rows = read(page)
        assert [said[0] for said in facts] == [fact.after if whole else fact.before for fact in four_facts(study)]
        steps = bridge.steps(study)
        levels = [float(amount) for amount in steps[steps["kind"] == bridge.LEVEL]["amount"]]
        scale = bridge.bridge_scale(bridge.steps(study), "EUR")
        here = next(row for row in rows[1:] if row[0] == words.number(levels[whole] * scale.factor, 4))
        assert here
        assert "the comparison's own 8" in page.locator("#what-if .kind").inner_text()
        if whole:
            for said, fact in zip(facts, four_facts(study), strict=True):
                assert said[1].endswith(fact.change), fact.measure


def test_the_file_is_small_enough_to_mail(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES
