"""Calendars people have and touch times by law: small companies from files, each with a timeline computed by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from sim.company.back_office.legal import Legal
from sim.company.case import Case
from sim.company.front_office.sales import Sales
from sim.company.front_office.support import Support
from sim.company.priorities import LIVE, NORMAL, URGENT
from sim.company.simulation import Company
from sim.engine.calendar import DAY, WEEK
from sim.engine.codes import DutyKind, VisitStatus
from sim.engine.handoff import Delivery
from sim.engine.kernel import Flow
from sim.engine.streams import Streams, case_key
from sim.inputs.loading import load_scenario
from sim.inputs.printing import print_scenario
from sim.measures.catalogue import measures_of
from sim.measures.contacts import abandonment, given_up_at_once, service_level
from sim.measures.hours import held_of, hours_of
from sim.measures.run import Run
from tests.company.worlds import begin, decoded, its, near, still, timeline

FILES = Path(__file__).parent / "hours"
CONTRACT, REQUEST = "review a contract", "answer a data request"
_, TUE, WED, THU, FRI, SAT, _ = (DAY * day for day in range(7))


def company(name: str) -> Company:
    """The company of a file, built but not begun; whoever has craft has exactly 1."""
    scenario = load_scenario(FILES / f"{name}.toml")
    hr = scenario.company.hr.model_copy(update={"craft_variation": 0.0})
    return Company(scenario.model_copy(update={"company": scenario.company.model_copy(update={"hr": hr})}))


def ask(its_company: Company, at: float, activity: str = CONTRACT, priority: float = NORMAL) -> Case:
    """Ask Legal for an activity at a time."""
    legal = its(its_company, Legal)
    case = its_company.house.cases.open_case("case", len(its_company.house.cases.open_cases), "legal")

    def flow() -> Flow:
        yield legal.do(case, activity, priority=priority)

    begin(its_company, at, flow)
    return case


def done(name: str, *asked: float) -> list[float]:
    """When contracts that were asked for at these times were reviewed."""
    built = company(name)
    cases = [ask(built, at) for at in asked]
    built.env.run(until=built.house.cases.horizon)
    return [ended for case in cases for _, _, ended in timeline(built, case)]


def duty(built: Company, team: str, start: float, end: float, kind: DutyKind = DutyKind.REGULAR) -> float:
    """Hours on duty of a team between two times; the company runs until the later one, with no work at all."""
    built.env.run(until=end)
    built.house.staffing.teams[team].close()
    rows = built.house.journal.tables["duty"].rows()
    own = rows[(rows["team"] == built.house.journal.code(team)) & (rows["kind"] == kind)]
    return float((own["ended"].clip(start, end) - own["started"].clip(start, end)).sum())


TIMELINES: dict[str, tuple[list[float], list[float]]] = {
    # file: when asked, when done
    "night": ([20], [48]),  # Monday 22 to 6 is eight of ten hours, the others from 22 to 24
    "split_shift": ([8], [15]),  # 8 to 12, 13 to 15
    "christmas_week": ([FRI + 12], [2 * WEEK + 14]),  # five hours on Friday, five after the week off
    "half_day_friday": ([FRI + 10], [WEEK + 12]),  # three hours on Friday, three on Monday
    "round_the_clock": ([TUE + 20], [THU + 2]),  # four hours until midnight, then a closed day
    "last_day_closed": ([WEEK + THU + 15], []),  # an hour is left when the run ends
    "night_break": ([20], [28.5]),  # 22 to 2, half past 2 to half past 4
    "open_saturday": ([FRI + 16], [SAT + 12]),  # one hour on Friday, two on Saturday
    "on_holidays": ([9], [TUE + 11]),  # eight hours on Monday, two on a holiday
    "warm_up_holiday": ([WEEK + 9, WEEK + FRI + 9], [WEEK + WED + 11, 2 * WEEK + TUE + 11]),  # two days closed
    "two_four_three": ([8, 8, 8, 8], [14, 14, 18, WED + 14]),  # the last comes from 12 to 14 only
    "season": ([9, 9, WEEK + 9, WEEK + 9], [13, 17, WEEK + 13, WEEK + 13]),  # one more in the second week
}


@pytest.mark.parametrize("name", TIMELINES)
def test_timeline(name: str) -> None:
    asked, ended = TIMELINES[name]
    assert done(name, *asked) == near(ended)


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    """Friday's night goes on until Saturday at 6; Saturday and Sunday have none, so the rest waits for Monday at 22."""
    assert done("night", SAT + 1) == near([WEEK + 22 + 5])


