"""`explain`: a scenario in plain words."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Any number of files."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="scenario files (default: scenarios/siloed.toml); of several, also what differs",
    )


def run(arguments: argparse.Namespace) -> None:
    """Print the description."""
    from sim.inputs.loading import load_scenario

    scenarios = [load_scenario(file) for file in given.some_files(arguments, "siloed")]

    from sim.views.text import explain as words
    from sim.views.text.say import say

    say(words.explain(scenarios))


EXPLAIN = Command("explain", "Describe a scenario in plain words.", arguments_of, run, simulates=False)
