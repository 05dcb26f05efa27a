"""`replay`: a page that plays both worlds."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import given
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files, and where a film of the tour goes."""
    given.two_files(parser)
    parser.add_argument(
        "--film", metavar="FILE", type=Path, help="also write the guided tour as a small moving picture (WebP)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Compare, write the page, print where it lies."""
    a, b = given.pair(given.two_or_own(arguments, "replay"), arguments)

    from sim.views.replay.film import browser, no_browser, write_film
    from sim.views.replay.page import write_page
    from sim.views.text.say import say

    if arguments.film is not None and browser() is None:
        raise Mistakes([no_browser()])
    study = given.study(a, b, arguments)
    say(write_page(study, arguments.out))
    if arguments.film is not None:
        say(write_film(study, arguments.film))
    return given.ended_well(study)


REPLAY = Command("replay", "Write a page that plays both worlds side by side.", arguments_of, run, file="replay.html")
