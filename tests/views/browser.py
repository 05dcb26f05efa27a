"""Headless Chromium for tests of pages; where there is none they skip and are counted as skipped."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright


@pytest.fixture(scope="package")
def started() -> Iterator[Browser]:
    """The Chromium of this machine, started once for all tests of a package."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def chromium(started: Browser) -> Iterator[Browser]:
    """The browser for one test: windows that it opened close with it, as a page that plays goes on drawing unseen."""
    before = list(started.contexts)
    yield started
    for context in started.contexts:
        if context not in before:
            context.close()


@dataclass
class Opened:
    """A page and everything it complained about or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)


def opened(browser: Browser, file: Path, width: int, height: int = 900, scheme: str = "light", hash_: str = "") -> Opened:
    """Open a file in a window of that size; what goes wrong from then on is collected."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        accept_downloads=True,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    shown = Opened(page)
    page.on("console", lambda message: shown.complaints.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: shown.complaints.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("file:", "blob:"))
            else shown.complaints.append(f"request: {request.url[:60]}")
        ),
    )
    page.goto(file.as_uri() + hash_)
    return shown
