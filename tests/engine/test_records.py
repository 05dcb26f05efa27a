"""Records, copies and their faults."""

from __future__ import annotations

import pytest

from sim.engine.kernel import Kernel
from sim.engine.records import Feed, Record, Seen, Total
from sim.engine.streams import Streams


def stock() -> Record:
    record = Record(7, 10, now=0.0)
    record.write(5.0, 11)
    record.write(8.0, 12)
    record.write(8.0, 13)
    return record


def test_a_record_as_of_a_time() -> None:
    record = stock()
    assert (record.value, record.version) == (13, 2)
    assert record.as_of(20.0, 20.0) == Seen(13, 2, 0.0, 0.0, False)
    assert record.as_of(8.0, 20.0) == Seen(13, 2, 12.0, 0.0, False)
    assert record.as_of(7.5, 20.0) == Seen(11, 1, 12.5, 12.0, False)
    assert record.as_of(0.0, 20.0) == Seen(10, 0, 20.0, 15.0, False)


def test_a_total_says_what_a_record_of_the_same_numbers_says() -> None:
    total, record = Total(3), Record(3, 0.0)
    for time, value in ((2.0, 1.0), (5.0, 4.0), (5.0, 6.0), (9.0, 7.0)):
        total.write(time, value)
        record.write(time, value)
    assert (total.value, total.version) == (record.value, record.version) == (7.0, 3)
    for time in (0.0, 2.0, 4.9, 5.0, 8.0, 30.0):
        assert total.as_of(time, 30.0) == record.as_of(time, 30.0)
    for before in (1.0, 5.5, 5.5, 40.0):
        total.forget_before(before)
        record.forget_before(before)
        assert (total.value, total.version) == (record.value, record.version)
        for time in (before, 8.0, 30.0):
            assert total.as_of(time, 30.0) == record.as_of(time, 30.0)
    total.write(31.0, 9.0)
    assert (total.value, total.version, len(total._times)) == (9.0, 4, 2)


def test_before_it_existed() -> None:
    record = Record(1, "new", now=4.0)
    assert record.as_of(3.0, 6.0) == Seen(None, -1, 3.0, 2.0, False)
    record.write(5.0, "newer")
    assert record.as_of(3.0, 6.0) == Seen(None, -1, 3.0, 2.0, False)


def test_forgetting_keeps_what_readers_can_still_see() -> None:
    record = stock()
    record.forget_before(5.5)
    assert record.as_of(5.5, 20.0) == Seen(11, 1, 14.5, 12.0, False)
    assert record.as_of(9.0, 20.0).version == 2
    record.forget_before(100.0)
    assert (record.value, record.version) == (13, 2)
    assert record.as_of(1.0, 20.0) == Seen(13, 2, 19.0, 12.0, False)
    record.write(30.0, 14)
    assert record.version == 3


def test_wrong_entries_are_seen_by_all_until_they_are_put_right() -> None:
    record = stock()
    record.misenter(99)
    assert (record.value, record.entered) == (13, 99)
    assert record.as_of(9.0, 10.0) == Seen(99, 2, 1.0, 0.0, True)
    assert record.as_of(6.0, 10.0).wrong is False
    record.correct(now=12.0)
    assert record.entered == 13
    assert record.as_of(11.0, 20.0) == Seen(99, 2, 9.0, 0.0, True)
    assert record.as_of(12.0, 20.0) == Seen(13, 2, 8.0, 0.0, False)
    record.misenter(98)
    record.correct()
    assert record.as_of(11.0, 20.0).wrong is False


def test_the_next_version_is_entered_right() -> None:
    record = stock()
    record.misenter(99)
    record.write(8.0, 14)
    assert record.entered == 14
    record.misenter(99)
    record.write(9.0, 15)
    assert (record.entered, record.as_of(9.0, 9.0).wrong, record.as_of(8.5, 9.0).wrong) == (15, False, True)
    record.forget_before(9.0)
    assert record._faults is None


def test_a_feed_brings_news() -> None:
    env = Kernel()
    record, feed = stock(), Feed(env)
    env.run(until=20)
    assert feed.read(record) == Seen(10, 0, 20.0, 15.0, False)
    feed.bring(6.0)
    feed.bring(3.0)
    assert feed.read(record) == Seen(11, 1, 14.0, 12.0, False)
    assert Feed(env, live=True).read(record) == Seen(13, 2, 0.0, 0.0, False)


def test_a_copy_may_be_carried_over_wrong_and_stays_so_until_the_next_version() -> None:
    env = Kernel()
    luck = Streams(1, 0).uniform("feed")
    feed = Feed(env, error=0.25, luck=luck)
    env.run(until=10)
    feed.bring(10.0)
    wrong = 0
    for key in range(2000):
        record = Record(key, 100)
        seen = feed.read(record, lambda value, place: value + 1 + place)
        assert seen == feed.read(record, lambda value, place: value + 1 + place)
        assert seen.wrong == (seen.value > 100)
        assert seen.value < 102
        wrong += seen.wrong
    assert wrong / 2000 == pytest.approx(0.25, abs=4 * (0.25 * 0.75 / 2000) ** 0.5)
    assert feed.read(Record(1, 100)).wrong is False


def test_an_entry_that_was_wrong_already_is_carried_over_as_it_is() -> None:
    env = Kernel()
    feed = Feed(env, error=1.0, luck=Streams(1, 0).uniform("feed"))
    env.run(until=10)
    feed.bring(10.0)
    record = Record(1, 100)
    record.misenter(50)
    assert feed.read(record, lambda value, place: -1).value == 50


def test_a_live_reader_sees_in_an_outage_what_was_known_when_it_began() -> None:
    """Down since 6: the record of 5 is seen, though it was written again at 8; up again, it is seen as it is."""
    env = Kernel()
    since: list[float | None] = [None]
    feed = Feed(env, live=True, down_since=lambda: since[0])
    env.run(until=20)
    assert feed.read(stock()) == Seen(13, 2, 0.0, 0.0, False)
    assert feed.up_to(20.0) == 20.0
    since[0] = 6.0
    assert feed.read(stock()) == Seen(11, 1, 14.0, 12.0, False)
    assert feed.up_to(20.0) == 6.0
    assert feed.read(Record(1, "new", now=7.0)) == Seen(None, -1, 14.0, 13.0, False)
    since[0] = None
    assert feed.read(stock()) == Seen(13, 2, 0.0, 0.0, False)


def test_up_to_when_a_reader_is_informed() -> None:
    """A copy: what it was brought, whatever is down. What is before that may be forgotten; nothing is seen otherwise."""
    env = Kernel()
    copy, live = Feed(env, down_since=lambda: 1.0), Feed(env, live=True, down_since=lambda: 6.0)
    copy.bring(7.0)
    env.run(until=20)
    assert (copy.up_to(20.0), live.up_to(20.0)) == (7.0, 6.0)
    record = stock()
    before = copy.read(record), live.read(record)
    record.forget_before(min(feed.up_to(20.0) for feed in (copy, live)))
    assert (
        (copy.read(record), live.read(record))
        == before
        == (Seen(11, 1, 13.0, 12.0, False), Seen(11, 1, 14.0, 12.0, False))
    )
    record.forget_before(20.0)
    assert live.read(record).version == 2, "what has been forgotten is the latest that is left"
