"""Command lines, good and bad: what is passed on, one sentence for a mistake, exit codes, interruption, pipes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.cli.commands.catalogue import COMMANDS
from sim.cli.flags import usable_processors
from tests.inputs.small_company import write_scenario

REPOSITORY = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}

BAD = {
    "--quick": "Begin with a command: compare, journey, explain, replay, gallery, published, pairing, levers, verify, "
    "desks, check, schema, init; python -m sim --help explains them.",
    "comprae A B": "'comprae' is not a command; did you mean 'compare'?",
    "dance": "'dance' is not a command; allowed are compare, journey, explain",
    "compare A": "compare takes two scenario files, A and B, but got 1.",
    "compare A B A": "compare takes two scenario files, A and B, but got 3.",
    "compare A B --replications 0": "--replications is '0'; allowed is a whole number from 1 to 10,000, or",
    "compare A B --replications -5": "--replications is '-5'; allowed is a whole number from 1",
    "compare A B --replications many": "--replications is 'many'; allowed is",
    "compare A B --replications 1e3": "--replications is '1e3'; allowed is",
    "compare A B --replications 10001": "--replications is '10001'; allowed is",
    "compare A B --jobs 0": "--jobs is '0'; allowed is a whole number from 1 to 512.",
    "compare A B --jobs -1": "--jobs is '-1'; allowed is",
    "compare A B --jobs two": "--jobs is 'two'; allowed is",
    "compare A B --weeks nan": "--weeks is 'nan'; allowed is a whole number from 1 to 520 (weeks that are",
    "compare A B --weeks inf": "--weeks is 'inf'; allowed is",
    "compare A B --weeks -inf": "--weeks needs a value.",
    "compare A B --weeks 2.5": "--weeks is '2.5'; allowed is",
    "compare A B --weeks 0": "--weeks is '0'; allowed is",
    "compare A B --weeks ٣": "--weeks is '٣'; allowed is",
    "compare A B --weeks=": "--weeks is ''; allowed is",
    "compare A B --weeks": "--weeks needs a value.",
    "compare A B --warm-up -1": "--warm-up is '-1'; allowed is a whole number from 0 to 104",
    "compare A B --seed text": "--seed is 'text'; allowed is a whole number from 0 to 9,223,372,036,854,775,807.",
    "compare A B --seed 9223372036854775808": "--seed is '9223372036854775808'; allowed is",
    "compare A B --seed -1": "--seed is '-1'; allowed is",
    "compare A B --out A": "--out is 'A', which is a file; allowed is a folder that is or can be made.",
    "compare A B --out A/deeper/still": "A is a file; allowed is a folder that is or can be made.",
    "compare A B --out=": "--out is '', which is no name; allowed is",
    "compare A B --out dangling": "--out is 'dangling', which is not a folder; allowed is",
    "compare A B --cluster ::": "--cluster is '::'; allowed is the address of a dask scheduler",
    "compare A B --cluster=": "--cluster is ''; allowed is",
    "compare A B --quick=yes": "--quick takes no value.",
    "compare A B --replication 3": "compare does not take '--replication'; did you mean '--replications'?",
    "compare A B --warmup=3": "compare does not take '--warmup'; did you mean '--warm-up'?",
    "verify --jobs 0": "--jobs is '0'; allowed is a whole number from 1 to 512.",
    "verify --weeks 3": "verify does not take '--weeks'",
    "verify A": "verify does not take 'A'.",
    "compare A B -x": "compare does not take '-x'.",
    "compare A nowhere": "nowhere: there is no such file",
    "compare A .": ".: is a folder; name a file in it.",
    "journey order-1 A": "journey CASE takes two scenario files, A and B, but got 1.",
    "journey order-1 A B --replication -1": "--replication is '-1'; allowed is a whole number from 0",
    "replay A": "replay takes two scenario files, A and B, but got 1.",
    "replay A B --out .": "--out is '.', which is a folder; allowed is a file to write.",
    "replay A B --out=": "--out is '', which is no name; allowed is a file to write.",
    "replay A B --out A/replay.html": "its folder is",
    "init": "init needs a folder that is new or empty, as in: python -m sim init my_company.",
    "init .": ". is not empty, and nothing of it is overwritten; name a folder that is new or empty.",
    "init A": "FOLDER is 'A', which is a file; allowed is a folder that is empty or can be made.",
    "init one two": "init does not take 'two'.",
    "check": "check needs at least one file.",
    "check A nowhere": "nowhere: there is no such file",
    "check A --quick": "check does not take '--quick'.",
    "schema A": "schema does not take 'A'.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: two scenarios A and B of one company, and a link that leads nowhere."""
    shutil.copy(REPOSITORY / "scenarios" / "company.toml", tmp_path / "company.toml")
    write_scenario(tmp_path, name="A")
    write_scenario(tmp_path, "[levers]\ninformation_silos = 1\n", name="B")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the command line asks of the study, which is replaced by one that only listens."""
    heard: dict[str, Any] = {}

    def compare_scenarios(a: object, b: object, **settings: object) -> types.SimpleNamespace:
        heard.update(settings, a=a, b=b)
        return types.SimpleNamespace(failures=heard.get("failures", []))

    def journey_of(case: str, a: object, b: object, replication: int) -> types.SimpleNamespace:
        heard.update(case=case, a=a, b=b, replication=replication)
        return types.SimpleNamespace(text="once upon a time", case=1 if "17" in case else None)

    def save_journey(_: object, out: Path) -> types.SimpleNamespace:
        heard.update(out=out)
        return types.SimpleNamespace(svg=out / "journey.svg")

    def write_folder(study: object, out: Path, jobs: int) -> object:
        heard.update(out=out)
        return study

    _replace(monkeypatch, "sim.experiment.study", compare_scenarios=compare_scenarios)
    _replace(monkeypatch, "sim.views.journey.story", journey_of=journey_of)
    _replace(monkeypatch, "sim.views.journey.picture", save_journey=save_journey)
    _replace(monkeypatch, "sim.views.folder", write_folder=write_folder, refuse_other_folder=lambda _: None)
    _replace(monkeypatch, "sim.views.text.terminal", print_study=lambda _: print("study"))
    return heard


def _replace(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    module = types.ModuleType(name)
    for key, value in contents.items():
        setattr(module, key, value)
    monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.parametrize("line", BAD)
def test_bad_command_line(line: str, folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(folder.rglob("*"))
    assert main(line.split()) == 2
    out, err = capsys.readouterr()
    assert BAD[line] in err
    assert err.count("\n") == 1
    assert out == "" or line.startswith("check A")
    assert not asked
    assert sorted(folder.rglob("*")) == before


def test_folder_that_may_not_be_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused by the system; simulated, as the tests may run as a user whom nothing is refused."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert main(["compare", "A", "B", "--out", "new/results"]) == 2
    assert f"but nothing may be written to {folder}; allowed is" in capsys.readouterr().err
    assert main(["compare", "A", "B"]) == 2
    assert "name another folder with --out" in capsys.readouterr().err


def test_default_folder_that_is_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "results").write_text("", encoding="utf-8")
    assert main(["compare", "A", "B"]) == 2
    assert f"The results would go to {Path('results', 'A_vs_B')}, but " in capsys.readouterr().err


def test_defaults(folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "A", "B"]) == 0
    assert capsys.readouterr().out == "study\n"
    a, b = asked["a"], asked["b"]
    assert (a.weeks, a.warm_up_weeks, a.seed, b.levers.information_silos) == (13, 4, 1, 1.0)
    assert asked | {"a": 0, "b": 0} == {
        "a": 0,
        "b": 0,
        "replications": None,
        "jobs": usable_processors(),
        "out": Path("results/A_vs_B"),
        "cluster": None,
        "stream_to": None,
    }
    assert not (folder / "results").exists()


def test_one_failed_run_is_an_exit_code(folder: Path, asked: dict[str, Any]) -> None:
    asked["failures"] = ["one"]
    assert main(["compare", "A", "B"]) == 1


def test_flags_are_passed_on(folder: Path, asked: dict[str, Any]) -> None:
    line = "compare A --weeks 2 --warm-up 0 --seed 9 --jobs 3 B --replications 7 --out there/deep"
    assert main(line.split()) == 0
    for scenario in (asked["a"], asked["b"]):
        assert (scenario.weeks, scenario.warm_up_weeks, scenario.seed) == (2, 0, 9)
    assert (asked["replications"], asked["jobs"], asked["out"]) == (7, 3, Path("there/deep"))


def test_the_last_of_two_flags_counts(folder: Path, asked: dict[str, Any]) -> None:
    """So that what a person adds to a script's own words wins."""
    line = "compare A B --weeks 2 --replications 3 --weeks 5 --replications auto"
    assert main(line.split()) == 0
    assert asked["a"].weeks == 5
    assert asked["replications"] is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", (13, 4, None)),
        ("--replications 12", (13, 4, 12)),
        ("--quick", (4, 1, 4)),
        ("--quick --weeks 6", (6, 1, 4)),
        ("--warm-up 0 --quick", (4, 0, 4)),
        ("--quick --replications 9", (4, 1, 9)),
        ("--quick --replications auto", (4, 1, None)),
    ],
)
def test_quick(line: str, expected: tuple[int, int, int | None], folder: Path, asked: dict[str, Any]) -> None:
    assert main(["compare", "A", "B", *line.split()]) == 0
    assert (asked["a"].weeks, asked["a"].warm_up_weeks, asked["replications"]) == expected


