"""Finished replications on disk: read instead of run again, and never mistaken for another or for a whole one."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.experiment import executors, store
from sim.experiment.executors import run_all
from sim.experiment.replication import Replication, ReplicationResult
from sim.experiment.store import Store, default_folder, sources_hash
from sim.inputs import leftovers
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


class Executed(Exception):
    """Something in a cache entry was executed."""


class Prepared:
    """What a pickle calls when it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return (_execute, ())


def _execute() -> None:
    raise Executed


def with_entry(content: bytes, name: str, entry: bytes) -> bytes:
    """The archive with one entry replaced, and a checksum that is right again."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for own in old.namelist():
            new.writestr(own, entry if own == name else old.read(own))
    return store.with_checksum(changed.getvalue())


def objects() -> bytes:
    """An array of objects, which numpy would read by executing what it holds."""
    file = io.BytesIO()
    np.save(file, np.array([Prepared()], dtype=object), allow_pickle=True)
    return file.getvalue()


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "half written": lambda content: content[: len(content) // 2],
    "empty": lambda content: b"",
    "one byte flipped": lambda content: content[:40] + bytes([content[40] ^ 255]) + content[41:],
    "the checksum flipped": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
    "text": lambda content: b"nothing of the kind",
    "a pickle": lambda content: pickle.dumps(Prepared()),
    "a packed pickle": lambda content: zlib.compress(pickle.dumps(Prepared())),
    "an array of objects": lambda content: with_entry(content, "int64.npy", objects()),
    "a pickle for an array": lambda content: with_entry(content, "int64.npy", pickle.dumps(Prepared())),
    "a pickle for the layout": lambda content: with_entry(content, "layout.json", pickle.dumps(Prepared())),
    "a layout of something else": lambda content: with_entry(content, "layout.json", b'{"tables": 1, "categories": []}'),
    "no measures": lambda content: with_entry(content, "about.json", b"{}"),
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=list(SPOILED))
def test_a_spoiled_file_is_as_good_as_none(spoil: Callable[[bytes], bytes], tmp_path: Path, calls: list[int]) -> None:
    """Whatever is in the file, nothing of it is executed, and the replication is run again and kept anew."""
    run_all(runs(1), store=Store(tmp_path))
    (path,) = files(tmp_path)
    path.write_bytes(spoil(path.read_bytes()))
    assert Store(tmp_path).get(runs(1)[0]) is None
    run_all(runs(1), store=Store(tmp_path))
    assert calls == [0, 0]
    assert Store(tmp_path).get(runs(1)[0]) is not None


def test_what_is_spoiled_above_would_be_executed_by_others() -> None:
    with pytest.raises(Executed):
        pickle.loads(pickle.dumps(Prepared()))
    with pytest.raises(Executed):
        np.load(io.BytesIO(objects()), allow_pickle=True)


def test_an_entry_under_a_wrong_name_is_not_believed(tmp_path: Path, calls: list[int]) -> None:
    """Replication 0 put where 1 should be, or another scenario's: it is run, not read."""
    keep, (zero, one) = Store(tmp_path), runs(2)
    elsewhere = Replication(other(seed=2), 0)
    run_all([zero], store=keep)
    source = keep.path(zero)
    assert source is not None
    for run in (one, elsewhere, replace(zero, with_cases=True)):
        target = keep.path(run)
        assert target is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        assert keep.get(run) is None
    assert keep.get(zero) is not None
    run_all([one], store=keep)
    assert calls == [0, 1]


def test_a_file_is_an_archive_of_arrays_and_json(tmp_path: Path) -> None:
    """Anybody can open it; it says what it stands for."""
    run = runs(1)[0]
    run_all([run], store=Store(tmp_path))
    (path,) = files(tmp_path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        about = json.loads(archive.read("about.json"))
    assert names[:2] == ["about.json", "layout.json"]
    assert all(name.endswith(".npy") for name in names[2:])
    assert about["content"] == store.content_of(run)
    assert set(about["content"]["versions"]) == {"numpy", "scipy", "simpy", "pandas"}
    assert about["content"]["scenario"] == run.scenario.fingerprint


@pytest.mark.parametrize("package", store.PACKAGES)
def test_other_versions_are_another_key(
    package: str, tmp_path: Path, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(runs(1), store=Store(tmp_path))
    others = {**store.versions(), package: "0.0"}
    monkeypatch.setattr(store, "versions", lambda: others)
    run_all(runs(1), store=Store(tmp_path))
    assert calls == [0, 0]
    assert len(files(tmp_path)) == 2


def test_measures_alone_are_the_same(tmp_path: Path, calls: list[int]) -> None:
    run_all(runs(1), store=Store(tmp_path))
    whole, short = (Store(tmp_path).get(runs(1)[0], tables=tables) for tables in (True, False))
    assert whole is not None
    assert short == replace(whole, tables={})
    (fresh,) = run_all(runs(1), store=Store(tmp_path / "other"), tables=())
    assert (fresh.tables, fresh.measures) == ({}, whole.measures)
    assert calls == [0, 0]


def test_a_file_that_unpacks_to_more_than_a_run_is_none(
    tmp_path: Path, calls: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_all(runs(1), store=Store(tmp_path))
    (path,) = files(tmp_path)
    with zipfile.ZipFile(path) as archive:
        needed = sum(entry.file_size for entry in archive.infolist())
    for most, made in ((needed, [0]), (needed - 1, [0, 0])):
        monkeypatch.setattr(store, "MOST_BYTES", most)
        run_all(runs(1), store=Store(tmp_path))
        assert calls == made


def test_a_package_that_does_not_say_its_version_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "PACKAGES", ("numpy", "no such package of anybody"))
    assert store.versions.__wrapped__() == {"numpy": np.__version__, "no such package of anybody": ""}


def test_measures_come_back_to_the_last_bit(tmp_path: Path) -> None:
    measures = {"third": 1 / 3, "none": float("nan"), "much": float("inf"), "least": 5e-324, "minus": -0.0}
    run = runs(1)[0]
    Store(tmp_path).put(run, ReplicationResult("siloed", 0, 1, measures, seconds=0.1))
    found = Store(tmp_path).get(run)
    assert found is not None
    assert list(map(repr, found.measures.items())) == list(map(repr, measures.items()))


def test_what_killed_runs_left_is_cleared(tmp_path: Path) -> None:
    """Temporary files of dead processes go with the next one that is kept; those of the living stay."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    path = Store(tmp_path).path(runs(1)[0])
    assert path is not None
    path.parent.mkdir()
    mine = leftovers.beside(path)
    dead = mine.with_name(mine.name.replace(f".{os.getpid()}.", f".{process.pid}."))
    for file in (mine, dead):
        file.write_bytes(b"half")
    run_all(runs(1), store=Store(tmp_path))
    assert mine.exists()
    assert not dead.exists()


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

    monkeypatch.setattr(Path, "replace", interrupted)
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
