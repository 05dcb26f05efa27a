"""Inputs that once ended in a traceback, or never: each is refused in a sentence, before any work."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sim.cli import main
from tests.first_company import FIRST
from tests.scenarios.test_scripts import as_main

CASES = Path(__file__).parent
ROOT = Path(__file__).parents[2]

REFUSED = {
    "control_name": ("name holds the control character \\x1b",),
    "endless_minutes": ('activities."pick and pack".minutes is 1e+300; allowed is a number from 0.01 to 100,000',),
    "a_billion_orders": ("web_orders_per_week is 1000000000.0; allowed is a number from 0 to 1,000,000",),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the cases beside the first company."""
    for file in (*CASES.glob("*.toml"), FIRST / "company.toml", FIRST / "siloed.toml"):
        shutil.copy(file, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What the command line is told; it is wrong input, and nothing else is said."""
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert all(letter.isprintable() or letter == "\n" for letter in said.err)
    return said.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["check", "explain"])
@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_refused_when_read(name: str, words: tuple[str, ...], command: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused([command, f"{name}.toml"], capsys)
    assert len(told.splitlines()) == len(words)
    for word in words:
        assert word in told


@pytest.mark.parametrize("command", ["check", "explain", "compare", "pairing", "published", "break_even"])
def test_a_company_in_which_nobody_answers_a_call_is_refused(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the name of the activity that is missing, before any run; only `explain` has nothing to do with it."""
    company = (folder / "company.toml").read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in company if not line.startswith('"answer a call"')]
    assert len(left) == len(company) - 1
    (folder / "company_without_a_row.toml").write_text("".join(left), encoding="utf-8")
    monkeypatch.setattr("sim.experiment.executors.replicate", lambda *_: pytest.fail("work was begun"))
    if command == "explain":
        assert main([command, "no_answer_a_call.toml"]) == 0
    elif command == "break_even":
        words = ["no_answer_a_call.toml", "siloed.toml", "--quick", "--jobs", "1"]
        assert as_main(command, monkeypatch, *words) == 2
        assert "'answer a call'" in capsys.readouterr().err
    else:
        files = ["no_answer_a_call.toml", *(["siloed.toml"] if command in ("compare", "pairing") else [])]
        assert "'answer a call'" in refused([command, *files], capsys)


@pytest.mark.parametrize(
    "change",
    [
        "[change.customers]\nweb_orders_per_week = 1e5\nbusiness_orders_per_week = 1e5\nunits_per_business_order = 1e6\n",
        "[change.contacts]\nretry_share = 1.0\nretry_hours = 0.05\nquestions_per_week = 100000\n",
        "[change.customers]\nunits_per_web_order = 1e6\n[change.logistics]\nbatch_units = 1\n",
        '[[events]]\nkind = "acquisition"\nweek = 0\nfactor = 10\n' * 5,
    ],
    ids=["orders", "retries", "batches", "acquisitions"],
)
def test_what_would_not_end_within_a_day_is_refused(
    change: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "endless.toml").write_text(f'name = "endless"\ncompany = "company.toml"\n{change}', encoding="utf-8")
    told = refused(["check", "endless.toml"], capsys)
    assert "by estimate, more than the day that is allowed" in told or "GB of memory" in told


