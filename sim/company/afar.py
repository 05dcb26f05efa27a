"""Help from afar: who does the work of another team at a distance cannot ask across the desk, and calls somebody."""

from __future__ import annotations

from sim.company import subjects
from sim.company.case import Case
from sim.company.house import House
from sim.engine.kernel import Event, Flow
from sim.engine.task import Task

QUESTION = "question from afar"


def questions_from_afar(house: House, case: Case, work: Task) -> Event:
    """A piece of work, and what whoever helps from afar has to ask about it; fires with what the work fires with."""
    pairs = house.staffing.from_afar
    if not pairs or all(helped != work.team.name for _, helped in pairs):
        return work
    return house.env.start(_with_question(house, case, work))


def _with_question(house: House, case: Case, work: Task) -> Flow:
    """The work is done when somebody of the team that is helped has had the time to say how it is done there."""
    done = yield work
    helper = work.member
    if helper is not None and (helper.team.name, work.team.name) in house.staffing.from_afar:
        share = house.model.trends.remote_work.virtual_question_share
        if house.staffing.asks.draw(case.key, case.visit(QUESTION)) < share:
            asking, asked = (house.staffing.department_of(team.name) for team in (helper.team, work.team))
            yield from house.information.ask_in_a_call(case, asking, asked, subjects.INQUIRY)
    return done
