"""One command, `python -m sim`, with the same flags everywhere.

Exit codes: 0 done, 1 failed, 2 wrong input, 130 interrupted. A person's mistake is one sentence, never a
traceback. What takes time to import is imported where it is used, so that `--help` answers at once.

A script in `scenarios/` is a command line with its first words given:
`raise SystemExit(main(["compare", str(HERE / "a.toml"), str(HERE / "b.toml"), *sys.argv[1:]]))`; of a flag that
comes twice the last counts.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import re
import stat
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from sim.inputs.mistakes import Mistakes, did_you_mean, ended, nearest, show

if TYPE_CHECKING:
    from sim.inputs.scenario import Scenario

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130

PROGRAM = "python -m sim"
REPLICATIONS = 20
QUICK = {"weeks": 4, "warm_up_weeks": 1}
QUICK_REPLICATIONS = 4
MOST_REPLICATIONS = 10_000
MOST_JOBS = 512
LAST_REPLICATION = 2**31 - 1
SHARED_FIELDS = ("seed", "weeks", "warm_up_weeks")
"""What two scenarios must have in common to be compared, and flags can set."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word after `python -m sim`: what it does, the arguments of its own, and the function that does it."""

    name: str
    summary: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int | None]
    """Returns the exit code; nothing means done."""
    simulates: bool = True
    """Whether it takes the flags shared by all commands that run the simulation."""
    file: str = ""
    """The one file it writes unless `--out` names another; without it, `--out` is a folder."""


def main(words: Sequence[str] | None = None) -> int:
    """Run a command line, `sys.argv` unless given, and return its exit code."""
    return guarded(lambda: _run(sys.argv[1:] if words is None else list(words)))


def guarded(work: Callable[[], int | None]) -> int:
    """Do the work and return the exit code; a person's mistakes are printed as sentences."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's odd name is no reason to fail
    try:
        code = work() or DONE
        if sys.stdout is not None:
            sys.stdout.flush()
    except Mistakes as mistakes:
        print(*mistakes.sentences, sep="\n", file=sys.stderr)
        return WRONG_INPUT
    except KeyboardInterrupt:
        print("Interrupted; nothing that is unfinished was kept.", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        return _cannot_write(error)
    except Exception:
        return _failed()
    return code


def _run(words: list[str]) -> int:
    name = words[0] if words else ""
    if name in ("-h", "--help"):
        print(_overview())
        return DONE
    names = [command.name for command in COMMANDS]
    if name.startswith("-") or not name:
        raise Mistakes([f"Begin with a command: {', '.join(names)}; {PROGRAM} --help explains them."])
    if name not in names:
        raise Mistakes([ended(f"{show(name)} is not a command{nearest(name, names)}")])
    command = COMMANDS[names.index(name)]
    try:
        arguments = _parsed(command, words[1:])
    except SystemExit:  # --help was answered
        return DONE
    return command.run(arguments) or DONE


def _parsed(command: Command, words: list[str]) -> argparse.Namespace:
    parser = _Parser(prog=f"{PROGRAM} {command.name}", description=command.summary, allow_abbrev=False)
    command.arguments(parser)
    if command.simulates:
        _add_shared_flags(parser, command.file)
    return _read(parser, words, command.name)


def _read(parser: argparse.ArgumentParser, words: list[str], name: str) -> argparse.Namespace:
    arguments, unknown = parser.parse_known_intermixed_args(words)
    if unknown:
        given = unknown[0].partition("=")[0]
        flags = re.findall(r"--[a-z-]+", parser.format_usage())
        raise Mistakes([ended(f"{name} does not take {show(given)}{did_you_mean(given, flags)}")])
    return arguments


def script_arguments(name: str, summary: str, words: list[str],
                     own: Callable[[argparse.ArgumentParser], None]) -> argparse.Namespace | None:
    """What was said to a script in `scenarios/`: its own flags and the shared ones; None when help was answered."""
    parser = _Parser(prog=f"python scenarios/{name}", description=summary, allow_abbrev=False,
                     formatter_class=argparse.RawDescriptionHelpFormatter)
    own(parser)
    _add_shared_flags(parser)
    try:
        return _read(parser, words, name)
    except SystemExit:
        return None


def script_scenarios(names: Sequence[str], arguments: argparse.Namespace) -> list[Scenario]:
    """The scenario files a person gave, or else those of these names, with the flags' values; checked together."""
    from sim.inputs.loading import load_scenario

    given = [Path(file) for file in getattr(arguments, "files", [])]
    if given and len(given) != len(names):
        raise Mistakes([f"This takes {len(names)} scenario {'file' if len(names) == 1 else 'files'} (instead of "
                        f"{' and '.join(names)}), but got {len(given)}."])
    files = given or _own_scenarios(*names)
    if len(files) == 2:
        return list(_pair((files[0], files[1]), arguments))
    return [_with_flags(load_scenario(file), arguments) for file in files]


