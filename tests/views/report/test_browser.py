"""The report in headless Chromium: three widths, light and dark, by keyboard alone; the what-if panel recomputed."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from sim.experiment.statistics import of_random, t_interval
from sim.experiment.study import Study
from sim.experiment.verdicts import verdict
from sim.views.charts.levers import gap_of
from sim.views.report import what_if
from sim.views.style.study_words import difference_words
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 768, 400])
def test_nothing_overlaps_is_clipped_or_complains(chromium: Browser, file: Path, width: int, scheme: str) -> None:
    shown = opened(chromium, file, width, scheme=scheme)
    assert shown.page.evaluate(FAULTS) == []
    ground = shown.page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(252, 252, 250)", "dark": "rgb(21, 24, 27)"}[scheme]
    assert shown.complaints == []
    shown.page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(chromium: Browser, file: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    shown = opened(chromium, file, 1440, scheme=scheme)
    found = Axe().run(shown.page).response["violations"]
    assert [
        (fault["id"], fault["nodes"][0]["html"][:90]) for fault in found if fault["impact"] in ("serious", "critical")
    ] == []
    shown.page.context.close()


@pytest.fixture(scope="module")
def wide(chromium: Browser, full_folder: Study) -> Opened:
    """The page in a wide window."""
    assert full_folder.out is not None
    return opened(chromium, full_folder.out / "report.html", 1440)


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


def told(page: Page) -> list[list[str]]:
    """The cells of the panel's table."""
    rows: list[list[str]] = page.evaluate("""() => [...document.querySelectorAll("#what-if tbody tr")]
      .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent))""")
    return rows


def test_the_what_if_panel_says_what_python_computes(wide: Opened, full_folder: Study) -> None:
    cube = full_folder.more.cube
    assert cube is not None
    page = wide.page
    steps = (0, 20, 8, 20)  # of 5 per cent each
    for lever, number in zip(cube.levers, steps, strict=True):
        page.locator(f"#what-if-{lever}").focus()
        page.keyboard.press("Home")
        for _ in range(number):
            page.keyboard.press("ArrowRight")
    levels = [what_if.STEP * number / 100 for number in steps]
    measures = [measure for measure in what_if.MEASURES if measure in cube.cubes]
    for cells, measure in zip(told(page), measures, strict=True):
        gap, _, scale = gap_of(cube, measure)
        values = np.zeros(cube.replications)
        for on in product((0, 1), repeat=len(levels)):
            weight = np.prod([level if switched else 1 - level for level, switched in zip(levels, on, strict=True)])
            own = frozenset(lever for lever, switched in zip(cube.levers, on, strict=True) if switched)
            values += weight * (cube.cubes[measure][own] - cube.cubes[measure][frozenset()]) * scale.factor
        interval = t_interval(values)
        change, limits = difference_words(interval.estimate, interval.lower, interval.upper)
        assert cells[2] == change, measure
        assert cells[3] == " to ".join(limits.strip("[]").split(", ")), measure
        decided = of_random(interval)
        assert cells[4] == verdict(decided.lower, decided.upper, gap["better"]), measure
    assert "interpolated" in page.locator("#what-if .kind").inner_text()
    page.locator("#what-if button").last.press("Enter")
    assert "were run" in page.locator("#what-if .kind").inner_text()
    change = told(page)[0][2]
    gap, _, scale = gap_of(cube, measures[0])
    assert change == scale.signed(gap["gap"], gap["lower"], gap["upper"])[0]
    assert wide.complaints == []


def test_the_file_is_small_enough_to_mail(file: Path) -> None:
    assert file.stat().st_size <= MOST_BYTES
