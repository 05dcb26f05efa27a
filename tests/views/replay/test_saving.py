"""What can be saved of the replay: a picture and, where the browser can record, a film."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.views.browser import chromium
from tests.views.replay.opening import file, ready

pytestmark = pytest.mark.browser
__all__ = ["chromium", "file"]


def test_picture_and_video_are_files(chromium: Browser, file: Path) -> None:
    shown = ready(chromium, file)
    page = shown.page
    with page.expect_download() as waiting:
        page.locator("#picture").click()
    picture = waiting.value.path().read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(picture) > 20_000
    assert page.locator("#video").is_visible()
    page.locator("#video").click()
    page.wait_for_timeout(1500)
    with page.expect_download() as waiting:
        page.locator("#video").click()
    assert waiting.value.path().stat().st_size > 1000
    assert not page.evaluate("() => replay.clock.playing")
    assert shown.complaints == []


IN_HAND = """
window.MediaRecorder = class {
  constructor() { Object.assign(this, { state: "inactive", mimeType: "video/webm" }); window.recorder = this; }
  start() { this.state = "recording"; }
  stop() { this.state = "inactive"; this.onstop(); }
  gives(piece) { this.ondataavailable({ data: new Blob([piece]) }); }
};
"""


def test_a_film_is_saved_once_there_is_anything_in_it(chromium: Browser, file: Path) -> None:
    """The browser has recorded nothing when the film is ended, and nothing a second later; then it has."""
    page = chromium.new_page()
    page.add_init_script(IN_HAND)
    page.goto(file.as_uri())
    page.wait_for_selector("body.ready")
    page.locator("#video").click()
    page.locator("#video").click()
    page.evaluate("() => recorder.gives('')")
    assert page.evaluate("() => recorder.state") == "recording"
    with page.expect_download() as waiting:
        page.evaluate("() => recorder.gives('frames')")
    assert waiting.value.path().read_bytes() == b"frames"


def test_without_recording_there_is_no_button_for_it(chromium: Browser, file: Path) -> None:
    context = chromium.new_context()
    context.add_init_script("delete window.MediaRecorder")
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("body.ready")
    assert page.locator("#video").is_hidden()
