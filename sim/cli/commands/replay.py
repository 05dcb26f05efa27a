"""`replay`: a page that plays both worlds."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command


def run(arguments: argparse.Namespace) -> int:
    """Compare, write the page, print where it lies."""
    a, b = given.pair(given.two_or_own(arguments, "replay"), arguments)

    from sim.views.replay.page import write_page
    from sim.views.text.say import say

    study = given.study(a, b, arguments)
    say(write_page(study, arguments.out))
    return given.ended_well(study)


REPLAY = Command("replay", "Write a page that plays both worlds side by side.", given.two_files, run, file="replay.html")
