"""Kill -9 of a study, or of one of its workers, at any moment: the same tables in the end, and nothing is run twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.first_company import FIRST

REPOSITORY = Path(__file__).parents[2]
STUDY = """
import sys
from pathlib import Path
from sim.experiment.study import compare_scenarios
from sim.inputs.loading import load_scenario

if __name__ == "__main__":
    length = {"weeks": 2, "warm_up_weeks": 1}
    a, b = (load_scenario(file).model_copy(update=length) for file in sys.argv[2:])
    print("begins", flush=True)
    study = compare_scenarios(a, b, replications=5, jobs=2)
    out = Path(sys.argv[1])
    out.mkdir()
    tables = {"comparison": study.comparison, "pairs": study.pairs, "losers": study.losers, "twins": study.twins}
    for name, table in {**tables, **study.tables}.items():
        table.to_csv(out / f"{name}.csv", index=False)
"""
MOMENTS = range(10)
LONGEST = 300


def begin(folder: Path, cache: Path, out: str) -> subprocess.Popen[str]:
    script = folder / "study.py"
    script.write_text(STUDY, encoding="utf-8")
    files = [str(FIRST / f"{name}.toml") for name in ("siloed", "integrated")]
    process = subprocess.Popen(
        [sys.executable, str(script), str(folder / out), *files],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "INTEROFFICE_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, err


def tables(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def kept(cache: Path) -> dict[str, tuple[int, int]]:
    """Finished replications, each with what tells whether it was written again."""
    found = [file for file in cache.rglob("*.replication") if not file.name.startswith(".")]
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in found}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], float]:
    """The tables of a study that nobody disturbs, and how long it takes."""
    folder = tmp_path_factory.mktemp("whole")
    began = time.monotonic()
    end(begin(folder, folder / "cache", "out"))
    assert len(kept(folder / "cache")) == 10
    return tables(folder / "out"), time.monotonic() - began


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_study_goes_on_where_it_was(moment: int, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """Its workers end too; the repeated command reads what had finished, and ends with the same bytes."""
    expected, seconds = whole
    process = begin(tmp_path, tmp_path / "cache", "out")
    time.sleep(random.Random(moment).uniform(0.0, seconds))
    workers = children(process.pid)
    process.kill()
    process.communicate()
    assert gone(workers)
    before = kept(tmp_path / "cache")
    end(begin(tmp_path, tmp_path / "cache", "again"))
    after = kept(tmp_path / "cache")
    assert tables(tmp_path / "again") == expected
    assert {name: after[name] for name in before} == before, "nothing that had finished was run again"
    assert len(after) == 10
    assert not list((tmp_path / "cache").rglob("*.part"))


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_worker_is_replaced(moment: int, whole: tuple[dict[str, bytes], float], tmp_path: Path) -> None:
    """The study ends by itself, with the same bytes; asked for again it runs nothing."""
    expected, seconds = whole
    chance = random.Random(100 + moment)
    process = begin(tmp_path, tmp_path / "cache", "out")
    time.sleep(chance.uniform(0.0, 0.8 * seconds))
    workers = children(process.pid)
    if workers:
        os.kill(chance.choice(workers), signal.SIGKILL)
    end(process)
    assert tables(tmp_path / "out") == expected
    before = kept(tmp_path / "cache")
    end(begin(tmp_path, tmp_path / "cache", "again"))
    assert tables(tmp_path / "again") == expected
    assert kept(tmp_path / "cache") == before


def children(parent: int) -> list[int]:
    """Processes that a process has started."""
    listing = Path(f"/proc/{parent}/task/{parent}/children")
    if not listing.exists():
        pytest.skip("what a process has started is only known where there is /proc")
    return [int(number) for number in listing.read_text(encoding="utf-8").split()]


def gone(processes: list[int]) -> bool:
    """Whether all have ended within ten seconds."""
    latest = time.monotonic() + 10.0
    while time.monotonic() < latest:
        if not any(_lives(process) for process in processes):
            return True
        time.sleep(0.05)
    return False


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_asked_to_end_it_ends_like_on_an_interrupt(tmp_path: Path) -> None:
    """SIGTERM: one sentence, its own exit code, workers gone, finished runs kept, nothing half written."""
    cache = tmp_path / "cache"
    worlds = [str(FIRST / f"{world}.toml") for world in ("siloed", "integrated")]
    words = ["-m", "sim", "compare", *worlds, "--replications", "400", "--weeks", "1", "--warm-up", "0", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, *words, "--out", str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "INTEROFFICE_CACHE": str(cache)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    latest = time.monotonic() + LONGEST
    while not kept(cache) and time.monotonic() < latest and process.poll() is None:
        time.sleep(0.05)
    workers = children(process.pid)
    process.terminate()
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (143, "")
    assert err == "Ended by a signal; nothing that is unfinished was kept.\n"
    assert gone(workers)
    assert kept(cache)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache"]
    assert not list(cache.rglob("*.part"))
