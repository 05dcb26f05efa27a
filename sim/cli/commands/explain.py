"""`explain`: a scenario in plain words."""

from __future__ import annotations

import argparse

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.flags import add_size_flag


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """Any number of files."""
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="scenario files (default: scenarios/siloed.toml, or scenarios/typical.toml with --budget); of several, also "
        "what differs",
    )
    add_size_flag(parser)
    parser.add_argument("--budget", action="store_true", help="the budget of each instead: volumes × touch time = hours")


def run(arguments: argparse.Namespace) -> None:
    """Print the description."""
    from sim.company.checks import of_its_size
    from sim.inputs.loading import load_scenario

    files = given.some_files(arguments, "typical" if arguments.budget else "siloed")
    scenarios = [of_its_size(load_scenario(file), str(file), arguments.size) for file in files]

    from sim.views.text.say import say

    if arguments.budget:
        from sim.company.budget.budget import budget
        from sim.views.text import budget as budgets

        say("\n\n\n".join(budgets.told(budget(scenario)) for scenario in scenarios))
        return

    from sim.views.text import explain as words

    say(words.explain(scenarios))


EXPLAIN = Command("explain", "Describe a scenario in plain words.", arguments_of, run, simulates=False)
