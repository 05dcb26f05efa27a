"""Measures a second time, written apart: plain loops over the rows of the journal, and nothing of ``sim.measures``."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from scipy import stats

from sim.company.facts import Facts
from sim.engine.journal import Journal

ORDERS = ["order", "business order"]
TICKETS = [
    "question",
    "technical",
    "complaint",
    "where is my order",
    "invoice dispute",
    "wrong item",
    "return",
    "missing refund",
    "change of data",
]
GOOD = ["delivered", "delivered late", "delivered wrong"]
FOR_INFORMATION = {"answer an inquiry", "search for information", "look something up", "chase an answer"}
FLOWS = {
    "order": ("web order to delivery", GOOD),
    "business order": ("business order to delivery", GOOD),
    "question": ("question", ["solved"]),
    "technical": ("technical fault", ["solved"]),
    "complaint": ("complaint", ["solved"]),
    "where is my order": ("where is my order", ["solved"]),
    "invoice dispute": ("invoice dispute", ["solved"]),
    "return": ("return announced", ["solved"]),
    "invoice": ("shipment to cash", ["paid"]),
    "inbound lead": ("lead to order", ["won"]),
    "staff request": ("colleague's IT request", None),
    "vacancy": ("vacancy to colleague", None),
    "month end": ("month end to report", None),
    "data access": ("data request to answer", None),
    "replenishment": ("forecast to replenishment", ["in stock"]),
    "outage": ("incident to restored", None),
    "campaign": ("campaign", None),
}


class Stretch(NamedTuple):
    """Work of one person without a break."""

    member: int
    team: str
    activity: str
    kind: int
    hours: float


class Told:
    """One run by its journal."""

    def __init__(self, journal: Journal, facts: Facts) -> None:
        self.facts = facts
        self.begin, self.end = facts.warm_up, facts.horizon
        self.names = journal.names.names
        self.journal = journal
        self.people = [name for name, team in facts.teams.items() if team.staff]

    def rows(self, table: str) -> Iterator[dict[str, float]]:
        rows = self.journal.tables[table].rows()
        names = rows.dtype.names or ()
        for values in rows.tolist():
            yield dict(zip(names, values, strict=True))

    def name(self, code: float) -> str:
        return self.names[int(code)]

    def within(self, start: float, end: float) -> float:
        return max(0.0, min(end, self.end) - max(start, self.begin))

    # ---- hours ---------------------------------------------------------------------------------------------------

    def work(self) -> Iterator[Stretch]:
        for row in self.rows("visits"):
            start, end = row["ended"] - row["last"], row["ended"]
            yield self._stretch(row, self.within(start, end))
        for row in self.rows("stretches"):
            yield self._stretch(row, self.within(row["started"], row["ended"]))

    def _stretch(self, row: dict[str, float], hours: float) -> Stretch:
        return Stretch(int(row["member"]), self.name(row["team"]), self.name(row["activity"]), int(row["kind"]), hours)

    def duty(self) -> dict[str, list[float]]:
        """Hours on duty, of overtime and absent, by team."""
        hours: dict[str, list[float]] = {team: [0.0, 0.0, 0.0] for team in self.people}
        for row in self.rows("duty"):
            if self.name(row["team"]) in hours:
                hours[self.name(row["team"])][int(row["kind"])] += self.within(row["started"], row["ended"])
        return hours

    def worked(self) -> dict[str, float]:
        """Hours worked by the people of each team, wherever they helped."""
        home = {int(row["member"]): self.name(row["team"]) for row in self.rows("duty")}
        hours = dict.fromkeys(self.people, 0.0)
        for stretch in self.work():
            if home.get(stretch.member) in hours:
                hours[home[stretch.member]] += stretch.hours
        return hours

    def departments(self) -> dict[str, dict[str, float]]:
        duty, worked = self.duty(), self.worked()
        return {
            team: {
                "on_duty": duty[team][0],
                "overtime_hours": duty[team][1],
                "absent": duty[team][2],
                "paid": sum(duty[team]),
                "worked": worked[team],
                "utilisation": worked[team] / (duty[team][0] + duty[team][1]),
            }
            for team in self.people
        }

    # ---- waits ---------------------------------------------------------------------------------------------------

    def open_hours(self, team: str, start: float, end: float) -> float:
        calendar = self.facts.teams[team].calendar
        hours, base = 0.0, start // calendar.cycle * calendar.cycle
        while base < end:
            for opening, closing in calendar.spans:
                hours += max(0.0, min(end, base + closing) - max(start, base + opening))
            base += calendar.cycle
        return hours

    def waits(self) -> dict[tuple[str, str], list[float]]:
        """Open hours waited before work began, by team and activity, visit by visit."""
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for row in self.rows("visits"):
            team = self.name(row["team"])
            begun = row["status"] == 0 or (row["status"] == 3 and row["worked"] > 0)
            if begun and row["place"] < 0 and row["started"] > self.begin and team in self.people:
                found[team, self.name(row["activity"])].append(self.open_hours(team, row["asked"], row["started"]))
        return found

    # ---- cases ---------------------------------------------------------------------------------------------------

    def ended(self, *kinds: str) -> list[dict[str, float]]:
        """Cases of some kinds that ended in the measured period."""
        return [
            row
            for row in self.rows("cases")
            if self.name(row["kind"]) in kinds and self.name(row["status"]) != "open" and row["closed"] > self.begin
        ]

    def status(self, row: dict[str, float]) -> str:
        return self.name(row["status"])

    def flow(self, kind: str) -> list[float]:
        """Lead times of the cases that came to the end of which the flow's name speaks."""
        ends = FLOWS[kind][1]
        return [row["closed"] - row["opened"] for row in self.ended(kind) if ends is None or self.status(row) in ends]

    # ---- money ---------------------------------------------------------------------------------------------------

    def wages(self) -> float:
        bill = 0.0
        for team, (there, over, absent) in self.duty().items():
            bill += self.facts.teams[team].wage * (there + absent + self.facts.overtime_factor * over)
        return bill

    def fixed(self) -> float:
        facts = self.facts
        return (facts.overhead_per_year + facts.lever_cost_per_year + facts.lever_one_off / 3) * self.years

    @property
    def years(self) -> float:
        return (self.end - self.begin) / (52 * 168)

    # ---- headline measures ---------------------------------------------------------------------------------------

    def headline(self) -> dict[str, float]:
        orders = [row for row in self.ended(*ORDERS) if self.status(row) in GOOD]
        issues = self.ended(*TICKETS)
        solved = [row for row in issues if self.status(row) == "solved"]
        contacts = [*issues, *self.ended("chaser")]
        work = [stretch for stretch in self.work() if not stretch.team.endswith(" bots")]
        informing = [s for s in work if s.kind == 2 or s.activity in FOR_INFORMATION]
        hours = sum(stretch.hours for stretch in work)
        duty, worked = self.duty(), self.worked()
        decisions = self.decisions()
        booked = sum(row["amount"] for row in self.rows("money") if row["time"] > self.begin)
        brought = [row for row in (*orders, *solved) if not row["failure"]]
        return {
            "order lead time": sum(row["closed"] - row["opened"] for row in orders) / len(orders),
            "on time": sum(self.status(row) != "delivered late" for row in orders) / len(orders),
            "ticket time": sum(row["closed"] - row["opened"] for row in solved) / len(solved),
            "first-contact resolution": sum(row["value"] <= 1 for row in solved) / len(issues),
            "failure demand": sum(bool(row["failure"]) for row in contacts) / len(contacts),
            "wrong decisions": sum(row["cause"] > 0 for row in decisions) / len(decisions),
            "regret": sum(row["regret"] for row in decisions) / ((self.end - self.begin) / 168),
            "hidden work": sum(stretch.hours for stretch in informing) / hours,
            "rework": sum(stretch.hours for stretch in work if stretch.kind == 1) / hours,
            "cost per case": (self.wages() + self.fixed()) / len(brought),
            "utilisation": sum(worked.values()) / sum(there + over for there, over, _ in duty.values()),
            "overtime": sum(over for _, over, _ in duty.values()) / ((self.end - self.begin) / 168),
            "profit": (booked - self.wages() - self.fixed()) / self.years,
        }

    def decisions(self) -> list[dict[str, float]]:
        """Decisions of the measured period; of a refund the first look, and the first at each other truth."""
        seen: set[tuple[float, float]] = set()
        counted = []
        for row in self.rows("decisions"):
            again = self.name(row["decision"]) == "refund" and (row["case"], row["true"]) in seen
            if self.name(row["decision"]) == "refund":
                seen.add((row["case"], row["true"]))
            if row["time"] > self.begin and not again:
                counted.append(row)
        return counted


