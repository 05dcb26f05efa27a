"""Random numbers by purpose, case and visit."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from sim.engine import streams as module
from sim.engine.streams import Streams, Uniform, case_key, child_key

SCRIPT = """
from sim.engine.streams import Streams, case_key, child_key
streams = Streams(7, 3)
uniform, touch = streams.uniform("route"), streams.lognormal("touch", 2.0, 0.8)
case = case_key("order", 12)
print([uniform.draw(case), uniform.draw(case, 9), touch.draw(case, 1), touch.draw(child_key(case, "rework", 2))])
"""


def several(stream: Uniform) -> list[float]:
    return [stream.draw(case_key("order", number), visit) for number in range(3000) for visit in range(2)]


def test_numbers_do_not_depend_on_the_order_of_asking() -> None:
    forward, backward = Streams(1, 0).uniform("route"), Streams(1, 0).uniform("route")
    keys = [(case_key("order", number), visit) for number in (0, 5, 5000, 1_000_000) for visit in (0, 3, 4, 50)]
    assert [forward.draw(*key) for key in keys] == [backward.draw(*key) for key in reversed(keys)][::-1]


def test_adding_a_purpose_moves_nothing() -> None:
    alone = several(Streams(1, 0).uniform("route"))
    streams = Streams(1, 0)
    streams.exponential("something new", 3.0)
    assert several(streams.uniform("route")) == alone


def test_seed_replication_and_purpose_all_matter() -> None:
    draws = {
        Streams(seed, replication).uniform(name).draw(5)
        for seed in (1, 2)
        for replication in (0, 1)
        for name in ("a", "b")
    }
    assert len(draws) == 8


def test_duplicate_names_are_rejected() -> None:
    streams = Streams(1, 0)
    streams.uniform("route")
    with pytest.raises(ValueError, match="route"):
        streams.lognormal("route", 1.0, 1.0)


def test_forgotten_rows_are_made_again_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_ROWS", 2)
    stream = Streams(1, 0).exponential("touch", 1.0)
    first = [stream.draw(module.ROW * row) for row in range(6)]
    assert [stream.draw(module.ROW * row) for row in range(6)] == first
    assert len(stream._rows[0]) == 2


def test_rows_that_are_not_asked_for_are_given_back_where_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY_ROWS", 5)
    streams = Streams(1, 0)
    one, other = streams.exponential("touch", 1.0), streams.uniform("luck")
    first = [one.draw(module.ROW * row, visit) for row in range(4) for visit in (0, 1)]
    streams.forget()
    assert (one.kept, other.kept) == (8, 0)
    busy = [one.draw(module.ROW, 1), one.draw(2 * module.ROW, 1)]
    streams.forget()
    assert one.kept == 2
    streams.forget()
    assert one.kept == 2, "where there are few they are kept"
    assert busy == [first[3], first[5]]
    assert [one.draw(module.ROW * row, visit) for row in range(4) for visit in (0, 1)] == first
    assert one.kept == 8


def test_rows_are_parts_of_the_numbers_of_a_block() -> None:
    """However many are made at a time: those of 1,024 cases follow each other from a counter of (0, visit, block)."""
    stream = Streams(5, 2).uniform("touch")
    for visit, block in ((0, 0), (2, 3)):
        counter = np.array([0, visit, block, 0], dtype=np.uint64)
        numbers = np.random.Generator(np.random.Philox(key=stream._key, counter=counter)).random(1024)
        assert [stream.draw(1024 * block + place, visit) for place in range(1024)] == numbers.tolist()


@pytest.mark.parametrize("first", [0, 5, 127, 128, 1023, 1024, 123_456])
def test_many_cases_in_a_row_draw_what_each_of_them_draws(first: int) -> None:
    stream = Streams(seed=1, replication=0).exponential("stay", 3.0)
    for count in (0, 1, 500, 2_000):
        numbers = [stream.draw(case_key("customer", first + place)) for place in range(count)]
        assert stream.draws(case_key("customer", first), count).tolist() == numbers


def test_keys_of_kinds_and_children_are_apart() -> None:
    keys = [case_key(kind, number) for kind in ("order", "ticket") for number in range(200)]
    keys += [child_key(parent, kind, ordinal) for parent in keys for kind in ("rework", "chase") for ordinal in (0, 1)]
    keys += [child_key(keys[-1], "rework", 0)]
    assert len(set(keys)) == len(keys)
    assert all(0 <= key < 2**63 for key in keys)


@pytest.mark.parametrize("child", [False, True])
def test_laws(child: bool) -> None:
    streams = Streams(11, 0)
    cases = [child_key(number, "rework", 0) if child else number for number in range(20_000)]
    uniform = np.array(
        [streams.uniform("u").draw(case) for case in cases[:1]]
        + [value for stream in [streams.uniform("v")] for value in map(stream.draw, cases)]
    )
    exponential = np.array(list(map(streams.exponential("e", 3.0).draw, cases)))
    lognormal = np.array(list(map(streams.lognormal("l", 2.0, 0.5).draw, cases)))
    assert 0 < uniform.min()
    assert uniform.max() < 1
    assert abs(uniform.mean() - 0.5) < 4 * 0.2887 / 20_000**0.5
    assert abs(exponential.mean() - 3.0) < 4 * 3.0 / 20_000**0.5
    assert abs(lognormal.mean() - 2.0) < 4 * 1.0 / 20_000**0.5
    assert abs(lognormal.std() - 1.0) < 0.05
    assert abs(np.corrcoef(exponential, lognormal)[0, 1]) < 4 / 20_000**0.5


def test_visits_of_a_case_are_independent() -> None:
    stream = Streams(3, 0).uniform("u")
    table = np.array([[stream.draw(case, visit) for visit in range(8)] for case in range(5000)])
    correlations = np.corrcoef(table.T)[~np.eye(8, dtype=bool)]
    assert np.abs(correlations).max() < 4.5 / 5000**0.5


def test_inversion_makes_couplings_monotone() -> None:
    short, long = Streams(1, 0).lognormal("touch", 1.0, 0.5), Streams(1, 0).lognormal("touch", 3.0, 0.5)
    for case in (*range(50), child_key(3, "rework", 0)):
        assert long.draw(case) == pytest.approx(3 * short.draw(case))


def test_a_lognormal_without_variation_is_its_mean() -> None:
    stream = Streams(1, 0).lognormal("touch", 2.5, 0.0)
    assert {stream.draw(3), stream.draw(4, 9)} == {2.5}


def test_quantile() -> None:
    stream = Streams(1, 0).lognormal("touch", 2.0, 0.8)
    assert np.mean([stream.draw(case) < stream.quantile(0.3) for case in range(10_000)]) == pytest.approx(0.3, abs=0.02)


@pytest.mark.parametrize("hash_seed", ["0", "1", "random"])
def test_the_same_in_every_process(hash_seed: str) -> None:
    streams = Streams(7, 3)
    uniform, touch = streams.uniform("route"), streams.lognormal("touch", 2.0, 0.8)
    case = case_key("order", 12)
    here = [uniform.draw(case), uniform.draw(case, 9), touch.draw(case, 1), touch.draw(child_key(case, "rework", 2))]
    there = subprocess.run(
        [sys.executable, "-c", SCRIPT], env={"PYTHONHASHSEED": hash_seed}, text=True, capture_output=True, check=True
    )
    assert there.stdout.strip() == str(here)