def own_file(name: str) -> Path:
    """A file of `scenarios/`, by its name without ending."""
    return _own_scenarios(name)[0]


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """The type of a flag that takes whole numbers in a range."""
    return _whole(least, most)


def script_out(name: str, arguments: argparse.Namespace) -> Path:
    """Where a script's results go: as said, or results/<name>; raises Mistakes where nothing can be written."""
    out: Path = arguments.out or Path("results") / name
    trouble = _trouble_with_folder(str(out))
    if trouble:
        raise Mistakes([f"The results would go to {out}, {trouble}; name another folder with --out."])
    return out


def _overview() -> str:
    from sim.scripts import table_lines

    width = max(len(command.name) for command in COMMANDS)
    lines = [f"  {command.name:{width}}  {command.summary}" for command in COMMANDS]
    return "\n".join([
        f"usage: {PROGRAM} COMMAND ...", "",
        "What siloed information costs a company, by simulation.", "",
        "commands:", *lines, "",
        "scripts, each a question (python scenarios/NAME; runs and minutes on two cores, in full and with --quick):",
        *table_lines(), "",
        f"{PROGRAM} COMMAND --help lists the options of a command, python scenarios/NAME --help those of a script.",
    ])


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are sentences."""

    def error(self, message: str) -> NoReturn:
        match = re.fullmatch(r"argument ([^:]+): (.*)", message, re.DOTALL)
        if match is None:
            raise Mistakes([ended(message)])
        flag, complaint = match.groups()
        if complaint.startswith("expected "):
            complaint = "needs a value"
        elif complaint.startswith("ignored explicit argument"):
            complaint = "takes no value"
        raise Mistakes([ended(f"{flag} {complaint}")])


def _add_shared_flags(parser: argparse.ArgumentParser, file: str = "") -> None:
    flags = parser.add_argument_group("the run", "flags that every command and script shares")
    add = flags.add_argument
    add("--replications", metavar="N", type=_replications,
        help=f"paired runs, or auto: until the intervals are narrow enough (default {REPLICATIONS})")
    add("--weeks", metavar="N", type=_field("weeks"), help="measured weeks, instead of the scenarios' own")
    add("--warm-up", metavar="N", type=_field("warm_up_weeks"), dest="warm_up_weeks",
        help="weeks run before measuring begins, instead of the scenarios' own")
    add("--seed", metavar="N", type=_field("seed"),
        help="start of all random numbers, instead of the scenarios' own")
    add("--jobs", metavar="N", type=_whole(1, MOST_JOBS), help="processes (default: one per usable processor)")
    if file:
        add("--out", metavar="FILE", type=_out_file, default=Path(file), help=f"the file to write (default: {file})")
    else:
        add("--out", metavar="FOLDER", type=_out_folder, help="where the results go (default: results/A_vs_B)")
    add("--cluster", metavar="ADDRESS", type=_cluster, help="dask scheduler to run on, such as tcp://10.0.0.5:8786")
    add("--quick", action="store_true",
        help=f"a true but small run: {QUICK['weeks']} weeks after {QUICK['warm_up_weeks']}, "
        f"{QUICK_REPLICATIONS} replications, unless given otherwise")


def _add_events_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--events", metavar="FILE", help="a file of kind 'events': what happens to both worlds")


# What a flag takes. Each raises ArgumentTypeError with the rest of a sentence that begins with the flag.


def _whole(least: int, most: int, about: str = "") -> Callable[[str], int]:
    """Whole numbers in a range."""

    def parse(text: str) -> int:
        number = int(text) if re.fullmatch(r"[+-]?[0-9]{1,30}", text) else None
        if number is None or not least <= number <= most:
            raise argparse.ArgumentTypeError(
                f"is {show(text)}; allowed is a whole number from {least:,} to {most:,}{about}")
        return number

    return parse


def _field(name: str) -> Callable[[str], int]:
    """What the scenario's own field of that name takes."""

    def parse(text: str) -> int:
        from sim.inputs.scenario import Scenario

        node = Scenario.model_json_schema()["properties"][name]
        most = node["maximum"] if "maximum" in node else node["exclusiveMaximum"] - 1
        about = f" ({node['description']})" if "description" in node else ""
        return _whole(node["minimum"], most, about)(text)

    return parse


