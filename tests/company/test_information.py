"""How cases and copies of records travel: by hand, by an interface, on one platform; what sticks, what lags."""

from __future__ import annotations

from typing import Any

import pytest

from sim.company.back_office.logistics import Logistics
from sim.company.case import Case
from sim.company.front_office.marketing import Marketing
from sim.company.front_office.sales import Sales
from sim.company.simulation import Company
from sim.company.subjects import FIELDS
from sim.engine.codes import Mode
from sim.engine.kernel import Flow, nothing_more
from sim.engine.records import Record, Seen
from sim.measures.lead_time import lead_time_parts
from tests.company.worlds import ASKED_BACK, assert_timeline, begin, clock, decoded, its, still

ORDER = ("sales", "logistics", "web order")
QUESTION = ("sales", "finance", "credit question")
STOCK = ("logistics", "sales", "stock")


def carried(
    link: tuple[str, str, str],
    *,
    wrong: str = "",
    time: float = clock(0, 9),
    number: int = 0,
    until: float = clock(2, 0),
    change: dict[str, Any] | None = None,
    **primitives: Any,
) -> tuple[Company, Case, list[float]]:
    """A case sent over one interface: the company, the case, and when it had arrived."""
    company = still(change, links={link: primitives})
    case = company.house.cases.open_case("order", number, "sales", company.house.customers.get(1))
    case.opened = time
    case.wrong = frozenset({wrong} if wrong else ())
    arrived: list[float] = []

    def send():  # type: ignore[no-untyped-def]
        yield from company.house.information.carry(case, *link)
        arrived.append(company.env.now)

    begin(company, time, send)
    company.env.run(until=until)
    return company, case, arrived


def test_shared_is_there_at_once_with_whatever_was_wrong() -> None:
    """No time, no work, and an error stays."""
    company, case, arrived = carried(ORDER, wrong="address", mode=Mode.SHARED)
    assert arrived == [clock(0, 9)]
    assert case.wrong == {"address"}
    assert_timeline(company, case, [])


def test_batch_arrives_with_the_next_run_and_nobody_rekeys() -> None:
    """Sent at 9:00 by an interface of every 6 hours: there at 12:00; converting 3 min more."""
    company, case, arrived = carried(ORDER, wrong="address", mode=Mode.BATCH, period_hours=6.0)
    assert arrived == [clock(0, 12)]
    assert case.wrong == {"address"}, "an interface notices nothing"
    assert_timeline(company, case, [])
    company, case, arrived = carried(ORDER, mode=Mode.BATCH, period_hours=6.0, conversion_hours=3 / 60)
    assert arrived == [pytest.approx(clock(0, 12, 3))]
    assert_timeline(company, case, [("rekey a message", clock(0, 12), clock(0, 12, 3))])


def test_by_hand_is_written_found_and_rekeyed() -> None:
    """Written 9:00-9:04; Finance, open since 9:00, looks every 2 h: found at 11:00, rekeyed 4.4 min."""
    company, case, arrived = carried(QUESTION, mode=Mode.MANUAL, write_hours=4 / 60, rekey_hours=4.4 / 60)
    assert arrived == [pytest.approx(clock(0, 11, 4.4))]
    assert_timeline(
        company,
        case,
        [("write a message", clock(0, 9), clock(0, 9, 4)), ("rekey a message", clock(0, 11), clock(0, 11, 4.4))],
    )
    (row,) = decoded(company).deliveries.to_dict("records")
    assert (row["mode"], row["rekeyed"], row["ask_backs"]) == (Mode.MANUAL, 1, 0)


def test_who_is_not_attentive_overlooks_it() -> None:
    """At half attention half of 400 messages are seen at the next look, the rest at a later one, always at a look."""
    _, _, arrived = carried(QUESTION, mode=Mode.MANUAL)
    assert arrived == [clock(0, 11)]
    company = still(links={QUESTION: {"mode": Mode.MANUAL}}, practices={"finance": {"attention": 0.5}})
    channel = company.house.information.channel(*QUESTION)
    waits: list[float] = []
    for number in range(400):
        case = company.house.cases.open_case("order", number, "sales")
        begin(company, clock(0, 9), lambda case=case: arrive(company, case, waits))  # type: ignore[misc]
    company.env.run(until=clock(20, 0))
    assert channel.handoff.delivered == 400
    looks = sorted({round(channel.handoff.receiver.calendar.open_hours(clock(0, 9), time) / 2, 6) for time in waits})
    assert looks[:5] == [1, 2, 3, 4, 5] and all(look == int(look) for look in looks)
    at_once = sum(time == clock(0, 11) for time in waits)
    assert 160 < at_once < 240, "half of them at the first look (four standard deviations are 40)"


def arrive(company: Company, case: Case, waits: list[float]):  # type: ignore[no-untyped-def]
    yield from company.house.information.carry(case, *QUESTION)
    waits.append(company.env.now)


