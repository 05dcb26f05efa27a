"""`pairing`: what common random numbers earn."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import fixed_replications, processes

PAIRS = 60
"""Pairs of a contrast: variances, unlike means, take many."""


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Two files, or one whose levers are contrasted."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="two scenario files to contrast, or one whose levers are contrasted half on against off "
        "(default: scenarios/small_typical.toml)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the contrasts and print the variances of paired and of independent differences."""
    from sim.experiment.pairing import CONTRASTED, lever_contrasts, text, worth_of_pairing
    from sim.experiment.store import Store, default_folder
    from sim.views.text.say import say

    files = given.some_files(arguments, "small_typical")
    if len(files) > 1:
        a, b = given.pair(given.two(files, "pairing"), arguments)
        contrasts, measures = [(f"{a.name} and {b.name}", a, b)], None
    else:
        contrasts = lever_contrasts(given.to_run(files[0], arguments))
        measures = CONTRASTED
    found = worth_of_pairing(
        contrasts,
        pairs=fixed_replications(arguments, PAIRS),
        jobs=processes(arguments),
        cluster=arguments.cluster,
        store=Store(default_folder()),
        measures=measures,
    )
    say(text(found))
    return FAILED if found.attrs["failed"] else DONE


PAIRING = Command(
    "pairing",
    "Show what common random numbers earn: the variance of paired differences.",
    arguments_of,
    run,
    replications=str(PAIRS),
)
