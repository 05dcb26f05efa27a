"""`systems`: what every system, skill and habit of work does: what is lost without each, and when a system is down."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import fixed_replications, processes
from sim.inputs.names import CAPABILITIES

OWN = "small_typical"
PAIRS = 8
"""Pairs of each row of what is lost; most share the runs of the company that has everything."""
DOWNS = 4
"""Pairs of each system that is down: every run that is hit is held against one of its own that is not."""


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """One file, and the rows that are wanted."""
    given.one_file(parser, OWN)
    parser.add_argument(
        "--row",
        action="append",
        choices=CAPABILITIES,
        metavar="NAME",
        help="only this row of what is lost, and no system down; may be said several times",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the company with everything, without each, and with each system down; print both tables."""
    scenario = given.one(arguments, "systems", OWN)

    from sim.experiment.capabilities import CAPABILITY_ROWS
    from sim.experiment.doing_without import losses
    from sim.experiment.store import Store, default_folder
    from sim.experiment.two_days_down import downs
    from sim.views.text.say import say
    from sim.views.text.systems import told

    pairs, jobs, store = fixed_replications(arguments, PAIRS), processes(arguments), Store(default_folder())
    rows = [row for row in CAPABILITY_ROWS if not arguments.row or row.name in arguments.row]
    lacking = losses(scenario, replications=pairs, jobs=jobs, cluster=arguments.cluster, store=store, rows=rows)
    down = None
    if not arguments.row:
        pairs = fixed_replications(arguments, DOWNS)
        down = downs(scenario, replications=pairs, jobs=jobs, cluster=arguments.cluster, store=store)
    say(told(lacking, down))
    return FAILED if lacking.failed or (down and down.failed) else DONE


SYSTEMS = Command(
    "systems",
    "Show what every system, skill and habit of work does: what is lost without each, and when a system is down.",
    arguments_of,
    run,
    replications=str(PAIRS),
)
