"""`verify`: the statements that must come out of the model, put to the test."""

from __future__ import annotations

import argparse

from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import add_jobs_flag, out_folder, processes
from sim.inputs.own_files import scenario_files


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """How long, on how many processes, and where to."""
    add_jobs_flag(parser)
    parser.add_argument("--out", metavar="FOLDER", type=out_folder, help="also write the table to FOLDER/statements.csv")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a fifth of the run lengths; intervals are wider, and some claims may stay undecided",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every statement with its result; failed unless all hold."""
    from sim.company.checks import scenario_to_run
    from sim.experiment.store import Store, default_folder
    from sim.inputs.whole_files import write_table
    from sim.verification.statements.catalogue import put_to_the_test
    from sim.verification.statements.lab import FULL, QUICK
    from sim.views.text.say import say
    from sim.views.text.verify import statements_table, statements_text

    effort = QUICK if arguments.quick else FULL
    (siloed,) = scenario_files("siloed")
    found = put_to_the_test(scenario_to_run(siloed), effort, jobs=processes(arguments), store=Store(default_folder()))
    if arguments.out is not None:
        write_table(arguments.out / "statements.csv", statements_table(found))
    say(statements_text(found, effort))
    return DONE if all(result.holds for result in found) else FAILED


VERIFY = Command(
    "verify",
    "Put the fifteen statements that must come out of the model to the test.",
    arguments_of,
    run,
    simulates=False,
)
