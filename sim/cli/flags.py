"""The flags that all commands and scripts share: what each takes, how words are read, and what follows from them.

A flag's complaint is the rest of a sentence that begins with the flag.
"""

from __future__ import annotations

import argparse
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from sim.inputs.mistakes import Mistakes, did_you_mean, ended, schema_of, show

REPLICATIONS = 20
AUTO = "auto"
"""As many pairs as it takes for narrow intervals."""
QUICK = {"weeks": 4, "warm_up_weeks": 1}
QUICK_REPLICATIONS = 4
AUTO_WORDS = "until the intervals of the named measures are narrow enough"
MOST_REPLICATIONS = 10_000
LAST_REPLICATION = 2**31 - 1
MOST_JOBS = 512
LONGEST_NAME = 230
"""Bytes of the name of what is written; file systems take 255, and unfinished files have longer names."""
LONGEST_PATH = 3_900
SHARED_FIELDS = ("seed", "weeks", "warm_up_weeks")
"""What two scenarios must have in common to be compared, and flags can set."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are sentences."""

    def error(self, message: str) -> NoReturn:
        """Raise Mistakes with what argparse complains of."""
        match = re.fullmatch(r"argument ([^:]+): (.*)", message, re.DOTALL)
        if match is None:
            raise Mistakes([ended(message)])
        flag, complaint = match.groups()
        if complaint.startswith("expected "):
            complaint = "needs a value"
        elif complaint.startswith("ignored explicit argument"):
            complaint = "takes no value"
        raise Mistakes([ended(f"{flag} {complaint}")])

    def read(self, words: list[str], name: str) -> argparse.Namespace:
        """What the words after a command or script of this name say; raises Mistakes, and SystemExit after --help."""
        arguments, unknown = self.parse_known_intermixed_args(words)
        if unknown:
            given = unknown[0].partition("=")[0]
            flags = re.findall(r"--[a-z-]+", self.format_usage())
            raise Mistakes([ended(f"{name} does not take {show(given)}{did_you_mean(given, flags)}")])
        return arguments


