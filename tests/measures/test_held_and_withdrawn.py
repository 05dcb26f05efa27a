"""What measures and journeys make of people who are held by a case, and of work that is withdrawn; by hand."""

from __future__ import annotations

from functools import partial

import pytest

from sim.company.back_office.legal import Legal
from sim.engine.holding import HoldingTeam
from sim.engine.kernel import Flow
from sim.engine.task import Task
from sim.measures.efficiency import hidden_work
from sim.measures.hours import departments_of, held_of, hours_of, waits_of
from sim.measures.lead_time import PARTS, parts_of
from sim.measures.steps import steps_of
from sim.views.journey.words import Told, sentence_of, short_words
from tests.company.worlds import begin, decoded, finished, its, near, still
from tests.engine.world import NINE_TO_FIVE


def test_held_hours_are_on_duty_and_not_worked() -> None:
    """On Monday, on duty from 9 to 17: an hour's work, held from 10 to 14, an hour's work; the other hours are free."""
    built = still()
    house = built.house
    legal = HoldingTeam(built.env, house.journal, "legal", 1, NINE_TO_FIVE)

    def case() -> Flow:
        person = legal.hold(1)
        yield person.work(1.0, house.journal.code("work"))
        yield built.env.timeout(4.0)
        yield person.work(1.0, house.journal.code("work"))
        person.release()

    begin(built, 9.0, case)
    built.env.run(until=20.0)
    legal.close()
    house.cases.horizon = 20.0
    run = decoded(built)
    hours = hours_of(run).loc["legal"]
    assert hours.to_dict() == {"on_duty": 8.0, "overtime_hours": 0.0, "absent": 0.0, "paid": 8.0, "worked": 2.0}
    assert held_of(run)["legal"] == 4.0
    assert held_of(run).sum() == 4.0
    assert departments_of(run).set_index("team")["utilisation"]["legal"] == 0.25
    assert hidden_work(run) == 0.0


def test_withdrawn_work_is_a_queue_and_what_was_worked_stays_worked() -> None:
    """One person from 9 on: one case is worked on from 9 and withdrawn at 12, one waits from 10, withdrawn at 11."""
    built = still({"teams": {"legal": {"staff": 1, "hours": ["office"]}}})
    cases, team = built.house.cases, its(built, Legal).team
    begun, waiting = (cases.open_case("contract", number, "legal") for number in (0, 1))
    code = built.house.journal.code("review a contract")
    tasks: dict[int, Task] = {}

    def ask(key: int) -> None:
        tasks[key] = team.work(key, 8.0, code)

    for time, case in ((9.0, begun), (10.0, waiting)):
        built.env.at(time, partial(ask, case.key))
    built.env.at(11.0, lambda: None if team.withdraw(tasks[waiting.key]) else None)
    built.env.at(12.0, lambda: None if team.withdraw(tasks[begun.key], interrupt=True) else None)
    built.env.run(until=13.0)
    for case in (begun, waiting):
        cases.close(case, "cancelled")
    run = decoded(built)
    told = Told(built.scenario, run)
    first, second = ([(step.kind, step.start, step.end) for step in steps_of(run, case.key)] for case in (begun, waiting))
    assert first == [("work", 9.0, 12.0)]
    assert second == [("queue", 10.0, 11.0), ("withdrawn", 11.0, 11.0)]
    assert "then withdrawn" in sentence_of(told, steps_of(run, begun.key)[-1])
    withdrawn = steps_of(run, waiting.key)[-1]
    assert sentence_of(told, withdrawn) == "withdrawn before it was begun: review a contract"
    assert short_words(told, withdrawn) == "withdrawn: review a contract"
    parts = parts_of(run).set_index("case")
    assert parts.reindex([begun.key, waiting.key])[["touch", "queue"]].to_numpy().tolist() == [[3.0, 0.0], [0.0, 1.0]]
    assert (parts[list(PARTS)].sum(axis=1) <= parts["lead"] + 1e-9).all()
    assert waits_of(run).query("team == 'legal'")[["visits", "hours"]].to_numpy().tolist() == [near([1.0, 0.0])]


@pytest.mark.parametrize("name", ["siloed", "integrated"])
def test_nobody_is_held_in_the_company(name: str) -> None:
    """The default company holds nobody (yet): the table of it has every team, and zeros."""
    run = finished(name).run
    assert (held_of(run) == 0.0).all()
    assert set(held_of(run).index) == set(hours_of(run).index)
