"""`journey`: what happened to one case in both worlds."""

from __future__ import annotations

import argparse
import re

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.flags import add_events_flag, add_replication_flag, results_folder
from sim.inputs.mistakes import Mistakes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """The case, two files, and which replication of the case."""
    parser.add_argument(
        "case", nargs="?", metavar="CASE", help="a case of tables/twins.csv (default: a typical order, found in the data)"
    )
    given.two_files(parser)
    add_replication_flag(parser)
    add_events_flag(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run both worlds once, tell the case's story and draw its way."""
    if arguments.cluster is not None:
        raise Mistakes(["journey runs two worlds once, here; it does not take --cluster."])
    a, b = given.pair(given.two_or_own(arguments, "journey CASE"), arguments)
    case = re.sub(r"[^a-z0-9]+", "_", (arguments.case or "").lower()).strip("_")
    out = results_folder(f"journey_{case or 'typical'}", arguments)

    from sim.experiment.runs import run_both
    from sim.views.journey.picture import save_journey
    from sim.views.journey.story import journey_of
    from sim.views.text.say import say

    told = journey_of(arguments.case, run_both(a, b, arguments.replication), arguments.replication)
    say(told.text)
    if told.case is not None:
        say(f"\nIts way as a picture: {save_journey(told, out).svg}")


JOURNEY = Command("journey", "Tell and draw what happened to one case in both worlds.", arguments_of, run)