def _replications(text: str) -> int | str:
    return text if text == "auto" else _whole(1, MOST_REPLICATIONS, ", or 'auto'")(text)


def _cluster(text: str) -> str:
    from importlib.util import find_spec

    if re.fullmatch(r"(\w+://)?[^\s:/]+(:\d{1,5})?", text) is None:
        raise argparse.ArgumentTypeError(
            f"is {show(text)}; allowed is the address of a dask scheduler, such as tcp://10.0.0.5:8786")
    if find_spec("distributed") is None:
        raise argparse.ArgumentTypeError(
            "needs dask.distributed, which is not installed; pip install '.[cluster]' installs it")
    return text


def _out_folder(text: str) -> Path:
    trouble = _trouble_with_folder(text)
    if trouble:
        raise argparse.ArgumentTypeError(f"is {show(text)}, {trouble}; allowed is a folder that is or can be made")
    return Path(text)


def _out_file(text: str) -> Path:
    path = Path(os.path.abspath(text))
    if not text.strip() or path.is_dir():
        what = "a folder" if text.strip() else "no name"
        raise argparse.ArgumentTypeError(f"is {show(text)}, which is {what}; allowed is a file to write")
    trouble = _trouble_with_folder(str(path.parent))
    if trouble:
        raise argparse.ArgumentTypeError(f"is {show(text)}; its folder is {path.parent}, {trouble}")
    return Path(text)


def _trouble_with_folder(name: str) -> str:
    """Why results cannot go to a folder; empty if they can. Nothing is made to find out."""
    if not name.strip() or "\0" in name:
        return "which is no name"
    path = Path(os.path.abspath(name))
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


# The commands.


def _compare_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="two scenario files, A and B")
    _add_events_flag(parser)


def _compare(arguments: argparse.Namespace) -> None:
    files = _two(arguments.files, "compare")
    a, b = _pair(files, arguments)
    out = arguments.out or _default_out(files)

    from sim.experiment.study import compare_scenarios
    from sim.views.folder import refuse_other_folder, write_folder
    from sim.views.terminal import print_study

    refuse_other_folder(out)
    jobs = arguments.jobs or usable_processors()
    study = compare_scenarios(a, b, replications=_number_of_replications(arguments), jobs=jobs,
                              cluster=arguments.cluster)
    print_study(write_folder(study, out, jobs))


def _journey_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", nargs="?", metavar="CASE", help="a case of tables/twins.csv")
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="two scenario files (default: scenarios/siloed.toml and scenarios/integrated.toml)")
    parser.add_argument("--replication", metavar="N", type=_whole(0, LAST_REPLICATION), default=0,
                        help="which replication, from 0 (of the shared flags, those that shape a run count here)")
    _add_events_flag(parser)


def _journey(arguments: argparse.Namespace) -> None:
    if arguments.case is None:
        raise Mistakes(["journey needs the case to tell of, such as one in tables/twins.csv."])
    files = arguments.files or [str(file) for file in _own_scenarios("siloed", "integrated")]
    a, b = _pair(_two(files, "journey CASE"), arguments)

    case = re.sub(r"[^a-z0-9]+", "_", arguments.case.lower()).strip("_")
    out = script_out(f"journey_{case or 'case'}", arguments)

    from sim.views.journey import journey_of
    from sim.views.journey_picture import save_journey

    journey = journey_of(arguments.case, a, b, arguments.replication)
    print(journey.text)
    if journey.case is not None:
        print(f"\nIts way as a picture: {save_journey(journey, out).svg}")


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="scenario files (default: scenarios/siloed.toml); of several, also what differs")


def _explain(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load_scenario

    scenarios = [load_scenario(file) for file in arguments.files or _own_scenarios("siloed")]

    from sim.views.explain import explain
    from sim.views.terminal import for_terminal

    print(for_terminal(explain(scenarios), getattr(sys.stdout, "encoding", None)))


def _replay_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="two scenario files (default: scenarios/siloed.toml and scenarios/integrated.toml)")