def test_who_leaves_for_the_season_hands_over() -> None:
    """Both begin on Friday at 15; the one who comes in this week only hands back at 17, and the other goes on."""
    assert sorted(done("season", WEEK + FRI + 15, WEEK + FRI + 15)) == near([2 * WEEK + 11, 2 * WEEK + 13])


def test_work_that_the_end_cuts_off_is_open() -> None:
    built = company("last_day_closed")
    ask(built, WEEK + THU + 15)
    built.env.run(until=2 * WEEK)
    built.house.staffing.close()
    (visit,) = built.house.journal.visits.rows()
    assert (visit["status"], visit["worked"]) == (VisitStatus.OPEN, 2.0)
    assert duty(company("last_day_closed"), "legal", 0, 2 * WEEK) == 9 * 8


def test_preemption() -> None:
    """An urgent hour at 10 interrupts four hours begun at 9."""
    built = company("preemptive")
    long, urgent = ask(built, 9), ask(built, 10, REQUEST, URGENT)
    built.env.run(until=WEEK)
    assert timeline(built, urgent) == [(REQUEST, near(10), near(11))]
    assert timeline(built, long) == [(CONTRACT, near(9), near(14))]


def test_without_preemption_the_urgent_waits() -> None:
    built = company("season")
    ask(built, 9)
    urgent = ask(built, 10, priority=URGENT)
    built.env.run(until=WEEK)
    assert timeline(built, urgent) == [(CONTRACT, near(13), near(17))]


# ---- hours on duty ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("remote", [True, False])
def test_remote_work_never_shortens_a_shift(remote: bool) -> None:
    """Shift 0 to 8, half an hour or an hour earlier for some: four weeks of five days of eight hours for five people."""
    scenario = load_scenario(FILES / "midnight_remote.toml")
    if not remote:
        scenario = scenario.model_copy(update={"levers": scenario.levers.model_copy(update={"remote_work": 0.0})})
    built = Company(scenario)
    moved = {member.calendar.is_open(WEEK - 0.25) for member in built.house.staffing.teams["it"].members}
    assert moved == ({True, False} if remote else {False})
    quiet = built.house.staffing.world.primitives.practices["it"]
    assert (quiet.spread_hours > 0) == remote
    assert duty(built, "it", WEEK, 5 * WEEK) == near(5 * 40 * 4)


def test_always_open_and_absent() -> None:
    """Days of 24 hours on duty: those whose luck is not below the absence of 0.5, about half."""
    built = company("always_open")
    luck = Streams(built.scenario.seed, 0).uniform("it.absence")
    days = [luck.draw(member, day) >= 0.5 for member in range(5) for day in range(7, 35)]
    assert 0.4 < sum(days) / len(days) < 0.6
    assert duty(built, "it", WEEK, 5 * WEEK) == near(24 * sum(days))


def test_round_the_clock_with_a_closed_day_absence_is_asked_every_day() -> None:
    built = company("round_the_clock_absent")
    luck = Streams(built.scenario.seed, 0).uniform("legal.absence")
    there = [luck.draw(0, day) >= 0.5 for day in range(28) if day != 2]
    assert 5 < sum(there) < 22
    assert duty(built, "legal", 0, 4 * WEEK) == near(24 * sum(there))


def test_round_the_clock_but_for_a_break_absence_is_asked_every_day() -> None:
    """When the break is over: 23 hours till the next one. The first day begins at midnight, the last ends there."""
    built = company("round_the_clock_break")
    luck = Streams(built.scenario.seed, 0).uniform("legal.absence")
    assert built.house.staffing.daily_hours("legal") == near(23)
    hours = duty(built, "legal", 0, 4 * WEEK)
    there = [luck.draw(0, day) >= 0.5 for day in range(28)]
    assert 5 < sum(there) < 23
    assert hours == near(12 * there[0] + 23 * sum(there[:-1]) + 11 * there[-1])


