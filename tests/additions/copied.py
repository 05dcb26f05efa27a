"""A copy of the program, as a stranger would change it: every file touched is counted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]


class Copy:
    """The program, the company file and the tests in a folder of their own.

    Attributes:
        touched: files changed or added so far, tests and documents aside.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.touched: set[str] = set()
        for folder in ("sim", "tests", "scenarios"):
            shutil.copytree(HOME / folder, place / folder)  # with what is compiled, which holds where nothing changed

    def add(self, file: str, text: str) -> None:
        """A new file."""
        self.touched.add(file)
        (self.place / file).write_text(text.lstrip(), encoding="utf-8")

    def after(self, file: str, line: str, more: str) -> None:
        """Lines behind a line that stands in a file once."""
        self.touched.add(file)
        text = (self.place / file).read_text(encoding="utf-8")
        assert text.count(line) == 1, f"{file} has {line!r} {text.count(line)} times"
        (self.place / file).write_text(text.replace(line, line + more), encoding="utf-8")

    def run(self, program: str) -> str:
        """What a program prints that is run with this copy."""
        here = {**os.environ, "PYTHONPATH": str(self.place), "PYTHONDONTWRITEBYTECODE": "1"}
        words = [sys.executable, "-c", program]
        done = subprocess.run(words, capture_output=True, text=True, cwd=self.place, env=here, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
