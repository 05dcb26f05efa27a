"""``sim.explore()`` in a browser: pictures fit their cell, and sliders move in a real Jupyter Lab and are answered."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page

import sim
from tests.experiment import made_up
from tests.views.browser import chromium, opened

__all__ = ["chromium"]
pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
CELL = """from sim.inputs.loading import load_scenario
from sim.interactive.notebook import scenarios
import sim
world = load_scenario(scenarios() / "small_siloed.toml").model_copy(update={"weeks": 1, "warm_up_weeks": 0})
sim.explore(world, pairs=2)"""
TITLE = """() => [...document.querySelectorAll("figure svg title")].map((title) => title.textContent)
  .filter((text) => text.startsWith("Try ")).pop() ?? \"\""""
SECONDS = 240_000


@pytest.mark.parametrize("width", [1000, 720, 400])
def test_a_picture_fits_its_cell_or_can_be_moved(chromium: Browser, tmp_path: Path, width: int) -> None:
    pytest.importorskip("ipywidgets", reason="ipywidgets is missing; pip install '.[notebooks]' brings it")
    panel = sim.explore(made_up.worlds()[0], pairs=3, evaluate=made_up.evaluate)
    page_file = tmp_path / "cell.html"
    page_file.write_text(f"<meta charset='utf-8'>{panel.details.children[0].value}", encoding="utf-8")
    page = opened(chromium, page_file, width).page
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    drawn, frame = (
        page.evaluate(f"() => document.querySelector('{name}').getBoundingClientRect().width")
        for name in ("svg", "figure")
    )
    assert drawn <= max(frame, 640) + 1
    page.context.close()


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of a Jupyter Lab of its own, with a notebook in its folder."""
    pytest.importorskip("jupyterlab", reason="jupyterlab is missing; pip install '.[notebooks]' brings it")
    cell: dict[str, object] = {
        "cell_type": "code",
        "id": "one",
        "metadata": {},
        "source": CELL,
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    book = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "explore.ipynb").write_text(json.dumps(book), encoding="utf-8")
    own = {
        name: str(tmp_path / name.lower())
        for name in (
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTERLAB_SETTINGS_DIR",
            "JUPYTERLAB_WORKSPACES_DIR",
            "INTEROFFICE_CACHE",
        )
    }
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        "--no-browser",
        "--allow-root",
        "--ip=127.0.0.1",
        "--port=0",
        "--IdentityProvider.token=",
        "--ServerApp.password=",
        f"--ServerApp.root_dir={tmp_path}",
    ]
    log = tmp_path / "lab.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command,
            env={**os.environ, **own, "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONPATH": path},
            stdout=said,
            stderr=said,
        )
        try:
            yield _address(log)
        finally:
            server.terminate()
            server.wait(30)


def _address(log: Path) -> str:
    for _ in range(240):
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8", errors="replace")):
            return found[0]
        time.sleep(0.5)
    raise TimeoutError(log.read_text(encoding="utf-8", errors="replace"))


def _patiently(page: Page, address: str) -> None:
    """The address is told a moment before it answers."""
    for _ in range(30):
        try:
            page.goto(address, timeout=SECONDS)
            return
        except Error:
            time.sleep(1)


@pytest.mark.slow
def test_a_slider_is_moved_in_a_real_notebook_and_the_chart_changes(chromium: Browser, lab: str) -> None:
    page = chromium.new_context(viewport={"width": 1300, "height": 1400}).new_page()
    _patiently(page, f"{lab}/lab/tree/explore.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell .cm-content", timeout=SECONDS)
    page.get_by_text("Python 3 (ipykernel)").first.wait_for(timeout=SECONDS)
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    page.wait_for_selector("figure svg", timeout=SECONDS)
    before = page.evaluate(TITLE)
    assert before.startswith("Try 1 is exactly the reference")
    page.get_by_role("tab", name="Strategies").click()
    handles = page.locator(".noUi-handle:visible")
    assert handles.count() == 4
    handles.first.focus()
    page.keyboard.press("End")
    page.wait_for_function(f"(before) => ({TITLE})() !== before", arg=before, timeout=SECONDS)
    assert page.evaluate(TITLE).startswith("Try 2: ")
    assert page.get_by_text(re.compile(r"^Try 2: 2.pairs of 1.week after 0 of warm-up, answered in")).count() == 1
    drawn, frame = (page.locator(name).first.bounding_box() for name in ("figure svg", "figure"))
    assert drawn
    assert frame
    assert drawn["x"] + drawn["width"] <= frame["x"] + frame["width"] + 1, "nothing is cut off"
    page.context.close()