def test_scenarios_of_different_length_are_not_compared(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    write_scenario(folder, "weeks = 5\nseed = 2\n", name="B")
    assert main(["compare", "A", "B"]) == 2
    first, second = capsys.readouterr().err.splitlines()
    assert "A has seed = 1 but B has 2" in first
    assert "A has weeks = 13 but B has 5" in second
    assert "say --weeks" in second
    assert main(["compare", "A", "B", "--weeks", "5", "--seed", "1"]) == 0


def test_streaming(
    folder: Path, capsys: pytest.CaptureFixture[str], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder is asked for; without pyarrow, with a cluster or where a file is, a sentence says so."""
    words = ["compare", "A", "B", "--stream", str(folder / "journals")]
    assert main([*words, "--cluster", "tcp://10.0.0.5:8786"]) == 2
    assert "--stream does not go with --cluster" in capsys.readouterr().err
    (folder / "file").touch()
    assert main([*words[:-1], str(folder / "file")]) == 2
    assert "which is a file" in capsys.readouterr().err
    monkeypatch.setattr("sim.company.streamed.find_spec", lambda name: None)
    assert main(words) == 2
    assert "--stream needs pyarrow, which is not installed" in capsys.readouterr().err
    monkeypatch.setattr("sim.company.streamed.find_spec", lambda name: object())
    assert main(words) == 0
    assert asked["stream_to"] == folder / "journals"


def test_cluster_without_dask(
    folder: Path, capsys: pytest.CaptureFixture[str], asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["compare", "A", "B", "--cluster", "tcp://10.0.0.5:8786"]) == 2
    assert "--cluster needs dask.distributed" in capsys.readouterr().err
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object())
    assert main(["compare", "A", "B", "--cluster", "tcp://10.0.0.5:8786"]) == 0
    assert asked["cluster"] == "tcp://10.0.0.5:8786"


def test_journey(folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    line = "journey order-17 A B --replication 3 --quick --jobs 2"
    assert main(line.split()) == 0
    place = Path("results", "journey_order_17")
    assert capsys.readouterr().out == f"once upon a time\n\nIts way as a picture: {place / 'journey.svg'}\n"
    assert (asked["case"], asked["replication"], asked["a"].weeks) == ("order-17", 3, 4)
    assert asked["out"] == place
    assert main(["journey", "Order 17/invoice 1", "A", "B", "--out", "here"]) == 0
    assert asked["out"] == Path("here")


def test_a_journey_of_several_cases_has_no_picture(
    folder: Path, asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["journey", "order-18", "A", "B"]) == 0
    assert capsys.readouterr().out == "once upon a time\n"
    assert "out" not in asked


def test_journey_of_the_own_scenarios(folder: Path, asked: dict[str, Any]) -> None:
    assert main(["journey", "order-17"]) == 0
    assert (asked["case"], asked["a"].name, asked["b"].name) == ("order-17", "siloed", "integrated")
    assert main(["journey"]) == 0
    assert (asked["case"], asked["a"].name, asked["b"].name) == ("order 12", "siloed", "integrated")
    assert asked["replication"] == 0


def test_comparison_of_the_own_scenarios(folder: Path, asked: dict[str, Any]) -> None:
    """Those that come with the program, unless there are some of these names in ./scenarios; or any by their name."""
    assert main(["compare"]) == 0
    assert (asked["a"].name, asked["b"].name, asked["out"]) == (
        "siloed",
        "integrated",
        Path("results/siloed_vs_integrated"),
    )
    assert main(["compare", "typical", "A"]) == 0
    assert (asked["a"].name, asked["b"].name, asked["out"]) == ("typical", "small", Path("results/typical_vs_A"))
    (folder / "scenarios").mkdir()
    for name in ("siloed", "integrated"):
        shutil.copy(folder / "company.toml", folder / "scenarios" / "company.toml")
        write_scenario(folder / "scenarios", "weeks = 3\n", name=f"{name}.toml")
    assert main(["compare"]) == 0
    assert (asked["a"].name, asked["a"].weeks, asked["b"].name, asked["b"].weeks) == ("small", 3, "small", 3)


def test_alone_it_says_what_it_is_and_what_to_do_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Interoffice simulates a company")
    assert err == ""
    firsts = re.findall(r"^  python -m sim (\w+)", out, re.MULTILINE)
    assert firsts == ["compare", "journey", "init"]
    assert set(firsts) <= {command.name for command in COMMANDS}
    assert max(map(len, out.splitlines())) <= 120


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("/somewhere/bin/interoffice", "interoffice"),
        ("interoffice.exe", "interoffice"),
        ("interoffice-script.py", "interoffice"),
        ("/somewhere/sim/__main__.py", "python -m sim"),
        ("", "python -m sim"),
    ],
)
def test_it_calls_itself_as_it_was_called(
    called: str, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert main([]) == 0
    assert f"{name} --help lists all" in capsys.readouterr().out
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} COMMAND")
    assert main(["desks", "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: {name} desks ")


def test_check_tells_of_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "A", "company.toml"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("A: no mistakes (fingerprint ")
    assert out.splitlines()[1] == "company.toml: no mistakes"
    assert err == ""


def test_a_failure_shows_where_it_happened(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, RuntimeError("a defect")) == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback")
    assert "RuntimeError: a defect" in err


def test_interruption_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, KeyboardInterrupt()) == 130
    assert capsys.readouterr().err.count("\n") == 1


def test_full_disk_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, OSError(28, "No space left on device", "results/x")) == 1
    assert capsys.readouterr().err == "Nothing more can be written to results/x: No space left on device.\n"


def test_a_broken_pipe_that_is_not_the_output_is_a_failure(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _ending(monkeypatch, BrokenPipeError(32, "Broken pipe")) == 1
    assert "BrokenPipeError" in capsys.readouterr().err


def _ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> int:
    """The exit code of a comparison that ends with an error."""

    def compare_scenarios(*_: object, **__: object) -> None:
        raise error

    _replace(monkeypatch, "sim.experiment.study", compare_scenarios=compare_scenarios)
    _replace(monkeypatch, "sim.views.folder", write_folder=print, refuse_other_folder=lambda _: None)
    _replace(monkeypatch, "sim.views.text.terminal", print_study=print)
    return main(["compare", "A", "B"])


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([command.name, "--help"] for command in COMMANDS)])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert capsys.readouterr().out.startswith("usage: python -m sim")


def test_help_needs_nothing_slow() -> None:
    """Help answers at once because the libraries that take long to import are not imported."""
    code = (
        "import sys; from sim.cli import main; main(['compare', '--help']); "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'pydantic', 'numpy', 'pandas', 'scipy', 'matplotlib', 'networkx', 'simpy', 'tomlkit', 'tqdm'}))"
    )
    assert _python("-c", code).stdout.splitlines()[-1] == "[]"


def test_help_answers_in_time() -> None:
    """Processor time of the whole command, the best of three as other work may disturb it: 0.3 s at most."""
    resource = pytest.importorskip("resource")

    def seconds() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _python("-m", "sim", "--help")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return float(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)

    assert min(seconds() for _ in range(3)) < 0.3


def test_the_real_command(folder: Path) -> None:
    done = _python("-m", "sim", "comprae")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "'comprae' is not a command; did you mean 'compare'?\n"
    done = _python("-m", "sim", "check", "A")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("buffered", [True, False])
def test_reader_that_leaves_early(buffered: bool) -> None:
    """As with `| head`: no complaint, and done."""
    environment = ENVIRONMENT | ({} if buffered else {"PYTHONUNBUFFERED": "1"})
    with subprocess.Popen(
        [sys.executable, "-m", "sim", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_control_c_in_the_real_command(folder: Path) -> None:
    """As from a terminal, also where the tests themselves run in the background and ignore interrupts."""
    code = (
        "import sys, time, types\n"
        "study, terminal = types.ModuleType('study'), types.ModuleType('terminal')\n"
        "def compare(*_, **__):\n    print('running', flush=True)\n    time.sleep(30)\n"
        "study.compare_scenarios, terminal.print_study = compare, print\n"
        "folder = types.ModuleType('folder')\n"
        "folder.write_folder, folder.refuse_other_folder = print, lambda _: None\n"
        "sys.modules |= {'sim.experiment.study': study, 'sim.views.text.terminal': terminal,\n"
        "                'sim.views.folder': folder}\n"
        "from sim.cli import main\n"
        "raise SystemExit(main(['compare', 'A', 'B']))"
    )
    code = f"import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n{code}"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "running\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == "Interrupted; nothing that is unfinished was kept.\n"
        assert process.wait(timeout=30) == 130


def test_a_script_runs_from_anywhere(folder: Path) -> None:
    """A script gives its own files by their full path and hands on what a person adds."""
    (folder / "elsewhere").mkdir()
    (folder / "script.py").write_text(
        "import sys\nfrom pathlib import Path\nfrom sim.cli import main\nhere = Path(__file__).resolve().parent\n"
        "raise SystemExit(main(['compare', str(here / 'A'), str(here / 'B'), '--weeks', '2', *sys.argv[1:]]))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(folder / "script.py"), "--weeks", "0"],
        cwd=folder / "elsewhere",
        text=True,
        capture_output=True,
        check=False,
        env=ENVIRONMENT,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("--weeks is '0'")


def _python(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], text=True, capture_output=True, check=False, env=ENVIRONMENT)


@pytest.mark.parametrize("command", ["published", "pairing"])
def test_auto_is_for_comparisons(command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "A", "--replications", "auto"]) == 2
    assert "which only compares two scenarios; allowed here is a whole number" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "usual"), [("compare", "or auto, as unless"), ("pairing", "60"), ("published", "20")]
)
def test_help_says_how_many_replications(command: str, usual: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert (f"paired runs, {usual}" if "auto" in usual else f"paired runs (default {usual})") in said
