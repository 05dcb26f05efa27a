"""Sums that are made a piece at a time: the same as of all rows at once, and the same however rows are cut."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from sim.engine.codes import Cause
from sim.engine.journal import Row
from sim.measures import summed
from sim.measures.customers import ORDERS, TICKETS, customers_hours, delivered, tickets
from sim.measures.lead_time import PARTS, decisive_branches, parts_of, parts_summed
from sim.measures.run import Run
from sim.measures.tally import Tally, flagged
from tests.company.worlds import finished

WORLDS = ("siloed", "integrated")


def rows_of(count: int, kinds: int, members: int) -> Row:
    random = np.random.default_rng(7)
    rows = np.empty(count, dtype=[("kind", "<i2"), ("member", "<i4")])
    rows["kind"], rows["member"] = random.integers(-1, kinds, count), random.integers(-1, members, count)
    return rows


def tallied(rows: Row, values: NDArray[np.float64], piece: int) -> tuple[Row, NDArray[np.int64], NDArray[np.float64]]:
    tally = Tally(("kind", "member"))
    for begin in range(0, len(rows), piece):
        tally.add(rows[begin : begin + piece], values[begin : begin + piece])
    groups, times, (sums,) = tally.sums()
    return groups, times, sums


@pytest.mark.parametrize(("kinds", "members"), [(3, 4), (30_000, 2_000_000), (400, 2_000)])
def test_a_tally_hardly_loses_the_last_digit_however_rows_are_cut(kinds: int, members: int) -> None:
    """With few combinations, with more than a place is held for, and with columns that only together have so many."""
    rows = rows_of(20_000, kinds, members)
    values = np.random.default_rng(8).lognormal(3, 2, len(rows)) * np.where(rows["member"] % 2, 1.0, -1.0)
    groups, times, sums = tallied(rows, values, len(rows))
    for piece in (1_000, 7_777):
        others = tallied(rows, values, piece)
        assert others[0].tolist() == groups.tolist()
        assert others[1].tolist() == times.tolist()
        assert others[2].tolist() == sums.tolist()
    by_group: dict[tuple[int, int], list[float]] = {}
    for group, value in zip(rows.tolist(), values.tolist(), strict=True):
        by_group.setdefault(group, []).append(value)
    assert groups.tolist() == sorted(by_group)
    for group, number, total in zip(groups.tolist(), times, sums, strict=True):
        assert number == len(by_group[group])
        assert total == pytest.approx(math.fsum(by_group[group]), rel=1e-15, abs=1e-12)


def test_a_tally_of_nothing_is_empty() -> None:
    tally = Tally(["kind"], sums=2)
    tally.add(flagged(kind=np.zeros(0, dtype=bool)), np.zeros(0), np.zeros(0))
    groups, times, sums = tally.sums()
    assert len(groups) == len(times) == 0
    assert [len(own) for own in sums] == [0, 0]


@pytest.fixture(params=WORLDS)
def run(request: pytest.FixtureRequest) -> Run:
    world: str = request.param
    return finished(world).run


def same(table: pd.DataFrame, expected: pd.DataFrame, by: list[str]) -> None:
    """Both tables say the same of the same groups."""
    own, other = (
        frame.astype(dict.fromkeys(frame.select_dtypes("category"), str)).groupby(by).sum(numeric_only=True)
        for frame in (table, expected)
    )
    pd.testing.assert_frame_equal(own, other[list(own)], check_dtype=False, check_index_type=False, rtol=1e-12)


def test_parts_summed_are_the_parts_of_all_cases(run: Run) -> None:
    """Also of those that take over a branch's or have been put right, which stand alone until all is summed."""
    parts, sums = parts_of(run), parts_summed(run)
    assert len(decisive_branches(run)) > 0
    assert sums.reworked.tolist() == sorted(parts.loc[parts["rework"] > 0, "case"])
    same(sums.hours, parts[parts["finished"] & parts["measured"]], ["kind", "status"])
    own = parts[parts["finished"] & parts["measured"] & parts["kind"].isin([*ORDERS, *TICKETS])]
    for part in ("lead", *PARTS):
        assert customers_hours(run)[part] == pytest.approx(own[part].sum(), rel=1e-12)


def test_cases_summed_are_all_cases(run: Run) -> None:
    cases = run.cases.assign(
        ended=run.cases["finished"] & run.cases["measured"], opened=run.cases["opened"] > run.facts.warm_up
    )
    groups = [*summed.CASES, "ended", "opened"]
    expected = cases.assign(cases=1, hours=cases["lead"])[[*groups, "cases", "hours", "value"]]
    same(summed.cases_summed(run), expected, groups)
    ended = run.of_kind(*TICKETS)
    assert tickets(run)["tickets"].sum() == len(ended)
    assert tickets(run)["contacts"].sum() == ended["value"].clip(lower=1).sum()
    assert summed.how_many(summed.left_open(run)) == (run.cases["status"] == "open").sum()
    assert len(delivered(run)) == run.of_kind(*ORDERS)["status"].astype(str).str.startswith("delivered").sum()


def test_messages_decisions_and_money_summed_are_all_of_them(run: Run) -> None:
    hours = run.deliveries["understood"] - run.deliveries["sent"]
    groups = [*summed.MESSAGES, "source", "target", "subject"]
    messages = run.deliveries.assign(messages=1, hours=hours)[[*groups, "messages", "hours"]]
    same(summed.messages_summed(run), messages, groups)
    decisions = run.decisions.assign(taken=1, stale=(run.decisions["unseen"] > 0).astype(float))
    same(summed.decisions_summed(run), decisions, ["decision", "cause"])
    assert set(summed.decisions_summed(run)["cause"]) > {Cause.RIGHT}
    amounts = run.money.groupby(run.money["account"].astype(str))["amount"].sum()
    pd.testing.assert_series_equal(summed.accounts_of(run).sort_index(), amounts, check_names=False, rtol=1e-12)
    assert summed.booked(run, "no such account") == 0
