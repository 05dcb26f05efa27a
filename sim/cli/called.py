"""How the program was called, so that what it says can be typed as it stands."""

from __future__ import annotations

import sys
from pathlib import Path

COMMAND, MODULE = "interoffice", "python -m sim"


def program() -> str:
    """`interoffice` where that was typed, else `python -m sim`; Windows adds endings to the name of the file."""
    name = Path(sys.argv[0] if sys.argv else "").name
    return COMMAND if name.partition(".")[0].removesuffix("-script") == COMMAND else MODULE
