"""Work is conserved: what somebody had to do without a lever, somebody does with it, but for what its declaration says.

A small company in which nothing goes wrong by chance, everybody is as good as anybody and customers wait as long as it
takes. Each strategy and each trend is added to it alone, half siloed, at full strength; each challenge to it without any
obstacle. Cases that ended the same way
in both worlds are compared: hours of touch by activity, as the touch times of the file count them (speed by pace and
slowness in a second skill are declared, and taken out). ``MAY_CHANGE`` says for each lever which activities may take
another time, or come up more or less often for the same case, and why; ``MUST_CHANGE`` what shows that the lever works.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pytest

from sim.company.front_office.channels import ACTIVITY
from sim.company.simulation import Company
from sim.engine.codes import VisitKind
from sim.inputs.company_model import CompanyModel
from sim.inputs.levers_model import CHALLENGES, Levers
from sim.inputs.loading import load_scenario
from sim.inputs.names import TICKET_KINDS
from sim.inputs.scenario import Scenario
from sim.levers.catalogue import CATALOGUE, world
from sim.levers.primitives import Primitives
from sim.measures.run import Run
from tests.company.worlds import lay_over

SMALL = Path(__file__).parents[2] / "scenarios" / "small_typical.toml"
WEEKS = 2
HALF = dict.fromkeys(CHALLENGES, 0.5)
CALM = {
    "customers": {"insolvent_share": 0.0},
    "contacts": {
        "misunderstood_share": 0.0,
        "late_order_contact_share": 0.0,
        "retry_share": 0.0,
        "astray_share": 0.0,
        "picks_up_share": 0.0,  # whether an expert can be had on the telephone hangs on the moment
        "phone_patience_minutes": 1e5,
        "chat_patience_minutes": 1e5,
    },
    "behaviour": {"chasing": False, "churn": False, "satisfaction": False, "reputation": False},
    "crm": {"duplicate_share": 0.0, "duplicates_at_first": 0.0},
    "logistics": {"pick_error": 0.0, "miscount_share": 0.0},
    "finance": {"supplier_error": 0.0},
    # whoever waits for IT is slow, and what people know fades from course to course: speed hangs on the day
    "hr": {"absence": 0.0, "craft_variation": 0.0, "course_hours": 0.0},
    "it": {
        "change_failure": 0.0,
        "outage_every_weeks": 1000.0,
        "attacks_per_year": 0.0,
        "stopped_share": 0.0,
        "change_share": 0.0,
    },
    "information": {"keying_error": 0.0, "free_form_error": 0.0, "mapping_error": 0.0, "interface_failure": 0.0},
    "remedies": {"platform_people": 100.0, "platform_outage_every_weeks": 1000.0, "bot_break_share": 0.0},
}

TALKS = set(ACTIVITY.values())
BY_EXPERTS = {"answer a sales request", "mend a customer's fault", "handle a complaint", "answer an inquiry"}
FOLLOW_UP = "follow up a ticket"
LOOK_UP = "look something up"
SEARCH = "search for information"
"""A fact that another department has is searched for where it cannot be seen, before the work that takes it."""
CREDIT = "check credit"
"""Whether credit must be checked is decided on copies and on what has been paid by then."""
TOGETHER = "work on a case together"
ENTRIES = {"take a business order", "update customer data"}

EVERYWHERE = {"order for the house", "approve an invoice", "collect personal data", "prepare month-end figures"}

MAY_CHANGE: Mapping[str, set[str]] = {
    # inquiries in place of look-ups; whoever had to ask gets back to the customer; others' facts are out of sight
    "information_silos": {LOOK_UP, FOLLOW_UP, CREDIT, SEARCH},
    # more tickets are handed to an expert
    "cultural_differences": BY_EXPERTS | {FOLLOW_UP, CREDIT},
    "incompatible_technologies": {CREDIT},
    # mandatory fields at every contact and entry; look-ups in place of inquiries; others' facts are in sight
    "integrated_systems": TALKS | ENTRIES | {LOOK_UP, FOLLOW_UP, CREDIT, SEARCH},
    # sessions; decision rights: fewer tickets need an expert, who may have had to search
    "collaborative_culture": BY_EXPERTS | {TOGETHER, FOLLOW_UP, CREDIT, SEARCH},
    "cross_training": {CREDIT},
    # bots do what is easy among what the file calls routine, and search for nothing
    "process_automation": {"<routine>", CREDIT, SEARCH},
    # the assistant settles the easiest, those it cannot help take longer, colleagues are helped
    "chatbot": TALKS | BY_EXPERTS | {LOOK_UP, FOLLOW_UP, CREDIT} | EVERYWHERE,
    "back_office_bots": {CREDIT},
    "personalisation": {CREDIT},
    # tickets that a model names go to an expert at once, without a look-up, needed or not; he may have to search
    "predictive_analytics": BY_EXPERTS | {LOOK_UP, FOLLOW_UP, CREDIT, SEARCH},
    "real_time_dashboards": {CREDIT},
    # longer hours covered: who came outside the old ones finds somebody to talk to, or nobody any more
    "remote_work": TALKS | {CREDIT},
    # other channels, and several chats at once
    "omnichannel": TALKS | {CREDIT},
    # look-ups in place of inquiries, others' facts in sight; what is on the screen must be read at every contact
    "view_360": TALKS | {LOOK_UP, FOLLOW_UP, CREDIT, SEARCH},
}
MUST_CHANGE: Mapping[str, set[str]] = {
    "information_silos": {LOOK_UP, SEARCH},
    "cultural_differences": {"answer a sales request"},
    "integrated_systems": {"answer a message", "take a business order", LOOK_UP, SEARCH},
    "collaborative_culture": {TOGETHER},
    "process_automation": {"apply cash"},
    "chatbot": {"answer a message"},
    "omnichannel": {"answer a chat"},
    "view_360": {"answer a message", LOOK_UP, SEARCH},
}


@functools.cache
def company() -> CompanyModel:
    """The small company, calm; a strategy does only what it does itself and leaves the challenges as they are."""
    plain = load_scenario(SMALL).company.model_dump(exclude_unset=True)
    for team in plain["teams"].values():
        team["turnover_per_year"] = 0.0
    for shares in plain["remedies"]["coverage"].values():
        shares.update(dict.fromkeys(shares, 0.0))
    return CompanyModel.model_validate(lay_over(plain, CALM))


@functools.cache
def hours(weeks: int = WEEKS, **levers: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Standard hours of touch by (case, activity) of cases that ended and no failure made; kind, beginning, end."""
    levels = Levers(**levers)
    scenario = Scenario(name="calm", seed=3, weeks=weeks, warm_up_weeks=0, levers=levels, company=company())
    calm = Company(scenario, 0)
    run = Run(calm.run(), calm.facts())
    cases = run.cases[run.cases["finished"] & (run.cases["failure"] == 0)].set_index("case")
    pieces = pieces_of_work(run)
    pieces = pieces[(pieces["kind"] == VisitKind.TOUCH) & (pieces["place"] < 0) & pieces["case"].isin(cases.index)]
    standard = (pieces["ended"] - pieces["started"]) * _speeds(run, pieces, world(scenario.company, levels))
    table = standard.groupby([pieces["case"], pieces["activity"].astype(str)]).sum().unstack(fill_value=0)
    return table, cases[["kind", "opened", "status"]].astype({"kind": str, "status": str})


