"""Leads that are not ready to buy: marketing automation scores them, keeps in touch, passes on who has become ready."""

from __future__ import annotations

from sim.company.case import Case
from sim.company.customer import Customer
from sim.company.foresight import named
from sim.company.house import House
from sim.engine.calendar import DAY


class Nursery:
    """What is known, and what is true, of how ripe leads are."""

    def __init__(self, house: House) -> None:
        self.env, self.marketing = house.env, house.model.marketing
        self.per_week = house.model.customers.inbound_leads_per_week
        streams = house.streams
        self._unripe = streams.uniform("lead.unripe")
        self._ripens = streams.exponential("lead.ripens", DAY * self.marketing.ripening_days)
        self._score = streams.uniform("lead.score")
        self._put_off = streams.uniform("lead.letter_puts_off")

    def grows(self, case: Case, prospect: Customer) -> bool:
        """Whether this lead is not ready to buy yet; if so, decide when it will be."""
        unripe = self._unripe.draw(case.key) < self.marketing.unripe_share
        if unripe:
            prospect.ripe_at = self.env.now + self._ripens.draw(case.key)
        return unripe

    def scored_unripe(self, case: Case, *, unripe: bool) -> bool:
        """Whether its score says that it is not ready; scores are wrong now and then."""
        return named(unripe, self._score.draw(case.key), self.marketing.score_hits, self.marketing.score_alarms)

    def put_off(self, case: int, letter: int) -> bool:
        """Whether a letter is one too many, so that no further one is wanted."""
        return self._put_off.draw(case, letter) < self.marketing.nurture_annoys

    def in_touch_at_first(self) -> int:
        """How many leads began to get letters in the time that all their letters take, before a run begins."""
        marketing = self.marketing
        weeks = marketing.nurture_letters * marketing.nurture_days / 7
        return round(self.per_week * marketing.unripe_share * marketing.score_hits * weeks)

    def still_in_touch(self, case: int, prospect: Customer, ago: float) -> bool:
        """Whether one whose letters began so long ago (hours) has neither become ready nor been put off by one."""
        ripens, sent = self._ripens.draw(case), int(ago // (DAY * self.marketing.nurture_days))
        prospect.ripe_at = ripens - ago
        asked = ripens <= sent * DAY * self.marketing.nurture_days
        return not asked and not any(self.put_off(case, letter) for letter in range(sent))
