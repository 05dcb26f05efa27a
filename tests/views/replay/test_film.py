"""The film of the tour: pictures that a browser without a window takes, in one small file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageSequence

from sim.cli import main
from sim.inputs.mistakes import Mistakes
from sim.views import gallery
from sim.views.replay import film
from sim.views.replay.page import replay_page, stops_of
from tests.views.replay_study import short_study

MOST_BYTES = 1_000_000


@pytest.mark.browser
def test_the_film_shows_every_stop_and_is_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if film.browser() is None:
        pytest.skip("there is no Chromium")
    monkeypatch.setattr(film, "FRAMES", 2)
    said = film.write_film(short_study(), tmp_path / "replay.webp")
    assert "the tour as a film" in said
    content = (tmp_path / "replay.webp").read_bytes()
    assert len(content) < MOST_BYTES / 3
    shown = Image.open(io.BytesIO(content))
    assert shown.width == film.FINAL_WIDTH
    looks = [frame.convert("L").resize((40, 30)).tobytes() for frame in ImageSequence.Iterator(shown)]
    assert len(looks) == 2 * len(stops_of(short_study()))
    assert len(set(looks)) == len(looks), "something moves from picture to picture"


def test_without_a_browser_it_says_so_and_the_gallery_does_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "BROWSERS", ("no such program",))
    with pytest.raises(Mistakes, match="needs Chromium"):
        film.write_film(short_study(), tmp_path / "replay.webp")
    assert list(tmp_path.iterdir()) == []
    assert gallery._film(short_study(), tmp_path) == []


def test_the_command_says_so_before_anything_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(film, "BROWSERS", ("no such program",))
    assert main(["replay", "--film", str(tmp_path / "replay.webp")]) == 2
    assert "A film needs Chromium or Chrome" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_browser_that_takes_no_pictures_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Mistakes, match="took no pictures"):
        film.shots_of(replay_page(short_study()), sys.executable)
    with pytest.raises(Mistakes, match="took no pictures"):
        film.shots_of("", "/no/such/program")
