"""The first screen answers five fixed questions; the report of a real run has wide charts on wide screens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from sim.experiment.replication import Replication, replicate
from sim.experiment.study import Study, assemble
from sim.inputs.loading import load_scenario
from tests.shared import once
from tests.views.browser import Opened, chromium, opened
from tests.views.made_study import SCENARIOS, flat
from tests.views.pages import report_alone
from tests.views.replay_study import short_study
from tests.views.report.questions import QUESTIONS
from tests.views.report.test_browser import FAULTS

__all__ = ["chromium"]
pytestmark = pytest.mark.browser

SCREEN = (1440, 1000)
STARTS = """(kind) => [...document.querySelectorAll(`figure[aria-labelledby=chart-differences] ${kind} text`)]
  .filter((text) => /promised|perfect orders|customer satisfaction/.test(text.textContent))
  .map((text) => Math.round(text.getBoundingClientRect().left))"""
PAIRS = 3


@pytest.fixture(scope="module")
def default_run() -> Study:
    """The program's own two scenarios, as shipped but for their length: three pairs of three weeks."""
    first, second = (
        load_scenario(SCENARIOS / f"{world}.toml").model_copy(update={"weeks": 3, "warm_up_weeks": 1})
        for world in ("siloed", "integrated")
    )
    a, b = (
        [replicate(Replication(world, number, with_cases=number == 0)) for number in range(PAIRS)]
        for world in (first, second)
    )
    return assemble(first, second, a, b, 1.0)


@pytest.fixture(scope="module", params=["short run", pytest.param("default run", marks=pytest.mark.slow), "all studies"])
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Study, Path]:
    """A study and its report, as the command writes it."""
    if request.param == "all studies":
        written: Study = request.getfixturevalue("full_folder")
    else:
        study: Study = request.getfixturevalue("default_run") if request.param == "default run" else short_study()
        written = once(tmp_path_factory, request.param, lambda place: report_alone(study, place / "study"))
    assert written.out is not None
    return written, written.out / "report.html"


def bottom(page: Page, selector: str) -> float:
    """Where an element ends, in pixels from the top of the page."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_the_first_screen_answers_the_five_questions(chromium: Browser, told: tuple[Study, Path]) -> None:
    study, file = told
    page = opened(chromium, file, *SCREEN).page
    for question in QUESTIONS:
        text = flat(page.locator(question.place).first.inner_text())
        svg = page.locator(f"{question.place} svg >> visible=true")
        text += " ".join(flat(part) for part in svg.all_text_contents())
        for word in question.right(study):
            assert flat(word) in text, (question.asked, word)
    for place in (".verdict", ".facts", ".bridge svg >> visible=true", "#who-pays"):
        assert bottom(page, place) <= SCREEN[1], place
    top = page.locator("#what-next").bounding_box()
    assert top is not None
    assert top["y"] < SCREEN[1] - 120, "what to do next begins on the first screen"


@pytest.fixture(scope="module")
def shown(started: Browser, told: tuple[Study, Path]) -> Iterator[Opened]:
    """The report, for tests that only give its window another width."""
    page = opened(started, told[1], 1440)
    yield page
    page.page.context.close()


@pytest.mark.parametrize(("width", "wide"), [(1440, True), (1280, True), (768, True), (400, False)])
def test_a_wide_screen_gets_the_wide_charts(shown: Opened, width: int, wide: bool) -> None:
    page = shown.page
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(FAULTS) == []
    assert page.locator("figure .wide").first.is_visible() == wide
    assert page.locator("figure .narrow").first.is_visible() != wide
    # Names end at one line beside their marks, or begin at one line above them.
    starts = page.evaluate(STARTS, ".wide" if wide else ".narrow")
    assert (len(set(starts)) > 1) == wide
    assert shown.complaints == []
