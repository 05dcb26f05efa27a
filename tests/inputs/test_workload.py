"""How much work a run would be: estimated from what arrives, and refused in words where it would not end or not fit."""

from __future__ import annotations

import os
import re

import pytest

from sim.inputs import workload
from sim.inputs.company_model import CompanyModel
from sim.inputs.events_model import Event
from sim.inputs.scenario import Scenario
from sim.inputs.workload import (
    BYTES_PER_TOUCH,
    LONGEST,
    SECONDS_PER_TOUCH,
    arrivals_per_week,
    contacts_per_week,
    endless,
    memory,
    touches_of,
)
from tests.inputs.small_company import small_company

SMALL = Scenario(name="small", weeks=4, warm_up_weeks=0, company=CompanyModel.model_validate(small_company()))


def larger(factor: float) -> Scenario:
    """The small company with this many times its web orders."""
    customers = SMALL.company.customers
    more = customers.model_copy(update={"web_orders_per_week": factor * customers.web_orders_per_week})
    return SMALL.model_copy(update={"company": SMALL.company.model_copy(update={"customers": more})})


def test_a_small_company_may_run() -> None:
    assert endless([SMALL, SMALL], jobs=2) == ""
    assert endless([]) == ""


@pytest.mark.parametrize(
    ("factor", "runs", "words"),
    [
        (1e6, 1, r"would take about \d+\.\d days by estimate, more than the day that is allowed: one run of about"),
        (1e8, 3, r"would take about \d+ days by estimate, more than the day that is allowed: 3 runs of about"),
        (1e9, 1, r"would take about [\d.]+ years by estimate, more than the day that is allowed: one run of about"),
    ],
)
def test_what_would_not_end_within_a_day_is_refused(factor: float, runs: int, words: str) -> None:
    scenario = larger(factor)
    assert touches_of(scenario) * runs * SECONDS_PER_TOUCH > LONGEST
    assert re.match(words, endless([scenario] * runs))


def test_more_processes_end_sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "LONGEST", touches_of(SMALL) * SECONDS_PER_TOUCH * 1.5)
    assert endless([SMALL, SMALL])
    assert endless([SMALL, SMALL], jobs=2) == ""


def test_what_does_not_fit_in_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    needed = touches_of(SMALL) * BYTES_PER_TOUCH
    monkeypatch.setattr(workload, "memory", lambda: needed / 2)
    assert re.match(r"would need about [\d.]+ GB of memory for one run of about [\d,]+ touches", endless([SMALL]))
    for enough in (needed * 2, None):
        monkeypatch.setattr(workload, "memory", lambda enough=enough: enough)
        assert endless([SMALL]) == ""


def test_a_computer_that_does_not_tell_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def tells_nothing(_: str) -> int:
        raise ValueError("unrecognized configuration name")

    there = memory()
    assert there is None or there > 1e8
    monkeypatch.setattr(os, "sysconf", tells_nothing, raising=False)
    assert memory() is None


def test_all_that_arrives_counts() -> None:
    more = larger(2.0).company.customers.web_orders_per_week - SMALL.company.customers.web_orders_per_week
    assert arrivals_per_week(larger(2.0).company) - arrivals_per_week(SMALL.company) >= more
    assert contacts_per_week(larger(2.0).company) == contacts_per_week(SMALL.company)
    company = SMALL.company
    caring = company.model_copy(update={"crm": company.crm.model_copy(update={"loyalty_per_week": 1_000_000.0})})
    assert arrivals_per_week(caring) == pytest.approx(
        arrivals_per_week(company) + 1_000_000.0 - company.crm.loyalty_per_week
    )


@pytest.mark.parametrize(
    ("event", "weeks"),
    [
        (Event(kind="demand peak", week=1, weeks=1, factor=3.0), 1 + 3 + 3 + 1),
        (Event(kind="acquisition", week=2, factor=2.0, people=1.5), 1 + 1 + 3 + 3),
        (Event(kind="platform outage", week=1, department="sales", hours=9.0), 4),
    ],
)
def test_events_that_bring_more_make_more_work(event: Event, weeks: float) -> None:
    """By hand: what comes in each of the four weeks, as a multiple of a usual one."""
    scenario = SMALL.model_copy(update={"events": (event,)})
    assert touches_of(scenario) == pytest.approx(touches_of(SMALL) * weeks / 4)
