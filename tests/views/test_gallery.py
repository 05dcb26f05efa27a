"""The gallery: small files, and lines that say what each picture finds."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageColor

from sim.inputs.mistakes import Mistakes
from sim.views import gallery
from sim.views.gallery import BEGIN, END, MOST_BYTES, GalleryPicture, markdown, put_into, small_png
from sim.views.style import look
from tests.views.journey.test_case_way import drawn


def test_pictures_are_small_and_pictures() -> None:
    content = small_png(drawn("order", width=gallery.WIDTH))
    assert content[:4] == b"\x89PNG"
    assert 2_000 < len(content) <= MOST_BYTES


def test_ground_and_worlds_keep_their_colours() -> None:
    """Swatches are some dots of thousands: a palette chosen by area alone showed them in other colours."""
    image = Image.open(io.BytesIO(small_png(drawn("order", width=gallery.WIDTH)))).convert("RGB")
    shown = {colour for _, colour in image.getcolors(image.width * image.height) or []}
    assert {ImageColor.getrgb(colour) for colour in (look.GROUND, *look.WORLDS)} <= shown
    assert image.getpixel((0, 0)) == ImageColor.getrgb(look.GROUND)


def test_a_picture_that_cannot_be_small_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "MOST_BYTES", 100)
    monkeypatch.setattr(gallery, "SHARPNESS", (48,))
    with pytest.raises(ValueError, match="needs more than 100 bytes"):
        small_png(drawn("ticket"))


def test_lines_of_markdown_tell_what_is_found(tmp_path: Path) -> None:
    shown = [GalleryPicture(tmp_path / ".github" / "pictures" / "network.png", "Half as long [or so]")]
    assert markdown(shown, tmp_path) == r"![Half as long \[or so\]](.github/pictures/network.png)"


def test_they_are_put_between_the_marks_and_nowhere_else(tmp_path: Path) -> None:
    document = tmp_path / "README.md"
    document.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        put_into(document, "new")
        assert document.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnew\n\n{END}\nafter\n"
    document.write_text(f"{BEGIN} only", encoding="utf-8")
    with pytest.raises(Mistakes, match="once each"):
        put_into(document, "new")
    with pytest.raises(Mistakes, match="cannot be read"):
        put_into(tmp_path / "nowhere.md", "new")
