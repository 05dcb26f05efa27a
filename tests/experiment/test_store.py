"""Finished replications on disk: read instead of run again, and never mistaken for another or for a whole one."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.experiment import executors, store
from sim.experiment.executors import run_all
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store, default_folder, sources_hash
from sim.inputs.scenario import Scenario
from tests.company.worlds import scenario
from tests.experiment.workers import quick

SCENARIO = scenario(weeks=1, warm_up_weeks=0)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Numbers of the replications that were really run."""
    made: list[int] = []

    def counted(run: Replication) -> ReplicationResult:
        made.append(run.number)
        return quick(run)

    monkeypatch.setattr(executors, "replicate", counted)
    return made


def runs(number: int, world: Scenario = SCENARIO) -> list[Replication]:
    return [Replication(world, replication) for replication in range(number)]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_what_has_been_run_is_read(tmp_path: Path, calls: list[int]) -> None:
    """Three replications, asked for twice: run three times in all, and the results are equal."""
    first = run_all(runs(3), store=Store(tmp_path))
    again = run_all(runs(3), store=Store(tmp_path))
    assert calls == [0, 1, 2]
    assert [result.measures for result in again] == [result.measures for result in first]
    assert all(one.tables["weeks"].equals(two.tables["weeks"]) for one, two in zip(first, again, strict=True))


def test_a_killed_sweep_goes_on_where_it_stopped(tmp_path: Path, calls: list[int]) -> None:
    """Two are there already: of five only the other three are run, and all come in their order."""
    run_all(runs(2), store=Store(tmp_path))
    results = run_all(runs(5), store=Store(tmp_path))
    assert calls == [0, 1, 2, 3, 4]
    assert [result.measures["number"] for result in results] == [0, 1, 2, 3, 4]


def test_without_a_folder_nothing_is_kept(calls: list[int]) -> None:
    """A store of nowhere runs everything again."""
    run_all(runs(1), store=Store())
    run_all(runs(1))
    assert calls == [0, 0]
    assert Store().path(runs(1)[0]) is None


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "half written": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "one byte flipped": lambda content: content[:40] + bytes([content[40] ^ 255]) + content[41:],
    "text": lambda content: b"nothing of the kind",
    "another pickle": lambda content: zlib.compress(pickle.dumps({"measures": {}})),
    "packed nonsense": lambda content: zlib.compress(b"Ixyz\n."),
    "a class that is gone": lambda content: zlib.compress(b"csim.experiment.gone\nThing\n."),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=list(SPOILED))
def test_a_spoiled_file_is_as_good_as_none(spoil: Callable[[bytes], bytes], tmp_path: Path, calls: list[int]) -> None:
    """Whatever is in the file, the replication is run again and kept anew."""
    run_all(runs(1), store=Store(tmp_path))
    (path,) = files(tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    assert Store(tmp_path).get(runs(1)[0]) is None
    run_all(runs(1), store=Store(tmp_path))
    assert calls == [0, 0]
    assert Store(tmp_path).get(runs(1)[0]) is not None


def other(**update: object) -> Scenario:
    return SCENARIO.model_copy(update=update)


def test_whatever_decides_the_result_is_in_the_key(tmp_path: Path) -> None:
    """Another seed, length, lever, number in the company, or replication is another file."""
    levers = SCENARIO.levers.model_copy(update={"cross_training": 0.01})
    company = SCENARIO.company.model_copy(update={"overhead_per_year": 900_001.0})
    different = [
        SCENARIO,
        other(seed=2),
        other(weeks=2),
        other(warm_up_weeks=1),
        other(levers=levers),
        other(company=company),
    ]
    keep = Store(tmp_path)
    paths = {keep.path(Replication(world, 0)) for world in different} | {
        keep.path(Replication(SCENARIO, 1)),
        keep.path(Replication(SCENARIO, 0, with_cases=True)),
    }
    assert len(paths) == len(different) + 2


def test_what_it_is_called_is_not_in_the_key(tmp_path: Path, calls: list[int]) -> None:
    """The same world under another name and description is read, not run."""
    run_all(runs(1), store=Store(tmp_path))
    run_all(runs(1, other(name="something else", description="told differently")), store=Store(tmp_path))
    assert calls == [0]


def test_changed_sources_are_another_key(tmp_path: Path, calls: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that an older program has run is read."""
    run_all(runs(1), store=Store(tmp_path))
    monkeypatch.setattr(store, "sources_hash", lambda: "0123456789abcdef")
    run_all(runs(1), store=Store(tmp_path))
    assert calls == [0, 0]


def test_the_sources_that_decide_are_hashed() -> None:
    """Sixteen hexadecimal digits over files of all the rooms that a run is made of."""
    assert len(sources_hash()) == 16
    int(sources_hash(), 16)
    home = Path(store.__file__).parents[1]
    assert all(any((home / room).rglob("*.py")) for room in store.ROOMS)
    assert set(store.ROOMS) == {"engine", "company", "levers", "measures", "inputs"}


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    """What failed is tried again the next time."""
    keep, run = Store(tmp_path), runs(1)[0]
    keep.put(run, ReplicationResult("siloed", 0, 1, {}, cause="Traceback …"))
    assert keep.get(run) is None
    assert files(tmp_path) == []


def test_an_interrupt_while_writing_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of keeping a result: neither a half file nor a temporary one is left."""

    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(zlib, "compress", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Store(tmp_path).put(runs(1)[0], quick(runs(1)[0]))
    assert files(tmp_path) == []


def test_an_interrupt_while_running_leaves_only_what_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the third replication ends the sweep; the first two are whole and are read the next time."""

    def until_the_third(run: Replication) -> ReplicationResult:
        if run.number == 2:
            raise KeyboardInterrupt
        return quick(run)

    monkeypatch.setattr(executors, "replicate", until_the_third)
    with pytest.raises(KeyboardInterrupt):
        run_all(runs(4), store=Store(tmp_path))
    assert [path.suffix for path in files(tmp_path)] == [".replication"] * 2
    assert [Store(tmp_path).get(run) is not None for run in runs(4)] == [True, True, False, False]


def test_a_folder_that_cannot_be_written_only_means_not_kept(tmp_path: Path, calls: list[int]) -> None:
    """A file where the folder should be: the result comes, and is run again the next time."""
    place = tmp_path / "file"
    place.write_text("in the way")
    for _ in range(2):
        (result,) = run_all(runs(1), store=Store(place / "cache"))
        assert result.measures == {"number": 0.0}
    assert calls == [0, 0]


def test_the_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """$INTEROFFICE_CACHE says where; without it a folder of the user's."""
    monkeypatch.setenv("INTEROFFICE_CACHE", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("INTEROFFICE_CACHE")
    assert default_folder().name == "interoffice"
