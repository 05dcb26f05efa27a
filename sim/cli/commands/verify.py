"""`verify`: the statements that must come out of the model, and the closed forms its engine must return."""

from __future__ import annotations

import argparse

from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import add_jobs_flag, out_folder, processes
from sim.inputs.own_files import scenario_files


def arguments_of(parser: argparse.ArgumentParser) -> None:
    """How long, on how many processes, and where to."""
    add_jobs_flag(parser)
    parser.add_argument("--out", metavar="FOLDER", type=out_folder, help="also write statements.csv and closed_forms.csv")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a fifth of the run lengths; intervals are wider (6 %% allowed, not 2 %%), some claims may stay undecided",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every statement and every closed form with its result; failed unless all hold."""
    from sim.company.checks import scenario_to_run
    from sim.experiment.store import Store, default_folder
    from sim.inputs.seen import columns
    from sim.inputs.whole_files import write_table
    from sim.verification.closed_forms import arithmetic, table
    from sim.verification.statements.catalogue import put_to_the_test
    from sim.verification.statements.lab import FULL, QUICK
    from sim.views.style import words
    from sim.views.text.closed_forms import closed_forms_table
    from sim.views.text.say import say
    from sim.views.text.verify import statements_table, verify_text

    effort, jobs = QUICK if arguments.quick else FULL, processes(arguments)
    (siloed,) = scenario_files("small_siloed")
    found = put_to_the_test(scenario_to_run(siloed), effort, jobs=jobs, store=Store(default_folder()))
    rows = table.simulate(effort.length, effort.precision, jobs=jobs)
    if arguments.out is not None:
        write_table(arguments.out / "statements.csv", statements_table(found))
        write_table(arguments.out / "closed_forms.csv", closed_forms_table(rows, arithmetic.ROWS))
    say(verify_text(found, rows, arithmetic.ROWS, effort, columns(words.WIDTH)))
    held = [*(result.holds for result in found), *(row.holds for row in rows), *(row.holds for row in arithmetic.ROWS)]
    return DONE if all(held) else FAILED


VERIFY = Command(
    "verify",
    "Put the fifteen statements that must come out of the model (the small company), and the engine's closed forms, to "
    "the test.",
    arguments_of,
    run,
    simulates=False,
)
