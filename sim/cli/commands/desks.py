"""`desks`: the smallest company, to be checked by hand."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.inputs.mistakes import Mistakes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two desks of one's own."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a file of kind 'two desks' (default: scenarios/two_desks.toml)"
    )


def run(arguments: argparse.Namespace) -> None:
    """Print every case of both worlds."""
    from sim.experiment.two_desks import text
    from sim.inputs.two_desks import TwoDesks
    from sim.views.text.say import say

    file, model = given.model(arguments.file, "two_desks")
    if not isinstance(model, TwoDesks):
        raise Mistakes([f"{file}: is no file of kind 'two desks'; compare runs a whole company."])
    say(text(model))


DESKS = Command(
    "desks", "Work out two desks and ten cases, small enough to check by hand.", arguments_of, run, simulates=False
)