def test_an_error_on_the_way_sticks_to_the_case() -> None:
    """Every field rekeyed wrong: one field is wrong from then on, one that matters later or a detail nobody reads."""
    seen: set[str] = set()
    for number in range(60):
        _, case, _ = carried(ORDER, number=number, until=clock(1, 0), mode=Mode.MANUAL, field_error=1.0)
        seen |= case.wrong or {""}
    assert seen == set(FIELDS["web order"])


def test_a_mapping_error_spoils_too_but_one_platform_never() -> None:
    """An interface that maps everything wrong spoils every case; a shared record cannot."""
    _, spoiled, _ = carried(QUESTION, number=3, mode=Mode.BATCH, mapping_error=1.0)
    _, clean, _ = carried(QUESTION, number=3, mode=Mode.SHARED, mapping_error=1.0, field_error=1.0)
    assert clean.wrong == set()
    wrong = [
        carried(QUESTION, number=number, until=clock(1, 0), mode=Mode.BATCH, mapping_error=1.0)[1].wrong
        for number in range(20)
    ]
    assert {"detail"} in wrong and spoiled.wrong <= {"detail"}


class Taker:
    """Notes when a case has come."""

    def __init__(self, company: Company) -> None:
        self.env, self.came = company.env, list[tuple[float, str]]()

    def take(self, case: Case, subject: str) -> Flow:
        self.came.append((self.env.now, subject))
        return nothing_more()


@pytest.mark.parametrize(
    "primitives",
    [
        {"mode": Mode.SHARED},
        {"mode": Mode.MANUAL, "write_hours": 4 / 60, "rekey_hours": 4.4 / 60, "field_error": 1.0},
        {"mode": Mode.BATCH, "period_hours": 6.0, "conversion_hours": 3 / 60, "mapping_error": 1.0},
        {"mode": Mode.BATCH, "period_hours": 6.0, "mapping_error": 0.5},
        {"mode": Mode.BATCH, "period_hours": 6.0, "failure": 1.0},
    ],
)
def test_who_hands_over_and_who_goes_along_arrive_alike(primitives: dict[str, Any]) -> None:
    """With the same faults and the same rows; but no process waits until an interface runs."""
    for number in range(6):
        along, went, arrived = carried(ORDER, number=number, **primitives)
        over = still(links={ORDER: primitives})
        case = over.house.cases.open_case("order", number, "sales", over.house.customers.get(1))
        case.opened = clock(0, 9)
        taker, ended = Taker(over), list[float]()

        def send(over: Company = over, case: Case = case, taker: Taker = taker, ended: list[float] = ended) -> Flow:
            yield over.env.start(over.house.information.hand_over(case, *ORDER, taker))
            ended.append(over.env.now)

        begin(over, clock(0, 9), send)
        over.env.run(until=clock(2, 0))
        assert taker.came == [(arrived[0], "web order")]
        assert ended == [clock(0, 9) if primitives["mode"] == Mode.BATCH else arrived[0]]
        assert case.wrong == went.wrong
        for name in ("deliveries", "waits", "visits"):
            assert over.house.journal.tables[name].rows().tobytes() == along.house.journal.tables[name].rows().tobytes()


def test_what_is_caught_is_put_right() -> None:
    """Who rekeys notices and asks back.

    Written 9:04, found 11:00; back in Sales' inbox at 13:00, answered in 6 min (13:06); Finance looks at 15:00,
    rekeys 4.4 min.
    """
    company, case, arrived = carried(
        QUESTION,
        wrong="detail",
        change={"information": {"catch": 1.0}},
        mode=Mode.MANUAL,
        write_hours=4 / 60,
        rekey_hours=4.4 / 60,
    )
    assert arrived == [pytest.approx(clock(0, 15, 4.4))]
    assert_timeline(company, case, ASKED_BACK)
    assert case.wrong == set()
    _, case, arrived = carried(QUESTION, wrong="detail", change={"information": {"catch": 0.0}}, mode=Mode.MANUAL)
    assert (case.wrong, arrived) == (frozenset({"detail"}), [clock(0, 11)])


def test_bots_carry_what_they_may_and_people_the_rest() -> None:
    """With half of the transfers for bots, a bot takes 6 minutes and a person's message waits for the inbox.

    The log says of each how it went, although they overlap.
    """
    company = still(links={QUESTION: {"mode": Mode.MANUAL, "bot_share": 0.5}})
    arrived: dict[int, float] = {}

    def send(case: Case):  # type: ignore[no-untyped-def]
        yield from company.house.information.carry(case, *QUESTION)
        arrived[case.key] = company.env.now

    for number in range(40):
        case = company.house.cases.open_case("order", number, "sales")
        begin(company, clock(0, 9, number), lambda case=case: send(case))  # type: ignore[misc]
    company.env.run(until=clock(1, 0))
    rows = decoded(company).deliveries
    assert set(rows["mode"]) == {Mode.MANUAL, Mode.DELAY}
    for row in rows.to_dict("records"):
        assert row["understood"] == arrived[row["case"]]
        expected = row["sent"] + 0.1 if row["mode"] == Mode.DELAY else clock(0, 11)
        assert row["understood"] == pytest.approx(expected)