def _replay(arguments: argparse.Namespace) -> None:
    files = arguments.files or [str(file) for file in _own_scenarios("siloed", "integrated")]
    a, b = _pair(_two(files, "replay"), arguments)

    from sim.experiment.study import compare_scenarios
    from sim.views.replay import write_page

    study = compare_scenarios(a, b, replications=_number_of_replications(arguments),
                              jobs=arguments.jobs or usable_processors(), cluster=arguments.cluster)
    print(write_page(study, arguments.out))


def _gallery_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="two scenario files (default: scenarios/siloed.toml and scenarios/integrated.toml)")
    parser.add_argument("--readme", metavar="FILE", type=Path, help="a document to put the pictures' lines into")


def _gallery(arguments: argparse.Namespace) -> None:
    files = arguments.files or [str(file) for file in _own_scenarios("siloed", "integrated")]
    a, b = _pair(_two(files, "gallery"), arguments)

    from sim.experiment.study import compare_scenarios
    from sim.views import gallery
    from sim.views.journey import journey_of

    study = compare_scenarios(a, b, replications=_number_of_replications(arguments),
                              jobs=arguments.jobs or usable_processors(), cluster=arguments.cluster)
    out = arguments.out or Path(".github") / "pictures"
    shown = gallery.write_gallery(study, journey_of(gallery.CASE, a, b), out)
    lines = gallery.markdown(shown, arguments.readme.parent if arguments.readme else Path())
    if arguments.readme:
        gallery.put_into(arguments.readme, lines)
    print(lines)


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE", help="scenario or company files")


def _check(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load

    if not arguments.files:
        raise Mistakes(["check needs at least one file."])
    found: list[str] = []
    for file in arguments.files:
        try:
            model = load(file)
            _check_wiring(file, model)
        except Mistakes as mistakes:
            found.extend(mistakes.sentences)
        else:
            fingerprint = getattr(model, "fingerprint", "")
            print(f"{file}: no mistakes" + (f" (fingerprint {fingerprint})" if fingerprint else ""))
    if found:
        raise Mistakes(found)


def _check_wiring(file: str, model: object) -> None:
    """Raise Mistakes when a company's hand-offs lead nowhere, leave a department out, or leave a record unread."""
    from sim.company.graph import faults
    from sim.inputs.company_model import CompanyModel

    company = getattr(model, "company", model)
    if isinstance(company, CompanyModel) and (wrong := faults(company)):
        raise Mistakes([ended(f"{file}: {fault}") for fault in wrong])


def _desks_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE",
                        help="a file of kind 'two desks' (default: scenarios/two_desks.toml)")


def _desks(arguments: argparse.Namespace) -> None:
    from sim.experiment.two_desks import text
    from sim.inputs.loading import load
    from sim.inputs.two_desks import TwoDesks

    file = Path(arguments.file) if arguments.file else _own_scenarios("two_desks")[0]
    model = load(file)
    if not isinstance(model, TwoDesks):
        raise Mistakes([f"{file}: is no file of kind 'two desks'; compare runs a whole company."])
    print(text(model))


def _published_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="scenario files (default: scenarios/typical.toml and scenarios/siloed.toml)")


def _published(arguments: argparse.Namespace) -> None:
    from sim.inputs.loading import load_scenario

    files = [Path(file) for file in arguments.files] or _own_scenarios("typical", "siloed")
    scenarios = [_with_flags(load_scenario(file), arguments) for file in files]

    from sim.views.published import published_for

    number = _number_of_replications(arguments) or REPLICATIONS
    print(published_for(scenarios, number, arguments.jobs or usable_processors()))


def _pairing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", metavar="FILE",
                        help="two scenario files to contrast, or one whose levers are contrasted half on against off "
                             "(default: scenarios/typical.toml)")