class Loss(NamedTuple):
    """One line of the table of losers."""

    a: float
    b: float
    lower: float
    upper: float
    p: float


def loss(a: list[float], b: list[float]) -> Loss:
    """Means, paired t interval of b - a and its p-value, by hand."""
    differences = [y - x for x, y in zip(a, b, strict=True)]
    n, middle = len(differences), sum(differences) / len(differences)
    spread = math.sqrt(sum((one - middle) ** 2 for one in differences) / (n - 1) / n)
    reach = stats.t.ppf(0.975, n - 1) * spread
    p = 2 * stats.t.sf(abs(middle) / spread, n - 1) if spread else float(middle == 0)
    return Loss(sum(a) / n, sum(b) / n, middle - reach, middle + reach, float(p))


def losers(first: list[Told], second: list[Told]) -> dict[tuple[str, str], Loss]:
    """Who is worse off in the second world, by who and what."""
    table: dict[tuple[str, str], Loss] = {}
    for kind, (label, _) in FLOWS.items():
        leads = [(one.flow(kind), two.flow(kind)) for one, two in zip(first, second, strict=True)]
        leads = [pair for pair in leads if pair[0] and pair[1]]
        if len(leads) > 1:
            means = [(sum(one) / len(one), sum(two) / len(two)) for one, two in leads]
            table[label, "lead time"] = loss([one for one, _ in means], [two for _, two in means])
    rows = [[told.departments() for told in world] for world in (first, second)]
    waits = [[told.waits() for told in world] for world in (first, second)]
    for team in first[0].people:
        for column, label in (("utilisation", "time at work on cases"), ("overtime_hours", "overtime in the period")):
            table[team, label] = loss(*([run[team][column] for run in world] for world in rows))
        common = [key for key in waits[0][0] if key[0] == team and all(key in run for world in waits for run in world)]
        if common:
            weight = {key: sum(len(run[key]) for world in waits for run in world) for key in common}
            waited = [
                [
                    sum(weight[key] * sum(run[key]) / len(run[key]) for key in common) / sum(weight.values())
                    for run in world
                ]
                for world in waits
            ]
            table[team, "work waits before it is begun, open hours"] = loss(*waited)
    return table
