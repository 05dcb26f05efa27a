"""What other departments asked for is not left lying for ever: who waits turns to the manager."""

from __future__ import annotations

from sim.company.house import House
from sim.company.priorities import NORMAL
from sim.engine.calendar import DAY
from sim.engine.kernel import Flow


def see_to_what_lies(house: House) -> Flow:
    """Day by day, have done in its turn what others asked for so long ago that they have turned to the manager."""
    patience = DAY * house.model.information.left_lying_days
    while True:
        yield house.env.timeout(DAY)
        for team in house.staffing.teams.values():
            team.hasten(house.env.now - patience, NORMAL)