def test_a_break_after_midnight_does_not_ask_again_for_absence() -> None:
    """Nights of 7.5 hours: by the luck of the day on which they began, before and after the break."""
    scenario = load_scenario(FILES / "night_break.toml")
    absent = scenario.company.hr.model_copy(update={"absence": 0.5})
    built = Company(scenario.model_copy(update={"company": scenario.company.model_copy(update={"hr": absent})}))
    luck = Streams(scenario.seed, 0).uniform("legal.absence")
    nights = [luck.draw(0, day) >= 0.5 for day in range(28) if day % 7 < 5]
    assert 0 < sum(nights) < 20
    assert duty(built, "legal", 0, 4 * WEEK) == near(7.5 * sum(nights))


def test_two_four_three_on_duty() -> None:
    """Two for four hours, four for two, three for four: 28 a day."""
    built = company("two_four_three")
    assert built.house.staffing.daily_hours("legal") == near(10 + 10 + 6 + 2)
    assert duty(built, "legal", 0, WEEK) == near(5 * 28)


def test_a_season_on_duty() -> None:
    """One all the time, a second in one week of four."""
    assert duty(company("season"), "legal", 0, 4 * WEEK) == near(4 * 40 + 40)


def test_somebody_new_keeps_the_hours_of_the_night() -> None:
    """Who begins during a night works to its end."""
    built = company("night")
    built.env.run(until=TUE + 1)
    member = built.house.staffing.join("legal", 0, 1.0)
    assert (member.on_since, member.off_at) == (TUE + 1, TUE + 6)


# ---- touch times -----------------------------------------------------------------------------------------------


def luck_of(case: Case) -> float:
    """The uniform number behind a contract's touch time: a stream's key is a hash of its name."""
    return Streams(1, 0).uniform(f"touch.{CONTRACT}").draw(case.key)


def triangular(u: float) -> float:
    """Least 30, mode 60, most 180 minutes: F(60) = 30/150."""
    minutes = 30 + math.sqrt(u * 150 * 30) if u < 0.2 else 180 - math.sqrt((1 - u) * 150 * 120)
    return minutes / 60


LAWS: dict[str, Callable[[float], float]] = {
    "empirical": lambda u: (10, 20, 60)[int(3 * u)] / 60,
    "empirical_file": lambda u: (10, 20, 60)[int(3 * u)] / 60,
    "triangular": triangular,
    "gamma": lambda u: -math.log1p(-u),  # a coefficient of variation of 1 is the exponential law
    "exponential": lambda u: -math.log1p(-u),
}


@pytest.mark.parametrize("name", LAWS)
def test_touch_time_by_law(name: str) -> None:
    """Ten contracts, at 9 on ten working days: done after the time that the law has for their luck."""
    built = company(name)
    assert built.scenario.seed == 1
    mornings = [WEEK * week + DAY * day + 9 for week in (0, 1) for day in range(5)]
    cases = [ask(built, at) for at in mornings]
    built.env.run(until=3 * WEEK)
    for at, case in zip(mornings, cases, strict=True):
        hours = LAWS[name](luck_of(case))
        assert 0 < hours < 8
        assert timeline(built, case) == [(CONTRACT, near(at), near(at + hours))]


def test_bots_do_the_easiest_share_of_a_fixed_time_too() -> None:
    """Of times that are all the same, the luck behind them says which are among the easiest half."""
    built = still(
        {"activities": {CONTRACT: {"law": "fixed", "minutes": 60, "routine": 0.5}}},
        practices={"legal": {"bot_share": 1.0}},
    )
    by_bot = 0
    for number in range(400):
        case = built.house.cases.open_case("contract", number, "legal")
        task = its(built, Legal).do(case, CONTRACT)
        easy = luck_of(case) < 0.5
        assert (getattr(task, "team").name == "legal bots") == easy  # noqa: B009 - an event, here always a task
        by_bot += easy
    assert 160 < by_bot < 240


# ---- interfaces ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "released"),
    [
        ("three or a day", [3, 3, 3, 24, 24]),
        ("three", [3, 3, 3, 30, 30]),
        ("a day", [24, 24, 24, 24, 24]),
    ],
)
def test_an_interface_by_size_or_time(subject: str, released: list[float]) -> None:
    """Messages at 1, 2, 3, 4 and 5, and one more at 30."""
    built = company("batches")
    found: list[float] = []

    def message(number: int) -> Flow:
        case = built.house.cases.open_case("message", number, "sales")
        delivery = yield from built.house.information.carry(case, "sales", "finance", subject)
        assert isinstance(delivery, Delivery)
        found.append(delivery.released)

    for number, at in enumerate([1, 2, 3, 4, 5, 30]):
        begin(built, at, partial(message, number))
    built.env.run(until=31)
    assert found[: len(released)] == near(released)


