"""Commands that show two worlds side by side: compare, journey, replay, gallery."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import given
from sim.cli.commands.command import Command
from sim.cli.flags import add_events_flag, number_of_replications, processes, results_folder, whole_number
from sim.inputs.mistakes import Mistakes

if TYPE_CHECKING:
    from sim.experiment.study import Study
    from sim.inputs.scenario import Scenario

LAST_REPLICATION = 2**31 - 1


def _compare_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="two scenario files, A and B")
    add_events_flag(parser)


def _compare(arguments: argparse.Namespace) -> None:
    files = given.two(arguments.files, "compare")
    a, b = given.pair(files, arguments)
    out = results_folder(f"{files[0].stem}_vs_{files[1].stem}", arguments)

    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.text.terminal import print_study

    refuse_other_folder(out)
    print_study(write_folder(_study(a, b, arguments), out, processes(arguments)))


COMPARE = Command(
    "compare", "Run two scenarios on the same customers and show what differs.", _compare_arguments, _compare
)


def _journey_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", nargs="?", metavar="CASE", help="a case of tables/twins.csv")
    _two_files(parser)
    parser.add_argument(
        "--replication",
        metavar="N",
        type=whole_number(0, LAST_REPLICATION),
        default=0,
        help="which replication, from 0 (of the shared flags, those that shape a run count here)",
    )
    add_events_flag(parser)


def _journey(arguments: argparse.Namespace) -> None:
    if arguments.case is None:
        raise Mistakes(["journey needs the case to tell of, such as one in tables/twins.csv."])
    a, b = given.pair_or_own(arguments, "journey CASE")

    case = re.sub(r"[^a-z0-9]+", "_", arguments.case.lower()).strip("_")
    out = results_folder(f"journey_{case or 'case'}", arguments)

    from sim.views.journey.picture import save_journey
    from sim.views.journey.story import journey_of

    told = journey_of(arguments.case, a, b, arguments.replication)
    print(told.text)
    if told.case is not None:
        print(f"\nIts way as a picture: {save_journey(told, out).svg}")


JOURNEY = Command("journey", "Tell and draw what happened to one case in both worlds.", _journey_arguments, _journey)


def _replay_arguments(parser: argparse.ArgumentParser) -> None:
    _two_files(parser)


def _replay(arguments: argparse.Namespace) -> None:
    a, b = given.pair_or_own(arguments, "replay")

    from sim.views.replay.page import write_page

    print(write_page(_study(a, b, arguments), arguments.out))


REPLAY = Command(
    "replay", "Write a page that plays both worlds side by side.", _replay_arguments, _replay, file="replay.html"
)


def _gallery_arguments(parser: argparse.ArgumentParser) -> None:
    _two_files(parser)
    parser.add_argument("--readme", metavar="FILE", type=Path, help="a document to put the pictures' lines into")


def _gallery(arguments: argparse.Namespace) -> None:
    a, b = given.pair_or_own(arguments, "gallery")

    from sim.views import gallery as pictures
    from sim.views.journey.story import journey_of

    out = arguments.out or Path(".github") / "pictures"
    shown = pictures.write_gallery(_study(a, b, arguments), journey_of(pictures.CASE, a, b), out)
    lines = pictures.markdown(shown, arguments.readme.parent if arguments.readme else Path())
    if arguments.readme:
        pictures.put_into(arguments.readme, lines)
    print(lines)


GALLERY = Command(
    "gallery",
    "Write some pictures as small files, and the lines that show them in a README.",
    _gallery_arguments,
    _gallery,
)


def _two_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="two scenario files (default: scenarios/siloed.toml and scenarios/integrated.toml)",
    )


def _study(a: Scenario, b: Scenario, arguments: argparse.Namespace) -> Study:
    from sim.experiment.study import compare_scenarios

    return compare_scenarios(
        a, b, replications=number_of_replications(arguments), jobs=processes(arguments), cluster=arguments.cluster
    )