def script_arguments(
    name: str, summary: str, words: list[str], own: Callable[[argparse.ArgumentParser], None], usual: str = AUTO
) -> argparse.Namespace | None:
    """What was said to a script in `scenarios/`: its own flags and the shared ones; None when help was answered.

    Args:
        usual: the number of replications unless it is given, for the help.
    """
    parser = Parser(
        prog=f"python scenarios/{name}",
        description=summary,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    own(parser)
    add_shared_flags(parser, folder=f"results/{name.removesuffix('.py')}", usual=usual)
    try:
        return parser.read(words, name)
    except SystemExit:
        return None


def add_shared_flags(
    parser: argparse.ArgumentParser, file: str = "", folder: str = "results/A_vs_B", usual: str = AUTO
) -> None:
    """The flags of everything that runs the simulation; ``--out`` is a folder unless one ``file`` is written.

    Args:
        usual: the number of replications unless it is given; only what is "auto" unless told otherwise can be so.
    """
    flags = parser.add_argument_group("the run", "flags that every command and script shares")
    add = flags.add_argument
    add(
        "--replications",
        metavar="N",
        type=_replications,
        help=f"paired runs, or auto, as unless given otherwise: {AUTO_WORDS}"
        if usual == AUTO
        else f"paired runs (default {usual})",
    )
    add("--weeks", metavar="N", type=_field("weeks"), help="measured weeks, instead of the scenarios' own")
    add(
        "--warm-up",
        metavar="N",
        type=_field("warm_up_weeks"),
        dest="warm_up_weeks",
        help="weeks run before measuring begins, instead of the scenarios' own",
    )
    add("--seed", metavar="N", type=_field("seed"), help="start of all random numbers, instead of the scenarios' own")
    add_size_flag(flags)
    add_jobs_flag(flags)
    if file:
        add("--out", metavar="FILE", type=_out_file, default=Path(file), help=f"the file to write (default: {file})")
    else:
        add("--out", metavar="FOLDER", type=out_folder, help=f"where the results go (default: {folder})")
    add("--cluster", metavar="ADDRESS", type=_cluster, help="dask scheduler to run on, such as tcp://10.0.0.5:8786")
    add(
        "--quick",
        action="store_true",
        help=f"a true but small run: {QUICK['weeks']} weeks after {QUICK['warm_up_weeks']}, "
        f"{QUICK_REPLICATIONS} replications, unless given otherwise",
    )


def add_jobs_flag(parser: argparse._ActionsContainer) -> None:
    """The flag of everything that may run on several processes."""
    parser.add_argument(
        "--jobs", metavar="N", type=whole_number(1, MOST_JOBS), help="processes (default: one per usable processor)"
    )


def add_size_flag(parser: argparse._ActionsContainer) -> None:
    """The flag of everything that reads a company that may be of another size."""
    parser.add_argument(
        "--size", metavar="N", type=_field("company_size"), help="people of the company, instead of its own number"
    )


def add_events_flag(parser: argparse.ArgumentParser) -> None:
    """The flag of what runs two scenarios that something may happen to."""
    parser.add_argument("--events", metavar="FILE", help="a file of kind 'events': what happens to both worlds")


def add_replication_flag(parser: argparse.ArgumentParser) -> None:
    """Which one run is shown, where only one is."""
    parser.add_argument(
        "--replication",
        metavar="N",
        type=whole_number(0, LAST_REPLICATION),
        default=0,
        help="which replication, from 0 (of the shared flags, those that shape a run count here)",
    )


def add_stream_flag(parser: argparse.ArgumentParser) -> None:
    """The flag of what keeps the journals of its runs."""
    parser.add_argument(
        "--stream",
        metavar="FOLDER",
        type=_stream_folder,
        help="write the journals there as Parquet files while the runs go on, instead of keeping them in memory",
    )


# What a flag takes. Each raises ArgumentTypeError with the rest of a sentence that begins with the flag.


def whole_number(least: int, most: int, about: str = "") -> Callable[[str], int]:
    """Whole numbers in a range."""

    def parse(text: str) -> int:
        number = int(text) if re.fullmatch(r"[+-]?[0-9]{1,30}", text) else None
        if number is None or not least <= number <= most:
            raise argparse.ArgumentTypeError(
                f"is {show(text)}; allowed is a whole number from {least:,} to {most:,}{about}"
            )
        return number

    return parse


def _field(name: str) -> Callable[[str], int]:
    """What the scenario's own field of that name takes."""

    def parse(text: str) -> int:
        from sim.inputs.scenario import Scenario

        node = schema_of(Scenario)["properties"][name]
        node |= next((one for one in node.get("anyOf", ()) if one.get("type") == "integer"), {})
        most = node["maximum"] if "maximum" in node else node["exclusiveMaximum"] - 1
        about = f" ({node['description']})" if "description" in node else ""
        return whole_number(node["minimum"], most, about)(text)

    return parse


def _replications(text: str) -> int | str:
    return text if text == AUTO else whole_number(1, MOST_REPLICATIONS, f", or '{AUTO}'")(text)


def _cluster(text: str) -> str:
    from importlib.util import find_spec

    if re.fullmatch(r"(\w+://)?[^\s:/]+(:\d{1,5})?", text) is None:
        raise argparse.ArgumentTypeError(
            f"is {show(text)}; allowed is the address of a dask scheduler, such as tcp://10.0.0.5:8786"
        )
    if find_spec("distributed") is None:
        raise argparse.ArgumentTypeError(
            "needs dask.distributed, which is not installed; pip install distributed installs it"
        )
    return text


def out_folder(text: str) -> Path:
    """A folder that is, or can be made."""
    trouble = trouble_with_folder(text)
    if trouble:
        raise argparse.ArgumentTypeError(f"is {show(text)}, {trouble}; allowed is a folder that is or can be made")
    return Path(text)


def _stream_folder(text: str) -> Path:
    from sim.company.streamed import MISSING, can_stream

    if not can_stream():
        raise argparse.ArgumentTypeError(MISSING)
    return out_folder(text)


def _out_file(text: str) -> Path:
    path = Path(os.path.abspath(text))
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError(f"is {show(text)}, which is no name; allowed is a file to write")
    if trouble := _trouble_with_name(path) or _not_ordinary(path):
        raise argparse.ArgumentTypeError(f"is {show(text)}, {trouble}; allowed is a file to write")
    trouble = trouble_with_folder(str(path.parent))
    if trouble:
        raise argparse.ArgumentTypeError(f"is {show(text)}; its folder is {path.parent}, {trouble}")
    return Path(text)


def _trouble_with_name(path: Path) -> str:
    """Why a name cannot be written under, first with the ending of what is unfinished; empty if it can."""
    if len(os.fsencode(path.name)) > LONGEST_NAME or len(os.fsencode(path)) > LONGEST_PATH:
        return "whose name is too long"
    return ""


def _not_ordinary(path: Path) -> str:
    """Why a file cannot be replaced: it is, or a link leads to, a folder, a device or the like; empty if it can."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return "which is a folder"
        ordinary = stat.S_ISREG(mode)
    except (FileNotFoundError, NotADirectoryError):  # the second is told of its folder
        ordinary = not path.is_symlink()
    except OSError as error:
        return f"which cannot be used ({error.strerror})"
    return "" if ordinary else "which is not an ordinary file"


def trouble_with_folder(name: str) -> str:
    """Why results cannot go to a folder; empty if they can. Nothing is made to find out."""
    if not name.strip() or "\0" in name:
        return "which is no name"
    path = Path(os.path.abspath(name))
    if trouble := _trouble_with_name(path):
        return trouble
    for folder in (path, *path.parents):
        try:
            mode = folder.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return f"which cannot be used ({error.strerror})"
        if not folder.is_dir():
            what = "a file" if stat.S_ISREG(mode) else "not a folder"
            return f"which is {what}" if folder == path else f"but {folder} is {what}"
        return "" if os.access(folder, os.W_OK | os.X_OK) else f"but nothing may be written to {folder}"
    return "which cannot be used"


# What follows from flags.


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def processes(arguments: argparse.Namespace) -> int:
    """How many processes do the work: as said, or one per usable processor."""
    return int(arguments.jobs or usable_processors())


def number_of_replications(arguments: argparse.Namespace) -> int | None:
    """The number of pairs asked of a comparison; None, unless told otherwise: until the intervals are narrow enough."""
    if arguments.replications is None:
        return QUICK_REPLICATIONS if arguments.quick else None
    return None if arguments.replications == AUTO else int(arguments.replications)


def fixed_replications(arguments: argparse.Namespace, usual: int = REPLICATIONS, quick: int = QUICK_REPLICATIONS) -> int:
    """The number asked for where it must be one, as said or as usual; raises Mistakes for 'auto'."""
    if arguments.replications is None:
        return quick if arguments.quick else usual
    if arguments.replications == AUTO:
        raise Mistakes(
            [f"--replications is '{AUTO}', which only compares two scenarios; allowed here is a whole number."]
        )
    return int(arguments.replications)


def results_folder(name: str, arguments: argparse.Namespace) -> Path:
    """Where results go: as said, or results/<name>; raises Mistakes where nothing can be written."""
    out: Path = arguments.out or Path("results") / name
    trouble = trouble_with_folder(str(out))
    if trouble:
        raise Mistakes([f"The results would go to {out}, {trouble}; name another folder with --out."])
    return out