# ---- how long customers wait -----------------------------------------------------------------------------------


def test_service_level_and_who_gives_up_at_once() -> None:
    """Of four calls one is answered at once, one after 40 seconds; one gives up after 3 seconds, one after 30."""
    built = company("service_level")

    def call(number: int, patience: float) -> Flow:
        case = built.house.cases.open_case("question", number, "support")
        yield its(built, Support).do(case, "answer a call", priority=LIVE, patience=patience / 3600)

    calls = [(0, 600), (20, 600), (30, 3), (40, 30)]  # answered at once, after 40 s, given up after 3 s and 30 s
    for number, (second, patience) in enumerate(calls):
        begin(built, 9 + second / 3600, partial(call, number, patience))
    built.env.run(until=WEEK)
    run = decoded(built)
    assert given_up_at_once(run) == near(1 / 4)
    assert measures_of(run)["given up at once"] == near(1 / 4)
    uncounted = Run(run.journal, replace(run.facts, short_abandon_hours=0.0))
    assert "given up at once" not in measures_of(uncounted)
    assert abandonment(uncounted) == near(2 / 4)
    assert service_level(run) == near(2 / 3)
    assert abandonment(run) == near(1 / 3)


# ---- when what comes by itself comes ----------------------------------------------------------------------------


def test_orders_come_when_the_shop_is_open() -> None:
    """On Saturdays from 10 to 12 only: where the sum of the first n gaps, in weekly volumes, divides the two hours."""
    built = company("saturday_shop")
    wishes = its(built, Sales).cases
    its(built, Sales).start()
    gaps = Streams(1, 0).exponential("order.gaps", 1.0)
    volumes = np.cumsum([gaps.draw(case_key("order", n)) for n in range(40)]) / wishes.arrivals["order"].per_week
    opened = [WEEK * (volume // 1) + SAT + 10 + 2 * (volume % 1) for volume in volumes]
    assert list(wishes.arrivals["order"].times(2 * WEEK))[:40] == near(opened)


# ---- files -----------------------------------------------------------------------------------------------------


SCENARIOS = sorted(path for path in FILES.glob("*.toml") if not path.stem.endswith("_company"))
OTHERWISE = {
    "always_open",
    "batches",
    "midnight_remote",
    "preemptive",
    "round_the_clock_absent",
    "round_the_clock_break",
    "saturday_shop",
}
"""Files whose timeline is worked out in a test of their own (and that of customers' patience)."""


def test_every_file_has_a_timeline() -> None:
    assert {path.stem for path in SCENARIOS} == {*TIMELINES, *LAWS, *OTHERWISE, "service_level"}
    assert len(SCENARIOS) >= 14


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_file_runs_and_its_hours_add_up(path: Path) -> None:
    """A week of the whole company: paid = on duty + absent + overtime, worked ≤ on duty + overtime, nobody is held."""
    built = Company(load_scenario(path).model_copy(update={"weeks": 1, "warm_up_weeks": 0}))
    built.run()
    run = decoded(built)
    hours = hours_of(run)
    assert (hours["paid"] - hours["on_duty"] - hours["absent"] - hours["overtime_hours"]).abs().max() < 1e-9
    assert (hours["worked"] + held_of(run) <= hours["on_duty"] + hours["overtime_hours"] + 1e-6).all()
    assert hours["worked"].sum() > 0
    assert held_of(run).sum() == 0


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_printed_files_load_again(path: Path, tmp_path: Path) -> None:
    scenario = load_scenario(path)
    copy = tmp_path / "copy.toml"
    copy.write_text(print_scenario(scenario), encoding="utf-8")
    assert load_scenario(copy) == scenario


def test_a_file_of_times_says_the_same_as_a_list() -> None:
    listed, filed = (load_scenario(FILES / f"{name}.toml").company for name in ("empirical", "empirical_file"))
    assert listed.activities[CONTRACT].values == (60, 10, 20)
    assert filed.activities == listed.activities