def test_many_runs_are_refused_as_a_whole(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["compare", "siloed.toml", "siloed.toml", "--weeks", "520", "--replications", "10000", "--jobs", "2"]
    assert "20,000 runs of about" in refused([*words, "--out", str(folder / "out")], capsys)


def test_a_company_of_ten_thousand_people_is_allowed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    teams = "\n".join(
        f"[change.teams.{name}]\nstaff = 1000" for name in ("sales", "support", "finance", "warehouse", "it")
    )
    text = f'name = "large"\ncompany = "company.toml"\n[change.customers]\nweb_orders_per_week = 12000\n{teams}\n'
    (folder / "large.toml").write_text(text, encoding="utf-8")
    assert main(["check", "large.toml"]) == 0
    assert "no mistakes" in capsys.readouterr().out


def test_another_format_is_refused_with_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one sentence, for a scenario as for its company; one that says none counts as of the newest."""
    for name in ("siloed", "company"):
        path = folder / f"{name}.toml"
        text = path.read_text(encoding="utf-8")
        for given, words in (
            ("1", "format is 1; this program reads format 2, in which a company file holds every number of a run"),
            ("3", "format is 3; this program reads format 2; a newer version of it reads that file"),
            ('"one"', "format is 'one'; allowed is 2"),
        ):
            path.write_text(text.replace("format = 2", f"format = {given}"), encoding="utf-8")
            told = refused(["check", f"{name}.toml"], capsys)
            assert words in told
            assert len(told.splitlines()) == 1
        path.write_text(text.replace("format = 2\n", ""), encoding="utf-8")
        assert main(["check", f"{name}.toml"]) == 0
        capsys.readouterr()


@pytest.mark.usefixtures("folder")
def test_a_long_chain_of_files_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(60):
        Path(f"e{number}.toml").write_text(f'extends = "e{number + 1}.toml"\n', encoding="utf-8")
    assert "more than 20 files are laid over one another" in refused(["check", "e0.toml"], capsys)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (".".join(["a"] * 100_000) + " = 1", "nests tables or lists more than 20 deep"),
        ("a = " + "[" * 5_000 + "]" * 5_000, "nests tables or lists more than 20 deep"),
        ("\n".join(f"[t{number}.a]" for number in range(40_000)), "holds more than 50,000 values"),
        ('"' + "k" * 400_000 + '" = 1', "at most 200 are allowed"),
        ('"a\\u001b[31m" = 1', "holds the control character \\x1b"),
        ("a = 1\n" * 100_000, "at most 0.5 MB are read"),
    ],
    ids=["dotted", "deep", "tables", "key", "control", "large"],
)
def test_absurd_files_are_refused_at_once(text: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("absurd.toml").write_text(text, encoding="utf-8")
    assert words in refused(["check", "absurd.toml"], capsys)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["replay", "--out", "pipe"], "is not an ordinary file"),
        (["replay", "--out", "link"], "is not an ordinary file"),
        (["replay", "--out", "a" * 240], "name is too long"),
        (["replay", "--out", "a" * 300], "name is too long"),
        (["replay", "--out", "device"], "is not an ordinary file"),
        (["replay", "--out", "loop"], "which cannot be used"),
        (["replay", "--out", "."], "which is a folder"),
        (["compare", "siloed.toml", "siloed.toml", "--out", "a" * 240], "name is too long"),
        (["compare", "siloed.toml", "siloed.toml", "--out", "a" * 5_000], "name is too long"),
        (["compare", "siloed.toml", "siloed.toml", "--out", "device"], "not a folder"),
        (["compare", "siloed.toml", "siloed.toml", "--out", "loop/x"], "cannot be used"),
        (["gallery", "--quick", "--readme", "a" * 300], "cannot be read"),
        (["gallery", "--quick", "--readme", "pipe"], "is not an ordinary file"),
        (["gallery", "--quick", "--readme", "device"], "is not an ordinary file"),
        (["init", "loop"], "allowed is a folder"),
        (["init", "device"], "allowed is a folder"),
        (["compare", "siloed.toml", "siloed.toml", "--out", "pipe"], "not a folder"),
        (["gallery", "--quick", "--readme", "missing.md"], "cannot be read"),
        (["gallery", "--quick", "--readme", "siloed.toml"], "needs the lines"),
    ],
)
def test_where_results_go_is_looked_at_before_the_work(
    words: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def worked(*_: object, **__: object) -> None:
        pytest.fail("work was begun")

    monkeypatch.setattr("sim.experiment.study.compare_scenarios", worked)
    monkeypatch.setattr("sim.views.journey.story.journey_of", worked)
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes among its files")
    os.mkfifo(folder / "pipe")
    for name, place in {"link": "pipe", "loop": "loop", "device": os.devnull}.items():
        (folder / name).symlink_to(place)
    assert told in refused(words, capsys)
    assert (folder / "pipe").is_fifo()


def run(words: list[str], text: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        timeout=300,
        check=False,
    )


def test_workers_need_a_script_in_a_file() -> None:
    script = "\n".join(
        [
            "from sim.experiment.executors import workers",
            "from sim.inputs.mistakes import Mistakes",
            "try:",
            "    with workers(2) as pool:",
            "        print(pool.submit(abs, -1).result())",
            "except Mistakes as mistakes:",
            "    print(mistakes)",
        ]
    )
    done = run(["-"], script)
    assert "need the script that runs in a file" in done.stdout, done.stderr


def test_a_setting_of_the_drawing_library_ends_nothing(folder: Path) -> None:
    script = (
        "import sys\nfrom sim.cli.endings import guarded\ndef work():\n    import matplotlib.pyplot\n    print('drawn')\n"
    )
    (folder / "draw.py").write_text(script + "sys.exit(guarded(work))\n", encoding="utf-8")
    done = run([str(folder / "draw.py")], "", MPLBACKEND="nonsense")
    assert (done.returncode, done.stdout.strip()) == (0, "drawn"), done.stderr
