"""`oracle`: what knowing is worth, decision by decision, beside what the rules' cost formulas say."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import fixed_replications, processes

OWN = "small_siloed"
PAIRS = 20
"""Pairs of each oracle world, which share the ordinary runs: 260 runs, some ten minutes on two cores."""


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """One file."""
    given.one_file(parser, OWN)


def run(arguments: argparse.Namespace) -> int:
    """Run the ordinary world and its oracle worlds, and print regret beside gain."""
    scenario = given.one(arguments, "oracle", OWN)

    from sim.experiment.oracle import worth_of_knowing
    from sim.experiment.store import Store, default_folder
    from sim.views.text.oracle import told
    from sim.views.text.say import say

    found = worth_of_knowing(
        scenario,
        replications=fixed_replications(arguments, PAIRS),
        jobs=processes(arguments),
        cluster=arguments.cluster,
        store=Store(default_folder()),
    )
    say(told(found))
    return FAILED if found.failed else DONE


ORACLE = Command(
    "oracle",
    "Show what knowing is worth: each decision taken on the truth, beside what being wrong is said to cost.",
    arguments_of,
    run,
    replications=str(PAIRS),
)
