"""The command as a process of its own: quick to help, quiet when its reader leaves, one line when interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


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
