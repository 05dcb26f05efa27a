"""Commands that ask how far to trust the model: published, pairing, verify, desks."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.endings import DONE, FAILED
from sim.cli.flags import REPLICATIONS, add_jobs_flag, number_of_replications, out_folder, processes
from sim.inputs.mistakes import Mistakes


def _published_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="scenario files (default: scenarios/typical.toml and scenarios/siloed.toml)",
    )


def _published(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load_scenario

    files = [Path(file) for file in arguments.files] or given.own_files("typical", "siloed")
    scenarios = [given.with_flags(load_scenario(file), arguments) for file in files]

    from sim.views.text.published import published_for

    number = number_of_replications(arguments) or REPLICATIONS
    print(published_for(scenarios, number, processes(arguments)))


PUBLISHED = Command("published", "Show what the model gives beside published figures.", _published_arguments, _published)


def _pairing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="two scenario files to contrast, or one whose levers are contrasted half on against off "
        "(default: scenarios/typical.toml)",
    )


def _pairing(arguments: argparse.Namespace) -> None:
    from sim.experiment.pairing import CONTRASTED, PAIRS, lever_contrasts, text, worth_of_pairing
    from sim.experiment.store import Store, default_folder
    from sim.inputs.loading import load_scenario

    files = arguments.files or given.own_files("typical")
    if len(files) > 1:
        a, b = given.pair(given.two(files, "pairing"), arguments)
        contrasts, measures = [(f"{a.name} and {b.name}", a, b)], None
    else:
        contrasts = lever_contrasts(given.with_flags(load_scenario(files[0]), arguments))
        measures = CONTRASTED
    told = arguments.replications or arguments.quick
    pairs = (number_of_replications(arguments) or PAIRS) if told else PAIRS
    print(
        text(
            worth_of_pairing(
                contrasts, pairs=pairs, jobs=processes(arguments), store=Store(default_folder()), measures=measures
            )
        )
    )


PAIRING = Command(
    "pairing", "Show what common random numbers earn: the variance of paired differences.", _pairing_arguments, _pairing
)


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    add_jobs_flag(parser)
    parser.add_argument("--out", metavar="FOLDER", type=out_folder, help="also write the table to FOLDER/statements.csv")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a fifth of the run lengths; intervals are wider, and some claims may stay undecided",
    )


def _verify(arguments: argparse.Namespace) -> int:
    from sim.experiment.store import Store, default_folder
    from sim.inputs.loading import load_scenario
    from sim.inputs.whole_files import write_whole
    from sim.verification.statements.catalogue import put_to_the_test
    from sim.verification.statements.lab import FULL, QUICK
    from sim.views.text.terminal import for_terminal
    from sim.views.text.verify import statements_table, statements_text

    effort = QUICK if arguments.quick else FULL
    found = put_to_the_test(
        load_scenario(given.own_file("siloed")), effort, jobs=processes(arguments), store=Store(default_folder())
    )
    if arguments.out is not None:
        write_whole(arguments.out / "statements.csv", statements_table(found).to_csv(index=False, lineterminator="\n"))
    print(for_terminal(statements_text(found, effort), getattr(sys.stdout, "encoding", None)))
    return DONE if all(result.holds for result in found) else FAILED


VERIFY = Command(
    "verify",
    "Put the fifteen statements that must come out of the model to the test.",
    _verify_arguments,
    _verify,
    simulates=False,
)


def _desks_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="a file of kind 'two desks' (default: scenarios/two_desks.toml)"
    )


def _desks(arguments: argparse.Namespace) -> None:
    from sim.experiment.two_desks import text
    from sim.inputs.two_desks import TwoDesks

    file, model = given.model(arguments.file, "two_desks")
    if not isinstance(model, TwoDesks):
        raise Mistakes([f"{file}: is no file of kind 'two desks'; compare runs a whole company."])
    print(text(model))


DESKS = Command(
    "desks", "Work out two desks and ten cases, small enough to check by hand.", _desks_arguments, _desks, simulates=False
)
