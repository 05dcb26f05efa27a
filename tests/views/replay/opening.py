"""A replay page opened in a browser, ready to be used; and that of the short study, for a file of tests each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sim.views.replay import page as replay
from tests.views.browser import Opened, opened
from tests.views.replay_study import short_study


def ready(browser: Browser, file: Path, width: int = 1440, scheme: str = "light", hash_: str = "") -> Opened:
    """The page once it has drawn."""
    shown = opened(browser, file, width, scheme=scheme, hash_=hash_)
    shown.page.wait_for_selector("body.ready", timeout=30_000)
    return shown


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "replay.html"
    path.write_text(replay.replay_page(short_study()), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def wide(started: Browser, file: Path) -> Iterator[Opened]:
    shown = ready(started, file)
    yield shown
    shown.page.context.close()
    assert shown.complaints == [], "no console message and no request, whatever was done"
