"""`published`: what the model gives beside published figures."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import REPLICATIONS, fixed_replications, processes


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Any number of files."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="scenario files (default: scenarios/typical.toml and scenarios/siloed.toml)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run each scenario and print the figures side by side."""
    files = given.some_files(arguments, "typical", "siloed")
    scenarios = [given.to_run(file, arguments) for file in files]

    from sim.experiment.runs import run_several
    from sim.views.text.published import published_of
    from sim.views.text.say import say

    number = fixed_replications(arguments)
    results = run_several(scenarios, number, processes(arguments), arguments.cluster, about="published figures")
    say(published_of(results, scenarios[0].company.currency))
    return FAILED if any(result.cause for result in results) else DONE


PUBLISHED = Command(
    "published",
    "Show what the model gives beside published figures.",
    arguments_of,
    run,
    replications=str(REPLICATIONS),
)
