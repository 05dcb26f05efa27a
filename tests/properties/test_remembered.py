"""What is remembered of customers in rows says what whole records and objects would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.company import tally
from sim.company.customer import Customer
from sim.company.remembered import BUSINESS, Remembered
from sim.company.tally import LONG, NOTHING_YET, Tally
from sim.engine.records import Record

STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "misenter", "correct", "forget"]), st.floats(0.0, 9.0), st.integers(-2, 3)),
    max_size=30,
)


def up_to(time: float) -> Callable[[str], float]:
    return lambda _: time


@given(STEPS)
def test_a_record_in_rows_says_what_a_whole_one_says(steps: list[tuple[str, float, int]]) -> None:
    """Whatever is written and whenever it is forgotten, to all who are informed up to then or later."""
    remembered = Remembered()
    customer = Customer(remembered, 3, remembered.add([3], [3], 0.8, [99.0], [0]))
    whole, now, known = Record(customer.key, 0), 0.0, 0.0
    for what, after, value in steps:
        now += after
        if what == "forget":
            known = now - after / 2
            remembered.forget(up_to(known))
        elif what == "write":
            whole.write(now, value)
            customer.terms.write(now, value)
        elif what == "misenter":
            whole.write(now, value)
            customer.terms.write(now, value)
            whole.misenter(value + 1)
            customer.terms.misenter(value + 1)
        else:
            whole.correct(now)
            customer.terms.correct(now)
        assert customer.terms.latest() == whole.latest()
        assert remembered.terms.value(customer.row) == whole.value == customer.terms.value
        assert customer.terms.entered == whole.entered
        for time in (known, (known + now) / 2, now):
            assert customer.terms.as_of(time, now + 1.0) == whole.as_of(time, now + 1.0)


def two_people() -> tuple[Remembered, Customer, Customer]:
    remembered = Remembered()
    first = remembered.add([5, 4], [-1, -1], 0.8, [99.0, 99.0], [BUSINESS, BUSINESS])
    return remembered, Customer(remembered, 5, first), Customer(remembered, 4, first + 1)


def test_any_number_of_hands_speak_of_the_same_person() -> None:
    remembered, one, other = two_people()
    again = Customer(remembered, 5, one.row)
    one.satisfaction, one.entries, one.churned, one.ripe_at = 0.25, 2, True, 7.5
    one.owes(1.0, 100.0, 50.0)
    assert (again.satisfaction, again.entries, again.churned, again.ripe_at) == (0.25, 2, True, 7.5)
    assert again.items.value == (100.0, 50.0)
    assert (other.satisfaction, other.entries, other.churned, other.ripe_at) == (0.8, 1, False, 0.0)
    assert other.items.value == (0.0, 0.0)
    assert again == one != other
    one.entries, one.churned = 1, False
    assert (again.entries, again.churned, again.business) == (1, False, True)


def test_a_record_that_was_asked_for_too_early_is_no_good_any_more() -> None:
    remembered, one, _ = two_people()
    early = one.troubles
    one.trouble(1.0, 1)
    with pytest.raises(RuntimeError, match="before it was written to"):
        early.write(2.0, 5)
    whole = one.troubles
    remembered.forget(up_to(3.0))
    with pytest.raises(IndexError):
        whole.write(4.0, 5)
    assert (one.troubles.value, one.troubles.version) == (1, 1)


def test_rows_are_told_in_order_of_numbers_and_those_who_left_feel_nothing() -> None:
    remembered, one, other = two_people()
    assert list(remembered.rows_with(BUSINESS)) == [1, 0]
    assert remembered.mean_satisfaction(0.0, 0.8) == 0.8
    one.satisfaction, other.satisfaction = 0.4, 0.6
    assert remembered.mean_satisfaction(0.0, 0.8) == 0.5
    one.churned = True
    assert remembered.mean_satisfaction(0.0, 0.8) == 0.6
    assert remembered.mean_satisfaction(99.0, 0.8) == 0.8


@given(st.lists(st.sampled_from("abcd"), max_size=2 * LONG))
def test_a_tally_counts_and_is_shared_by_those_with_the_same_story(story: list[str]) -> None:
    one: Tally = NOTHING_YET
    other: Tally = NOTHING_YET
    for place, what in enumerate(story):
        number, one = one.after[what]
        assert number == story[:place].count(what)
    for what in sorted(story):
        _, other = other.after[what]
    assert (one is other) == (len(story) <= LONG)
    assert all(end.after[what][0] == story.count(what) for what in "abcd" for end in (one, other))


def test_stories_are_begun_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "MOST_SHARED", len(tally._stories) + 2)
    _, first = NOTHING_YET.after["new"]
    for number in range(4):
        _, other = first.after[f"new {number}"]
        assert len(tally._stories) <= tally.MOST_SHARED
        assert other.after["new"][0] == 1
    assert other.after["new 3"][0] == 1
    assert NOTHING_YET.after["new"][0] == 0
