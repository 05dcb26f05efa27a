"""A replay page opened in a browser, ready to be used."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.views.browser import Opened, opened


def ready(browser: Browser, file: Path, width: int = 1440, scheme: str = "light", hash_: str = "") -> Opened:
    """The page once it has drawn."""
    shown = opened(browser, file, width, scheme=scheme, hash_=hash_)
    shown.page.wait_for_selector("body.ready", timeout=30_000)
    return shown
