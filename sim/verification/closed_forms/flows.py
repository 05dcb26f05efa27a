"""Hand-offs, pooling, errors and outages."""

from __future__ import annotations

from sim.verification import formulas
from sim.verification.break_evens import pair_capacity, wrong_cases
from sim.verification.closed_forms.case import Case, Length, Quantity
from sim.verification.models import bots, failures, handoffs, pooling, queues

FOUND_LATE = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.0, 0.0]]
FOUND_AT_ONCE = [[0.2, 0.8, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
UP = 98.0 / (98.0 + 2.0)


def _export(letter: str, period: float, hours: float) -> Case:
    return Case(
        f"H2{letter}",
        f"an export every {period:.0f} h to a desk 80 % busy (Spitzer)",
        handoffs.periodic_transfer,
        {"arrivals": 0.8, "period": period},
        Length(hours, warm_up=504.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.time_periodic_transfer(0.8, period)),),
    )


def _batch(letter: str, arrivals: float) -> Case:
    return Case(
        f"H3{letter}",
        f"batches of ten, {arrivals:g} cases an hour",
        handoffs.batch_by_size,
        {"arrivals": arrivals, "size": 10},
        Length(1_000.0 / arrivals),
        (Quantity("wait", "wait for the batch", "h", lambda: formulas.wait_for_batch(10, arrivals)),),
        controlled=False,
    )


def _rekeying(letter: str, arrivals: float, touch: float, hours: float) -> Case:
    return Case(
        f"H6{letter}",
        f"{'without rekeying' if touch < 1.0 else 'with rekeying'}: {touch:g} h of work, {arrivals:g} cases an hour",
        queues.station,
        {"arrivals": arrivals, "service": touch, "servers": 1},
        Length(hours, warm_up=300.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(arrivals, 1.0 / touch)),),
    )


def _found(letter: str, words: str, moves: list[list[float]], hours: float) -> Case:
    return Case(
        f"R2{letter}",
        f"a fifth wrong at the first of three desks, found {words} (Jackson)",
        failures.error_found,
        {"arrivals": 0.6, "share": 0.2, "late": moves is FOUND_LATE},
        Length(hours, warm_up=300.0),
        (
            Quantity(
                "lead_time",
                "lead time",
                "h",
                lambda: formulas.network([0.6, 0.0, 0.0], moves, [1, 1, 1], [1.0, 1.0, 1.0])["lead_time"],
            ),
        ),
    )


HANDOFFS = (
    Case(
        "H1",
        "desk, random latency of 24 h, desk (Burke, Mirasol)",
        handoffs.latency,
        {"arrivals": 0.8, "delay": 24.0},
        Length(2_400.0, warm_up=200.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.latency_between(0.8, 1.0, 1.0, 24.0)),),
    ),
    _export("a", 8.0, 3_840.0),
    _export("b", 24.0, 1_344.0),
    Case(
        "H2c",
        "random delay of the same mean, 12 h",
        handoffs.random_transfer,
        {"arrivals": 0.8, "delay": 12.0},
        Length(2_000.0, warm_up=500.0),
        (Quantity("lead_time", "lead time", "h", lambda: 12.0 + formulas.time_mmc(0.8, 1.0)),),
    ),
    _batch("a", 0.8),
    _batch("b", 0.4),
    _rekeying("a", 0.8, 0.8, 10_000.0),
    _rekeying("b", 0.4, 1.0, 8_000.0),
    _rekeying("c", 0.4, 0.8, 8_000.0),
    Case(
        "H7",
        "a quarter of the cases go to one manager 67 % busy",
        handoffs.escalation,
        {"arrivals": 0.8, "share": 0.25, "rate": 0.3},
        Length(30_000.0, warm_up=1_000.0),
        (
            Quantity("lead_time", "time at the manager", "h", lambda: formulas.escalation(0.8, 0.25, 0.3)[0]),
            Quantity("added", "added to an average case", "h", lambda: formulas.escalation(0.8, 0.25, 0.3)[1]),
        ),
    ),
)

