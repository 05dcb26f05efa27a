"""The ledger: money that is booked and values that are noted while a company runs."""

from __future__ import annotations

from sim.company.case import Case
from sim.engine.journal import Journal
from sim.engine.kernel import Kernel


class Ledger:
    """Money and levels of one run; each is a row of the journal."""

    def __init__(self, env: Kernel, journal: Journal) -> None:
        self.env = env
        self.journal = journal

    def pay(self, account: str, department: str, amount: float, case: Case | None = None) -> None:
        """Book an amount (income positive, cost negative) once."""
        code = self.journal.code
        self.journal.money.add(self.env.now, case.key if case else -1, code(account), code(department), amount)

    def level(self, what: str, place: str, value: float) -> None:
        """Note a new value of something measured over time."""
        code = self.journal.code
        self.journal.levels.add(self.env.now, code(what), code(place), value)
