"""Worlds for any levels of the levers: sensible primitives, and runs whose times add up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.company.simulation import Company
from sim.engine.codes import Mode
from sim.inputs.levers_model import LEVERS, STRATEGIES, TRENDS, Levers
from sim.levers.catalogue import world
from sim.levers.primitives import OWN, SHARED_PLATFORM
from sim.measures.lead_time import PARTS, parts_of
from tests.company.worlds import company_model, decoded, scenario

COMPANY = company_model()
LEVEL = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0.0, 1.0))
ANY = st.builds(lambda levels: Levers(**levels), st.fixed_dictionaries(dict.fromkeys(LEVERS, LEVEL)))


@given(ANY)
def test_primitives_stay_sensible(levers: Levers) -> None:
    """Whatever the levels: probabilities in [0, 1], hours and factors not negative, known modes and platforms."""
    made = world(COMPANY, levers)
    for link in made.links.values():
        assert link.mode in (Mode.MANUAL, Mode.BATCH, Mode.SHARED)
        assert all(
            0.0 <= share <= 1.0
            for share in (link.field_error, link.mapping_error, link.failure, link.bot_share, link.keyed_by_bot_share)
        )
        assert min(link.write_hours, link.rekey_hours, link.conversion_hours) >= 0.0 < link.period_hours
    for practice in made.practices.values():
        assert practice.platform in (OWN, SHARED_PLATFORM)
        assert all(
            0.0 <= share <= 1.0
            for share in (
                practice.attention,
                practice.ask_back,
                practice.others_last,
                practice.visible,
                practice.pace,
                practice.away_share,
                practice.bot_share,
                practice.assistance,
                practice.whole_view,
                practice.overload,
                practice.personal_loss,
            )
        )
        assert (
            min(
                practice.speed,
                practice.error_factor,
                practice.escalation_factor,
                practice.report_hours,
                practice.note_hours,
                practice.round_factor,
            )
            > 0.0
        )
        assert min(practice.absence_factor, practice.turnover_factor) >= 0.0
        assert min(practice.reading_hours, practice.spread_hours) >= 0.0
    for name, skills in made.skills.items():
        assert all(0 <= skill.people <= COMPANY.teams[name].staff and skill.slowdown >= 1.0 for skill in skills)
    assert made.contact.messaging + made.contact.video <= 1.0 <= made.contact.chats_at_once
    assert all(
        0.0 <= share <= 1.0
        for share in (
            made.contact.assistant_share,
            made.contact.joined,
            made.prediction.churn,
            made.prediction.churn_alarms,
            made.prediction.escalation,
            made.prediction.escalation_alarms,
            made.prediction.forecast,
        )
    )
    assert set(made.prices) == {name for name in STRATEGIES + TRENDS if getattr(levers, name) > 0}


@pytest.mark.slow
@settings(max_examples=settings().max_examples // 3)
@given(ANY, st.integers(0, 2**32))
def test_times_add_up_in_any_world(levers: Levers, seed: int) -> None:
    """A week of any world at any seed: parts of lead times sum, none is negative, every case is there once."""
    company = Company(scenario(levers, weeks=1, warm_up_weeks=0, seed=seed))
    company.run()
    parts = parts_of(decoded(company))
    assert parts["case"].is_unique
    assert (parts[list(PARTS)].sum(axis=1) - parts["lead"]).abs().max() <= 1e-9
    assert parts[list(PARTS)].to_numpy().min() >= -1e-9
