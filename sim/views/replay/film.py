"""The replay's tour as a small film: pictures that a browser without a window takes of the page, in one file."""

from __future__ import annotations

import base64
import html
import io
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from sim.inputs.mistakes import Mistakes
from sim.inputs.whole_files import scratch_folder, write_whole
from sim.views.replay.page import replay_page

if TYPE_CHECKING:
    from sim.experiment.study import Study

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
"""Programs that can take pictures of a page, the first that is there does."""
WIDTH, HEIGHT = 1120, 1000
"""Of the browser's window, pixels."""
FRAMES = 4
"""Pictures of each stop."""
MILLISECONDS = 1200
"""How long a picture is shown."""
FINAL_WIDTH = 760
QUALITY = 38
MOST_SECONDS = 300


def browser() -> str | None:
    """The program that takes the pictures, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def no_browser() -> str:
    """What is said where there is none."""
    return "A film needs Chromium or Chrome, and neither is on the path."


def write_film(study: Study, out: Path) -> str:
    """Write the film to a file, whole or not at all, and say so in a sentence; raises as `film_of` does."""
    film = film_of(replay_page(study))
    write_whole(out, film)
    return f"{out}: the tour as a film, {len(film) / 1e6:.2f} MB."


def film_of(page: str) -> bytes:
    """The tour of a replay page as an animated WebP picture.

    Raises:
        Mistakes: when there is no browser that could take the pictures, or it took none.
    """
    program = browser()
    if program is None:
        raise Mistakes([no_browser()])
    return joined(shots_of(page, program))


def shots_of(page: str, program: str) -> list[bytes]:
    """The pictures, in order, as files of their own."""
    with scratch_folder() as folder:
        file = write_whole(folder / "replay.html", page)
        flags = [
            "--headless",
            "--disable-gpu",
            "--dump-dom",
            f"--window-size={WIDTH},{HEIGHT}",
            "--virtual-time-budget=60000",
        ]
        alone = (
            ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
        )  # it refuses to run as root otherwise
        address = f"{file.as_uri()}#theme=light&film={FRAMES}"
        try:
            done = subprocess.run(
                [program, *flags, *alone, f"--user-data-dir={folder}/profile", address],
                capture_output=True,
                timeout=MOST_SECONDS,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Mistakes([f"{program}: took no pictures ({type(error).__name__})."]) from error
    found = re.search(r'<pre id="film"[^>]*>(.*?)</pre>', done.stdout.decode("utf-8", "replace"), re.DOTALL)
    if found is None:
        raise Mistakes([f"{program}: took no pictures of the page."])
    shots: list[str] = json.loads(html.unescape(found[1]))
    return [base64.b64decode(shot.partition(",")[2]) for shot in shots]


def joined(shots: list[bytes]) -> bytes:
    """One moving picture of many still ones."""
    from PIL import Image

    pictures = [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]
    small = [picture.resize((FINAL_WIDTH, picture.height * FINAL_WIDTH // picture.width)) for picture in pictures]
    out = io.BytesIO()
    small[0].save(
        out,
        format="WEBP",
        save_all=True,
        append_images=small[1:],
        duration=MILLISECONDS,
        loop=0,
        quality=QUALITY,
        method=4,
    )
    return out.getvalue()