def test_waiting_for_a_message_is_waiting_for_information() -> None:
    """From 9:00 to 11:00 the case waits, and for what is on record once: in the delivery, not in a wait beside it."""
    company, case, _ = carried(QUESTION, mode=Mode.MANUAL)
    company.house.cases.close(case, "done")
    parts = lead_time_parts(decoded(company)).set_index("case").loc[case.key]
    assert parts["information"] == pytest.approx(2.0)
    assert len(company.house.journal.waits) == 0


def test_a_hand_off_nobody_declared_is_an_error() -> None:
    """Sales has no way to send payrolls to Legal."""
    with pytest.raises(KeyError):
        still().house.information.channel("sales", "legal", "payroll")


# ---- copies ------------------------------------------------------------------------------------------------------


def reading(company: Company, record: Record, distort: Any = None) -> Seen:
    """What Sales believes of a record of stock."""
    return its(company, Sales).copy_of("stock", record, distort)


def test_a_live_copy_is_the_record() -> None:
    """On one platform the newest value is seen the moment it is written, at age 0."""
    company = still(links={STOCK: {"mode": Mode.SHARED}})
    record = Record(1, 10)
    company.env.run(until=clock(0, 10))
    record.write(company.env.now, 7)
    assert reading(company, record) == Seen(7, 1, 0.0, 0.0, False)


def test_a_nightly_copy_lags() -> None:
    """Copied at midnight; changed on Tuesday at 2:00 and 6:00; read at 8:00: the old value, 8 h old, 6 h unseen."""
    company = still(links={STOCK: {"mode": Mode.BATCH, "period_hours": 24.0}})
    record = Record(1, 10)
    for hour, value in ((2, 8), (6, 5)):
        company.env.run(until=clock(1, hour))
        record.write(company.env.now, value)
    company.env.run(until=clock(1, 8))
    assert reading(company, record) == Seen(10, 0, 8.0, 6.0, False)
    company.env.run(until=clock(2, 1))
    assert reading(company, record) == Seen(5, 2, 1.0, 0.0, False)


def test_a_copy_by_hand_is_as_old_as_the_moment_it_was_written_up() -> None:
    """Sent daily at 9:00, found by Sales at 11:00, rekeyed 6 min: until 11:06 yesterday's, then that of 9:00."""
    company = still(links={STOCK: {"mode": Mode.MANUAL, "period_hours": 24.0, "rekey_hours": 0.1}})
    record = Record(1, 10)
    company.env.run(until=clock(1, 8))
    record.write(company.env.now, 8)
    company.env.run(until=clock(1, 10))
    record.write(company.env.now, 5)
    company.env.run(until=clock(1, 11, 5))
    assert reading(company, record).value == 10
    company.env.run(until=clock(1, 11, 7))
    seen = reading(company, record)
    assert (seen.value, seen.version) == (8, 1)
    assert seen.age == pytest.approx(2 + 7 / 60)
    assert seen.unseen == pytest.approx(1 + 7 / 60)


def test_a_version_carried_over_wrong_stays_wrong_in_that_copy() -> None:
    """With an error in every version Sales reads half as much again; Marketing's own copy and the owner do not."""
    company = still(links={STOCK: {"mode": Mode.BATCH, "period_hours": 1.0, "mapping_error": 1.0}})
    record = Record(1, 10)
    company.env.run(until=clock(0, 10, 30))
    wrong = reading(company, record, lambda value, luck: value * 1.5)
    assert (wrong.value, wrong.wrong) == (15.0, True)
    assert reading(company, record, lambda value, luck: value * 1.5) == wrong
    assert not reading(company, record).wrong, "a record that nobody can misread is read right"
    assert its(company, Marketing).copy_of("stock", record, lambda *_: 0).value == 10
    assert its(company, Logistics).copy_of("stock", record, lambda *_: 0).value == 10


def test_a_wrong_entry_is_wrong_for_the_owner_and_everywhere() -> None:
    """Misentered by the owner: seen wrong on the owner's own books and on every live copy, until corrected."""
    company = still(links={STOCK: {"mode": Mode.SHARED}})
    record = Record(1, 10)
    record.misenter(99)
    assert (reading(company, record).value, reading(company, record).wrong) == (99, True)
    assert its(company, Logistics).copy_of("stock", record).value == 99
    record.correct()
    assert reading(company, record) == Seen(10, 0, 0.0, 0.0, False)