def pieces_of_work(run: Run) -> pd.DataFrame:
    """All work, a row for each stretch that one person did without a break."""
    columns = ["case", "activity", "team", "member", "place", "kind", "started", "ended"]
    visits = run.visits[run.visits["last"] > 0]
    last = visits.assign(started=visits["ended"] - visits["last"])
    return pd.concat([last[columns], run._frame("stretches", "activity", "team")[columns]], ignore_index=True)


def _speeds(run: Run, pieces: pd.DataFrame, primitives: Primitives) -> pd.Series:
    """Standard hours that whoever worked does in an hour: by the pace at home, slower in another team's work."""
    home = run.duty.drop_duplicates("member").set_index("member")["team"].astype(str)
    teams = company().teams
    slower = {(team, skill.team): skill.slowdown for team, skills in primitives.skills.items() for skill in skills}

    def speed(member: int, team: str) -> float:
        own = home.get(member, team)
        if own not in teams:
            return 1.0  # bots, and people on call
        return primitives.practices[teams[own].department].speed / (slower[own, team] if own != team else 1.0)

    found = [speed(member, str(team)) for member, team in zip(pieces["member"], pieces["team"], strict=True)]
    return pd.Series(found, index=pieces.index)


def changed(lever: str, weeks: int = WEEKS) -> tuple[set[str], int]:
    """Activities that took another time for some case with a lever than without, and how many cases were compared.

    A customer's contact is compared where it came at the same time: at night nobody calls.
    """
    ground = {} if lever in CHALLENGES else HALF
    (before, first), (after, second) = hours(weeks, **ground), hours(weeks, **ground, **{lever: 1.0})
    both = before.index.intersection(after.index)
    first, second = first.loc[both], second.loc[both]
    alike = (first["opened"] == second["opened"]) | ~first["kind"].isin(TICKET_KINDS)
    both = both[((first["status"] == second["status"]) & alike).to_numpy()]
    names = before.columns.union(after.columns).union([SEARCH, CREDIT])
    tables = [table.reindex(index=both, columns=names, fill_value=0.0) for table in (before, after)]
    differs = (tables[0] - tables[1]).abs() > 1e-6
    differs[SEARCH] &= ~differs[CREDIT]  # who checks credit, or need not, may have to search for it
    return {str(name) for name in names[differs.any().to_numpy()]}, len(both)