def _pairing(arguments: argparse.Namespace) -> None:
    from sim.experiment.pairing import CONTRASTED, PAIRS, lever_contrasts, text, worth_of_pairing
    from sim.experiment.store import Store, default_folder
    from sim.inputs.loading import load_scenario

    files = arguments.files or [str(file) for file in _own_scenarios("typical")]
    if len(files) > 1:
        a, b = _pair(_two(files, "pairing"), arguments)
        contrasts, measures = [(f"{a.name} and {b.name}", a, b)], None
    else:
        contrasts = lever_contrasts(_with_flags(load_scenario(files[0]), arguments))
        measures = CONTRASTED
    given = arguments.replications or arguments.quick
    pairs = (_number_of_replications(arguments) or PAIRS) if given else PAIRS
    print(text(worth_of_pairing(contrasts, pairs=pairs, jobs=arguments.jobs or usable_processors(),
                                store=Store(default_folder()), measures=measures)))


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--jobs", metavar="N", type=_whole(1, MOST_JOBS), help="processes (default: one per usable processor)")
    add("--out", metavar="FOLDER", type=_out_folder, help="also write the table to FOLDER/statements.csv")
    add("--quick", action="store_true", help="a fifth of the run lengths, with wider intervals, which the table states")


def _verify(arguments: argparse.Namespace) -> int:
    from sim.experiment.store import Store, default_folder
    from sim.inputs.loading import load_scenario
    from sim.statements.catalogue import verdicts
    from sim.statements.lab import FULL, QUICK
    from sim.views.statements import statements_table, statements_text
    from sim.views.terminal import for_terminal

    effort = QUICK if arguments.quick else FULL
    found = verdicts(load_scenario(_own_scenarios("siloed")[0]), effort,
                     jobs=arguments.jobs or usable_processors(), store=Store(default_folder()))
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
        statements_table(found).to_csv(arguments.out / "statements.csv", index=False)
    print(for_terminal(statements_text(found, effort), getattr(sys.stdout, "encoding", None)))
    return DONE if all(verdict.holds for verdict in found) else FAILED


def _schema_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--company", action="store_true", help="of a company file instead of a scenario file")


def _schema(arguments: argparse.Namespace) -> None:
    from sim.inputs.printing import json_schema

    print(json_schema("company" if arguments.company else "scenario"), end="")


def _levers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE",
                        help="a company or scenario file, whose costs are shown (default: scenarios/company.toml)")


def _levers(arguments: argparse.Namespace) -> None:
    from sim.inputs.company_model import CompanyModel
    from sim.inputs.loading import load

    file = Path(arguments.file) if arguments.file else _own_scenarios("company")[0]
    model = load(file)
    company = getattr(model, "company", model)
    if not isinstance(company, CompanyModel):
        raise Mistakes([f"{file}: has no company, and levers cost nothing there."])

    from sim.views.levers_text import levers_text

    print(levers_text(company))


COMMANDS = (
    Command("compare", "Run two scenarios on the same customers and show what differs.", _compare_arguments,
            _compare),
    Command("journey", "Tell and draw what happened to one case in both worlds.", _journey_arguments, _journey),
    Command("explain", "Describe a scenario in plain words.", _explain_arguments, _explain, simulates=False),
    Command("replay", "Write a page that plays both worlds side by side.", _replay_arguments, _replay,
            file="replay.html"),
    Command("gallery", "Write some pictures as small files, and the lines that show them in a README.",
            _gallery_arguments, _gallery),
    Command("published", "Show what the model gives beside published figures.", _published_arguments, _published),
    Command("pairing", "Show what common random numbers earn: the variance of paired differences.",
            _pairing_arguments, _pairing),
    Command("levers", "Tell of every lever what it changes, what it costs and whom it harms.", _levers_arguments,
            _levers, simulates=False),
    Command("verify", "Put the fifteen statements that must come out of the model to the test.", _verify_arguments,
            _verify, simulates=False),
    Command("desks", "Work out two desks and ten cases, small enough to check by hand.", _desks_arguments, _desks,
            simulates=False),
    Command("check", "Check scenario and company files, and name every mistake.", _check_arguments, _check,
            simulates=False),
    Command("schema", "Print the JSON Schema of scenario files, for editors.", _schema_arguments, _schema,
            simulates=False),
)


# What commands share.


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def _two(files: list[str], command: str) -> tuple[Path, Path]:
    if len(files) != 2:
        given = f"got {len(files)}" if files else "got none"
        raise Mistakes([f"{command} takes two scenario files, A and B, but {given}."])
    return Path(files[0]), Path(files[1])


