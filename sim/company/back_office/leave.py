"""Leave: days off that people wish for, spread over days by a plan that everybody sees, or taken as they come."""

from __future__ import annotations

from collections.abc import Callable

from sim.company.house import House
from sim.engine.calendar import WEEK
from sim.engine.kernel import Flow
from sim.engine.streams import case_key
from sim.engine.team import Member

MONDAY, FRIDAY = 0, 4
LONG_WEEKENDS = (MONDAY, FRIDAY)
"""Days beside a weekend, which people like best."""
WORKING_WEEK = 5


class Leave:
    """Who has which days off.

    Args:
        plans: whether HR's software keeps a plan of leave now.
    """

    def __init__(self, house: House, plans: Callable[[], bool]) -> None:
        self.env, self.staffing, self.hr, self.plans = house.env, house.staffing, house.model.hr, plans
        self.teams = list(house.model.connected_teams)
        self._wish = house.streams.uniform("colleague.wishes_a_day_off")
        self._off: dict[tuple[Member, int], bool] = {}
        """Whether a day off, (who, number of the day), stands in a plan."""

    def start(self) -> None:
        """Wishes are known a week ahead."""
        if self.hr.leave_days:
            self.staffing.leave = self.has_off
            self.enter_wishes(0)
            self.env.start(self.weeks())

    def weeks(self) -> Flow:
        """Every Monday night the wishes for the week after are entered."""
        week = 0
        while True:
            week += 1
            self.enter_wishes(week)
            yield self.env.until(week * WEEK)

    def has_off(self, member: Member, day: int) -> bool | None:
        """Whether somebody has a day off that stands in a plan (True) or in none (False); None for no day off."""
        return self._off.pop((member, day), None)

    def enter_wishes(self, week: int) -> None:
        """Enter everybody's wishes for a week, team by team."""
        planned = self.plans()
        for name in self.teams:
            members = self.staffing.teams[name].members
            taken: dict[int, int] = {}
            for member in members:
                for weekday in range(WORKING_WEEK):
                    day = 7 * week + weekday
                    if self._wish.draw(case_key(f"leave {name}", member.number), day) < self.wish(weekday):
                        given = self.first_with_room(day, taken, len(members)) if planned else day
                        taken[given] = taken.get(given, 0) + 1
                        self._off[member, given] = planned

    def wish(self, weekday: int) -> float:
        """Chance that somebody wishes to have a day off, by its place in the week."""
        liked = self.hr.long_weekends / len(LONG_WEEKENDS)
        other = (1.0 - self.hr.long_weekends) / (WORKING_WEEK - len(LONG_WEEKENDS))
        return self.hr.leave_days / 52 * (liked if weekday in LONG_WEEKENDS else other)

    def first_with_room(self, day: int, taken: dict[int, int], people: int) -> int:
        """The day that is wished for, or the next of the week, around its end, on which not too many are away already."""
        monday, at_most = day // 7 * 7, max(1, int(self.hr.away_at_most * people))
        days = [monday + (day - monday + later) % WORKING_WEEK for later in range(WORKING_WEEK)]
        return next((other for other in days if taken.get(other, 0) < at_most), day)
