"""Single stations and networks."""

from __future__ import annotations

from sim.engine.calendar import DAYS, Calendar
from sim.verification import formulas
from sim.verification.closed_forms.case import Case, Length, Quantity
from sim.verification.models import queues

OFFICE = ([0.7, 0.0, 0.0], [[0.0, 0.6, 0.0], [0.0, 0.0, 1.0], [0.10, 0.15, 0.0]], [3, 3, 1], [0.5, 0.4, 1.2])
"""Front office, back office, quality control: who comes from outside, who goes where, people, cases each does an hour."""

DAILY, OFFICE_WEEK = Calendar([(9.0, 17.0)], 24.0), Calendar.daily(DAYS[:5], 9.0, 17.0)
NIGHTS, NIGHTS_AND_WEEKEND = [16.0], [16.0] * 4 + [64.0]
"""Hours closed in a row."""


def _variable(letter: str, words: str, variation: float, hours: float) -> Case:
    return Case(
        f"Q4{letter}",
        f"one clerk 80 % busy, {words} (M/G/1, squared variation {variation:g})",
        queues.station,
        {"arrivals": 0.8, "service": 1.0, "servers": 1, "variation": variation, "bursts": True},
        Length(hours, warm_up=1_000.0),
        (Quantity("wait", "wait", "h", lambda: formulas.wait_mg1(0.8, 1.0, variation)),),
    )


CASES = (
    Case(
        "Q1",
        "one clerk 80 % busy (M/M/1)",
        queues.station,
        {"arrivals": 0.8, "service": 1.0, "servers": 1, "tail": 10.0, "bursts": True},
        Length(50_000.0, warm_up=500.0),
        (
            Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(0.8, 1.0)),
            Quantity("wait", "wait", "h", lambda: formulas.wait_mmc(0.8, 1.0, 1)),
            Quantity("inside", "cases inside", "", lambda: 0.8 * formulas.time_mmc(0.8, 1.0)),
            Quantity("lead_time_tail", "longer than 10 h", "%", lambda: formulas.lead_time_tail(0.8, 1.0, 10.0)),
            Quantity("p95", "95 in 100 done within", "h", lambda: formulas.lead_time_quantile(0.8, 1.0, 0.95)),
        ),
    ),
    Case(
        "Q2",
        "team of five 80 % busy (M/M/5, Erlang C)",
        queues.station,
        {"arrivals": 4.0, "service": 1.0, "servers": 5, "tail": 0.5, "bursts": True},
        Length(7_000.0, warm_up=100.0),
        (
            Quantity("waits", "have to wait", "%", lambda: formulas.erlang_c(4.0, 5)),
            Quantity("wait", "wait", "h", lambda: formulas.wait_mmc(4.0, 1.0, 5)),
            Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(4.0, 1.0, 5)),
            Quantity("inside", "cases inside", "", lambda: 4.0 * formulas.time_mmc(4.0, 1.0, 5)),
            Quantity("wait_tail", "wait longer than 0.5 h", "%", lambda: formulas.team_wait_tail(4.0, 1.0, 5, 0.5)),
        ),
    ),
    Case(
        "Q3",
        "impatient callers, ten agents (M/M/10+M, Erlang A)",
        queues.impatient,
        {"arrivals": 10.0, "rate": 1.0, "servers": 10, "impatience": 0.5},
        Length(1_500.0, warm_up=50.0),
        (
            Quantity("waits", "have to wait", "%", lambda: formulas.erlang_a(10.0, 1.0, 10, 0.5)["P(wait)"]),
            Quantity("abandoned", "give up", "%", lambda: formulas.erlang_a(10.0, 1.0, 10, 0.5)["P(gives up)"]),
            Quantity("wait", "wait of all", "h", lambda: formulas.erlang_a(10.0, 1.0, 10, 0.5)["wait"]),
            Quantity("busy", "agents busy", "%", lambda: formulas.erlang_a(10.0, 1.0, 10, 0.5)["utilisation"]),
        ),
    ),
    _variable("a", "tasks all alike", 0.0, 25_000.0),
    _variable("b", "tasks much alike", 0.25, 25_000.0),
    _variable("c", "tasks unlike", 2.0, 50_000.0),
    _variable("d", "tasks very unlike", 4.0, 70_000.0),
    Case(
        "Q5",
        "urgent cases first, nothing interrupted (Cobham)",
        queues.priorities,
        {"arrivals": [0.3, 0.5]},
        Length(36_000.0, warm_up=500.0),
        (
            Quantity("class_0", "wait, urgent", "h", lambda: formulas.wait_priority([0.3, 0.5], 1.0)[0]),
            Quantity("class_1", "wait, others", "h", lambda: formulas.wait_priority([0.3, 0.5], 1.0)[1]),
            Quantity("all", "wait, all (as without)", "h", lambda: formulas.wait_mmc(0.8, 1.0, 1)),
        ),
    ),
    Case(
        "Q7",
        "front office, back office, quality control, returns (Jackson)",
        queues.network,
        dict(zip(("gains", "moves", "servers", "rates"), OFFICE, strict=True)),
        Length(3_000.0, warm_up=100.0),
        (
            Quantity("lead_time", "lead time", "h", lambda: formulas.network(*OFFICE)["lead_time"]),
            Quantity("visits", "touches per case", "", lambda: formulas.network(*OFFICE)["visits"]),
            Quantity("touch", "touch time per case", "h", lambda: formulas.network(*OFFICE)["touch"]),
            Quantity("efficiency", "flow efficiency", "%", lambda: formulas.network(*OFFICE)["efficiency"]),
        ),
    ),
    Case(
        "Q9",
        "ten systems, one technician (machine repair)",
        queues.repair_desk,
        {"systems": 10, "failures": 0.02, "repairs": 0.25},
        Length(30_000.0, warm_up=500.0),
        (
            Quantity("down", "systems down", "", lambda: formulas.machine_repair(10, 0.02, 0.25)["down"]),
            Quantity("downtime", "downtime", "h", lambda: formulas.machine_repair(10, 0.02, 0.25)["downtime"]),
            Quantity("busy", "technician busy", "%", lambda: formulas.machine_repair(10, 0.02, 0.25)["utilisation"]),
        ),
        controlled=False,
    ),
    Case(
        "Q13",
        "sign-off by three people, 8 h each",
        queues.sign_off,
        {"approvers": 3, "mean": 8.0},
        Length(500, of="cases"),
        (
            Quantity("parallel", "all at once", "h", lambda: formulas.slowest_of(3, 8.0)),
            Quantity("serial", "one after the other", "h", lambda: 3.0 * formulas.slowest_of(1, 8.0)),
        ),
        controlled=False,
    ),
    Case(
        "Q16a",
        "open 8 hours of 24, hardly any traffic",
        queues.opening_hours,
        {"calendar": DAILY, "arrivals": 0.5},
        Length(350, of="cycles"),
        (Quantity("wait", "wait for opening", "h", lambda: formulas.wait_for_opening(NIGHTS, DAILY.cycle)),),
        controlled=False,
    ),
    Case(
        "Q16b",
        "open 8 hours on five days a week",
        queues.opening_hours,
        {"calendar": OFFICE_WEEK, "arrivals": 0.5},
        Length(50, of="cycles"),
        (
            Quantity(
                "wait", "wait for opening", "h", lambda: formulas.wait_for_opening(NIGHTS_AND_WEEKEND, OFFICE_WEEK.cycle)
            ),
        ),
        controlled=False,
    ),
)