POOLING = (
    Case(
        "P2",
        "five generalists, as slow as makes them five desks 60 % busy",
        queues.station,
        {"arrivals": 3.0, "service": 1.0 / (1.0 - formulas.tolerable_slowdown(0.6, 5)), "servers": 5},
        Length(4_800.0, warm_up=100.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(0.6, 1.0)),),
    ),
    Case(
        "P4a",
        "five departments of one, one skill each, 80 % busy",
        pooling.chain,
        {"departments": 5, "skills": 1, "arrivals": 0.8},
        Length(6_000.0, warm_up=300.0),
        (Quantity("wait", "wait", "h", lambda: formulas.wait_mmc(0.8, 1.0, 1)),),
    ),
    Case(
        "P4b",
        "five departments of one, everyone skilled for all",
        pooling.chain,
        {"departments": 5, "skills": 5, "arrivals": 0.8, "bursts": True},
        Length(6_200.0, warm_up=100.0),
        (Quantity("wait", "wait", "h", lambda: formulas.wait_mmc(4.0, 1.0, 5)),),
    ),
    Case(
        "P7a",
        "tasks for two of three departments at once, never a pause",
        pooling.triangle_capacity,
        {},
        Length(300, of="tasks"),
        (
            Quantity("capacity", "tasks an hour", "", lambda: pair_capacity(3)[0]),
            Quantity("busy", "each department busy", "%", lambda: pair_capacity(3)[0] / pair_capacity(3)[1]),
        ),
        controlled=False,
    ),
    Case(
        "P7b",
        "tasks for two of three departments, 0.6 an hour (as at one desk)",
        pooling.triangle,
        {"arrivals": 0.2},
        Length(4_500.0, warm_up=300.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(0.6, 1.0)),),
    ),
)

FAILURES = (
    Case(
        "R1",
        "one desk that repeats a fifth of its work (Jackson)",
        failures.rework,
        {"arrivals": 0.6, "share": 0.2},
        Length(12_500.0, warm_up=300.0),
        (
            Quantity("visits", "visits per case", "", lambda: formulas.rework(0.6, 1.0, 0.2)[0]),
            Quantity("lead_time", "lead time", "h", lambda: formulas.rework(0.6, 1.0, 0.2)[1]),
        ),
    ),
    _found("a", "after the last", FOUND_LATE, 8_000.0),
    _found("b", "at once", FOUND_AT_ONCE, 8_000.0),
    Case(
        "R5",
        "desk on a platform that is down a sixth of the time (White, Christie)",
        failures.breakdowns,
        {"arrivals": 0.5, "rate": 1.0, "failing": 0.05, "repairing": 0.25},
        Length(25_000.0, warm_up=300.0),
        (
            Quantity("lead_time", "lead time", "h", lambda: formulas.time_with_breakdowns(0.5, 1.0, 0.05, 0.25)),
            Quantity("inside", "cases inside", "", lambda: 0.5 * formulas.time_with_breakdowns(0.5, 1.0, 0.05, 0.25)),
            Quantity("up", "platform up", "%", lambda: formulas.topology(0.25 / (0.05 + 0.25), 1)["all_up_shared"]),
        ),
    ),
    Case(
        "R6a",
        "five systems, each up 98 % of the time",
        failures.topology,
        {"systems": 5, "between": 98.0, "hours": 2.0},
        Length(100, of="weeks"),
        (
            Quantity("capacity", "what can be worked on", "%", lambda: formulas.topology(UP, 1)["all_up_shared"]),
            Quantity("all_up", "time with all up", "%", lambda: formulas.topology(UP, 5)["all_up_separate"]),
        ),
        replications=40,
    ),
    Case(
        "R6b",
        "one shared system, up 98 % of the time",
        failures.topology,
        {"systems": 1, "between": 98.0, "hours": 2.0},
        Length(300, of="weeks"),
        (
            Quantity("capacity", "what can be worked on", "%", lambda: formulas.topology(UP, 5)["all_up_shared"]),
            Quantity("all_down", "time with all down", "%", lambda: formulas.topology(UP, 5)["all_down_shared"]),
        ),
    ),
    Case(
        "R7",
        "shared platform at its break-even: repairs cost the 4 h it saves",
        failures.breakdowns,
        {
            "arrivals": 0.8,
            "rate": 1.0,
            "failing": 1.0 / 200.0,
            "repairing": 1.0 / formulas.break_even_outage(0.8, 1.0, 200.0, 4.0),
        },
        Length(70_000.0, warm_up=2_000.0),
        (Quantity("lead_time", "lead time", "h", lambda: formulas.time_mmc(0.8, 1.0) + 4.0),),
    ),
    Case(
        "R8",
        "a wrong record meets a machine, put right once a day",
        bots.wrong_record,
        {"rate": 5.0, "notices": 0.0, "machine": True, "review": 24.0},
        Length(20, of="days"),
        (Quantity("wrong", "cases done wrong", "", lambda: wrong_cases(5.0, 0.0, 24.0)),),
    ),
)

CASES = HANDOFFS + POOLING + FAILURES
