"""A run starts in the middle of things: receivables, deals, tickets, vacancies and supplier orders are under way."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.company import Company
from sim.company.department import Department
from sim.engine.calendar import DAY, WEEK
from sim.engine.kernel import Flow
from sim.engine.streams import case_key

TICKETS_DAYS = 0.5


def put_in_progress(company: Company) -> None:
    """Open what would be open on a Monday morning of a company that has always run."""
    luck = company.streams.uniform("start.progress")
    who = company.streams.uniform("start.customer")
    _receivables(company, luck.draw, who.draw)
    _deals(company, luck.draw, who.draw)
    _tickets(company, who.draw)
    _supplier_orders(company, luck.draw)
    _vacancies(company, luck.draw)


def _receivables(company: Company, luck: object, who: object) -> None:
    model = company.model.customers
    days = model.business_terms_days + model.payment_delay_days
    for number in range(round(model.business_orders_per_week * days / 7)):
        buyer = company.customers.business(who(case_key("old invoice", number)))  # type: ignore[operator]
        case = company.open_case("old invoice", number, "finance", buyer)
        case.kind, case.value = "invoice", company.sales.usual_business_order
        company.env.start(_receivable(company, case, DAY * days * luck(case.key)))  # type: ignore[operator]


def _receivable(company: Company, case: Case, left: float) -> Flow:
    finance, customer = company.finance, case.customer
    assert customer is not None
    case.opened = -1.0
    customer.owes(0.0, case.value)
    case.opened = company.env.now
    yield from finance.outside(case, left)
    if customer.solvent:
        yield from finance.cash(case, customer)
    else:
        customer.owes(company.env.now, 0.0, case.value)
        yield from finance.write_off(case, customer)


def _deals(company: Company, luck: object, who: object) -> None:
    model = company.model
    quotes = model.customers.inbound_leads_per_week * model.sales.qualify_share
    for number in range(round(quotes * model.sales.negotiation_days / 7)):
        key = case_key("old lead", number)
        case = company.open_case("old lead", number, "sales", company.customers.business(who(key)))  # type: ignore[operator]
        case.kind = "lead"
        company.env.start(company.sales.negotiate(case, 0.0, luck(key)))  # type: ignore[operator]


def _tickets(company: Company, who: object) -> None:
    for number in range(round(company.model.contacts.questions_per_week / 5 * TICKETS_DAYS)):
        key = case_key("old ticket", number)
        case = company.open_case("old ticket", number, "support", company.customers.consumer(who(key)))  # type: ignore[operator]
        case.kind = "question"
        company.env.start(company.support.ticket(case, "e-mail"))


def _supplier_orders(company: Company, luck: object) -> None:
    logistics = company.logistics
    number = 0
    for name, stock in logistics.stocks.items():
        weeks = logistics.planning.cover_weeks(name) - company.model.logistics.review_days / 7
        units = int(logistics.planning.usual_weekly_demand(name))
        for week in range(round(weeks)):
            case = company.open_case("old replenishment", number, "logistics")
            case.kind, case.product, case.units = "replenishment", name, units
            stock.on_order += units
            company.env.start(_supplier_order(company, case, WEEK * (week + luck(case.key))))  # type: ignore[operator]
            number += 1


def _supplier_order(company: Company, case: Case, left: float) -> Flow:
    logistics = company.logistics
    stock = logistics.stocks[case.product]
    yield from logistics.outside(case, left)
    yield logistics.do(case, "receive goods")
    stock.on_order -= case.units
    logistics.book_receipt(case, stock, case.units)
    company.close(case, "in stock")


def _vacancies(company: Company, luck: object) -> None:
    hr = company.departments["hr"]
    for name, model in company.model.teams.items():
        team = company.teams[name]
        days = company.model.hr.search_days
        expected = model.staff * model.turnover_per_year * days / 365
        empty = int(expected + luck(case_key(f"old vacancies {name}", 0)))  # type: ignore[operator]
        for number in range(min(empty, len(team.members) - 1)):
            member = team.members[-1]
            hr.leave(name, team, member)  # type: ignore[attr-defined]
            case = company.open_case(f"old vacancy {name}", number, model.department)
            case.kind, case.product = "vacancy", name
            left = DAY * days * luck(case.key)  # type: ignore[operator]
            company.env.start(_vacancy(company, hr, case, left))


def _vacancy(company: Company, hr: Department, case: Case, left: float) -> Flow:
    yield from hr.outside(case, left)
    yield from hr.hire(case)  # type: ignore[attr-defined]
