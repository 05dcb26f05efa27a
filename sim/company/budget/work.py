"""What people do in a week when nothing goes wrong: activities and messages, times their touch times, by team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from sim.company import subjects
from sim.company.budget.bots import left_to_people
from sim.company.budget.contacts import contact_work, for_experts, reasons_to_look
from sim.company.budget.volumes import Volumes, chased_share, closings_per_week, vacancies_per_week
from sim.company.hours import rosters
from sim.company.periods import PAYROLL_WEEKS, WORKING_DAYS
from sim.company.topics import CHANGE_OF_DATA, TOPICS
from sim.engine.calendar import WEEK
from sim.engine.codes import Mode
from sim.inputs.company_model import CompanyModel
from sim.inputs.names import CONTACT_CENTRE, REPORTS
from sim.levers.primitives import SHARED_PLATFORM, Link, Primitives

MESSAGES = "messages"
"""The line of all that is written, keyed in and answered for the sake of information."""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line of the budget: an activity of a team, how often a week, and its mean touch time in minutes."""

    team: str
    activity: str
    per_week: float
    minutes: float

    @property
    def hours(self) -> float:
        """Hours a week."""
        return self.per_week * self.minutes / 60


def work(model: CompanyModel, world: Primitives, volumes: Volumes) -> list[BudgetLine]:
    """All lines, by team in the order of the file's tables; people's speed is that of their department's pace."""
    lines = [
        BudgetLine(team, activity, per_week * left.cases, _minutes(model, world, team, activity) * left.minutes)
        for (team, activity), per_week in _times(model, world, volumes).items()
        if per_week > 0 and (left := left_to_people(model, world, team, activity)).cases > 0
    ]
    lines += [*_learning(model, world), *_messages(model, world, volumes)]
    return sorted(lines, key=lambda line: list(model.teams).index(line.team))


def _learning(model: CompanyModel, world: Primitives) -> Iterator[BudgetLine]:
    """Courses that everybody attends, and the lessons of newcomers, which take two people each."""
    hr = model.hr
    for name, team in model.connected_teams.items():
        practice = world.practices[team.department]
        pace = practice.speed * craft(model, name)
        if hr.course_hours:
            yield BudgetLine(name, "attend a course", team.staff / hr.course_every_weeks, 60 * hr.course_hours / pace)
        newcomers = team.staff * team.turnover_per_year * practice.turnover_factor / 52
        if hr.lesson_hours and newcomers and team.staff > 1:
            yield BudgetLine(name, "teach a newcomer", 2 * newcomers * hr.ramp_weeks, 60 * hr.lesson_hours / pace)


def _minutes(model: CompanyModel, world: Primitives, team: str, activity: str) -> float:
    practice = world.practices[model.teams[team].department]
    return model.activities[activity].mean_minutes / (practice.speed * craft(model, team))


def craft(model: CompanyModel, team: str) -> float:
    """Mean speed of a team's people, of whom some are still learning."""
    learning = model.teams[team].turnover_per_year * model.hr.ramp_weeks / 52
    return 1.0 - min(1.0, learning) * (1.0 - model.hr.ramp_start) / 2