def test_there_is_a_row_for_every_lever() -> None:
    """All fifteen."""
    assert [*MAY_CHANGE] == [lever.name for lever in CATALOGUE]
    assert all(must <= MAY_CHANGE[name] | _routine() for name, must in MUST_CHANGE.items())


def _routine() -> set[str]:
    return {name for name, row in company().activities.items() if row.routine > 0}


@pytest.mark.parametrize("weeks", [WEEKS, pytest.param(2 * WEEKS, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lever", [*MAY_CHANGE])
def test_only_what_a_lever_declares_takes_another_time(lever: str, weeks: int) -> None:
    """Case by case and activity by activity, of at least a thousand cases that ended the same way in both worlds."""
    found, compared = changed(lever, weeks)
    may = MAY_CHANGE[lever] | (_routine() if "<routine>" in MAY_CHANGE[lever] else set())
    assert compared > 1000
    assert found <= may, found - may
    assert found >= MUST_CHANGE.get(lever, set())


def test_a_session_saves_the_messages_and_nothing_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """With joint sessions and no wider decision rights: the session is all that is added, and nothing is done less."""
    model = company()
    pinned = model.model_copy(update={"remedies": model.remedies.model_copy(update={"decision_rights": 0.0})})
    monkeypatch.setattr(f"{__name__}.company", lambda: pinned)
    hours.cache_clear()
    try:
        found, compared = changed("collaborative_culture", 2 * WEEKS)
        before, after = hours(2 * WEEKS, **HALF)[0], hours(2 * WEEKS, **HALF, collaborative_culture=1.0)[0]
    finally:
        hours.cache_clear()
    assert compared > 1000
    assert found <= {TOGETHER, CREDIT}
    assert TOGETHER in found
    assert TOGETHER not in before
    together = after[after[TOGETHER] > 0]
    matched = together.index.intersection(before.index)
    experts = sorted(BY_EXPERTS & set(before.columns))
    assert len(matched) >= 5
    assert (before.loc[matched, experts].sum(axis=1) > 0).all(), "whoever sits in a session had an expert's work before"
    assert after.loc[matched, experts].sum(axis=1).to_numpy() == pytest.approx(
        before.loc[matched, experts].sum(axis=1).to_numpy(), abs=1e-6
    )