def _own_scenarios(*names: str) -> list[Path]:
    """Scenario files in ./scenarios or, away from there, in the folder that stands beside the package."""
    for folder in (Path("scenarios"), Path(__file__).parents[1] / "scenarios"):
        files = [folder / f"{name}.toml" for name in names]
        if all(file.is_file() for file in files):
            return files
    wanted = " and ".join(f"scenarios/{name}.toml" for name in names)
    raise Mistakes([f"There is no {wanted} here; name the scenario files."])


def _pair(files: tuple[Path, Path], arguments: argparse.Namespace) -> tuple[Scenario, Scenario]:
    """Both scenarios with the flags' values, after the mistakes of both files have been told."""
    from sim.inputs.loading import load_scenario

    scenarios: list[Scenario] = []
    found: list[str] = []
    for file in files:
        try:
            scenarios.append(_with_flags(_with_events(load_scenario(file), arguments), arguments))
        except Mistakes as mistakes:
            found.extend(mistakes.sentences)
    if found:
        raise Mistakes(found)
    a, b = scenarios
    _check_comparable(files, a, b)
    return a, b


def _with_events(scenario: Scenario, arguments: argparse.Namespace) -> Scenario:
    """The scenario with what the file of --events says will happen to it; its dates are checked with the flags."""
    file = getattr(arguments, "events", None)
    if file is None:
        return scenario
    from sim.inputs.events_model import Timeline
    from sim.inputs.loading import load

    timeline = load(file)
    if not isinstance(timeline, Timeline):
        raise Mistakes([f"{file}: is no file of kind 'events'; such a file begins with kind = \"events\"."])
    return scenario.model_copy(update={"events": (*scenario.events, *timeline.events),
                                       "lever_changes": (*scenario.lever_changes, *timeline.lever_changes)})


def _with_flags(scenario: Scenario, arguments: argparse.Namespace) -> Scenario:
    """The scenario with what the command line says instead; checked like the file's own values."""
    quick = QUICK if arguments.quick else {}
    given = {name: getattr(arguments, name) for name in SHARED_FIELDS if getattr(arguments, name) is not None}
    _check_dates(getattr(arguments, "events", None) or scenario.name, scenario,
                 {**quick, **given}.get("weeks", scenario.weeks))
    return type(scenario).model_validate({**dict(scenario), **quick, **given})


def _check_dates(told_by: str, scenario: Scenario, weeks: int) -> None:
    """Raise Mistakes when what will happen does not fit the company, or a run of so many weeks."""
    from sim.inputs.events_model import wrong_dates
    from sim.inputs.scenario import LEVERS
    from sim.inputs.sources import dotted

    if found := wrong_dates(scenario.model_dump(), LEVERS, weeks):
        raise Mistakes([ended(f"{told_by}: {dotted(where)} {words}") for where, words in found])


def _check_comparable(files: tuple[Path, Path], a: Scenario, b: Scenario) -> None:
    found = []
    for name in SHARED_FIELDS:
        ours, theirs = getattr(a, name), getattr(b, name)
        if ours != theirs:
            flag = "--" + name.removesuffix("_weeks").replace("_", "-")
            found.append(f"{files[0]} has {name} = {ours} but {files[1]} has {theirs}; only runs that meet the "
                         f"same weeks and customers can be compared, so make them equal or say {flag}.")
    if found:
        raise Mistakes(found)


def _number_of_replications(arguments: argparse.Namespace) -> int | None:
    """The number asked for; None means: until the intervals are narrow enough."""
    if arguments.replications is None:
        return QUICK_REPLICATIONS if arguments.quick else REPLICATIONS
    return None if arguments.replications == "auto" else int(arguments.replications)


def _default_out(files: tuple[Path, Path]) -> Path:
    return script_out(f"{files[0].stem}_vs_{files[1].stem}", argparse.Namespace(out=None))


def _cannot_write(error: OSError) -> int:
    """End quietly when the reader of the output, such as `head`, has gone, and in words when a disk is full."""
    output_lost = False
    try:
        sys.stdout.flush()
    except OSError:
        output_lost = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that Python's own last flush succeeds
    if output_lost and isinstance(error, BrokenPipeError):
        return DONE
    if errno.errorcode.get(error.errno or 0) in ("ENOSPC", "EDQUOT"):
        print(f"Nothing more can be written{f' to {error.filename}' if error.filename else ''}: "
              f"{error.strerror}.", file=sys.stderr)
        return FAILED
    return _failed()


def _failed() -> int:
    import traceback

    traceback.print_exc()
    return FAILED
