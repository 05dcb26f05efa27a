"""What bots leave to people: of routine work the cases that take longest."""

from __future__ import annotations

from typing import NamedTuple

from sim.company.front_office.channels import ACTIVITY, LIVE_CHANNELS
from sim.company.touch import touch_times
from sim.engine.laws import Measured
from sim.engine.streams import Streams
from sim.inputs.company_model import CompanyModel
from sim.levers.primitives import Primitives

PARTS = 400
"""Equal parts into which the law of an activity's touch times is divided."""
WITH_CUSTOMERS = frozenset(ACTIVITY[channel] for channel in LIVE_CHANNELS)
"""No bot of a department takes a call or a chat."""


class Left(NamedTuple):
    """What is left to people of an activity: a share of its cases, and their mean minutes against those of all."""

    cases: float
    minutes: float


def left_to_people(model: CompanyModel, world: Primitives, team: str, activity: str) -> Left:
    """What bots leave of an activity in a world: they do the share of it that takes least time."""
    row = model.activities[activity]
    share = row.routine * world.practices[model.teams[team].department].bot_share
    if share <= 0 or activity in WITH_CUSTOMERS:
        return Left(1.0, 1.0)
    if share >= 1:
        return Left(0.0, 1.0)
    touch = touch_times(Streams(0, 0), activity, row)
    levels = [(part + 0.5) / PARTS for part in range(PARTS)]
    hours, below = [touch.quantile(level) for level in levels], touch.quantile(share)
    ranked = isinstance(touch, Measured)
    kept = [own for level, own in zip(levels, hours, strict=True) if (level >= share if ranked else own >= below)]
    cases = len(kept) / PARTS
    return Left(cases, sum(kept) / sum(hours) / cases if kept else 1.0)
