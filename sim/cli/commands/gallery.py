"""`gallery`: some pictures as small files, for a README."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import given
from sim.cli.commands.command import Command


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files, and the document that shows the pictures."""
    given.two_files(parser)
    parser.add_argument("--readme", metavar="FILE", type=Path, help="a document to put the pictures' lines into")


def run(arguments: argparse.Namespace) -> int:
    """Draw and save the pictures; print the lines that show them."""
    a, b = given.pair(given.two_or_own(arguments, "gallery"), arguments)

    from sim.experiment.runs import run_both
    from sim.views import gallery as pictures
    from sim.views.journey.names import NoSuchCase
    from sim.views.journey.story import journey_of
    from sim.views.text.say import say

    if arguments.readme:
        pictures.read_document(arguments.readme)
    out = arguments.out or Path(".github") / "pictures"
    study = given.study(a, b, arguments)
    try:
        journey = journey_of(None, run_both(a, b))
    except NoSuchCase:  # in a company without orders
        journey = None
    shown = pictures.write_gallery(study, journey, out)
    lines = pictures.markdown(shown, arguments.readme.parent if arguments.readme else Path())
    if arguments.readme:
        pictures.put_into(arguments.readme, lines)
    say(lines)
    return given.ended_well(study)


GALLERY = Command(
    "gallery", "Write some pictures as small files, and the lines that show them in a README.", arguments_of, run
)