def _times(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[tuple[str, str], float]:
    """How often a week each activity is done, by team."""
    times: dict[tuple[str, str], float] = {}
    for activity, per_week in _usual(model, world, volumes).items():
        row = model.activities.get(activity)
        if row is not None and row.team in model.teams:
            times[row.team, activity] = per_week
    for activity, by_department in _everywhere(model, world, volumes).items():
        for department, per_week in by_department.items():
            if activity in model.activities:
                times[model.answering_team(department), activity] = per_week
    return times


def _usual(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """How often a week what only one team does is done."""
    return {
        **_in_front(model, world, volumes),
        **_of_orders(model, volumes),
        **_in_the_house(model, world, volumes),
        **contact_work(model, world, volumes),
    }


def _in_front(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """Marketing, Sales and customer relations."""
    campaigns = volumes.campaigns
    return {
        "prepare a campaign": campaigns,
        "choose the audience": campaigns,
        "check a campaign": campaigns + volumes.refused,
        "sort a lead": volumes.sorted_out,
        "write content": model.marketing.content_per_week,
        "look for customers": model.sales.prospecting_per_week,
        "respond to a lead": volumes.leads + volumes.prospects,
        "qualify a lead": volumes.qualified,
        "prepare a quote": volumes.qualified,
        "review a contract": volumes.contracts,
        "chase a quote": volumes.qualified * model.sales.silent_share,
        "negotiate": volumes.qualified,
        "close a deal": volumes.deals,
        "take a business order": volumes.taken * (1 - model.customers.portal_share),
        "check credit": volumes.credit_questions,
        "welcome a customer": volumes.businesses_in,
        "merge customer records": _duplicates(model, world, volumes),
        "follow up a customer": volumes.asked + volumes.renewals,
        "update customer data": volumes.tickets["change of data"],
        "review the customer base": 1.0,
        "look after loyal customers": model.crm.loyalty_per_week,
    }


def _of_orders(model: CompanyModel, volumes: Volumes) -> dict[str, float]:
    """From the shelf to the customer's money, and from the supplier to the shelf."""
    purchases, orders = model.finance.house_purchases_per_week, volumes.of_businesses
    return {
        "pick and pack": volumes.web_orders,
        "pick a business order": orders,
        "write an invoice": volumes.web_orders,
        "write a business invoice": orders,
        "apply cash": volumes.orders,
        "send a reminder": volumes.late_payers,
        "inspect a return": volumes.tickets["return"],
        "pay a refund": volumes.tickets["return"],
        "receive goods": volumes.reviews + volumes.materials,
        "put goods away": volumes.reviews * bool(model.logistics.put_away_hours),
        "plan replenishment": volumes.reviews + volumes.materials,
        "chase a supplier": volumes.receipts * chased_share(model),
        "set up the line": (volumes.reviews - volumes.receipts) * model.logistics.set_ups,
        "count stock": WORKING_DAYS * model.logistics.counted_per_day,
        "make a batch": volumes.batches,
        "match a supplier invoice": purchases + volumes.receipts + volumes.materials,
        "run the payments": 7 / model.finance.payment_run_days if model.finance.payment_run_days else 0.0,
    }


def _in_the_house(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """What colleagues, systems, the law and the end of a month ask for."""
    people, vacancies = model.people, vacancies_per_week(model)
    looks = world.practices["hr"].looks if "hr" in world.practices else 0
    closings, payrolls = closings_per_week(), model.hr.payroll_parts / PAYROLL_WEEKS
    return {
        "serve a colleague": people * model.it.requests_per_person_per_week,
        "maintain systems": model.it.maintenance_per_week,
        "release a change": _systems_released(model, world) / model.it.release_every_weeks,
        "open accounts": vacancies,
        "answer a colleague": people * model.hr.questions_per_person_per_week,
        "advertise a vacancy": vacancies,
        "interview candidates": vacancies,
        "welcome a colleague": vacancies,
        "organise a course": len(model.connected_teams) / model.hr.course_every_weeks,
        "prepare the payroll": payrolls,
        "post the payroll": payrolls,
        "review backlogs": WORKING_DAYS * looks,
        "close the books": model.finance.closing_tasks * closings,
        "declare taxes": closings,
        "make the report": 1.0,
        "answer a data request": model.legal.data_requests_per_week,
        "maintain contracts": model.legal.contracts_per_week,
    }


def _duplicates(model: CompanyModel, world: Primitives, volumes: Volumes) -> float:
    """Customers a week who come to stand in the master twice, where there are several; as many are merged."""
    keyed = {
        (subjects.NEW_CUSTOMER, "sales"): volumes.businesses_in,
        (subjects.CHANGED_DATA, CONTACT_CENTRE): volumes.tickets[CHANGE_OF_DATA],
    }
    apart = [
        per_week
        for (subject, source), per_week in keyed.items()
        if (link := world.links.get((source, "crm", subject))) is not None and link.mode != Mode.SHARED
    ]
    return model.crm.duplicate_share * sum(apart)


def _systems_released(model: CompanyModel, world: Primitives) -> int:
    """Systems whose changes must be released; a shared one takes the work of all that it has come to replace."""
    shared = [name for name in model.connected if world.practices[name].platform == SHARED_PLATFORM]
    own = {model.departments[name].system for name in model.connected if name not in shared}
    return len(shared) + len(own)


def _everywhere(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, dict[str, float]]:
    """How often a week each department does what all do."""
    departments = model.connected
    others = {name: float(name != "finance") / max(1, len(departments) - 1) for name in departments}
    asked = inquiries(model, world, volumes)
    return {
        "order for the house": {name: share * model.finance.house_purchases_per_week for name, share in others.items()},
        "approve an invoice": {
            name: share * model.finance.house_purchases_per_week * bool(model.finance.signing_hours)
            for name, share in others.items()
        },
        "prepare month-end figures": {name: closings_per_week() for name in departments if name != "finance"},
        "collect personal data": {name: model.legal.data_requests_per_week for name in departments if name != "legal"},
        "search for information": searches(model, world, volumes),
        "answer an inquiry": {
            name: sum(per_week for (_, owner), per_week in asked.items() if owner == name) for name in departments
        },
    }


def searches(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[str, float]:
    """Searches a week by department: pieces of work that take a fact which cannot be seen from there."""
    found, usual = dict.fromkeys(model.connected, 0.0), _usual(model, world, volumes)
    for activity, share in model.looks_up.items():
        team = model.activities[activity].team
        if team in model.connected_teams:
            department = model.teams[team].department
            times = usual.get(activity, 0.0) * left_to_people(model, world, team, activity).cases
            found[department] += times * share * (1.0 - world.practices[department].visible)
    return found


def inquiries(model: CompanyModel, world: Primitives, volumes: Volumes) -> dict[tuple[str, str], float]:
    """Inquiries a week by (who asks, who is asked): look-ups of customer service that it cannot make itself."""
    asked: dict[tuple[str, str], float] = {}
    if CONTACT_CENTRE not in world.practices:
        return asked
    blind = 1.0 - world.practices[CONTACT_CENTRE].visible
    for kind, per_week in reasons_to_look(model, volumes).items():
        owner = TOPICS[kind].owner
        if owner != CONTACT_CENTRE and owner in model.departments:
            key = CONTACT_CENTRE, owner
            asked[key] = asked.get(key, 0.0) + blind * per_week
    return asked


# ---- messages ------------------------------------------------------------------------------------------------


def _messages(model: CompanyModel, world: Primitives, volumes: Volumes) -> Iterator[BudgetLine]:
    """One line a team: hours of writing, keying in and answering of all its messages."""
    hours = dict.fromkeys(model.teams, 0.0)
    numbers = dict.fromkeys(model.teams, 0.0)
    for (source, target, subject), per_week in {**sent(model, world, volumes), **copies(world)}.items():
        link = world.links.get((source, target, subject))
        if link is None or per_week <= 0:
            continue
        sender, receiver = model.answering_team(source), model.answering_team(target)
        by_sender, by_receiver = _touch(model, world, link, source)
        for team, touch in ((sender, by_sender), (receiver, by_receiver)):
            practice = world.practices[model.teams[team].department]
            hours[team] += per_week * touch / (practice.speed * craft(model, team))
            numbers[team] += per_week * (touch > 0)
    for team, total in hours.items():
        if total > 0:
            yield BudgetLine(team, MESSAGES, numbers[team], 60 * total / numbers[team])


def _touch(model: CompanyModel, world: Primitives, link: Link, source: str) -> tuple[float, float]:
    """Hours of a message for its sender and for its receiver."""
    if link.mode == Mode.SHARED:
        return 0.0, 0.0
    if link.mode == Mode.BATCH:
        return 0.0, link.conversion_hours
    share = 1.0 if link.feed else 1.0 - link.bot_share
    unclear = world.practices[source].ask_back
    asked_back = unclear / max(1e-9, 1.0 - unclear)
    keyed = (1.0 - link.keyed_by_bot_share) * (link.rekey_hours + link.conversion_hours)
    return share * (link.write_hours + asked_back * model.information.answer_minutes / 60), share * keyed


def copies(world: Primitives) -> Mapping[tuple[str, str, str], float]:
    """Copies of records a week that are brought by hand, by (owner, reader, record)."""
    return {
        (owner, reader, record): WEEK
        / (world.practices[reader].report_hours if record in REPORTS else world.links[owner, reader, record].period_hours)
        for (owner, reader, record), link in world.links.items()
        if link.feed and link.kept and link.mode == Mode.MANUAL
    }


def sent(model: CompanyModel, world: Primitives, volumes: Volumes) -> Mapping[tuple[str, str, str], float]:
    """Messages a week by (source, target, subject), when nothing goes wrong."""
    departments = model.connected
    vacancies, closings = vacancies_per_week(model), closings_per_week()
    messages: dict[tuple[str, str, str], float] = {
        ("marketing", "sales", subjects.LEAD): volumes.leads,
        ("marketing", "legal", subjects.CAMPAIGN): volumes.campaigns + volumes.refused,
        ("legal", "marketing", subjects.CAMPAIGN_OPINION): volumes.campaigns + volumes.refused,
        ("sales", "logistics", subjects.WEB_ORDER): volumes.web_orders + volumes.small_business_orders,
        ("sales", "logistics", subjects.BUSINESS_ORDER): volumes.business_orders,
        ("sales", "finance", subjects.CREDIT_QUESTION): volumes.credit_questions,
        ("finance", "sales", subjects.CREDIT_DECISION): volumes.credit_questions,
        ("sales", "legal", subjects.CONTRACT_DRAFT): volumes.contracts,
        ("legal", "sales", subjects.REVIEWED_CONTRACT): volumes.contracts,
        ("sales", "crm", subjects.NEW_CUSTOMER): volumes.businesses_in,
        ("logistics", "finance", subjects.SHIPMENT): volumes.orders,
        ("logistics", "finance", subjects.RETURN_RECEIPT): volumes.tickets["return"],
        ("logistics", "finance", subjects.GOODS_RECEIPT): volumes.receipts + volumes.materials,
        ("logistics", "crm", subjects.DELIVERY): volumes.of_businesses,
        ("support", "crm", subjects.CHANGED_DATA): volumes.tickets["change of data"],
        ("support", "logistics", subjects.RETURN_NOTICE): volumes.tickets["return"],
        ("hr", "finance", subjects.PAYROLL): model.hr.payroll_parts / PAYROLL_WEEKS,
        ("hr", "it", subjects.NEW_COLLEAGUE): vacancies,
    }
    staff = {name: sum(team.staff for team in model.teams.values() if team.department == name) for name in departments}
    for name in departments:
        requests, leaving = staff[name] * model.it.requests_per_person_per_week, staff[name] / model.people * vacancies
        messages[name, "it", subjects.STAFF_REQUEST] = requests * (name != "it")
        messages[name, "hr", subjects.RESIGNATION] = leaving * (name != "hr")
        if name != "finance":
            messages["finance", name, subjects.REQUEST_FOR_FIGURES] = closings
            messages[name, "finance", subjects.MONTH_END_FIGURES] = closings
            bought = model.finance.house_purchases_per_week / (len(departments) - 1)
            messages[name, "finance", subjects.PURCHASE] = bought
            signed = bought * bool(model.finance.signing_hours)
            messages["finance", name, subjects.INVOICE_TO_APPROVE] = messages[name, "finance", subjects.APPROVAL] = signed
        if name != "legal":
            messages["legal", name, subjects.DATA_REQUEST] = model.legal.data_requests_per_week
            messages[name, "legal", subjects.PERSONAL_DATA] = model.legal.data_requests_per_week
    if CONTACT_CENTRE in world.practices and not world.practices[CONTACT_CENTRE].joint_sessions:
        for kind, per_week in for_experts(model, world.practices[CONTACT_CENTRE], volumes).items():
            owner = TOPICS[kind].owner
            for ends in ((CONTACT_CENTRE, owner, subjects.ESCALATION), (owner, CONTACT_CENTRE, subjects.SOLUTION)):
                messages[ends] = messages.get(ends, 0.0) + per_week
    for (asking, owner), per_week in inquiries(model, world, volumes).items():
        messages[asking, owner, subjects.INQUIRY] = per_week
        messages[owner, asking, subjects.ANSWER] = per_week
    return messages


def usual_shifts(model: CompanyModel, team: str) -> float:
    """Mean hours that one of a team's people works in a usual week."""
    hours = [roster.calendar(0.0).usual.open_per_week for roster in rosters(model, team, 0.0)]
    return sum(hours) / len(hours)


def people_there(model: CompanyModel, world: Primitives, team: str) -> float:
    """Mean number of a team's people who are there: not those who are absent, nor those whose places are empty."""
    row = model.teams[team]
    practice = world.practices[row.department]
    absent = model.hr.absence * practice.absence_factor + practice.away_share + model.hr.leave_days / 52 / WORKING_DAYS
    empty = row.turnover_per_year * practice.turnover_factor * model.hr.search_days / 365
    return row.staff * prod((1 - min(1.0, absent), 1 - min(1.0, empty)))
