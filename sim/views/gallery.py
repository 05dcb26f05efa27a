"""The gallery: some pictures of a study as small files, and the lines of Markdown that show them."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs.mistakes import Mistakes
from sim.inputs.whole_files import write_whole
from sim.views.style import look, words
from sim.views.style.picture import Picture, own_style

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.views.journey.story import Journey

WIDTH = 760.0
MOST_BYTES = 150_000
SHARPNESS = (168, 144, 120, 96, 72, 48)
"""Dots per inch to try, the sharpest first, until the file is small enough."""
COLOURS = 128
BEGIN, END = "<!-- gallery:begin -->", "<!-- gallery:end -->"


@dataclass(frozen=True, slots=True)
class GalleryPicture:
    """A picture of the gallery: its file, its title and what it shows in words."""

    file: Path
    title: str


def write_gallery(study: Study, journey: Journey | None, folder: Path) -> list[GalleryPicture]:
    """Write the pictures of a study, and the way of one case if there is one, as PNG files of at most `MOST_BYTES`."""
    from sim.views.journey.picture import journey_picture
    from sim.views.report.contents import gallery

    pictures = {chart.name: chart.draw(study, WIDTH) for chart in gallery()}
    if journey is not None:
        pictures["journey"] = journey_picture(journey, WIDTH)
    return [
        *_film(study, folder),
        *(
            GalleryPicture(write_whole(folder / f"{name}.png", small_png(picture)), picture.title)
            for name, picture in pictures.items()
        ),
    ]


def _film(study: Study, folder: Path) -> list[GalleryPicture]:
    """The replay's tour, where there is a browser that can take pictures of it."""
    from sim.views.replay.film import browser, write_film
    from sim.views.replay.page import stops_of

    if not study.replayed or browser() is None:
        return []
    file = folder / "replay.webp"
    write_film(study, file)
    titles = "; ".join(words.inside(stop.title) for stop in stops_of(study))
    return [GalleryPicture(file, f"Both companies side by side: {titles}")]


def small_png(picture: Picture) -> bytes:
    """The picture on a light ground in a palette of few colours, as sharp as `MOST_BYTES` allow.

    Raises:
        ValueError: when it is too large at every sharpness.
    """
    for dots in SHARPNESS:
        content = _png(picture, dots)
        if len(content) <= MOST_BYTES:
            return content
    raise ValueError(f"{picture.title!r} needs more than {MOST_BYTES:,} bytes")


def _png(picture: Picture, dots: int) -> bytes:
    from PIL import Image, ImageColor

    drawn, small = io.BytesIO(), io.BytesIO()
    with own_style():
        picture.figure.savefig(drawn, format="png", dpi=dots, facecolor=look.GROUND, metadata={"Software": None})
    shown = Image.open(drawn).convert("RGB")
    # The ground and the worlds' small marks keep their colours; a palette chosen by area alone gives them up.
    kept = [level for colour in (look.GROUND, *look.WORLDS) for level in ImageColor.getrgb(colour)]
    others = shown.quantize(COLOURS - len(kept) // 3, method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*kept, *others])
    shown.quantize(palette=palette, dither=Image.Dither.NONE).save(small, format="PNG", optimize=True)
    return small.getvalue()


def markdown(shown: list[GalleryPicture], beside: Path) -> str:
    """The pictures as Markdown, as seen from a folder; what each finds is its text alternative."""
    return "\n\n".join(f"![{_escaped(one.title)}]({Path(os.path.relpath(one.file, beside)).as_posix()})" for one in shown)


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)


def put_into(document: Path, lines: str) -> None:
    """Put the lines between the marks of a document; raises Mistakes as `read_document` does."""
    before, after = read_document(document)
    write_whole(document, f"{before}{BEGIN}\n\n{lines}\n\n{END}{after}")


def read_document(document: Path) -> tuple[str, str]:
    """What stands before and after the marks of a document.

    Raises:
        Mistakes: when there is no such document, it cannot be written, or the marks are not in it once each.
    """
    try:
        if document.exists() and not document.is_file():
            raise Mistakes([f"{document}: is not an ordinary file."])
        text = document.read_text(encoding="utf-8")
    except OSError as error:
        raise Mistakes([f"{document}: cannot be read ({error.strerror})."]) from error
    except ValueError:
        raise Mistakes([f"{document}: is not UTF-8 text."]) from None
    if not os.access(document, os.W_OK):
        raise Mistakes([f"{document}: may not be written."])
    parts = re.split(f"({re.escape(BEGIN)}|{re.escape(END)})", text)
    if parts[1::2] != [BEGIN, END]:
        raise Mistakes([f"{document}: needs the lines {BEGIN} and {END}, once each, to put the gallery between them."])
    return parts[0], parts[4]
