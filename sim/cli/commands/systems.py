"""`systems`: what every system, skill and habit of work does: what is lost without each, and when a system is down."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import fixed_replications, processes

OWN = "small_typical"
PAIRS = 20
"""Pairs of each row, which share the runs of the company that has everything."""


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """One file."""
    given.one_file(parser, OWN)


def run(arguments: argparse.Namespace) -> int:
    """Run the company with everything, without each, and with each system down; print both tables."""
    scenario = given.one(arguments, "systems", OWN)

    from sim.experiment.doing_without import losses
    from sim.experiment.store import Store, default_folder
    from sim.experiment.two_days_down import downs
    from sim.views.text.say import say
    from sim.views.text.systems import told

    pairs, jobs, store = fixed_replications(arguments, PAIRS), processes(arguments), Store(default_folder())
    lacking = losses(scenario, replications=pairs, jobs=jobs, cluster=arguments.cluster, store=store)
    down = downs(scenario, replications=pairs, jobs=jobs, cluster=arguments.cluster, store=store)
    say(told(lacking, down))
    return FAILED if lacking.failed or down.failed else DONE


SYSTEMS = Command(
    "systems",
    "Show what every system, skill and habit of work does: what is lost without each, and when a system is down.",
    arguments_of,
    run,
    replications=str(PAIRS),
)
